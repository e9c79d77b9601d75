// Bars made of parts that add up to a whole, one bar per row: shares of phases by ore type. A part is chosen by a click, or by
// arrow keys and Enter; its name, share and note stand in the tooltip.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct BarPart {
    double share = 0;  ///< of the bar, 0…1
    QString note;      ///< behind name and share in the tooltip
    bool marked = false;  ///< hatched: not measured
};
struct StackedBar {
    QString label, total;         ///< left and right of it
    std::vector<BarPart> parts;  ///< by part of `StackedBars::names`
};
struct StackedBars {
    std::vector<QString> names;  ///< of parts, in order; for the legend
    int unknown = -1;            ///< part that stands for what is not known: grey
    std::vector<StackedBar> bars;
    QString marked_name;  ///< what hatching means; empty = no part is marked
    QString empty_note;
};

/// The parts that some bar has; the legend names no other.
std::vector<std::size_t> parts_shown(const StackedBars& bars);

class StackedBarsWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit StackedBarsWidget(QWidget* parent = nullptr);
    void set_bars(StackedBars bars);
    [[nodiscard]] const StackedBars& bars() const { return bars_; }
    [[nodiscard]] QString as_text() const override;
    /// Where a part is on the widget; empty where it has no share.
    [[nodiscard]] QRectF part_area(std::size_t bar, std::size_t part) const;

  Q_SIGNALS:
    void partChosen(std::size_t bar, std::size_t part);

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;
    [[nodiscard]] QRectF in_hand() const override;
    void click(const QPointF& where) override;
    bool key(Key key) override;

  private:
    using At = std::pair<std::size_t, std::size_t>;
    [[nodiscard]] std::optional<At> part_at(const QPointF& where) const;
    [[nodiscard]] QString part_text(At at) const;
    void step(int parts, int bars);

    StackedBars bars_;
    At in_hand_{0, 0};  ///< for keys
};

}  // namespace orelens::charts
