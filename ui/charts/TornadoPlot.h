// What each input does to a quantity when it alone is moved down and up: one row per input, bars from the line where the
// quantity stands, widest on top. On screen, in copied pictures and in files alike.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct TornadoLine {
    QString label;
    QString now_value, low_value, high_value;  ///< of the input, with its unit
    double low = 0, high = 0;       ///< change of the quantity from the centre, in `unit`
};
struct TornadoPlot {
    QString title;
    QString centre;               ///< what the line in the middle stands for
    QString low_name, high_name;  ///< for the legend: "10 % lower"
    QString unit;                 ///< of the changes
    std::vector<TornadoLine> lines;
    QString empty_note;
};

/// Rows that do not fit are left out from the narrow end, and the last row says how many.
void paint_tornado(QPainter& painter, const QRectF& area, const TornadoPlot& plot, const ui::ChartColors& colors);

class TornadoWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit TornadoWidget(QWidget* parent = nullptr);
    void set_plot(TornadoPlot plot);
    [[nodiscard]] const TornadoPlot& plot() const { return plot_; }
    /// Whether every name that is drawn has room for all of it.
    [[nodiscard]] bool names_whole() const;
    /// Every row, whatever is drawn.
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;
    [[nodiscard]] int picture_letters(const QSize& size) const override;

  private:
    TornadoPlot plot_;
};

}  // namespace orelens::charts
