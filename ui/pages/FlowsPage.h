// "Where does the metal go?": the flow system as a picture whose bands follow the sliders of year, metal and place; a click
// on a process tells its balance beside it.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/pages/SankeyPaint.h"
#include "ui/panels/FlowChoice.h"

class QLabel;

namespace orelens::panels {
class FlowSliders;
class PriceSlider;
class TableView;
}  // namespace orelens::panels

namespace orelens::pages {

class SankeyChart;

class FlowsPage : public QWidget {
    Q_OBJECT
  public:
    explicit FlowsPage(ui::Document& document, QWidget* parent = nullptr);
    /// Whether the project has flows to show.
    [[nodiscard]] bool answers() const;
    [[nodiscard]] SankeyChart* chart() const { return chart_; }
    [[nodiscard]] panels::FlowSliders* sliders() const { return sliders_; }
    [[nodiscard]] panels::TableView* balance() const { return balance_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    /// What the price makes of scrap, above its slider.
    [[nodiscard]] QLabel* scrap() const { return scrap_; }
    [[nodiscard]] panels::PriceSlider* slider() const { return slider_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    /// Another system, metal or place.
    void refresh();
    void refresh_year();
    void refresh_scale();
    void refresh_balance();
    void refresh_price();
    [[nodiscard]] QString silence() const;

    ui::Document& document_;
    panels::FlowChoice& choice_;
    panels::FlowSliders* sliders_;
    QLabel* note_;
    SankeyChart* chart_;
    QWidget* beside_;
    QWidget* price_;
    QLabel* scrap_;
    panels::PriceSlider* slider_;
    QLabel* process_;
    panels::TableView* balance_;
    QLabel* residual_;
    std::shared_ptr<const project::FlowStudy> drawn_;  ///< that the scene is of
    std::shared_ptr<const SankeyScene> scene_;
    panels::FlowSums sums_;
    double scale_ = 0;
    bool due_ = true;
};

}  // namespace orelens::pages
