// "What is usable at this price?": the usable tonnes and how much that is more or less than at the recipe's
// price, grades and metal, and the curve with a marker that moves. The price itself is set in the strip and on
// the view; a move asks the curve once and repaints texts, nothing is recomputed.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace orelens::ui {
class Document;
struct Answer;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

class UsablePanel : public QWidget {
    Q_OBJECT
  public:
    explicit UsablePanel(ui::Document& document, QWidget* parent = nullptr);

    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] QLabel* headline() const { return headline_; }
    [[nodiscard]] QLabel* change() const { return change_; }
    [[nodiscard]] QLabel* detail() const { return detail_; }

  Q_SIGNALS:
    /// A commodity was added here; its price still has to be entered.
    void commodityAdded(const QString& name);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_curve();
    void refresh_price();
    void add_commodity();
    [[nodiscard]] QString silence() const;
    [[nodiscard]] QString beside(const ui::Answer& answer) const;
    [[nodiscard]] QString caution(const ui::Answer& answer) const;

    ui::Document& document_;
    QComboBox* quantity_;
    QWidget* choice_ = nullptr;  ///< of the quantity, with its label
    QLabel *headline_, *change_, *detail_;
    QPushButton* add_;
    TableView* table_;
    charts::PlotWidget* chart_;
    double low_ = 0, high_ = 1;
};

}  // namespace orelens::panels
