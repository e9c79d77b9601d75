// Drawings of core/sections painted by Qt, on screen as on paper.
#pragma once

#include <QPainter>

#include "core/sections/Drawing.h"

namespace orelens::panels {

/// Ink and paper of a drawing on screen: black and white become these.
struct Inks {
    QColor ink = Qt::black, paper = Qt::white;
};

/// The whole drawing into the rectangle, which should have its shape.
void paint_drawing(QPainter& painter, const QRectF& area, const sections::Drawing& drawing, const Inks& inks = {});

}  // namespace orelens::panels
