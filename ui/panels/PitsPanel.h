// "Which pit for which price?": pit by pit what is mined and what it is worth, as a graph and as a table. A click moves
// the slider's price to that of a pit.
#pragma once

#include <QWidget>

#include "ui/charts/Plot.h"

class QLabel;

namespace orelens::pits {
struct PitStudy;
}
namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

/// Ore and waste, value, and value discounted where it is, against the price factor.
charts::Plot pits_plot(const pits::PitStudy& study);

class PitsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit PitsPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QLabel* note() const { return note_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_price();
    void choose(double factor, bool dragging);
    [[nodiscard]] QString silence() const;
    /// The stated price of the main commodity that the pits were made of; 0 without any.
    [[nodiscard]] double stated_price() const;

    ui::Document& document_;
    QLabel* note_;
    charts::PlotWidget* chart_;
    TableView* table_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::panels
