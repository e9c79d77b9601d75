// The window's files: open by extension, save, import, demonstration, recent projects, drag and drop, and the
// question before unsaved work is lost.
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>

#include "core/demonstration/Demonstration.h"
#include "core/io/blocks/BlockFiles.h"
#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ImportDialog.h"
#include "ui/panels/WelcomePage.h"

namespace orelens::ui {
namespace {

constexpr int recent_count = 8;
constexpr const char* project_suffix = "gpkg";

bool has_suffix(const QString& path, std::initializer_list<const char*> suffixes) {
    const QString own = QFileInfo(path).suffix().toLower();
    for (const char* suffix : suffixes)
        if (own == suffix) return true;
    return false;
}

}  // namespace

void MainWindow::wire_file_actions() {
    actions_->on("file.import", [this] { import_drillholes({}); });
    actions_->on("file.open", [this] {
        const QString file =
            QFileDialog::getOpenFileName(this, words("ui.open.title"), QString(), words("ui.open.filter"));
        if (!file.isEmpty()) open_file(file);
    });
    actions_->on("file.demonstration", [this] { open_demonstration(); });
    actions_->on("file.save", [this] { save(); });
    actions_->on("file.save_as", [this] { save_as(); });
    actions_->on("file.save_recipe", [this] {
        const QString file = QFileDialog::getSaveFileName(
            this, words("ui.save.recipe"), document_->name() + ".json", words("ui.save.recipe_filter"));
        if (file.isEmpty()) return;
        const auto done = project::write_recipe(document_->project().recipe, file.toStdString());
        if (!done) show_error(done.error());
    });
    actions_->on("file.close", [this] {
        if (may_discard()) document_->close();
    });
    actions_->on("file.quit", [this] { close(); });
}

bool MainWindow::may_discard() {
    if (!document_->modified()) return true;
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

bool MainWindow::save() {
    return has_suffix(document_->path(), {project_suffix}) ? save_to(document_->path()) : save_as();
}

bool MainWindow::save_as() {
    QString file = QFileDialog::getSaveFileName(
        this, words("ui.save.title"), document_->name() + "." + project_suffix, words("ui.save.filter"));
    if (file.isEmpty()) return false;
    if (QFileInfo(file).suffix().isEmpty()) file += QString(".") + project_suffix;
    return save_to(file);
}

bool MainWindow::save_to(const QString& path) {
    // A copy shares the results, so that edits made while it is written do not reach it.
    const project::Project copy = document_->project();
    const auto done = run_modal(this, "ui.save.busy", [&](base::Progress& progress) {
        return project::save_project(copy, path.toStdString(), progress);
    });
    if (!done) {
        show_error(done.error());
        return false;
    }
    document_->saved_as(path);
    remember(path);
    statusBar()->showMessage(words("ui.save.done", {{"file", path.toStdString()}}), 6000);
    return true;
}

bool MainWindow::open_file(const QString& path) {
    if (has_suffix(path, {"csv", "txt", "dat"}) && !QFileInfo::exists(path + ".json")) {
        import_drillholes({path});
        return true;
    }
    if (!may_discard()) return false;
    if (has_suffix(path, {"json"})) return open_recipe_file(path);
    if (has_suffix(path, {"vdb", "csv"})) return open_block_file(path);
    return open_project_file(path);
}

bool MainWindow::open_project_file(const QString& path) {
    project::Project opened;
    const auto done = run_modal(this, "ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
        auto read = project::open_project(path.toStdString(), progress);
        if (!read) return std::unexpected(read.error());
        opened = std::move(*read);
        return {};
    });
    if (!done) {
        show_error(done.error());
        return false;
    }
    document_->replace(std::move(opened), path);
    remember(path);
    return true;
}

bool MainWindow::open_recipe_file(const QString& path) {
    auto recipe = project::read_recipe(path.toStdString());
    if (!recipe) {
        show_error(recipe.error());
        return false;
    }
    project::Project opened;
    opened.recipe = std::move(*recipe);
    document_->replace(std::move(opened), path);
    remember(path);
    document_->run();
    return true;
}

bool MainWindow::open_block_file(const QString& path) {
    project::Project opened;
    const auto done = run_modal(this, "ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
        auto model = io::read_blocks(path.toStdString(), progress);
        if (!model) return std::unexpected(model.error());
        opened.set_model(std::move(*model), path.toStdString());
        return {};
    });
    if (!done) {
        show_error(done.error());
        return false;
    }
    opened.recipe.general.name = QFileInfo(path).completeBaseName().toStdString();
    document_->replace(std::move(opened), QString());
    remember(path);
    return true;
}

void MainWindow::open_demonstration() {
    if (!may_discard()) return;
    const QString folder =
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath("demonstration");
    QDir().mkpath(folder);
    const auto recipe = demonstration::write_demonstration(folder.toStdString(), demonstration_options);
    if (!recipe) return show_error(recipe.error());
    open_recipe_file(QString::fromStdString(*recipe));
}

void MainWindow::import_drillholes(const QStringList& files) {
    panels::ImportDialog dialog(this);
    dialog.offer_files(files);
    if (dialog.exec() != QDialog::Accepted || !may_discard()) return;
    project::Project made;
    made.recipe = dialog.recipe();
    document_->replace(std::move(made), QString());
    document_->run("composite");
    raise_dock("findings");
}

void MainWindow::remember(const QString& path) {
    QSettings settings;
    QStringList recent = settings.value("recent").toStringList();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    recent.removeAll(absolute);
    recent.prepend(absolute);
    while (recent.size() > recent_count) recent.removeLast();
    settings.setValue("recent", recent);
    refresh_recent();
}

void MainWindow::refresh_recent() {
    QStringList recent;
    for (const QString& file : QSettings().value("recent").toStringList())
        if (QFileInfo::exists(file)) recent << file;
    welcome_->set_recent(recent);
    QMenu* menu = actions_->menu("file/recent");
    if (!menu) return;
    menu->clear();
    menu->setEnabled(!recent.isEmpty());
    for (const QString& file : recent)
        menu->addAction(QDir::toNativeSeparators(file), this, [this, file] { open_file(file); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    event->acceptProposedAction();
    open_files(files);
}

void MainWindow::open_files(const QStringList& paths) {
    QStringList tables;
    QString other;
    for (const QString& file : paths) {
        const bool table = has_suffix(file, {"csv", "txt", "dat"}) && !QFileInfo::exists(file + ".json");
        if (table)
            tables << file;
        else
            other = file;
    }
    if (!other.isEmpty())
        open_file(other);
    else if (!tables.isEmpty())
        import_drillholes(tables);
}

}  // namespace orelens::ui
