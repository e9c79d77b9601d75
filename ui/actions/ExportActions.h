// Menu Export: what leaves the window as files: the report as PDF, workbook or CSV, the block model, a
// picture of the view.
#pragma once

#include <QObject>

#include <functional>

#include "core/base/Error.h"
#include "core/project/Target.h"
#include "core/report/Report.h"

namespace orelens::commands {
class ActionSet;
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
                                   report::OlderResults older = report::OlderResults::refuse);
    /// How the user is asked; tests replace it.
    std::function<OlderAnswer()> ask_older;

  private:
    void refresh();
    [[nodiscard]] OlderAnswer ask_with_box();
    /// Runs `write` with what the user decides about older results; nothing when the user runs or cancels.
    void with_leave(const std::function<void(report::OlderResults)>& write);
    void export_pdf(report::OlderResults older);
    void export_workbook(report::OlderResults older);
    void export_csv(report::OlderResults older);
    void export_blocks();
    void export_picture();
    /// Asks for a file name; empty when there is none. Words under "ui.export.<what>".
    /// Whether the file chosen is the program's to write; if not, the reason is shown.
    [[nodiscard]] bool may_write(const QString& file, project::Content content);
    [[nodiscard]] QString ask_file(const std::string& what, const char* suffix);
    void tell(const base::Expected<void>& done, const QString& file);

    commands::ActionSet& actions_;
    ui::Document& document_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
