// The line above an answer whose results belong to other parameters or files than those shown: it says so,
// offers to run, and greys what stands below. Invisible while the answer is true.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QLabel;
class QPushButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class OlderNote : public QWidget {
    Q_OBJECT
  public:
    /// Watches the results of `stages`; empty = of every stage. Greys `answer` where there is one.
    OlderNote(ui::Document& document, std::vector<std::string> stages, QWidget* answer,
              QWidget* parent = nullptr);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    ui::Document& document_;
    std::vector<std::string> stages_;
    QWidget* answer_;
    QLabel* label_;
    QPushButton* run_;
};

}  // namespace orelens::panels
