// "How much is in use, and how old is it?": a stock of the flow system over its years, in the way of looking that is chosen.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class HeatMapWidget;
class PlotWidget;
class PyramidWidget;
}  // namespace orelens::charts

namespace orelens::panels {

class FlowChoice;

class StocksPanel : public QWidget {
    Q_OBJECT
  public:
    enum Way { cohorts, flows, age, fan, balance };
    explicit StocksPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QComboBox* stock() const { return stock_; }
    [[nodiscard]] QComboBox* way() const { return way_; }
    [[nodiscard]] charts::PlotWidget* plot() const { return plot_; }
    [[nodiscard]] charts::PyramidWidget* pyramid() const { return pyramid_; }
    [[nodiscard]] charts::HeatMapWidget* map() const { return map_; }
    [[nodiscard]] QLabel* note() const { return note_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void fill_lists();
    void refresh();
    void refresh_year();
    [[nodiscard]] QString silence() const;
    [[nodiscard]] QString note_text() const;

    ui::Document& document_;
    FlowChoice& choice_;
    QComboBox* stock_;
    QComboBox* way_;
    QLabel* note_;
    QWidget* choices_;
    QStackedWidget* charts_;
    charts::PlotWidget* plot_;
    charts::PyramidWidget* pyramid_;
    charts::HeatMapWidget* map_;
    bool due_ = true;
};

}  // namespace orelens::panels
