#include "ui/shell/ProjectFiles.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QStandardPaths>
#include <algorithm>

#include "core/io/blocks/BlockFiles.h"
#include "core/project/Delivery.h"
#include "core/project/ScenariosFile.h"
#include "core/project/ShapeLoad.h"
#include "core/project/Target.h"
#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/panels/ImportDialog.h"
#include "ui/panels/ModelDialog.h"
#include "ui/shell/FileSorts.h"
#include "ui/shell/Question.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"

namespace orelens::shell {
namespace {

using ui::words;

constexpr const char* project_suffix = "gpkg";

bool has_suffix(const QString& path, std::initializer_list<const char*> suffixes) {
    const QString own = QFileInfo(path).suffix().toLower();
    for (const char* suffix : suffixes)
        if (own == suffix) return true;
    return false;
}

/// A key that a recipe takes, "pit_2024" for "pit 2024.stl", and none of those taken.
std::string shape_key(const QString& file, const std::vector<std::string>& taken) {
    QString stem = QFileInfo(file).completeBaseName();
    stem.replace(QRegularExpression("[.\\s*]+"), "_");
    std::string key = stem.isEmpty() ? "shape" : stem.toStdString();
    const std::string first = key;
    for (int n = 2; std::ranges::find(taken, key) != taken.end(); ++n) key = first + "_" + std::to_string(n);
    return key;
}

SaveAnswer ask_with_box(QWidget* parent, const QString& name) {
    const auto answer =
        ui::ask(parent, {QMessageBox::Question, words("ui.unsaved.question", {{"name", name.toStdString()}}),
                         "ui.unsaved.detail", "ui.unsaved.save", "ui.unsaved.discard"});
    if (answer == ui::Choice::leave) return SaveAnswer::cancel;
    return answer == ui::Choice::safe ? SaveAnswer::save : SaveAnswer::discard;
}

NewerAnswer ask_about_newer(QWidget* parent, const QString& what) {
    const auto answer = ui::ask(
        parent, {QMessageBox::Warning, what, "ui.newer.detail", "ui.newer.copy", "ui.newer.overwrite"});
    if (answer == ui::Choice::leave) return NewerAnswer::cancel;
    return answer == ui::Choice::safe ? NewerAnswer::copy : NewerAnswer::overwrite;
}

}  // namespace

ProjectFiles::ProjectFiles(ui::Document& document, Shell& shell) : document_(document), shell_(shell) {
    demonstration_options.ground = true;  // with pits under it, so that nothing of the window is empty
    ask_unsaved = [this] { return ask_with_box(shell_.widget(), document_.name()); };
    ask_newer = [this](const QString& what) { return ask_about_newer(shell_.widget(), what); };
    run_job = [this](const char* words_key, const ui::Job::Work& work) {
        return ui::run_modal(shell_.widget(), words_key, work);
    };
    connect(&document_, &ui::Document::replaced, this, [this] { hold(document_.path()); });
}

bool ProjectFiles::may_discard() {
    if (!document_.modified()) return true;
    switch (ask_unsaved()) {
        case SaveAnswer::save:
            return save();
        case SaveAnswer::discard:
            return true;
        case SaveAnswer::cancel:
            break;
    }
    return false;
}

bool ProjectFiles::save() {
    return has_suffix(document_.path(), {project_suffix}) ? save_to(document_.path()) : save_as();
}

bool ProjectFiles::save_as() {
    const QString file = ask_save_file(shell_.widget(), {.title = words("ui.save.title"),
                                                         .name = document_.name(),
                                                         .suffix = project_suffix,
                                                         .filters = {words("ui.save.filter")},
                                                         .beside = document_.path()})
                             .file;
    if (file.isEmpty()) return false;
    // That was asked about a file of this name.
    const bool another = QFileInfo(file) != QFileInfo(document_.path());
    return save_to(file, {.replace_other = another, .overwrite_newer = another});
}

bool ProjectFiles::save_to(const QString& path, const project::SaveOptions& options) {
    if (auto fine = project::check_target(path.toStdString(), project::Content::project, {}); !fine) {
        shell_.show_error(fine.error());
        return false;
    }
    // A copy shares the results, so that edits made while it is written do not reach it.
    const project::Project copy = document_.project();
    project::Saved saved;
    const auto done =
        busy("ui.save.busy", [&](base::Progress& progress) -> base::Expected<void> {
            const auto written = project::save_project(copy, path.toStdString(), progress, options);
            if (!written) return std::unexpected(written.error());
            saved = *written;
            return {};
        });
    if (!done && done.error().what.key == "project.saved_meanwhile") {
        switch (ask_newer(words(done.error()))) {
            case NewerAnswer::copy:
                return save_as();
            case NewerAnswer::overwrite:
                return save_to(path, {.lives_at = "", .replace_other = false, .overwrite_newer = true});
            case NewerAnswer::cancel:
                return false;
        }
    }
    if (!done) {
        shell_.show_error(done.error());
        return false;
    }
    document_.saved_as(path, saved.save_id);
    hold(path);
    Q_EMIT used(path);
    shell_.say(words("ui.save.done", {{"file", path.toStdString()}}), 6000);
    return true;
}

/// One at a time: what is asked for meanwhile is not done.
base::Expected<void> ProjectFiles::busy(const char* words_key, const ui::Job::Work& work) {
    if (busy_) return base::cancelled();
    const QScopedValueRollback<bool> now(busy_, true);
    return run_job(words_key, work);
}

void ProjectFiles::hold(const QString& path) {
    if (path == held_ && lock_) return;
    lock_.reset();
    held_ = path;
    if (!has_suffix(path, {project_suffix})) return;
    auto taken = project::FileLock::take(path.toStdString());
    if (taken)
        lock_ = std::move(*taken);
    else if (taken.error().kind == base::ErrorKind::data)
        shell_.say("⚠ " + words(taken.error()), 20000);
    // A folder that takes no file holds no project that could be saved over either.
}

std::optional<FileSorts> ProjectFiles::sorted(const QStringList& paths) {
    FileSorts sorts;
    const auto done =
        busy("ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
            sorts = sort_files(paths, progress);
            if (progress.cancelled()) return base::cancelled();
            return {};
        });
    if (done) return sorts;
    shell_.show_error(done.error());
    return std::nullopt;
}

bool ProjectFiles::open(const QString& path) {
    const auto sorts = sorted({path});
    return sorts && open_sorted(path, *sorts);
}

bool ProjectFiles::open_sorted(const QString& path, const FileSorts& sorts) {
    if (!sorts.tables.isEmpty()) return import(sorts.tables);
    if (!sorts.shapes.isEmpty()) {
        add_shapes(sorts.shapes);
        return true;
    }
    if (!sorts.model.isEmpty()) return import_model(path, sorts.with_shapes);
    if (!sorts.unknown.isEmpty()) {
        refuse(path, sorts);
        return false;
    }
    if (!may_discard()) return false;
    if (!sorts.recipe.isEmpty()) return open_recipe(path);
    if (!sorts.own_model.isEmpty()) return open_blocks(sorts.own_model);
    return open_project(path, true);
}

/// Says what the file is instead. What is a project all the same, under whatever name, is opened.
void ProjectFiles::refuse(const QString& path, const FileSorts& sorts) {
    if (const auto known = sorts.errors.find(path); known != sorts.errors.end())
        return shell_.show_error(known->second);
    (void)open_project(path, false);
}

void ProjectFiles::tell_passed_over(const QStringList& files) {
    if (files.isEmpty()) return;
    QStringList names;
    for (const QString& file : files) names << QFileInfo(file).fileName();
    shell_.say("⚠ " + words("ui.open.passed_over", {{"files", names.join(", ").toStdString()}}), 15000);
}

bool ProjectFiles::import_model(const QString& file) {
    const auto sorts = sorted({file});
    if (!sorts) return false;
    // A table is looked at as the user says, whatever else it may be; its dialog says where it is no model.
    const bool other = !sorts->shapes.isEmpty() || !sorts->errors.empty() ||
                       (!sorts->one().isEmpty() && sorts->model.isEmpty());
    return other ? open_sorted(file, *sorts) : import_model(file, sorts->with_shapes);
}

bool ProjectFiles::import_model(const QString& file, bool with_shapes) {
    panels::ModelDialog dialog(file, with_shapes, shell_.widget());
    while (dialog.exec() == QDialog::Accepted) {
        project::Recipe recipe = dialog.recipe();
        if (dialog.takes_shapes()) recipe.shape[shape_key(file, {})].file = file.toStdString();
        if (!take_in(recipe, "estimate")) continue;  // the dialog as it was left
        Q_EMIT used(file);
        return true;
    }
    return false;
}

bool ProjectFiles::take_in(const project::Recipe& recipe, const char* until) {
    project::Project made;
    made.recipe = recipe;
    const auto done = busy("ui.import.busy", [&](base::Progress& progress) { return made.run(progress, until); });
    if (!done) {
        shell_.show_error(done.error());
        // What was read can be worked on, whatever a later stage wants; its parameters are in the project.
        const bool read = made.results.drilling.import || made.results.model_import.model;
        if (done.error().kind == base::ErrorKind::cancelled || !read) return false;
    }
    if (!may_discard()) return false;
    document_.replace_unsaved(std::move(made), QString());
    shell_.raise_panel("findings");
    return true;
}

bool ProjectFiles::reads_as_shape(const QString& file) {
    project::Recipe alone;
    const std::string key = QFileInfo(file).completeBaseName().toStdString();
    alone.shape[key].file = file.toStdString();
    const auto read = busy("ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
        auto loaded = project::load_shape(alone, key, {}, progress);
        if (!loaded) return std::unexpected(loaded.error());
        return {};
    });
    if (read) return true;
    base::Error error = read.error();
    error.place.field.clear();  // it has none yet
    if (error.kind != base::ErrorKind::cancelled) shell_.show_error(error);
    return false;
}

void ProjectFiles::add_shapes(const QStringList& files) {
    QStringList sound;
    for (const QString& file : files)
        if (reads_as_shape(file)) sound << file;
    if (sound.isEmpty()) return;
    if (!document_.open()) document_.replace(project::Project(), QString());
    for (const QString& file : sound) {
        const std::string key = shape_key(file, project::group_keys(document_.project().recipe, "shape"));
        if (auto added = document_.edits().add_group_key("shape", key); !added)
            return shell_.show_error(added.error());
        if (auto set = document_.edits().set_param("shape." + key + ".file", file.toStdString()); !set)
            return shell_.show_error(set.error());
    }
    document_.runs().run("shapes");
    shell_.say(words("ui.shapes.added", {{"count", std::to_string(sound.size())}}), 8000);
}

void ProjectFiles::open_all(const QStringList& paths) {
    if (paths.isEmpty()) return;
    const auto found = sorted(paths);
    if (!found) return;
    const FileSorts& sorts = *found;
    if (sorts.unknown.size() == paths.size()) return refuse(sorts.unknown.back(), sorts);
    const QString one = sorts.one();
    QStringList passed_over = sorts.unknown + sorts.beside_one();
    bool taken = true;
    if (!sorts.tables.isEmpty()) {
        passed_over = sorts.beside_one();
        if (!one.isEmpty()) passed_over << one;
        taken = import(sorts.tables + sorts.unknown, passed_over);  // which names those it does not take
    } else if (!one.isEmpty()) {
        FileSorts alone = sorts;
        alone.shapes.clear();
        alone.unknown.clear();
        for (QString* other : {&alone.project, &alone.recipe, &alone.own_model, &alone.model})
            if (*other != one) other->clear();
        taken = open_sorted(one, alone);
    }
    if (!taken) return;  // what came with it goes with it: the open project is as it was
    if (!sorts.shapes.isEmpty()) add_shapes(sorts.shapes);
    tell_passed_over(passed_over);
}

bool ProjectFiles::open_project(const QString& path, bool may_replace) {
    project::Project opened;
    const auto done =
        busy("ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
            auto read = project::open_project(path.toStdString(), progress);
            if (!read) return std::unexpected(read.error());
            opened = std::move(*read);
            return {};
        });
    if (!done) {
        shell_.show_error(done.error());
        return false;
    }
    if (!may_replace && !may_discard()) return false;
    document_.replace(std::move(opened), path);
    Q_EMIT used(path);
    return true;
}

bool ProjectFiles::open_recipe(const QString& path) {
    auto opened = project::project_of_recipe(path.toStdString());
    if (!opened) {
        shell_.show_error(opened.error());
        return false;
    }
    document_.replace(std::move(*opened), path);
    Q_EMIT used(path);
    document_.runs().run();
    return true;
}

bool ProjectFiles::open_blocks(const QString& path) {
    project::Project opened;
    const auto done =
        busy("ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
            if (auto whole = project::check_delivered(path.toStdString()); !whole) return whole;
            auto model = io::read_blocks(path.toStdString(), progress);
            if (!model) return std::unexpected(model.error());
            opened.set_model(std::move(*model), path.toStdString());
            return {};
        });
    if (!done) {
        shell_.show_error(done.error());
        return false;
    }
    opened.recipe.general.name = QFileInfo(path).completeBaseName().toStdString();
    document_.replace(std::move(opened), QString());
    Q_EMIT used(path);
    return true;
}

void ProjectFiles::open_demonstration() {
    if (!may_discard()) return;
    const QString folder =
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath("demonstration");
    QDir().mkpath(folder);
    const auto recipe = demonstration::write_demonstration(folder.toStdString(), demonstration_options);
    if (!recipe) return shell_.show_error(recipe.error());
    open_recipe(QString::fromStdString(*recipe));
}

void ProjectFiles::open_country() {
    if (!may_discard()) return;
    const QString folder = QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath("country");
    QDir().mkpath(folder);
    QString made;
    const auto done = busy("ui.country.busy", [&](base::Progress& progress) -> base::Expected<void> {
        const auto written = demonstration::write_whole_country(folder.toStdString(), country_options, progress);
        if (!written) return std::unexpected(written.error());
        made = QString::fromStdString(written->project);
        return {};
    });
    if (!done) return shell_.show_error(done.error());
    open_project(made, true);
}

bool ProjectFiles::import(const QStringList& tables, const QStringList& beside) {
    panels::ImportDialog dialog(shell_.widget());
    dialog.offer_files(tables, beside);
    while (dialog.exec() == QDialog::Accepted)
        if (take_in(dialog.recipe(), "composite")) return true;
    return false;
}

}  // namespace orelens::shell
