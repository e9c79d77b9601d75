// Which blocks a surface for other programs goes around: those usable at the price in hand, or those whose value
// of a column reaches a cutoff; says how many that are.
#pragma once

#include <QDialog>

#include "core/project/BlockShell.h"

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
    /// Blocks that the surface would go around; 0 where there is nothing to write.
    [[nodiscard]] std::int64_t inside() const { return inside_; }

  private:
    void take_column();
    void count();

    const ui::Document& document_;
    std::int64_t inside_ = 0;
    QRadioButton *usable_, *grade_;
    QComboBox* column_;
    panels::NumberEntry* cutoff_;
    QLabel* note_;
    QPushButton* save_;
};

}  // namespace orelens::output
