// Paints the marks of a map: discs and squares whose area stands for an amount, stamped so that a hundred thousand are a
// picture; rings about those that are chosen.
#pragma once

#include <QColor>
#include <QPainter>

#include "ui/map/MapPaint.h"

namespace orelens::maps {

struct MarkLook {
    QColor colour;
    bool square = false;
    bool known = true;  ///< false: its amount is not, a ring
};

MarkLook look_of(const MapState& state, bool known);
/// Of two colours, `part` (0 … 1) of the second.
QColor mixed(const QColor& a, const QColor& b, double part);

/// `radius` is that of a disc; a square has its area.
void paint_mark(QPainter& painter, const QPointF& at, double radius, const MarkLook& look, double zoom,
                const ui::ChartColors& colors);
/// `stamped`: the marks as a picture of the frame; null: they are painted now.
void paint_marks(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                 const ui::ChartColors& colors, const QImage* stamped = nullptr);

}  // namespace orelens::maps
