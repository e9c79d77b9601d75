// What a report of a problem needs, to be looked at and copied: the same words as `orelens-cli doctor`.
#pragma once

#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace orelens::output {

class ProblemDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ProblemDialog(QWidget* parent);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* copy_button() const { return copy_; }

  private:
    QPlainTextEdit* text_;
    QPushButton* copy_;
};

}  // namespace orelens::output
