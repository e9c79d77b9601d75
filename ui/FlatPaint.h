// Strokes of FlatStyle, for its two files only.
#pragma once

#include <QColor>
#include <QPainter>
#include <QStyleOption>

namespace orelens::ui::flat {

inline constexpr double radius = 4;

inline QColor with_alpha(QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

/// Border of a field: the accent while it has the keyboard.
inline QPen border(const QStyleOption& option, bool focus) {
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (focus && enabled) return {option.palette.color(QPalette::Highlight), 1.5};
    if (enabled && option.state.testFlag(QStyle::State_MouseOver))
        return {option.palette.color(QPalette::Dark), 1};
    return {option.palette.color(QPalette::Mid), 1};
}

inline void box(QPainter& painter, const QRectF& rect, const QPen& pen, const QBrush& brush) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.setBrush(brush);
    const double half = pen.style() == Qt::NoPen ? 0 : pen.widthF() / 2;
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius);
    painter.restore();
}

/// Nothing, a breath, or more of the text's colour over what is there: at rest, under the mouse, pressed.
inline QColor touch(const QStyleOption& option) {
    const QColor ink = option.palette.color(QPalette::ButtonText);
    if (!option.state.testFlag(QStyle::State_Enabled)) return Qt::transparent;
    if (option.state.testFlag(QStyle::State_Sunken)) return with_alpha(ink, 0.16);
    return option.state.testFlag(QStyle::State_MouseOver) ? with_alpha(ink, 0.08) : QColor(Qt::transparent);
}

/// A thin arrow head; `turn` in degrees, 0 points down.
inline void chevron(QPainter& painter, const QRectF& in, const QColor& ink, double turn) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(in.center());
    painter.rotate(turn);
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const double size = qMin(4.0, qMin(in.width(), in.height()) / 2.5);
    painter.drawPolyline(QPolygonF({{-size, -size / 2}, {0, size / 2}, {size, -size / 2}}));
    painter.restore();
}

inline QColor ink_of(const QStyleOption& option, QPalette::ColorRole role = QPalette::Text) {
    return option.palette.color(
        option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled, role);
}

}  // namespace orelens::ui::flat
