// Points that a grid leaves out.
#pragma once

#include <cstdint>
#include <vector>

#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

struct Outside {
    std::int64_t points = 0;
    std::size_t first = 0;     ///< index of the first of them
    std::size_t farthest = 0;  ///< index of the one farthest from the grid
    double farthest_m = 0;     ///< its distance along the grid axis where it is largest
};

/// Points in no cell of the grid (its faces are inside); points that are not finite are not counted.
Outside points_outside(const GridGeometry& geometry, const std::vector<double>& x,
                       const std::vector<double>& y, const std::vector<double>& z);

}  // namespace orelens::blocks
