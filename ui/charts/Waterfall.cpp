#include "ui/charts/Waterfall.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

struct Layout {
    double line, label, value, low, high, top, row;
    QRectF inner;
    bool stacked;  ///< names above their bars, where no room is beside them
    /// For a name.
    [[nodiscard]] double room() const { return label - (stacked ? 0.1 : 0.4) * line; }
    [[nodiscard]] double x(double amount) const {
        return inner.left() + (amount - low) / std::max(high - low, 1e-300) * inner.width();
    }
};

/// Of all amounts alike: four digits of the largest.
int waterfall_decimals(const WaterfallPlot& plot) {
    double largest = 0;
    for (const WaterfallBar& bar : plot.bars)
        if (std::isfinite(bar.amount)) largest = std::max(largest, std::abs(bar.amount));
    return largest > 0 ? std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 0, 6) : 2;
}

/// A step upward says that it is one; a sum is no step.
QString amount_text(const WaterfallBar& bar, int decimals) {
    const QString text = ui::plain_number(bar.amount, decimals);
    return !bar.sum && bar.amount > 0 ? "+" + text : text;
}

/// As the bold letters of a sum are, a little wider than the others.
double bar_words_wide(const QFontMetricsF& metrics, const QString& words) {
    return metrics.horizontalAdvance(words) * 1.06;
}

double waterfall_title_lines(const QFontMetricsF& metrics, const QString& title, double wide) {
    return std::round(metrics.boundingRect(QRectF(0, 0, wide, 1e6), Qt::TextWordWrap, title).height() / metrics.height());
}

Layout layout_of(const QFontMetricsF& metrics, const QRectF& area, const WaterfallPlot& plot) {
    Layout l{metrics.height(), 0, 0, 0, 0, 0, 0, {}, false};
    double at = 0;
    const int decimals = waterfall_decimals(plot);
    for (const WaterfallBar& bar : plot.bars) {
        l.label = std::max(l.label, bar_words_wide(metrics, bar.label));
        l.value = std::max(l.value, bar_words_wide(metrics, amount_text(bar, decimals)));
        at = bar.sum ? bar.amount : at + bar.amount;
        l.low = std::min(l.low, at);
        l.high = std::max(l.high, at);
    }
    l.label += l.line * 0.5;
    l.value += l.line * 0.4;
    l.stacked = l.label > area.width() * 0.42;
    if (l.stacked) l.label = area.width() - l.value;
    l.top = plot.title.isEmpty() ? 0 : l.line * (0.4 + waterfall_title_lines(metrics, plot.title, area.width()));
    l.inner = l.stacked ? area.adjusted(0, l.top, 0, 0) : area.adjusted(l.label, l.top, -l.value, 0);
    l.row = l.inner.height() / std::max<double>(1, static_cast<double>(plot.bars.size()));
    return l;
}

}  // namespace

void paint_waterfall(QPainter& painter, const QRectF& area, const WaterfallPlot& plot, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (plot.bars.empty()) {
        painter.setPen(colors.faint);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, plot.empty_note);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const Layout l = layout_of(metrics, area, plot);
    painter.setPen(colors.ink);
    if (!plot.title.isEmpty())
        painter.drawText(QRectF(area.left(), area.top(), area.width(), l.top), Qt::AlignLeft | Qt::TextWordWrap, plot.title);
    const double zero = l.x(0);
    const int decimals = waterfall_decimals(plot);
    double at = 0;
    for (std::size_t n = 0; n < plot.bars.size(); ++n) {
        const WaterfallBar& bar = plot.bars[n];
        const QRectF row(area.left(), l.inner.top() + l.row * static_cast<double>(n), area.width(), l.row);
        const double from = bar.sum ? 0 : at;
        at = bar.sum ? bar.amount : at + bar.amount;
        QFont font = painter.font();
        font.setBold(bar.sum);
        painter.setFont(font);
        painter.setPen(colors.ink);
        const QFontMetricsF bold(font, painter.device());
        const QRectF words(row.left(), row.top(), row.width(), l.stacked ? l.line : row.height());
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         bold.elidedText(bar.label, Qt::ElideRight, l.room()));
        const double left_over = l.stacked ? l.row - l.line : l.row;
        const double thick = l.stacked ? std::max(3.0, left_over * 0.6) : std::min(l.row * 0.66, l.line * 1.3);
        const double middle = row.bottom() - left_over / 2;
        const double left = std::min(l.x(from), l.x(at)), wide = std::max(1.0, std::abs(l.x(at) - l.x(from)));
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.sum          ? (bar.amount < 0 ? colors.bad : colors.accent)
                         : bar.amount < 0 ? colors.marker
                                          : colors.good);
        painter.drawRect(QRectF(left, middle - thick / 2, wide, thick));
        painter.setPen(QPen(colors.faint, 0));
        if (l.stacked)  // not through the words
            painter.drawLine(QPointF(zero, row.bottom() - left_over), QPointF(zero, row.bottom()));
        else if (n + 1 < plot.bars.size()) {
            painter.setPen(QPen(colors.faint, 0, Qt::DotLine));
            painter.drawLine(QPointF(l.x(at), middle + thick / 2), QPointF(l.x(at), middle + l.row - thick / 2));
        }
        painter.setPen(colors.ink);
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, amount_text(bar, decimals));
    }
    painter.setPen(QPen(colors.faint, 0));
    if (!l.stacked) painter.drawLine(QPointF(zero, l.inner.top()), QPointF(zero, l.inner.bottom()));
    painter.restore();
}

WaterfallWidget::WaterfallWidget(QWidget* parent) : PaintedChart({.letters = 30}, parent) {}

void WaterfallWidget::set_plot(WaterfallPlot plot) {
    plot_ = std::move(plot);
    updateGeometry();
    update();
}

void WaterfallWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_waterfall(painter, area, plot_, colors);
}

QString WaterfallWidget::words_at(const QPointF& where) const {
    if (plot_.bars.empty()) return {};
    const Layout l = layout_of(metrics(), area(), plot_);
    const auto row = static_cast<std::ptrdiff_t>(std::floor((where.y() - l.inner.top()) / l.row));
    if (row < 0 || row >= static_cast<std::ptrdiff_t>(plot_.bars.size())) return {};
    const WaterfallBar& bar = plot_.bars[static_cast<std::size_t>(row)];
    return bar.label + ": " + ui::number_text(bar.amount, 8) + " " + plot_.unit + (bar.how.isEmpty() ? QString() : "\n" + bar.how);
}

QString WaterfallWidget::as_text() const {
    QString out = plot_.title + "\t" + plot_.unit + "\n";
    for (const WaterfallBar& bar : plot_.bars)
        out += bar.label + "\t" + QString::number(bar.amount, 'g', 15) + "\t" + bar.how + "\n";
    return out;
}

bool WaterfallWidget::names_whole() const {
    QFont bold = font();
    bold.setBold(true);
    const QFontMetricsF plain(font()), strong(bold);
    const Layout l = layout_of(plain, area(), plot_);
    return std::ranges::all_of(plot_.bars, [&](const WaterfallBar& bar) {
        return (bar.sum ? strong : plain).horizontalAdvance(bar.label) <= l.room();
    });
}

QSize WaterfallWidget::sizeHint() const {
    return {fontMetrics().height() * 20,
            static_cast<int>(fontMetrics().height() * (1.6 * static_cast<double>(plot_.bars.size()) + 4))};
}
QSize WaterfallWidget::minimumSizeHint() const {
    return {fontMetrics().height() * 13,
            static_cast<int>(fontMetrics().height() * (1.35 * static_cast<double>(plot_.bars.size()) + 3.5))};
}

}  // namespace orelens::charts
