#include "ui/map/MarkPaint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/map/Stamps.h"

namespace orelens::maps {

MarkLook look_of(const MapState& state, bool known) {
    return {state.colour, state.square, known};
}

QColor mixed(const QColor& a, const QColor& b, double part) {
    const auto mix = [&](float x, float y) { return static_cast<float>(x + (y - x) * part); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

void paint_mark(QPainter& painter, const QPointF& at, double radius, const MarkLook& look, double zoom,
                const ui::ChartColors& colors) {
    QColor fill = look.colour;
    fill.setAlphaF(look.known ? 0.82F : 0.0F);
    painter.setPen(look.known ? QPen(mixed(look.colour, colors.background, 0.75), 1 * zoom) : QPen(look.colour, 1.8 * zoom));
    painter.setBrush(fill);
    if (!look.square) {
        painter.drawEllipse(at, radius, radius);
        return;
    }
    // As large as the disc of the same amount.
    const double half = radius * std::sqrt(std::numbers::pi) / 2;
    painter.drawRect(QRectF(at - QPointF(half, half), QSizeF(2 * half, 2 * half)));
}

void paint_marks(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                 const ui::ChartColors& colors, const QImage* stamped) {
    const MapMarks& marks = scene.marks();
    if (stamped) {
        painter.drawImage(QRectF(QPointF(), frame.size), *stamped);
    } else if (look.vector) {
        const double margin = (largest_disc * look.zoom + 2) / frame.scale;
        const QRectF shown = frame.shown().adjusted(-margin, -margin, margin, margin);
        for (const std::uint32_t mark : scene.largest_first())
            if (shown.contains(scene.place(mark)))
                paint_mark(painter, frame.pixel(scene.place(mark)), scene.radius(mark) * look.zoom,
                           look_of(marks.states[marks.marks[mark].state], scene.known(mark)), look.zoom, colors);
    } else if (!scene.largest_first().empty()) {
        const double ratio = painter.device()->devicePixelRatioF();
        QImage picture((frame.size * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        Stamps(marks, look.zoom, colors, ratio).stamp(picture, scene, frame, picture.rect());
        painter.drawImage(QRectF(QPointF(), frame.size), picture);
    }
    const auto ring = [&](std::size_t mark, const QColor& colour, double width) {
        if (mark >= marks.marks.size()) return;
        const double radius = (scene.radius(mark) + 2) * look.zoom;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.background, (width + 2) * look.zoom));
        painter.drawEllipse(frame.pixel(scene.place(mark)), radius, radius);
        painter.setPen(QPen(colour, width * look.zoom));
        painter.drawEllipse(frame.pixel(scene.place(mark)), radius, radius);
    };
    for (const std::size_t mark : look.lassoed) ring(mark, colors.ink, 1.6);
    if (!look.chosen || *look.chosen >= marks.marks.size()) return;
    ring(*look.chosen, colors.accent, 2.6);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QString label = marks.marks[*look.chosen].label;
    const QPointF at = frame.pixel(scene.place(*look.chosen));
    const double wide = metrics.horizontalAdvance(label) + 8 * look.zoom;
    double left = at.x() + (scene.radius(*look.chosen) + 5) * look.zoom;
    if (left + wide > frame.size.width()) left = at.x() - (scene.radius(*look.chosen) + 5) * look.zoom - wide;
    const QRectF flag(left, at.y() - metrics.height() / 2 - 1, wide, metrics.height() + 2);
    painter.setPen(QPen(colors.faint, 0));
    painter.setBrush(colors.background);
    painter.drawRect(flag);
    painter.setPen(colors.ink);
    painter.drawText(flag, Qt::AlignCenter, label);
}

}  // namespace orelens::maps
