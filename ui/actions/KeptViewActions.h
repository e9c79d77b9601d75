// Views kept with the project: keep, step, and the window as a stage for them.
#pragma once

#include <QObject>

#include "core/base/Error.h"

class QMainWindow;
class QShortcut;

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class ViewsPanel;
}
namespace orelens::shell {
class Desk;
class KeptViews;
class Shell;
}  // namespace orelens::shell
namespace orelens::ui {
class Document;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

class KeptViewActions : public QObject {
    Q_OBJECT
  public:
    KeptViewActions(commands::ActionSet& actions, ui::Document& document, shell::KeptViews& views,
                    panels::ViewsPanel& panel, viewport::VtkView& view, shell::Desk& desk, QMainWindow& window,
                    shell::Shell& shell);

  Q_SIGNALS:
    /// A presentation began or ended.
    void presented(bool on);

  private:
    void refresh();
    void tell(const base::Expected<void>& shown);
    void step(int way);
    void wire_panel(panels::ViewsPanel& panel);
    /// Nothing but stage, slider and headline, on the whole screen.
    void present(bool on);

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::KeptViews& views_;
    shell::Desk& desk_;
    QMainWindow& window_;
    shell::Shell& shell_;
    QShortcut* escape_;  ///< ends a presentation
    bool presenting_ = false;
    bool was_full_screen_ = false;
};

}  // namespace orelens::actions
