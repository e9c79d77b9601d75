// Menu Help: the pages, the palette, the shortcuts, the welcome page, about.
#pragma once

#include <QObject>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Desk;
class HelpWindow;
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
    /// Of the panel in hand, else of the workspace.
    void show_page();
    void toggle_welcome();
    void show_about();

    const ui::Document& document_;
    shell::Pages& pages_;
    shell::Desk& desk_;
    shell::Shell& shell_;
    shell::HelpWindow* help_ = nullptr;  ///< the window's; made when it is first wanted
};

}  // namespace orelens::actions
