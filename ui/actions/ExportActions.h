// Menu Export: what leaves the window as files: the report as PDF, workbook or CSV, the block model, a
// picture of the view.
#pragma once

#include <QObject>

#include "core/base/Error.h"

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

class ExportActions : public QObject {
    Q_OBJECT
  public:
    ExportActions(commands::ActionSet& actions, ui::Document& document, viewport::VtkView& view,
                  shell::Shell& shell);
    /// The report at the price in hand with pictures of the view as it is and from above.
    base::Expected<void> write_pdf(const QString& file);

  private:
    void refresh();
    void export_pdf();
    void export_workbook();
    void export_csv();
    void export_blocks();
    void export_picture();
    /// Asks for a file name; empty when there is none. Words under "ui.export.<what>".
    [[nodiscard]] QString ask_file(const std::string& what, const char* suffix);
    void tell(const base::Expected<void>& done, const QString& file);

    commands::ActionSet& actions_;
    ui::Document& document_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
