// Menu Window: workspaces, panels and sides, full screen, motion, language and theme.
#pragma once

#include <QObject>

#include "core/base/Text.h"
#include "ui/Theme.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Centre;
class Desk;
class Shell;
}  // namespace orelens::shell
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

class WindowActions : public QObject {
    Q_OBJECT
  public:
    WindowActions(commands::ActionSet& actions, shell::Desk& desk, shell::Centre& centre, viewport::VtkView& view,
                  shell::Shell& shell);

  protected:
    /// Of the window: whether it fills the screen, however it came to.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void wire_desk();
    void set_reduced_motion(bool on);
    void refresh();
    void choose_language(base::Language wanted);
    void choose_theme(ui::Theme wanted);

    commands::ActionSet& actions_;
    shell::Desk& desk_;
    shell::Centre& centre_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

/// The chosen language and theme, for the next start.
void save_appearance();

}  // namespace orelens::actions
