#include "ui/charts/Waterfall.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

constexpr double margin_px = 6;

struct Layout {
    double line, label, value, low, high, top, row;
    QRectF inner;
    [[nodiscard]] double x(double amount) const {
        return inner.left() + (amount - low) / std::max(high - low, 1e-300) * inner.width();
    }
};

QString amount_text(double amount) {
    return ui::number_text(amount, 4);
}

Layout layout_of(const QFontMetricsF& metrics, const QRectF& area, const WaterfallPlot& plot) {
    Layout l{metrics.height(), 0, 0, 0, 0, 0, 0, {}};
    double at = 0;
    for (const WaterfallBar& bar : plot.bars) {
        l.label = std::max(l.label, metrics.horizontalAdvance(bar.label));
        l.value = std::max(l.value, metrics.horizontalAdvance(amount_text(bar.amount)));
        at = bar.sum ? bar.amount : at + bar.amount;
        l.low = std::min(l.low, at);
        l.high = std::max(l.high, at);
    }
    l.label = std::min(l.label + l.line * 0.5, area.width() * 0.42);
    l.value += l.line * 0.4;
    l.top = plot.title.isEmpty() ? 0 : l.line * 1.4;
    l.inner = area.adjusted(l.label, l.top, -l.value, 0);
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
        painter.drawText(QRectF(area.left(), area.top(), area.width(), l.line), Qt::AlignLeft,
                         metrics.elidedText(plot.title, Qt::ElideRight, area.width()));
    const double zero = l.x(0);
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
        painter.drawText(QRectF(row.left(), row.top(), l.label - l.line * 0.4, row.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         bold.elidedText(bar.label, Qt::ElideRight, l.label - l.line * 0.4));
        const double thick = std::min(l.row * 0.66, l.line * 1.3);
        const double left = std::min(l.x(from), l.x(at)), wide = std::max(1.0, std::abs(l.x(at) - l.x(from)));
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.sum          ? (bar.amount < 0 ? colors.bad : colors.accent)
                         : bar.amount < 0 ? colors.caution
                                          : colors.good);
        painter.drawRect(QRectF(left, row.center().y() - thick / 2, wide, thick));
        if (n + 1 < plot.bars.size()) {
            painter.setPen(QPen(colors.faint, 0, Qt::DotLine));
            painter.drawLine(QPointF(l.x(at), row.center().y() + thick / 2),
                             QPointF(l.x(at), row.center().y() + l.row - thick / 2));
        }
        painter.setPen(colors.ink);
        painter.drawText(QRectF(l.inner.right(), row.top(), l.value, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                         amount_text(bar.amount));
    }
    painter.setPen(QPen(colors.faint, 0));
    painter.drawLine(QPointF(zero, l.inner.top()), QPointF(zero, l.inner.bottom()));
    painter.restore();
}

WaterfallWidget::WaterfallWidget(QWidget* parent) : Chart(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void WaterfallWidget::set_plot(WaterfallPlot plot) {
    plot_ = std::move(plot);
    updateGeometry();
    update();
}

void WaterfallWidget::draw(QPainter& painter, const QSize& size) const {
    QFont big = font();
    big.setPixelSize(std::max(10, size.height() / 30));
    painter.setFont(big);
    paint_waterfall(painter, QRectF(QPointF(), QSizeF(size)).adjusted(20, 20, -20, -20), plot_,
                    ui::chart_colors(ui::Theme::light));
}

QString WaterfallWidget::as_text() const {
    QString out = plot_.title + "\t" + plot_.unit + "\n";
    for (const WaterfallBar& bar : plot_.bars)
        out += bar.label + "\t" + QString::number(bar.amount, 'g', 15) + "\t" + bar.how + "\n";
    return out;
}

QSize WaterfallWidget::sizeHint() const {
    return {fontMetrics().height() * 20,
            static_cast<int>(fontMetrics().height() * (1.5 * static_cast<double>(plot_.bars.size()) + 3))};
}
QSize WaterfallWidget::minimumSizeHint() const {
    return {fontMetrics().height() * 13,
            static_cast<int>(fontMetrics().height() * (1.25 * static_cast<double>(plot_.bars.size()) + 2.5))};
}

void WaterfallWidget::paintEvent(QPaintEvent*) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    QPainter painter(this);
    painter.fillRect(rect(), colors.background);
    if (!isEnabled()) painter.setOpacity(ui::greyed);
    paint_waterfall(painter, QRectF(rect()).adjusted(margin_px, margin_px, -margin_px, -margin_px), plot_, colors);
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

bool WaterfallWidget::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !plot_.bars.empty()) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QRectF area = QRectF(rect()).adjusted(margin_px, margin_px, -margin_px, -margin_px);
        const Layout l = layout_of(QFontMetricsF(font()), area, plot_);
        const auto row = static_cast<std::ptrdiff_t>(std::floor((help->pos().y() - l.inner.top()) / l.row));
        if (row >= 0 && row < static_cast<std::ptrdiff_t>(plot_.bars.size())) {
            const WaterfallBar& bar = plot_.bars[static_cast<std::size_t>(row)];
            QToolTip::showText(help->globalPos(), bar.label + ": " + ui::number_text(bar.amount, 8) + " " + plot_.unit +
                                                      (bar.how.isEmpty() ? QString() : "\n" + bar.how), this);
            return true;
        }
    }
    return Chart::event(event);
}

}  // namespace orelens::charts
