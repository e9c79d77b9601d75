// Box plots below each other: the middle half of the values, the median, the mean, and how far the rest reaches.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"
#include "ui/charts/Plot.h"

namespace orelens::charts {

struct BoxRow {
    QString name;
    double low = 0, low_whisker = 0, low_quartile = 0, median = 0, mean = 0, high_quartile = 0, high_whisker = 0, high = 0;
    double count = 0;
};
struct Boxes {
    QString title;
    Axis x;  ///< of the values; of powers, values not above 0 stand at its low end
    std::vector<BoxRow> rows;
    QString count_name, median_name, mean_name, more;  ///< more: "{n}" is how many rows found no room
    QString empty_note;
};

class BoxPlot : public PaintedChart {
    Q_OBJECT
  public:
    explicit BoxPlot(QWidget* parent = nullptr);
    void set_boxes(Boxes boxes);
    [[nodiscard]] const Boxes& boxes() const { return boxes_; }
    /// How many rows have room.
    [[nodiscard]] std::size_t shown() const;
    [[nodiscard]] QString as_text() const override;
    /// High enough for every row: within a scroller none is left out.
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;

  private:
    Boxes boxes_;
};

}  // namespace orelens::charts
