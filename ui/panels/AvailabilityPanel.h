// "How much of the undeveloped orebodies is usable at which price?": the availability curve with its band, with the slider's
// price in it, and beside it the quantities of each group, or the orebodies near today's price. A move of the price asks
// sums; the list of near ones follows when the hand lets go.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/charts/Plot.h"

class QComboBox;
class QLabel;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

/// "4.5 Mt Cu usable in 23 orebodies" of the part of orebodies that is shown; empty without verdicts.
QString orebodies_headline(const ui::Document& document);
/// Metal of the part that is shown against the price, from 0 to `high`, with its band; empty without verdicts.
charts::Plot availability_plot(const ui::Document& document, double high);

class AvailabilityPanel : public QWidget {
    Q_OBJECT
  public:
    explicit AvailabilityPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    /// 0 = groups, 1 = near today's price.
    [[nodiscard]] QComboBox* listed() const { return listed_; }
    [[nodiscard]] QLabel* note() const { return note_; }

  Q_SIGNALS:
    void orebodyChosen();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_price(bool dragging);
    void list_groups();
    void list_near();

    ui::Document& document_;
    QComboBox* listed_;
    QLabel* note_;
    charts::PlotWidget* chart_;
    TableView* table_;
    std::vector<std::size_t> groups_;  ///< that rows are of
    std::vector<int> near_;            ///< orebodies that rows are of
    bool due_ = true;                  ///< changed while nobody saw it
};

}  // namespace orelens::panels
