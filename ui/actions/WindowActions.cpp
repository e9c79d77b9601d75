#include "ui/actions/WindowActions.h"

#include <QSettings>
#include <QWidget>

#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Docks.h"
#include "ui/shell/Shell.h"

namespace orelens::actions {

using base::Language;
using ui::Theme;

WindowActions::WindowActions(commands::ActionSet& actions, shell::Docks& docks, shell::Shell& shell)
    : actions_(actions), docks_(docks), shell_(shell) {
    for (const auto& [id, dock] : docks_.all())
        actions_.on("window." + id, [this, id = id] { docks_.raise(id); });
    actions_.on("window.reset", [this] { docks_.arrange(); });
    actions_.on("window.full_screen",
                [this](bool on) { on ? shell_.widget()->showFullScreen() : shell_.widget()->showNormal(); });
    actions_.on("window.english", [this] { choose_language(Language::english); });
    actions_.on("window.chinese", [this] { choose_language(Language::chinese); });
    actions_.on("window.language", [this] {
        choose_language(ui::language() == Language::english ? Language::chinese : Language::english);
    });
    actions_.on("window.light", [this] { choose_theme(Theme::light); });
    actions_.on("window.dark", [this] { choose_theme(Theme::dark); });
    refresh();
}

void WindowActions::refresh() {
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
