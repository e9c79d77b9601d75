// Numbers by row and column as cells of colour: balance residuals by process and year. A cell's place and value stand in the
// tooltip; the colours' ends are named beside them.
#pragma once

#include <vector>

#include "ui/Theme.h"
#include "ui/charts/Chart.h"

namespace orelens::charts {

struct HeatMap {
    QString title;
    std::vector<QString> rows, columns;
    std::vector<std::vector<double>> values;  ///< row × column, ≥ 0; NaN = none
    QString unit;
    double low = 1e-16, high = 1;  ///< ends of the colours, which run with the logarithm; below `low` is the first colour
    double limit = 0;              ///< above it a cell is framed as bad
    QString limit_name;            ///< of the limit, for the legend
    QString empty_note;
};

class HeatMapWidget : public Chart {
    Q_OBJECT
  public:
    explicit HeatMapWidget(QWidget* parent = nullptr);
    void set_map(HeatMap map);
    [[nodiscard]] const HeatMap& map() const { return map_; }
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void draw(QPainter& painter, const QSize& size) const override;
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    HeatMap map_;
};

}  // namespace orelens::charts
