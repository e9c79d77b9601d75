#include "ui/actions/FileActions.h"

#include <QFileDialog>

#include "core/project/Target.h"
#include "core/report/FormFile.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/ProjectFiles.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"

namespace orelens::actions {

using ui::words;

FileActions::FileActions(commands::ActionSet& actions, ui::Document& document, shell::ProjectFiles& files,
                         shell::Shell& shell)
    : actions_(actions), document_(document), files_(files), shell_(shell) {
    actions_.on("file.import", [this] { files_.import({}); });
    actions_.on("file.import_model", [this] {
        const QString file = QFileDialog::getOpenFileName(shell_.widget(), words("ui.model.title"),
                                                          ui::last_folder(document_.path()),
                                                          words("ui.model.filter"));
        ui::remember_folder(file);
        if (!file.isEmpty()) files_.import_model(file);
    });
    actions_.on("file.add_shapes", [this] {
        const QStringList chosen = QFileDialog::getOpenFileNames(shell_.widget(), words("ui.shapes.title"),
                                                                ui::last_folder(document_.path()),
                                                                words("ui.shapes.filter"));
        if (chosen.isEmpty()) return;
        ui::remember_folder(chosen.front());
        files_.add_shapes(chosen);
    });
    const std::pair<const char*, const char*> tables[] = {{"file.add_mines", "orebodies.mines_file"}, {"file.add_orebodies", "orebodies.orebodies_file"}};
    for (const auto& [action, parameter] : tables)
        actions_.on(action, [this, parameter = std::string(parameter)] {
            const bool mines = parameter == "orebodies.mines_file";
            const QString file = QFileDialog::getOpenFileName(shell_.widget(), words(mines ? "ui.mines_table.title" : "ui.orebodies_table.title"),
                                                              ui::last_folder(document_.path()), words("ui.orebodies_table.filter"));
            ui::remember_folder(file);
            if (!file.isEmpty()) add_table(parameter, file);
        });
    actions_.on("file.mines_template", [this] { write_template(true); });
    actions_.on("file.orebodies_template", [this] { write_template(false); });
    actions_.on("file.open", [this] { open_with_dialog(); });
    actions_.on("file.demonstration", [this] { files_.open_demonstration(); });
    actions_.on("file.country", [this] { files_.open_country(); });
    actions_.on("file.save", [this] { files_.save(); });
    actions_.on("file.save_as", [this] { files_.save_as(); });
    actions_.on("file.save_recipe", [this] { save_recipe(); });
    actions_.on("file.close", [this] {
        if (files_.may_discard()) document_.close();
    });
    actions_.on("file.quit", [this] { shell_.widget()->close(); });
    connect(&document_, &ui::Document::stateChanged, this, &FileActions::refresh);
    refresh();
}

/// Named in the open project, or in a new one; what follows from it is run.
void FileActions::add_table(const std::string& parameter, const QString& file) {
    if (!document_.open()) document_.replace(project::Project(), QString());
    if (auto set = document_.edits().set_param(parameter, file.toStdString()); !set) return shell_.show_error(set.error());
    document_.runs().run("orebody_verdicts");
    shell_.say(words("ui.orebodies_table.added"), 8000);
}

/// To fill in and to add: what is read here is what is written there.
void FileActions::write_template(bool mines) {
    const auto chosen = shell::ask_save_file(shell_.widget(), {.title = words(mines ? "ui.mines_table.template" : "ui.orebodies_table.template"),
                                                               .name = words(mines ? "ui.mines_table.file" : "ui.orebodies_table.file"),
                                                               .suffix = "xlsx",
                                                               .filters = {words("ui.form.xlsx"), words("ui.form.csv")},
                                                               .beside = document_.path()});
    if (chosen.file.isEmpty()) return;
    const std::string target = chosen.file.toStdString();
    const auto content = chosen.file.endsWith(".xlsx", Qt::CaseInsensitive) ? project::Content::xlsx : project::Content::table;
    auto done = project::check_target(target, content, project::input_files(document_.project(), document_.path().toStdString()));
    if (done) done = report::write_orebody_form(ui::language(), mines, target);
    if (!done) return shell_.show_error(done.error());
    shell_.say(words("ui.orebodies_table.written", {{"file", target}}), 8000);
}

void FileActions::refresh() {
    actions_.set_enabled({"file.save", "file.save_as", "file.save_recipe", "file.close"}, document_.open());
}

void FileActions::open_with_dialog() {
    const QString file =
        QFileDialog::getOpenFileName(shell_.widget(), words("ui.open.title"),
                                     ui::last_folder(document_.path()), words("ui.open.filter"));
    ui::remember_folder(file);
    if (!file.isEmpty()) files_.open(file);
}

void FileActions::save_recipe() {
    const QString file = shell::ask_save_file(shell_.widget(), {.title = words("ui.save.recipe"),
                                                                .name = document_.name(),
                                                                .suffix = "json",
                                                                .filters = {words("ui.save.recipe_filter")},
                                                                .beside = document_.path()})
                             .file;
    if (file.isEmpty()) return;
    // The recipe that was opened may be written again; the data it names may not.
    const std::string target = file.toStdString();
    auto done = project::check_target(target, project::Content::recipe,
                                      project::input_files(document_.project(), ""));
    if (done) done = project::write_recipe(document_.project().recipe, target);
    if (!done) shell_.show_error(done.error());
}

}  // namespace orelens::actions
