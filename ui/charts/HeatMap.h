// Numbers by row and column as cells of colour: balance residuals by process and year, correlations, semivariances. A cell's
// place and value stand in the tooltip, in words where there are any; the colours' ends are named beside them.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct HeatMap {
    QString title;
    std::vector<QString> rows, columns;
    std::vector<std::vector<double>> values;  ///< row × column; NaN = none
    QString unit;
    double low = 1e-16, high = 1;  ///< ends of the colours; below `low` is the first colour
    /// Colours run with the logarithm, of values ≥ 0; or with the value; or from blue by white in the middle to red.
    enum class Scale { logarithmic, linear, diverging } scale = Scale::logarithmic;
    std::vector<std::vector<QString>> texts = {};  ///< in the cells, where they have room; empty = none
    bool square = false;                      ///< cells as high as wide
    double limit = 0;              ///< above it a cell is framed as bad
    QString limit_name;            ///< of the limit, for the legend
    QString empty_note;
    QString x_title, y_title;  ///< of what columns and rows are, with the unit; empty = their names say it
};

class HeatMapWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit HeatMapWidget(QWidget* parent = nullptr);
    void set_map(HeatMap map);
    [[nodiscard]] const HeatMap& map() const { return map_; }
    [[nodiscard]] QString as_text() const override;

  Q_SIGNALS:
    /// By a click, or by arrow keys.
    void cellChosen(std::size_t row, std::size_t column);

  protected:
    void click(const QPointF& where) override;
    bool key(Key key) override;
    [[nodiscard]] QRectF in_hand() const override;
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;

  private:
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> cell_at(const QPointF& where) const;

    HeatMap map_;
    std::optional<std::pair<std::size_t, std::size_t>> chosen_;
};

}  // namespace orelens::charts
