// Menu Help: the palette, the shortcuts, the welcome page, about.
#pragma once

#include <QObject>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Desk;
class Pages;
class Shell;
}  // namespace orelens::shell
namespace orelens::ui {
class Document;
}

namespace orelens::actions {

class HelpActions : public QObject {
    Q_OBJECT
  public:
    HelpActions(commands::ActionSet& actions, const ui::Document& document, shell::Pages& pages,
                shell::Desk& desk, shell::Shell& shell);

  private:
    void toggle_welcome();
    void show_about();

    const ui::Document& document_;
    shell::Pages& pages_;
    shell::Desk& desk_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
