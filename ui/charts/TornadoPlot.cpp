#include "ui/charts/TornadoPlot.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::charts {
namespace {

constexpr double least_row = 1.05;  ///< in lines of text

QString change_text(double change) {
    return change == 0 ? QStringLiteral("0") : (change > 0 ? "+" : "") + ui::number_text(change, 3);
}

struct TornadoLayout {
    double line = 0, label = 0, value = 0, widest = 0, row = 0;
    bool one_head = true;  ///< title, legend and centre in one line; a low drawer has room for no more
    std::size_t rows = 0;  ///< that fit
    QRectF inner;          ///< of the bars, without the texts at their ends
    [[nodiscard]] double x(double change) const {
        return inner.center().x() + (widest > 0 ? change / widest * inner.width() / 2 : 0);
    }
    [[nodiscard]] QRectF row_at(std::size_t n) const {
        return {inner.left(), inner.top() + row * static_cast<double>(n), inner.width(), row};
    }
};

TornadoLayout tornado_layout(const QFontMetricsF& metrics, const QRectF& area, const TornadoPlot& plot) {
    TornadoLayout l;
    l.line = metrics.height();
    for (const TornadoLine& line : plot.lines) {
        l.label = std::max(l.label, metrics.horizontalAdvance(line.label));
        for (const double change : {line.low, line.high}) {
            l.value = std::max(l.value, metrics.horizontalAdvance(change_text(change)));
            l.widest = std::max(l.widest, std::abs(change));
        }
    }
    l.value += l.line * 0.5;
    // Bars that are short but whole say less than names that are cut.
    l.label = std::min(l.label + l.line * 0.6, std::max(area.width() * 0.4, area.width() - 2 * l.value - l.line * 4));
    double head = 0;
    for (const QString& text : {plot.title, plot.low_name, plot.high_name, plot.centre})
        head += metrics.horizontalAdvance(text) + l.line * 2.2;
    l.one_head = head < area.width();
    l.inner = area.adjusted(l.label + l.value, l.line * (l.one_head ? 1.5 : 2.8), -l.value, 0);
    const auto most = static_cast<std::size_t>(std::max(1.0, std::floor(l.inner.height() / (l.line * least_row))));
    // The row that tells of those left out takes a place, too.
    l.rows = plot.lines.size() <= most ? plot.lines.size() : most - 1;
    const std::size_t places = std::max<std::size_t>(1, std::min(plot.lines.size(), most));
    l.row = std::min(l.inner.height() / static_cast<double>(places), l.line * 2.2);
    return l;
}

void paint_legend(QPainter& painter, const QRectF& place, const TornadoPlot& plot, const QBrush& low, const QBrush& high) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    const QColor ink = painter.pen().color();
    double at = place.left();
    for (const auto& [name, brush] : {std::pair(plot.low_name, low), std::pair(plot.high_name, high)}) {
        painter.setPen(QPen(brush.color(), 1));
        painter.setBrush(brush);
        painter.drawRect(QRectF(at, place.top() + line * 0.2, line * 0.9, line * 0.6));
        painter.setPen(ink);
        const double wide = metrics.horizontalAdvance(name) + 2;
        painter.drawText(QRectF(at + line * 1.2, place.top(), wide, line), Qt::AlignLeft | Qt::AlignVCenter, name);
        at += line * 2.2 + wide;
    }
}

}  // namespace

void paint_tornado(QPainter& painter, const QRectF& area, const TornadoPlot& plot, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (plot.lines.empty()) {
        paint_note(painter, area, plot.empty_note, colors);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const TornadoLayout l = tornado_layout(metrics, area, plot);
    // Told apart without colour as well: what comes of less is hatched.
    const QColor less = colors.series[1], more = colors.series[0];
    const QBrush low(less, Qt::Dense4Pattern), high(more);
    painter.setPen(colors.ink);
    const QRectF head(area.left(), area.top(), area.width(), l.line);
    const double centre = metrics.horizontalAdvance(plot.centre) + 2, room = area.width() - centre - l.line;
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, plot.centre);
    const QString title = metrics.elidedText(plot.title, Qt::ElideRight, room);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
    const double beside = metrics.horizontalAdvance(title) + l.line * 1.4;
    paint_legend(painter, l.one_head ? head.adjusted(beside, 0, 0, 0) : head.translated(0, l.line * 1.3), plot, low, high);
    for (std::size_t n = 0; n < l.rows; ++n) {
        const TornadoLine& line = plot.lines[n];
        const QRectF row = l.row_at(n);
        const double thick = std::min(row.height() * 0.66, l.line * 1.3);
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), row.top(), l.label - l.line * 0.4, row.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line.label, Qt::ElideRight, l.label - l.line * 0.4));
        // Where both lie on one side the shorter stands before the longer.
        std::array<std::pair<double, const QBrush*>, 2> ends{std::pair(line.low, &low), std::pair(line.high, &high)};
        if (std::abs(ends[0].first) < std::abs(ends[1].first)) std::swap(ends[0], ends[1]);
        const bool one_side = line.low * line.high > 0;
        for (std::size_t e = 0; e < 2; ++e) {
            const auto& [change, brush] = ends[e];
            const double high_px = one_side && e == 1 ? thick * 0.5 : thick;
            const double left = std::min(l.x(0), l.x(change)), wide = std::abs(l.x(change) - l.x(0));
            painter.setPen(Qt::NoPen);
            painter.setBrush(colors.background);
            const QRectF bar(left, row.center().y() - high_px / 2, wide, high_px);
            painter.drawRect(bar);
            painter.setPen(QPen(brush->color(), 1));
            painter.setBrush(*brush);
            painter.drawRect(bar);
        }
        painter.setPen(colors.ink);
        for (const double change : {line.low, line.high}) {
            // The longer of two on one side tells its end; the other stands in the table and where the mouse rests.
            if (one_side && std::abs(change) < std::max(std::abs(line.low), std::abs(line.high))) continue;
            const double end = l.x(change);
            const bool right = change > 0 || (change == 0 && (change == line.low ? line.high < 0 : line.low < 0));
            const QRectF place = right ? QRectF(end + l.line * 0.25, row.top(), l.value, row.height())
                                       : QRectF(end - l.value - l.line * 0.25, row.top(), l.value, row.height());
            painter.drawText(place, (right ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, change_text(change));
            if (line.low == line.high) break;
        }
    }
    if (l.rows < plot.lines.size()) {
        const QRectF row = l.row_at(l.rows);
        painter.setPen(colors.faint);
        painter.drawText(QRectF(area.left(), row.top(), area.width(), row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         ui::words("ui.tornado.narrower", {{"count", std::to_string(plot.lines.size() - l.rows)}}));
    }
    painter.setPen(QPen(colors.ink, 1));
    const double bottom = l.row_at(l.rows).top();
    painter.drawLine(QPointF(l.x(0), l.inner.top()), QPointF(l.x(0), bottom));
    painter.restore();
}

TornadoWidget::TornadoWidget(QWidget* parent) : PaintedChart({}, parent) {}

void TornadoWidget::set_plot(TornadoPlot plot) {
    plot_ = std::move(plot);
    updateGeometry();
    update();
}

int TornadoWidget::picture_letters(const QSize& size) const {
    const auto rows = static_cast<int>(plot_.lines.size());
    return std::min(size.height() / 36, size.height() * 4 / (5 * (rows + 5)));
}

void TornadoWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_tornado(painter, area, plot_, colors);
}

QString TornadoWidget::words_at(const QPointF& where) const {
    if (plot_.lines.empty()) return {};
    const TornadoLayout l = tornado_layout(metrics(), area(), plot_);
    const auto row = static_cast<std::ptrdiff_t>(std::floor((where.y() - l.inner.top()) / l.row));
    if (row < 0 || row >= static_cast<std::ptrdiff_t>(l.rows)) return {};
    const TornadoLine& line = plot_.lines[static_cast<std::size_t>(row)];
    return line.label + "\n" + plot_.low_name + ": " + line.low_value + " → " + change_text(line.low) + " " + plot_.unit + "\n" +
           plot_.high_name + ": " + line.high_value + " → " + change_text(line.high) + " " + plot_.unit;
}

QString TornadoWidget::as_text() const {
    QString out = plot_.title + "\t" + plot_.centre + "\n" + ui::words("report.tornado.lever") + "\t" +
                  ui::words("report.tornado.low") + "\t" + ui::words("report.tornado.high") + "\t" + plot_.low_name +
                  " (" + plot_.unit + ")\t" + plot_.high_name + " (" + plot_.unit + ")\n";
    for (const TornadoLine& line : plot_.lines)
        out += line.label + "\t" + line.low_value + "\t" + line.high_value + "\t" + QString::number(line.low, 'g', 15) +
               "\t" + QString::number(line.high, 'g', 15) + "\n";
    return out;
}

bool TornadoWidget::names_whole() const {
    const QFontMetricsF metrics(font());
    const TornadoLayout l = tornado_layout(metrics, area(), plot_);
    return std::all_of(plot_.lines.begin(), plot_.lines.begin() + static_cast<std::ptrdiff_t>(l.rows), [&](const TornadoLine& line) {
        return metrics.horizontalAdvance(line.label) <= l.label - l.line * 0.4;
    });
}

QSize TornadoWidget::sizeHint() const {
    return {fontMetrics().height() * 30,
            static_cast<int>(fontMetrics().height() * (1.5 * static_cast<double>(plot_.lines.size()) + 5))};
}
QSize TornadoWidget::minimumSizeHint() const {
    return {fontMetrics().height() * 18, fontMetrics().height() * 7};
}

}  // namespace orelens::charts
