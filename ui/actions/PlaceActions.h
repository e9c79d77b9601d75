// What is done at places of the view: measuring, a polygon for the filter, going to a hole or to coordinates, and the
// menu of what lies under the mouse.
#pragma once

#include <QObject>
#include <QString>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "ui/scene/Scene.h"

class QPoint;

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class FilterPanel;
}
namespace orelens::shell {
class Shell;
class ViewFeed;
}  // namespace orelens::shell
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

/// What points in the view measure, as lines for people; nothing for fewer than two.
std::vector<std::string> measured_words(const std::vector<scene::Vec3>& points);

class PlaceActions : public QObject {
    Q_OBJECT
  public:
    PlaceActions(commands::ActionSet& actions, ui::Document& document, ui::ViewState& state,
                 panels::FilterPanel& filter, viewport::VtkView& view, shell::ViewFeed& feed, shell::Shell& shell);
    /// A hole by its name, or two or three numbers. Error (kind usage): neither; beyond the deposit.
    base::Expected<void> go_to(const QString& where);

  private:
    void start(bool polygon);
    void ended(bool taken);
    void ask_where();
    void ask_menu(const scene::PickResult& under, const QPoint& at);
    void add_block_choices(class QMenu& menu, const scene::PickResult& under);
    void go_near(const scene::Vec3& place);

    commands::ActionSet& actions_;
    ui::Document& document_;
    ui::ViewState& state_;
    panels::FilterPanel& filter_;
    viewport::VtkView& view_;
    shell::ViewFeed& feed_;
    shell::Shell& shell_;
    bool polygon_ = false;
};

}  // namespace orelens::actions
