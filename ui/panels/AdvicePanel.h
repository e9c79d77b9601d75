// "What should be done next?": the recommendations that the ledger and a scenario make, ranked, each with its numbers, its sentence in
// both languages and the units behind it.
#pragma once

#include <QWidget>
#include <memory>

#include "core/ledger/Advice.h"
#include "core/project/LedgerStudy.h"
#include "ui/LatestJob.h"

class QComboBox;
class QLabel;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class TableView;

class AdvicePanel : public QWidget {
    Q_OBJECT
  public:
    explicit AdvicePanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] TableView* units() const { return units_; }
    [[nodiscard]] QLabel* sentence() const { return sentence_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    [[nodiscard]] const std::vector<ledger::Recommendation>& advice() const { return made_.list; }
    /// Serves events until what is shown belongs to what is chosen.
    void settle() { job_.wait(); }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Made {
        std::shared_ptr<const project::LedgerStudy> study;
        ledger::Scenario scenario;
        std::vector<ledger::Recommendation> list;
    };
    void due();
    void refresh();
    void tell();
    void tell_one(int row);

    ui::Document& document_;
    QComboBox* scenario_;
    QLabel *note_, *sentence_;
    TableView *table_, *units_;
    Made made_;
    ui::LatestJob job_;
    bool due_ = true;
};

}  // namespace orelens::panels
