// Unsaved work outlives the program: the open project's edits are written a moment after each of them, and
// its results after each run, into a folder of their own under the user's state folder. Saving or giving the
// project up removes the folder; what a dead program left behind is offered at the next start.
// Knows no widgets; who asks the user is shell/UnsavedWork.
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "core/project/Pipeline.h"
#include "ui/Job.h"

namespace orelens::ui {

class Document;

/// How long an edit may wait until it is written, and how long writing is put off while edits go on.
struct SafeCopyTimes {
    int pause_ms = 1500;
    int at_most_ms = 20000;
};

/// What a program that ended without being closed left behind.
struct LeftBehind {
    QString folder;
    QString name;    ///< of the project
    QString path;    ///< its file; empty where it never had one
    QDateTime when;  ///< of the last edit that was written
    bool results = false;
};

/// The project as it stood; it differs from its file, `path`.
struct Restored {
    project::Project project;
    QString path;
    bool results_lost = false;         ///< they could not be read: they have to be run again
    std::shared_ptr<QLockFile> claim;  ///< held until the folder goes, so that one program restores it
};

/// $XDG_STATE_HOME/orelens/unsaved, or ~/.local/state/orelens/unsaved.
QString safe_copy_folder();
/// Newest first. Folders whose program still runs are left alone; so are those that hold nothing yet.
std::vector<LeftBehind> left_behind(const QString& folder);
base::Expected<Restored> restore(const LeftBehind& left, base::Progress& progress);
void throw_away(const LeftBehind& left);

class SafeCopy : public QObject {
    Q_OBJECT
  public:
    /// Follows `document`, which must outlive it; `folder` is made when there is something to write.
    SafeCopy(Document& document, QString folder, SafeCopyTimes times = {});
    ~SafeCopy() override;  ///< stops writing; the copy stays unless the document has nothing unsaved

    /// The document was made from this: its folder goes once a copy of our own is whole.
    void take_over(const LeftBehind& left, std::shared_ptr<QLockFile> claim);
    /// Writes what is due now, and waits for it.
    void write_now();
    /// The user does not want what is unsaved.
    void give_up() { start_over(); }
    /// Of the running program: where the copy is; empty while there is none.
    [[nodiscard]] QString own_folder() const;

  Q_SIGNALS:
    void written();
    /// The copy could not be written: told once, until one succeeds again.
    void failed(const orelens::base::Error& error);

  private:
    void edited();
    void results_changed();
    void write_edits();
    void write_results();
    void settle();
    void start_over();
    void let_go_of_older();
    void remove_doomed();
    bool ready();
    void report(const base::Expected<void>& outcome);

    Document& document_;
    QString base_;
    SafeCopyTimes times_;
    QString own_;
    std::unique_ptr<QLockFile> lock_;
    QTimer pause_, deadline_;
    std::unique_ptr<Job> job_ = std::make_unique<Job>();
    std::vector<QString> doomed_;  ///< folders that go when the job no longer writes there
    bool results_due_ = false;
    bool told_ = false;
    int generation_ = 0;
    std::vector<std::pair<LeftBehind, std::shared_ptr<QLockFile>>> taken_over_;
};

}  // namespace orelens::ui
