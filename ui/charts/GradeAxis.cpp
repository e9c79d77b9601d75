#include "ui/charts/GradeAxis.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/Numbers.h"
#include "ui/charts/Plot.h"

namespace orelens::charts {
namespace {

/// From the least to the largest power of ten that bins and marks need.
struct Frame {
    double low = -6, high = -1, most = 0;
    QRectF inner;
    [[nodiscard]] double x(double power) const { return inner.left() + (power - low) / (high - low) * inner.width(); }
    [[nodiscard]] double y(double value) const { return inner.bottom() - value / most * inner.height(); }
};

double sum_of(const std::vector<double>& bin) {
    return std::accumulate(bin.begin(), bin.end(), 0.0);
}

Frame frame_of(const GradeAxis& axis, const QRectF& area, double line) {
    Frame frame;
    double low = 1, high = -20;
    for (std::size_t n = 0; n < axis.bins.size(); ++n) {
        frame.most = std::max(frame.most, sum_of(axis.bins[n]));
        low = std::min(low, axis.first + static_cast<double>(n) * axis.step);
        high = std::max(high, axis.first + static_cast<double>(n + 1) * axis.step);
    }
    for (const GradeMark& mark : axis.marks) {
        low = std::min(low, std::log10(mark.grade));
        high = std::max(high, std::log10(mark.grade));
    }
    frame.low = std::floor(low - 0.05);
    frame.high = std::min(0.0, std::ceil(high + 0.05));
    if (!(frame.high > frame.low)) frame.high = frame.low + 1;
    frame.most *= 1.05;
    const double rows = static_cast<double>(axis.marks.size());
    frame.inner = area.adjusted(line * 4.5, line * (3.0 + std::min(rows, 5.0) * 1.15), -line, -line * 2.6);
    return frame;
}

QColor colour_of(const GradeAxis& axis, std::size_t part, const ui::ChartColors& colors) {
    return static_cast<int>(part) == axis.unknown ? colors.faint : ui::series_colour(colors, part);
}

void paint_legend(QPainter& painter, const QRectF& area, const GradeAxis& axis, const ui::ChartColors& colors) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    double x = area.left();
    for (std::size_t p = 0; p < axis.names.size(); ++p) {
        if (std::ranges::none_of(axis.bins, [&](const auto& bin) { return bin[p] > 0; })) continue;
        painter.fillRect(QRectF(x, area.top() + line * 1.45, line * 0.8, line * 0.7), colour_of(axis, p, colors));
        painter.setPen(colors.ink);
        painter.drawText(QPointF(x + line * 1.1, area.top() + line * 2.1), axis.names[p]);
        x += line * 1.9 + metrics.horizontalAdvance(axis.names[p]);
    }
}

void paint_marks(QPainter& painter, const Frame& frame, const GradeAxis& axis, const ui::ChartColors& colors, double line) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    for (std::size_t n = 0; n < axis.marks.size(); ++n) {
        const double x = frame.x(std::log10(axis.marks[n].grade));
        const double top = frame.inner.top() - line * (0.4 + 1.15 * static_cast<double>(axis.marks.size() - n));
        painter.setPen(QPen(colors.marker, 1.2, Qt::DashLine));
        painter.drawLine(QPointF(x, top + line * 1.05), QPointF(x, frame.inner.bottom()));
        const QString words = axis.marks[n].label + " " + grade_words(axis.marks[n].grade);
        const double wide = metrics.horizontalAdvance(words);
        const double left = std::clamp(x - wide / 2, frame.inner.left(), std::max(frame.inner.left(), frame.inner.right() - wide));
        painter.setPen(colors.ink);
        painter.drawText(QPointF(left, top + line * 0.85), words);
    }
}

void paint_axis(QPainter& painter, const QRectF& area, const GradeAxis& axis, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    if (axis.bins.empty()) {
        paint_note(painter, area, axis.empty_note, colors);
        painter.restore();
        return;
    }
    const Frame frame = frame_of(axis, area, line);
    painter.setPen(colors.ink);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), line * 1.3), Qt::AlignLeft | Qt::AlignVCenter, axis.title);
    paint_legend(painter, area, axis, colors);
    const std::vector<double> steps = ticks(0, frame.most, 4);
    for (const double value : steps) {
        if (value > frame.most) continue;
        painter.setPen(colors.grid);
        painter.drawLine(QPointF(frame.inner.left(), frame.y(value)), QPointF(frame.inner.right(), frame.y(value)));
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), frame.y(value) - line / 2, line * 4.2, line), Qt::AlignRight | Qt::AlignVCenter, tick_text(value, steps.size() > 1 ? steps[1] - steps[0] : 1));
    }
    const double wide = metrics.horizontalAdvance("0.0001 %") * 1.2;
    const int every = std::max(1, static_cast<int>(std::ceil(wide * (frame.high - frame.low) / frame.inner.width())));
    for (int power = static_cast<int>(std::ceil(frame.low)); power <= frame.high; power += every) {
        const double x = frame.x(power);
        painter.setPen(colors.grid);
        painter.drawLine(QPointF(x, frame.inner.top()), QPointF(x, frame.inner.bottom()));
        painter.setPen(colors.ink);
        painter.drawText(QRectF(x - wide, frame.inner.bottom() + line * 0.3, 2 * wide, line * 1.2), Qt::AlignHCenter | Qt::AlignTop, grade_words(std::pow(10, power)));
    }
    for (std::size_t n = 0; n < axis.bins.size(); ++n) {
        const double power = axis.first + static_cast<double>(n) * axis.step;
        double below = 0;
        for (std::size_t p = 0; p < axis.bins[n].size(); ++p) {
            const double value = axis.bins[n][p];
            if (!(value > 0)) continue;
            const QRectF bar(QPointF(frame.x(power), frame.y(below + value)), QPointF(frame.x(power + axis.step), frame.y(below)));
            painter.fillRect(bar.adjusted(0.5, 0, -0.5, 0), colour_of(axis, p, colors));
            below += value;
        }
    }
    paint_marks(painter, frame, axis, colors, line);
    painter.restore();
}

}  // namespace

QString grade_words(double fraction) {
    const auto told = [](double value, const char* unit) { return ui::number_text(value, 3) + " " + unit; };
    if (fraction >= 0.99e-4) return told(fraction * 100, "%");
    if (fraction >= 0.99e-7) return told(fraction * 1e6, "g/t");
    return told(fraction * 1e9, "ppb");
}

GradeAxisWidget::GradeAxisWidget(QWidget* parent) : PaintedChart({8, 36, {40, 20}, {20, 13}}, parent) {}

void GradeAxisWidget::set_axis(GradeAxis axis) {
    axis_ = std::move(axis);
    update();
}

void GradeAxisWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_axis(painter, area, axis_, colors);
}

QString GradeAxisWidget::words_at(const QPointF& where) const {
    if (axis_.bins.empty()) return {};
    const Frame frame = frame_of(axis_, area(), metrics().height());
    const double power = frame.low + (where.x() - frame.inner.left()) / frame.inner.width() * (frame.high - frame.low);
    const int bin = static_cast<int>(std::floor((power - axis_.first) / axis_.step));
    if (bin < 0 || bin >= static_cast<int>(axis_.bins.size())) return {};
    const double from = std::pow(10, axis_.first + bin * axis_.step), to = std::pow(10, axis_.first + (bin + 1) * axis_.step);
    QString text = grade_words(from) + " – " + grade_words(to);
    for (std::size_t p = 0; p < axis_.names.size(); ++p)
        if (const double value = axis_.bins[static_cast<std::size_t>(bin)][p]; value > 0) text += "\n" + axis_.names[p] + ": " + ui::number_text(value, 4);
    return text;
}

QString GradeAxisWidget::as_text() const {
    QString out = axis_.title + "\t";
    for (const QString& name : axis_.names) out += "\t" + name;
    out += "\n";
    for (std::size_t n = 0; n < axis_.bins.size(); ++n) {
        const double power = axis_.first + static_cast<double>(n) * axis_.step;
        out += QString::number(std::pow(10, power), 'g', 4) + "\t" + QString::number(std::pow(10, power + axis_.step), 'g', 4);
        for (const double value : axis_.bins[n]) out += "\t" + QString::number(value, 'g', 12);
        out += "\n";
    }
    for (const GradeMark& mark : axis_.marks) out += mark.label + "\t" + QString::number(mark.grade, 'g', 6) + "\n";
    return out;
}

}  // namespace orelens::charts
