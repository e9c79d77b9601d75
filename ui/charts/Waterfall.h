// From a first amount down to a last one, step by step: one horizontal bar per step from where the sum stood to where
// it then stands, sums as bars from zero. On screen, in copied pictures and in files alike.
#pragma once

#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct WaterfallBar {
    QString label;
    QString how;        ///< the convention, where the mouse rests
    double amount = 0;  ///< signed; of a sum the whole
    bool sum = false;
};
struct WaterfallPlot {
    QString title;
    QString unit;  ///< of the amounts
    std::vector<WaterfallBar> bars;
    QString empty_note;
};

void paint_waterfall(QPainter& painter, const QRectF& area, const WaterfallPlot& plot, const ui::ChartColors& colors);

class WaterfallWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit WaterfallWidget(QWidget* parent = nullptr);
    void set_plot(WaterfallPlot plot);
    [[nodiscard]] const WaterfallPlot& plot() const { return plot_; }
    /// Whether every name has room for all of it.
    [[nodiscard]] bool names_whole() const;
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;

  private:
    WaterfallPlot plot_;
};

}  // namespace orelens::charts
