// Menu Export: what leaves the window as files: the report as PDF, workbook or CSV, the block model, the
// surface around some of its blocks, a picture of the view. Everything is made of a copy of the project as it was when asked for, off the GUI
// thread (but for the drawing), behind a progress box that can be cancelled; the file that was there stays
// until the new one is whole.
#pragma once

#include <QObject>

#include <functional>

#include "core/base/Error.h"
#include "core/io/blocks/BlockDialect.h"
#include "core/project/BlockShell.h"
#include "core/project/Target.h"
#include "core/report/Report.h"
#include "ui/Job.h"
#include "ui/panels/RowsFile.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::output {
struct ScreenshotChoice;
struct SweepChoice;
}
namespace orelens::shell {
class Shell;
}
namespace orelens::ui {
class Document;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

/// What to do when the results on screen belong to other parameters than those shown.
enum class OlderAnswer { run, export_older, cancel };

class ExportActions : public QObject {
    Q_OBJECT
  public:
    ExportActions(commands::ActionSet& actions, ui::Document& document, viewport::VtkView& view,
                  shell::Shell& shell);
    /// The report at the price in hand with pictures of the view as it is and from above.
    base::Expected<void> write_pdf(const QString& file,
                                   report::OlderResults older = report::OlderResults::refuse, bool with_sheets = false);
    /// The tables at the price in hand.
    base::Expected<void> write_workbook(const QString& file,
                                        report::OlderResults older = report::OlderResults::refuse);
    base::Expected<void> write_tables(const QString& folder,
                                      report::OlderResults older = report::OlderResults::refuse);
    /// `dialect`: layout of a table, for files .csv only.
    base::Expected<void> write_blocks(const QString& file,
                                      io::BlockDialect dialect = io::BlockDialect::own);
    base::Expected<void> write_surface(const QString& file, const project::ShellRequest& request,
                                       report::OlderResults older = report::OlderResults::refuse);
    /// Rows of a table as they are listed.
    base::Expected<void> write_rows(const QString& file, const panels::ListedRows& rows);
    /// The same, after the user has said where to.
    void export_rows(const panels::ListedRows& rows);
    base::Expected<void> write_picture(const QString& file, const output::ScreenshotChoice& choice);
    /// Frames of the view as it is; `to` is a folder, or the film's file.
    base::Expected<void> write_sweep(const QString& to, const output::SweepChoice& choice);
    /// How the user is asked; tests replace it.
    std::function<OlderAnswer()> ask_older;
    /// How the work is done (ui::run_modal, with what must stay on the GUI thread second); tests replace it.
    std::function<base::Expected<void>(const ui::Job::Work& work, const ui::Job::Work& here)> run_job;

  private:
    void refresh();
    [[nodiscard]] OlderAnswer ask_with_box();
    /// Runs `write` with what the user decides about older results; nothing when the user runs or cancels.
    void with_leave(const std::function<void(report::OlderResults)>& write);
    void export_pdf(report::OlderResults older, bool with_sheets = false);
    void export_workbook(report::OlderResults older);
    void export_csv(report::OlderResults older);
    void export_blocks();
    void export_surface(report::OlderResults older);
    void export_picture();
    void export_sweep();
    [[nodiscard]] base::Expected<void> check(const QString& file, project::Content content) const;
    /// Whether the file chosen is the program's to write; if not, the reason is shown.
    [[nodiscard]] bool may_write(const QString& file, project::Content content);
    /// Asks for a file name; empty when there is none. Words under "ui.export.<what>".
    [[nodiscard]] QString ask_file(const std::string& what, const char* suffix);
    [[nodiscard]] QString ask_file(const QString& title, const QString& filters, const char* suffix);
    void tell(const base::Expected<void>& done, const QString& file);

    commands::ActionSet& actions_;
    ui::Document& document_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
