// Paints a map: land, graticule, layers, marks, key and scale. On screen, in copied pictures and in files alike.
#pragma once

#include <QImage>
#include <QPainter>
#include <optional>
#include <vector>

#include "ui/Theme.h"
#include "ui/map/MapScene.h"

namespace orelens::maps {

struct MapLook {
    bool borders = false;
    std::optional<std::size_t> chosen;
    std::vector<std::size_t> lassoed;
    double zoom = 1;  ///< of discs and lines, for pictures larger than a screen
    bool vector = false;  ///< discs are drawn one by one instead of stamped: for drawings that are not of pixels
};

/// Sea, land, borders: what neither prices nor choices change.
void paint_ground(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                  const ui::ChartColors& colors);
/// Graticule, layers, marks, and what explains them. `stamped`: the marks as a picture of the frame; null: they are
/// painted now.
void paint_map(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
               const ui::ChartColors& colors, const QImage* stamped = nullptr);

/// "Copper (t) 1,200\nUsable\n…": what a tooltip says of a mark.
QString mark_text(const MapMarks& marks, std::size_t mark);

}  // namespace orelens::maps
