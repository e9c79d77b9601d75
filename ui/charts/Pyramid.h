// Two quantities by class, back to back around an axis: what is in use by age to the right, what leaves by age to the left.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct PyramidRow {
    QString name;  ///< "20–24"
    double left = 0, right = 0;
};
struct Pyramid {
    QString title, axis, left_name, right_name;  ///< names with their units
    std::vector<PyramidRow> rows;                ///< from below
    QString empty_note;
};

class PyramidWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit PyramidWidget(QWidget* parent = nullptr);
    void set_pyramid(Pyramid pyramid);
    [[nodiscard]] const Pyramid& pyramid() const { return pyramid_; }
    [[nodiscard]] QString as_text() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;

  private:
    Pyramid pyramid_;
};

}  // namespace orelens::charts
