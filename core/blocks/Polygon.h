// Polygons on the map.
#pragma once

#include <array>
#include <span>

namespace orelens::blocks {

/// Whether a place lies in a polygon, open or closed (even–odd rule): what its outline goes round twice is outside.
bool in_polygon(std::span<const std::array<double, 2>> corners, double x, double y);

}  // namespace orelens::blocks
