// Quantities by grade on a logarithmic axis, stacked by class, with marks at limits: from the crust to rich ore.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct GradeMark {
    QString label;
    double grade = 0;  ///< mass fraction
};
struct GradeAxis {
    QString title;                ///< of the upright axis, with its unit
    std::vector<QString> names;   ///< of parts, for the legend
    int unknown = -1;             ///< part that is grey
    double first = 0, step = 0.1;  ///< lower edge of the first bin and width, as powers of ten
    std::vector<std::vector<double>> bins;  ///< by bin, then part
    std::vector<GradeMark> marks;
    QString empty_note;
};
/// "2 g/t", "0.3 %", "5 ppb".
QString grade_words(double fraction);

class GradeAxisWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit GradeAxisWidget(QWidget* parent = nullptr);
    void set_axis(GradeAxis axis);
    [[nodiscard]] const GradeAxis& axis() const { return axis_; }
    [[nodiscard]] QString as_text() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;

  private:
    GradeAxis axis_;
};

}  // namespace orelens::charts
