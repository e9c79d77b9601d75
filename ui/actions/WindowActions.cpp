#include "ui/actions/WindowActions.h"

#include <QEvent>
#include <QSettings>
#include <QWidget>
#include <array>

#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Desk.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"
#include "ui/workspaces/Workspace.h"

namespace orelens::actions {

using base::Language;
using ui::Theme;

namespace {

constexpr const char* motion_key = "window/reduced_motion";

struct Side {
    const char* action;
    workspaces::Place place;
};
constexpr std::array sides{Side{"window.left", workspaces::Place::left},
                           Side{"window.drawer", workspaces::Place::drawer},
                           Side{"window.right", workspaces::Place::right}};

}  // namespace

WindowActions::WindowActions(commands::ActionSet& actions, shell::Desk& desk, shell::Centre& centre,
                             viewport::VtkView& view, shell::Shell& shell)
    : actions_(actions), desk_(desk), centre_(centre), view_(view), shell_(shell) {
    wire_desk();
    actions_.on("window.reduced_motion", [this](bool on) { set_reduced_motion(on); });
    set_reduced_motion(QSettings().value(motion_key).toBool());
    // Only that: a window that was maximised is so again afterwards.
    actions_.on("window.full_screen", [this](bool on) {
        QWidget* window = shell_.widget();
        window->setWindowState(window->windowState().setFlag(Qt::WindowFullScreen, on));
    });
    shell_.widget()->installEventFilter(this);
    actions_.on("window.english", [this] { choose_language(Language::english); });
    actions_.on("window.chinese", [this] { choose_language(Language::chinese); });
    actions_.on("window.language", [this] {
        choose_language(ui::language() == Language::english ? Language::chinese : Language::english);
    });
    actions_.on("window.light", [this] { choose_theme(Theme::light); });
    actions_.on("window.dark", [this] { choose_theme(Theme::dark); });
    refresh();
}

void WindowActions::wire_desk() {
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table())
        actions_.on("workspace." + workspace.id, [this, id = workspace.id] { desk_.enter(id); });
    for (const std::string& id : centre_.all())
        actions_.on("page." + id, [this, id] {
            desk_.enter(workspaces::workspace_of_page(id, desk_.workspace()));
            centre_.show(id);
        });
    for (const auto& [id, panel] : desk_.all())
        actions_.on("window." + id, [this, id = id] { desk_.raise(id); });
    for (const Side& side : sides)
        actions_.on(side.action, [this, place = side.place](bool on) { desk_.set_open(place, on); });
    actions_.on("window.apart", [this] {
        for (const auto& [id, panel] : desk_.all())
            if (panel == desk_.used()) return desk_.set_apart(id, !desk_.is_apart(id));
    });
    actions_.on("window.reset", [this] { desk_.arrange(); });
    connect(&desk_, &shell::Desk::changed, this, &WindowActions::refresh);
}

bool WindowActions::eventFilter(QObject* watched, QEvent* event) {
    if (watched == shell_.widget() && event->type() == QEvent::WindowStateChange)
        actions_.set_checked("window.full_screen", shell_.widget()->isFullScreen());
    return QObject::eventFilter(watched, event);
}

void WindowActions::set_reduced_motion(bool on) {
    view_.set_animated(!on);
    actions_.set_checked("window.reduced_motion", on);
    QSettings settings;
    if (settings.value(motion_key).toBool() != on) settings.setValue(motion_key, on);
}

void WindowActions::refresh() {
    std::vector<std::string> of_desk{"window.apart"};
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table()) {
        of_desk.push_back("workspace." + workspace.id);
        actions_.set_checked(of_desk.back(), workspace.id == desk_.workspace());
    }
    for (const Side& side : sides) {
        of_desk.emplace_back(side.action);
        actions_.set_checked(side.action, desk_.is_open(side.place));
    }
    for (const auto& [id, panel] : desk_.all()) of_desk.push_back("window." + id);
    for (const std::string& id : centre_.all()) of_desk.push_back("page." + id);
    actions_.set_enabled(of_desk, desk_.shown());
    actions_.set_checked(ui::language() == Language::chinese ? "window.chinese" : "window.english", true);
    actions_.set_checked(ui::theme() == Theme::dark ? "window.dark" : "window.light", true);
}

void WindowActions::choose_language(Language wanted) {
    ui::set_language(wanted);
    refresh();
    save_appearance();
}

void WindowActions::choose_theme(Theme wanted) {
    ui::apply_theme(wanted);
    refresh();
    save_appearance();
}

void save_appearance() {
    QSettings settings;
    settings.setValue("language", ui::language() == Language::chinese ? "zh" : "en");
    settings.setValue("theme", ui::theme() == Theme::dark ? "dark" : "light");
}

}  // namespace orelens::actions
