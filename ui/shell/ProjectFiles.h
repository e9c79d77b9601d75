// Opening and saving for the user: by extension, with a progress box, errors shown, and the question before
// unsaved work is lost. What is opened goes into the document.
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <optional>

#include "core/demonstration/Demonstration.h"
#include "core/demonstration/WholeCountry.h"
#include "core/project/FileLock.h"
#include "core/project/Pipeline.h"
#include "ui/Job.h"

namespace orelens::ui {
class Document;
}

namespace orelens::shell {

class Shell;
struct FileSorts;

enum class SaveAnswer { save, discard, cancel };
enum class NewerAnswer { copy, overwrite, cancel };

class ProjectFiles : public QObject {
    Q_OBJECT
  public:
    ProjectFiles(ui::Document& document, Shell& shell);

    /// Project, recipe, block model, drillhole table or surface; asks about unsaved changes first.
    bool open(const QString& path);
    /// Drillhole tables among them go to one import together; else a project, recipe or block model is
    /// opened, and surfaces join what is open. Files that are none of these, or for which there is no room
    /// beside the one that is opened, are named and refuse nothing.
    void open_all(const QStringList& paths);
    /// The dialog for block models of other programs; true where a project was made of it. `with_shapes`: the
    /// file holds surfaces, lines or points as well, which the dialog offers.
    bool import_model(const QString& file, bool with_shapes);
    /// The same, after a look at the file; what is no block model goes where it belongs.
    bool import_model(const QString& file);
    /// As layers of the open project, or of a new one.
    void add_shapes(const QStringList& files);
    void open_demonstration();
    /// The made-up country with its ledger: made anew, with progress, and opened.
    void open_country();
    /// The import dialog, with these tables in it; others among them are named there, and so is what came `beside` them
    /// and can only be opened alone. True where a project was made of them.
    bool import(const QStringList& tables, const QStringList& beside = {});
    bool save();  ///< under its name, or asks for one
    bool save_as();
    bool save_to(const QString& path, const project::SaveOptions& options = {});
    /// Whether the open project may go: it is saved, or the user gives it up.
    bool may_discard();

    /// Somebody has saved the file meanwhile: whether to save over it, save a copy or leave it.
    std::function<NewerAnswer(const QString& what)> ask_newer;
    /// How unsaved changes are asked about; tests replace it.
    std::function<SaveAnswer()> ask_unsaved;
    /// How long work is done (ui::run_modal, with the words of its box); tests replace it.
    std::function<base::Expected<void>(const char* words_key, const ui::Job::Work& work)> run_job;
    demonstration::Options demonstration_options;
    demonstration::WholeCountryOptions country_options;

  Q_SIGNALS:
    /// A file was opened or saved, for the list of recent ones.
    void used(const QString& path);

  private:
    /// What the files are, behind a progress box where that takes long; nothing where the user cancelled.
    [[nodiscard]] std::optional<FileSorts> sorted(const QStringList& paths);
    bool open_sorted(const QString& path, const FileSorts& sorts);
    /// Reads what a dialog has chosen, behind a progress box, and puts it in place of the open project. False:
    /// not read, cancelled, or the user keeps what is open; it is as it was then, and errors were shown.
    bool take_in(const project::Recipe& recipe, const char* until);
    void refuse(const QString& path, const FileSorts& sorts);
    void tell_passed_over(const QStringList& files);
    /// `may_replace`: the user was asked about unsaved work; else that is done when the file has proved to be a
    /// project.
    bool open_project(const QString& path, bool may_replace);
    base::Expected<void> busy(const char* words_key, const ui::Job::Work& work);
    /// What cannot be read is told and joins no project.
    bool reads_as_shape(const QString& file);
    bool open_recipe(const QString& path);
    bool open_blocks(const QString& path);

    /// Tells other copies of the program that this project file is open, and the user who has it open
    /// already.
    void hold(const QString& path);

    ui::Document& document_;
    Shell& shell_;
    bool busy_ = false;
    QString held_;  ///< file of the lock
    std::optional<project::FileLock> lock_;
};

}  // namespace orelens::shell
