#include "ui/actions/KeptViewActions.h"

#include <QMainWindow>
#include <QMenuBar>
#include <QShortcut>
#include <QStatusBar>

#include "core/project/Pipeline.h"
#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ViewsPanel.h"
#include "ui/shell/Desk.h"
#include "ui/shell/KeptViews.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {

KeptViewActions::KeptViewActions(commands::ActionSet& actions, ui::Document& document, shell::KeptViews& views,
                                 panels::ViewsPanel& panel, viewport::VtkView& view, shell::Desk& desk,
                                 QMainWindow& window, shell::Shell& shell)
    : actions_(actions),
      document_(document),
      views_(views),
      desk_(desk),
      window_(window),
      shell_(shell),
      escape_(new QShortcut(Qt::Key_Escape, &window)) {
    // As in any other program that fills the screen; nothing else may take the key then, nor this at other times.
    escape_->setEnabled(false);
    connect(escape_, &QShortcut::activated, this, [this] { present(false); });
    actions_.on("views.keep", [this] {
        views_.keep({});
        shell_.raise_panel("views");
    });
    actions_.on("views.next", [this] { step(1); });
    actions_.on("views.previous", [this] { step(-1); });
    actions_.on("window.present", [this](bool on) { present(on); });
    connect(&view, &viewport::VtkView::stepWanted, this, &KeptViewActions::step);
    wire_panel(panel);
    connect(&document_, &ui::Document::stateChanged, this, &KeptViewActions::refresh);
    connect(&document_.edits(), &ui::Edits::viewsChanged, this, &KeptViewActions::refresh);
    // The welcome page has a window around it.
    connect(&document_, &ui::Document::replaced, this, [this] {
        if (presenting_) present(false);
    });
    refresh();
}

void KeptViewActions::wire_panel(panels::ViewsPanel& panel) {
    connect(&panel, &panels::ViewsPanel::keepWanted, this, [this] { views_.keep({}); });
    connect(&panel, &panels::ViewsPanel::showWanted, this, [this](int at) { tell(views_.show(at)); });
    connect(&panel, &panels::ViewsPanel::replaceWanted, &views_, &shell::KeptViews::replace);
    connect(&panel, &panels::ViewsPanel::renamed, &views_, &shell::KeptViews::rename);
    connect(&panel, &panels::ViewsPanel::reportWanted, &views_, &shell::KeptViews::set_in_report);
    connect(&panel, &panels::ViewsPanel::removeWanted, &views_, &shell::KeptViews::remove);
    connect(&panel, &panels::ViewsPanel::moved, &views_, &shell::KeptViews::move);
    connect(&views_, &shell::KeptViews::currentChanged, &panel,
            [this, &panel] { panel.set_current(views_.current()); });
}

void KeptViewActions::refresh() {
    const bool any = !document_.project().views.empty();
    actions_.set_enabled({"views.keep", "window.present"}, document_.open());
    actions_.set_enabled({"views.next", "views.previous"}, any);
}

void KeptViewActions::tell(const base::Expected<void>& shown) {
    if (!shown) shell_.show_error(shown.error());
}

void KeptViewActions::step(int way) {
    if (views_.count() == 0) return;
    tell(views_.step(way));
    if (views_.current() >= 0)
        shell_.say(QString::fromStdString(
                       document_.project().views[static_cast<std::size_t>(views_.current())].name),
                   4000);
}

void KeptViewActions::present(bool on) {
    if (on == presenting_) return;
    presenting_ = on;
    escape_->setEnabled(on);
    if (on) was_full_screen_ = window_.isFullScreen();
    desk_.set_shown(!on && document_.open());
    window_.menuBar()->setVisible(!on);
    window_.statusBar()->setVisible(!on);
    window_.setWindowState(window_.windowState().setFlag(Qt::WindowFullScreen, on || was_full_screen_));
    actions_.set_checked("window.present", on);
    Q_EMIT presented(on);
    desk_.stage().setFocus();
}

}  // namespace orelens::actions
