// "What is usable at this price?": commodity, test, price slider with exact entry, the usable tonnes, grades
// and metal, and the curve with a marker that moves. A move of the slider asks the curve once and repaints
// texts; nothing is recomputed.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;

namespace orelens::ui {
class Document;
struct Answer;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class NumberEntry;
class TableView;

class UsablePanel : public QWidget {
    Q_OBJECT
  public:
    explicit UsablePanel(ui::Document& document, QWidget* parent = nullptr);

    [[nodiscard]] QSlider* slider() const { return slider_; }
    [[nodiscard]] NumberEntry* entry() const { return entry_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] QLabel* headline() const { return headline_; }
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
    void choose_commodity(const QString& name);
    void add_commodity();
    void show_answer();
    [[nodiscard]] QString silence() const;
    [[nodiscard]] QString caution(const ui::Answer& answer) const;
    [[nodiscard]] double slider_price() const;
    [[nodiscard]] double rounded(double price) const;

    ui::Document& document_;
    QComboBox* commodity_;
    QComboBox* quantity_;
    QComboBox* test_;
    QSlider* slider_;
    NumberEntry* entry_;
    QLabel *headline_, *detail_, *range_low_, *range_high_;
    QPushButton *take_, *back_, *add_;
    TableView* table_;
    charts::PlotWidget* chart_;
    double low_ = 0, high_ = 1;
};

}  // namespace orelens::panels
