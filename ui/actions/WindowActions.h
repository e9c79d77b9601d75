// Menu Window: docks, full screen, language and theme.
#pragma once

#include <QObject>

#include "core/base/Text.h"
#include "ui/Theme.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Docks;
class Shell;
}  // namespace orelens::shell

namespace orelens::actions {

class WindowActions : public QObject {
    Q_OBJECT
  public:
    WindowActions(commands::ActionSet& actions, shell::Docks& docks, shell::Shell& shell);

  private:
    void refresh();
    void choose_language(base::Language wanted);
    void choose_theme(ui::Theme wanted);

    commands::ActionSet& actions_;
    shell::Docks& docks_;
    shell::Shell& shell_;
};

/// The chosen language and theme, for the next start.
void save_appearance();

}  // namespace orelens::actions
