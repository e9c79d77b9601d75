#include "ui/charts/BoxPlot.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

constexpr double least_row = 0.72;   ///< lines of text a row needs at least; its name is smaller then
constexpr double around_rows = 3.8;  ///< lines for the title, the marks and the name of the axis

struct BoxLayout {
    QRectF inner;
    double line = 0, high = 0;  ///< of a row
    std::size_t shown = 0;
};

BoxLayout lay_out_boxes(const QFontMetricsF& metrics, const QRectF& area, const Boxes& boxes) {
    BoxLayout l;
    l.line = metrics.height();
    double names = 0;
    for (const BoxRow& row : boxes.rows) names = std::max(names, metrics.horizontalAdvance(row.name));
    names = std::min(names, area.width() * 0.3) + l.line * 0.5;
    l.inner = area.adjusted(names, boxes.title.isEmpty() ? 0 : l.line * 1.4, -l.line, -l.line * 2.4);
    const auto room = static_cast<std::size_t>(std::max(1.0, l.inner.height() / (l.line * least_row)));
    l.shown = std::min(boxes.rows.size(), room);
    if (l.shown < boxes.rows.size() && l.shown > 1) l.inner.setBottom(l.inner.bottom() - l.line);
    l.high = std::min(l.inner.height() / static_cast<double>(std::max<std::size_t>(1, l.shown)), l.line * 2.2);
    return l;
}

double across(const BoxLayout& l, const Boxes& boxes, double value) {
    if (boxes.x.marks == Axis::Marks::powers) value = value > 0 ? std::log10(value) : boxes.x.low;
    return l.inner.left() + std::clamp((value - boxes.x.low) / (boxes.x.high - boxes.x.low), 0.0, 1.0) * l.inner.width();
}

}  // namespace

BoxPlot::BoxPlot(QWidget* parent) : PaintedChart({}, parent) {}

void BoxPlot::set_boxes(Boxes boxes) {
    boxes_ = std::move(boxes);
    updateGeometry();
    update();
}

std::size_t BoxPlot::shown() const {
    return lay_out_boxes(metrics(), area(), boxes_).shown;
}

QSize BoxPlot::minimumSizeHint() const {
    const double high = around_rows + std::max(2.0, least_row * static_cast<double>(boxes_.rows.size()));
    return {PaintedChart::minimumSizeHint().width(), static_cast<int>(std::ceil(high * metrics().height() + height() - area().height())) + 1};
}

void BoxPlot::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (boxes_.rows.empty()) {
        paint_note(painter, area, boxes_.empty_note, colors);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const BoxLayout l = lay_out_boxes(metrics, area, boxes_);
    painter.setPen(colors.ink);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), l.line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(boxes_.title, Qt::ElideRight, area.width()));
    const double bottom = l.inner.top() + l.high * static_cast<double>(l.shown);
    for (const AxisMark& mark : axis_marks(boxes_.x, std::clamp(static_cast<int>(l.inner.width() / (l.line * 5)), 2, 8))) {
        const double x = l.inner.left() + (mark.at - boxes_.x.low) / (boxes_.x.high - boxes_.x.low) * l.inner.width();
        painter.setPen(QPen(colors.grid, 0));
        painter.drawLine(QPointF(x, l.inner.top()), QPointF(x, bottom));
        painter.setPen(colors.faint);
        painter.drawText(QRectF(x - l.line * 3, bottom + l.line * 0.1, l.line * 6, l.line), Qt::AlignCenter, mark.name);
    }
    painter.setPen(colors.ink);
    painter.drawText(QRectF(l.inner.left(), bottom + l.line * 1.2, l.inner.width(), l.line), Qt::AlignCenter, boxes_.x.title);
    // In rows lower than a line of text the letters are smaller, so that no name lies on another's.
    const QFont usual = painter.font();
    if (l.high < l.line) {
        QFont small = usual;
        small.setPixelSize(std::max(8, static_cast<int>(QFontInfo(usual).pixelSize() * l.high / l.line)));
        painter.setFont(small);
    }
    const QFontMetricsF letters(painter.font(), painter.device());
    for (std::size_t n = 0; n < l.shown; ++n) {
        const BoxRow& row = boxes_.rows[n];
        const double middle = l.inner.top() + l.high * (static_cast<double>(n) + 0.5), half = std::min(l.high * 0.32, l.line * 0.6);
        const double room = l.inner.left() - area.left() - l.line * 0.4;
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), middle - l.line / 2, room, l.line), Qt::AlignRight | Qt::AlignVCenter, letters.elidedText(row.name, Qt::ElideRight, room));
        painter.setPen(QPen(colors.faint, 0, Qt::DotLine));
        painter.drawLine(QPointF(across(l, boxes_, row.low), middle), QPointF(across(l, boxes_, row.high), middle));
        painter.setPen(QPen(colors.ink, l.line * 0.08));
        painter.drawLine(QPointF(across(l, boxes_, row.low_whisker), middle), QPointF(across(l, boxes_, row.high_whisker), middle));
        QColor wash = colors.series[0];
        wash.setAlphaF(0.55F);
        const QRectF box(QPointF(across(l, boxes_, row.low_quartile), middle - half), QPointF(across(l, boxes_, row.high_quartile), middle + half));
        painter.setBrush(wash);
        painter.drawRect(box);
        painter.setPen(QPen(colors.ink, l.line * 0.14));
        const double at = across(l, boxes_, row.median);
        painter.drawLine(QPointF(at, middle - half), QPointF(at, middle + half));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.series[1]);
        painter.drawEllipse(QPointF(across(l, boxes_, row.mean), middle), l.line * 0.2, l.line * 0.2);
    }
    painter.setFont(usual);
    if (l.shown < boxes_.rows.size()) {
        painter.setPen(colors.faint);
        QString more = boxes_.more;
        painter.drawText(QRectF(area.left(), area.bottom() - l.line, area.width(), l.line), Qt::AlignLeft | Qt::AlignVCenter,
                         more.replace("{n}", QString::number(boxes_.rows.size() - l.shown)));
    }
    painter.restore();
}

QString BoxPlot::words_at(const QPointF& where) const {
    if (boxes_.rows.empty()) return {};
    const BoxLayout l = lay_out_boxes(metrics(), area(), boxes_);
    const double down = (where.y() - l.inner.top()) / l.high;
    if (down < 0 || down >= static_cast<double>(l.shown)) return {};
    const BoxRow& row = boxes_.rows[static_cast<std::size_t>(down)];
    return row.name + "\n" + boxes_.count_name + ": " + ui::plain_number(row.count, 0) + "\n" + boxes_.median_name + ": " + ui::number_text(row.median) +
           "\n" + boxes_.mean_name + ": " + ui::number_text(row.mean) + "\n" + ui::number_text(row.low) + " … " + ui::number_text(row.high);
}

QString BoxPlot::as_text() const {
    QString out = boxes_.title + "\t" + boxes_.count_name + "\tMin\tP25\t" + boxes_.median_name + "\tP75\tMax\t" + boxes_.mean_name + "\n";
    for (const BoxRow& row : boxes_.rows) {
        out += row.name + "\t" + QString::number(row.count, 'g', 12);
        for (const double value : {row.low, row.low_quartile, row.median, row.high_quartile, row.high, row.mean}) out += "\t" + QString::number(value, 'g', 12);
        out += "\n";
    }
    return out;
}

}  // namespace orelens::charts
