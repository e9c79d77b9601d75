#include "ui/charts/Pyramid.h"

#include <QPainter>
#include <algorithm>

#include "ui/charts/Plot.h"

namespace orelens::charts {
namespace {

/// Each side has its own scale and its own marks: what leaves is a small part of what is there.
void paint_pyramid(QPainter& painter, const QRectF& area, const Pyramid& pyramid, const ui::ChartColors& colors) {
    painter.save();
    if (pyramid.rows.empty()) {
        paint_note(painter, area, pyramid.empty_note, colors);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    double names = metrics.horizontalAdvance(pyramid.axis);
    double left = 0, right = 0;
    for (const PyramidRow& row : pyramid.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        left = std::max(left, row.left);
        right = std::max(right, row.right);
    }
    names += line;
    painter.setPen(colors.ink);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(pyramid.title, Qt::ElideRight, area.width()));
    const QRectF inner = area.adjusted(line * 0.5, line * 2.6, -line * 0.5, -line * 1.4);
    const double half = (inner.width() - names) / 2, middle = inner.left() + half;
    painter.drawText(QRectF(inner.left(), inner.top() - line * 1.2, half, line), Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(pyramid.left_name, Qt::ElideRight, half));
    painter.drawText(QRectF(middle + names, inner.top() - line * 1.2, half, line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(pyramid.right_name, Qt::ElideRight, half));
    painter.drawText(QRectF(middle, inner.top() - line * 1.2, names, line), Qt::AlignCenter, pyramid.axis);
    const double h = inner.height() / static_cast<double>(pyramid.rows.size());
    for (std::size_t n = 0; n < pyramid.rows.size(); ++n) {
        const PyramidRow& row = pyramid.rows[n];
        const double bottom = inner.bottom() - h * static_cast<double>(n), thick = std::max(1.0, h * 0.8);
        if (left > 0) painter.fillRect(QRectF(middle - row.left / left * half, bottom - h * 0.9, row.left / left * half, thick), colors.series[1]);
        if (right > 0) painter.fillRect(QRectF(middle + names, bottom - h * 0.9, row.right / right * half, thick), colors.series[0]);
        // As many names as fit without touching.
        const auto every = std::max<std::size_t>(1, static_cast<std::size_t>(line / h + 0.999));
        if (n % every == 0) painter.drawText(QRectF(middle, bottom - h / 2 - line / 2, names, line), Qt::AlignCenter, row.name);
    }
    painter.setPen(colors.faint);
    const auto marks = [&](double most, bool to_left) {
        if (!(most > 0)) return;
        const auto steps = ticks(0, most, std::clamp(static_cast<int>(half / (line * 5)), 1, 4));
        for (const double mark : steps) {
            if (mark > most) continue;
            const double x = to_left ? middle - mark / most * half : middle + names + mark / most * half;
            painter.drawText(QRectF(x - line * 3, inner.bottom() + line * 0.15, line * 6, line), Qt::AlignCenter, tick_text(mark, steps.size() > 1 ? steps[1] - steps[0] : mark));
        }
    };
    marks(left, true);
    marks(right, false);
    painter.restore();
}

}  // namespace

PyramidWidget::PyramidWidget(QWidget* parent) : PaintedChart({}, parent) {}

void PyramidWidget::set_pyramid(Pyramid pyramid) {
    pyramid_ = std::move(pyramid);
    update();
}

void PyramidWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_pyramid(painter, area, pyramid_, colors);
}

QString PyramidWidget::as_text() const {
    QString out = pyramid_.title + "\n" + pyramid_.axis + "\t" + pyramid_.left_name + "\t" + pyramid_.right_name + "\n";
    for (const PyramidRow& row : pyramid_.rows) out += row.name + "\t" + QString::number(row.left, 'g', 12) + "\t" + QString::number(row.right, 'g', 12) + "\n";
    return out;
}

}  // namespace orelens::charts
