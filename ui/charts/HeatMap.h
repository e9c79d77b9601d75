// Numbers by row and column as cells of colour: balance residuals by process and year. A cell's place and value stand in the
// tooltip; the colours' ends are named beside them.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"

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

class HeatMapWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit HeatMapWidget(QWidget* parent = nullptr);
    void set_map(HeatMap map);
    [[nodiscard]] const HeatMap& map() const { return map_; }
    [[nodiscard]] QString as_text() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;

  private:
    HeatMap map_;
};

}  // namespace orelens::charts
