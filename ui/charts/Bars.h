// Bars of shares or factors, for the utilisation rates: one bar per rate, a second one behind it for "what if", a
// reason instead of a bar where the rate is undefined, and a line at 100 % (at 1 for factors).
#pragma once

#include <optional>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct Bar {
    QString label;
    std::optional<double> value;    ///< fraction
    std::optional<double> what_if;  ///< fraction
    std::optional<double> least;    ///< fraction that is asked for at least: a line across the bar
    bool flagged = false;           ///< drawn with a warning sign
};
struct Bars {
    QString title;
    std::vector<Bar> bars;
    QString value_name, what_if_name;  ///< for the legend, when there is a what-if
    QString undefined;                 ///< shown where a bar has no value
    QString empty_note;
    bool factors = false;  ///< values are told as "×1.35", as the table beside them does, not in per cent
};

void paint_bars(QPainter& painter, const QRectF& area, const Bars& bars, const ui::ChartColors& colors);

class BarsWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit BarsWidget(QWidget* parent = nullptr);
    void set_bars(Bars bars);
    [[nodiscard]] const Bars& bars() const { return bars_; }
    /// Whether every name has room for all of it.
    [[nodiscard]] bool names_whole() const;
    [[nodiscard]] QString as_text() const override;

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;

  private:
    Bars bars_;
};

}  // namespace orelens::charts
