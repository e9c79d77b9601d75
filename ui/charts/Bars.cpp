#include "ui/charts/Bars.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

struct Layout {
    double line, label, value;
    QRectF inner;
    double full;           ///< fraction at the right end
    bool stacked = false;  ///< names above their bars: beside them they would be cut
};

QString value_words(const Bars& bars, const Bar& bar) {
    if (!bar.value) return {};
    return (bars.factors ? "×" + ui::number_text(*bar.value, 3) : ui::percent_text(*bar.value)) + (bar.flagged ? QStringLiteral(" ⚠") : QString());
}

Layout layout_of(const QFontMetricsF& metrics, const QRectF& area, const Bars& bars) {
    Layout l{metrics.height(), 0, 0, {}, 1};
    for (const Bar& bar : bars.bars) {
        l.label = std::max(l.label, metrics.horizontalAdvance(bar.label));
        l.value = std::max(l.value, metrics.horizontalAdvance(value_words(bars, bar)) + l.line * 0.5);
        l.full = std::max({l.full, bar.value.value_or(0), bar.what_if.value_or(0), bar.least.value_or(0)});
    }
    const bool legend = !bars.what_if_name.isEmpty();
    const double top = (bars.title.isEmpty() ? 0 : l.line * 1.4) + (legend ? l.line * 1.3 : 0);
    // Bars that are short but whole say less than names that are cut.
    const double most = std::max(area.width() * 0.5, area.width() - l.value - l.line * 3);
    const double row = (area.height() - top) / static_cast<double>(std::max<std::size_t>(1, bars.bars.size()));
    l.stacked = l.label + l.line * 0.5 > most && row > l.line * 1.7;
    l.label = l.stacked ? area.width() - l.value : std::min(l.label + l.line * 0.5, most);
    l.inner = area.adjusted(l.stacked ? 0 : l.label, top, -l.value, 0);
    return l;
}

void paint_bar(QPainter& painter, const Layout& l, const QRectF& row, const Bar& bar, const Bars& bars,
               const ui::ChartColors& colors, const QRectF& area) {
    painter.setPen(colors.ink);
    const double room = l.label - l.line * 0.4, words = l.stacked ? l.line : row.height();
    painter.drawText(QRectF(area.left(), row.top(), room, words), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font(), painter.device()).elidedText(bar.label, Qt::ElideRight, room));
    const double left_over = l.stacked ? row.height() - l.line : row.height();
    const double thick = std::min(left_over * 0.62, l.line * 1.5);
    const QRectF band(row.left(), row.bottom() - left_over / 2 - thick / 2, row.width(), thick);
    painter.setPen(Qt::NoPen);
    if (bar.what_if) {
        QColor pale = colors.series[2];
        pale.setAlpha(110);
        painter.setBrush(pale);
        painter.drawRect(QRectF(band.topLeft(), QSizeF(*bar.what_if / l.full * band.width(), thick)));
    }
    if (!bar.value) {
        painter.setPen(colors.warning);
        painter.drawText(band.adjusted(l.line * 0.4, -l.line, 0, l.line), Qt::AlignLeft | Qt::AlignVCenter,
                         "⚠ " + bars.undefined);
        return;
    }
    painter.setBrush(bar.flagged && *bar.value > 1 ? colors.bad : colors.series[0]);
    const double inset = bar.what_if ? thick * 0.2 : 0;
    painter.drawRect(QRectF(band.left(), band.top() + inset,
                            std::max(0.0, *bar.value) / l.full * band.width(), thick - 2 * inset));
    if (bar.least) {
        const double x = band.left() + *bar.least / l.full * band.width();
        painter.setPen(QPen(colors.ink, 2));
        painter.drawLine(QPointF(x, band.top() - thick * 0.2), QPointF(x, band.bottom() + thick * 0.2));
    }
    painter.setPen(bar.flagged ? colors.warning : colors.ink);
    painter.drawText(QRectF(l.inner.right() + l.line * 0.3, row.top(), l.value, row.height()), Qt::AlignLeft | Qt::AlignVCenter, value_words(bars, bar));
}

}  // namespace

void paint_bars(QPainter& painter, const QRectF& area, const Bars& bars, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const Layout l = layout_of(QFontMetricsF(painter.font(), painter.device()), area, bars);
    if (bars.bars.empty()) {
        paint_note(painter, area, bars.empty_note, colors);
        painter.restore();
        return;
    }
    double top = area.top();
    painter.setPen(colors.ink);
    if (!bars.title.isEmpty()) {
        painter.drawText(QRectF(area.left(), top, area.width(), l.line), Qt::AlignLeft, bars.title);
        top += l.line * 1.4;
    }
    if (!bars.what_if_name.isEmpty()) {
        QColor pale = colors.series[2];
        pale.setAlpha(110);
        painter.fillRect(QRectF(area.left(), top + l.line * 0.25, l.line, l.line * 0.5), pale);
        painter.drawText(QRectF(area.left() + l.line * 1.3, top, area.width() - l.line, l.line),
                         Qt::AlignLeft, bars.what_if_name);
    }
    const double height = l.inner.height() / static_cast<double>(bars.bars.size());
    for (std::size_t n = 0; n < bars.bars.size(); ++n)
        paint_bar(
            painter, l,
            QRectF(l.inner.left(), l.inner.top() + height * static_cast<double>(n), l.inner.width(), height),
            bars.bars[n], bars, colors, area);
    painter.setPen(QPen(colors.faint, 0));
    painter.drawLine(l.inner.topLeft(), l.inner.bottomLeft());
    const double whole = l.inner.left() + l.inner.width() / l.full;
    painter.setPen(QPen(colors.faint, 0, Qt::DashLine));
    painter.drawLine(QPointF(whole, l.inner.top()), QPointF(whole, l.inner.bottom()));
    painter.restore();
}

BarsWidget::BarsWidget(QWidget* parent) : PaintedChart({.letters = 26}, parent) {}

void BarsWidget::set_bars(Bars bars) {
    bars_ = std::move(bars);
    update();
}

void BarsWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_bars(painter, area, bars_, colors);
}

bool BarsWidget::names_whole() const {
    const Layout l = layout_of(metrics(), area(), bars_);
    return std::ranges::all_of(bars_.bars, [&](const Bar& bar) { return metrics().horizontalAdvance(bar.label) <= l.label - l.line * 0.4; });
}

QString BarsWidget::as_text() const {
    const double unit = bars_.factors ? 1 : 100;
    QString out = bars_.value_name + "\t" + (bars_.factors ? "×" : "%") +
                  (bars_.what_if_name.isEmpty() ? QString() : "\t" + bars_.what_if_name) + "\n";
    for (const Bar& bar : bars_.bars) {
        out += bar.label + "\t" + (bar.value ? QString::number(*bar.value * unit, 'g', 12) : bars_.undefined);
        if (!bars_.what_if_name.isEmpty())
            out += "\t" + (bar.what_if ? QString::number(*bar.what_if * unit, 'g', 12) : QString());
        out += "\n";
    }
    return out;
}

}  // namespace orelens::charts
