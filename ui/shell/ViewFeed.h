// Keeps the 3D view in step with the document, the price in hand, the look, the language and the theme.
#pragma once

#include <QObject>
#include <QTimer>
#include <string>

#include "ui/LatestJob.h"
#include "ui/scene/Look.h"

namespace orelens::panels {
class ViewPanel;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class Shell;

class ViewFeed : public QObject {
    Q_OBJECT
  public:
    /// All of them must outlive the feed.
    ViewFeed(ui::Document& document, ui::ViewState& state, viewport::VtkView& view, panels::ViewPanel& panel,
             Shell& shell);
    /// After a change of language or theme, which no signal tells.
    void apply_look();
    /// NaN depths = the whole hole.
    /// Flies to the block that is selected.
    void show_block();
    void show_hole(const QString& hole, double from_m, double to_m);
    /// Models of more blocks are prepared beside the window, which goes on meanwhile.
    static constexpr std::int64_t most_at_once = 3'000'000;
    /// Serves events until no blocks are on their way.
    void settle() { blocks_.wait(); }

  private:
    void give_data();
    void change_grid();
    void give_layers();
    void apply_filter();
    void filter_holes();
    void ask_blocks();

    ui::Document& document_;
    ui::ViewState& state_;
    viewport::VtkView& view_;
    panels::ViewPanel& panel_;
    Shell& shell_;
    std::string shown_;  ///< id of the project whose first picture has been made
    bool had_model_ = false;
    bool voxels_ = false;       ///< of potential are shown, not blocks
    scene::Look deposit_look_;  ///< what the blocks looked like before
    ui::LatestJob blocks_;
    QTimer rest_;  ///< holes are made anew when the hand rests
};

}  // namespace orelens::shell
