// The handles of the view and what they stand for: section plane, clipping box, boxes of the filter, and the ellipsoid of
// the variogram that is being shaped. Draws nothing and keeps nothing: what is dragged is edited where it belongs.
#pragma once

#include <QObject>
#include <QString>
#include <string>

#include "core/blocks/BlockFilter.h"
#include "core/geostat/Variogram.h"
#include "ui/scene/Handles.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class VariogramPanel;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class ViewHandles : public QObject {
    Q_OBJECT
  public:
    /// All of them must outlive it.
    ViewHandles(ui::Document& document, ui::ViewState& state, panels::VariogramPanel& variogram, viewport::VtkView& view,
                commands::ActionSet& actions);
    /// After a change of language, which no signal tells.
    void renew();

  private:
    void take(const QString& id);
    void move(const QString& id, double by, bool dragging);
    void move_section(const std::string& part, double by);
    void move_filter(std::size_t face, double by, bool dragging);
    void move_body(const std::string& part, double by, bool dragging);
    [[nodiscard]] scene::HandleSet section() const;
    [[nodiscard]] scene::HandleSet clip() const;
    [[nodiscard]] scene::HandleSet filter() const;
    [[nodiscard]] scene::HandleSet body() const;

    ui::Document& document_;
    ui::ViewState& state_;
    panels::VariogramPanel& variogram_;
    viewport::VtkView& view_;
    commands::ActionSet& actions_;
    bool shown_ = true;
    // As they were when a handle was taken.
    scene::Section section_;
    scene::ClipBox clip_;
    std::size_t row_ = 0;
    blocks::FilterRow filter_;
    geostat::Anisotropy body_;
};

}  // namespace orelens::shell
