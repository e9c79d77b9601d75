// Which blocks a surface for other programs goes around: those usable at the price in hand, or those whose value
// of a column reaches a cutoff; says how many that are.
#pragma once

#include <QDialog>
#include <QTimer>
#include <optional>

#include "core/project/BlockShell.h"
#include "ui/Job.h"

class QComboBox;
class QLabel;
class QPushButton;
class QRadioButton;

namespace orelens::ui {
class Document;
}
namespace orelens::panels {
class NumberEntry;
}

namespace orelens::output {

class SurfaceDialog : public QDialog {
    Q_OBJECT
  public:
    /// The document's project has a model; both must outlive the dialog.
    SurfaceDialog(const ui::Document& document, QWidget* parent);
    [[nodiscard]] project::ShellRequest request() const;
    /// Blocks that the surface would go around; 0 where there is nothing to write, and while they are counted.
    [[nodiscard]] std::int64_t inside() const { return inside_; }
    /// Counts now instead of after a pause, and serves events until that is done.
    void count_now();

  private:
    /// What a walk over the blocks gives.
    struct Count {
        std::optional<double> cutoff;  ///< to begin with, of a column just chosen
        base::Expected<project::ShellCount> held = project::ShellCount();
    };
    static Count count_blocks(const project::Project& project, project::ShellRequest request, bool middle);
    void take_column();
    /// What is counted is another thing now.
    void changed();
    void count();
    void take(const Count& counted);

    const ui::Document& document_;
    std::int64_t inside_ = 0;
    bool middle_ = false;  ///< the cutoff is yet to be chosen from what the column holds
    bool again_ = false;   ///< something was changed while blocks were counted
    ui::Job job_;
    QTimer pause_;
    QRadioButton *usable_, *grade_;
    QComboBox* column_;
    panels::NumberEntry* cutoff_;
    QLabel* note_;
    QPushButton* save_;
};

}  // namespace orelens::output
