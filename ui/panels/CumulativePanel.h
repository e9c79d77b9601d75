// "Which orebodies would be cheapest?": the cumulative-cost curve as the industry draws it, width the metal, height the cash
// cost, and the same as a ranked list.
#pragma once

#include <QWidget>
#include <vector>

#include "core/costmodel/Availability.h"
#include "ui/charts/Plot.h"

class QLabel;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

/// Steps as a line; of very many, neighbours are drawn as one with their mean cost. `money`: the currency.
charts::Plot cumulative_plot(const std::vector<costmodel::CostStep>& steps, const std::string& commodity, const std::string& money);

class CumulativePanel : public QWidget {
    Q_OBJECT
  public:
    explicit CumulativePanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }

  Q_SIGNALS:
    void orebodyChosen();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    ui::Document& document_;
    QLabel* note_;
    charts::PlotWidget* chart_;
    TableView* table_;
    std::vector<costmodel::CostStep> steps_;  ///< in the order of the list
    bool due_ = true;                         ///< changed while nobody saw it
};

}  // namespace orelens::panels
