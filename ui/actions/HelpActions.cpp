#include "ui/actions/HelpActions.h"

#include <QCoreApplication>
#include <QMessageBox>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/commands/Palette.h"
#include "ui/output/ProblemDialog.h"
#include "ui/shell/Desk.h"
#include "ui/shell/HelpWindow.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Shell.h"
#include "ui/workspaces/HelpPages.h"

namespace orelens::actions {

using ui::words;

HelpActions::HelpActions(commands::ActionSet& actions, const ui::Document& document, shell::Pages& pages,
                         shell::Desk& desk, shell::Shell& shell)
    : document_(document), pages_(pages), desk_(desk), shell_(shell) {
    actions.on("help.palette", [this, &actions] { commands::Palette(actions, shell_.widget()).exec(); });
    actions.on("help.page", [this] { show_page(); });
    actions.on("help.shortcuts",
               [this, &actions] { commands::ShortcutList(actions, shell_.widget()).exec(); });
    actions.on("help.welcome", [this] { toggle_welcome(); });
    actions.on("help.problem", [this] { output::ProblemDialog(shell_.widget()).exec(); });
    actions.on("help.about", [this] { show_about(); });
}

void HelpActions::show_page() {
    std::string panel;
    if (desk_.shown())
        for (const auto& [id, widget] : desk_.all())
            if (widget == desk_.used()) panel = id;
    if (help_ == nullptr) help_ = new shell::HelpWindow(shell_.widget());
    help_->show_page(workspaces::help_page_for(panel, desk_.shown() ? desk_.workspace() : std::string()).id);
    help_->show();
    help_->raise();
    help_->activateWindow();
}

void HelpActions::toggle_welcome() {
    const bool back = pages_.welcoming() && document_.open();
    back ? pages_.show_view() : pages_.show_welcome();
    desk_.set_shown(back);
}

void HelpActions::show_about() {
    QWidget* window = shell_.widget();
    QMessageBox box(
        QMessageBox::NoIcon, words("ui.about.title"),
        words("ui.about.text", {{"version", QCoreApplication::applicationVersion().toStdString()}}),
        QMessageBox::NoButton, window);
    box.setIconPixmap(window->windowIcon().pixmap(64, 64));
    box.addButton(words("ui.close"), QMessageBox::AcceptRole);
    box.exec();
}

}  // namespace orelens::actions
