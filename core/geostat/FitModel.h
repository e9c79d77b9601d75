// Least squares of one nested structure to semivariances by separation, with bounds; deterministic.
#pragma once

#include <vector>

#include "core/base/Progress.h"
#include "core/geostat/LagMap.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

enum class Shape { isotropic, layered, rotated };  ///< layered: horizontal against vertical

struct ShapeFit {
    Variogram model;
    double error = 0;  ///< mean squared residual over variance², weights √pairs over distance, plus a small
                       ///< cost of anisotropy
};

struct FitBounds {
    double variance = 1;
    double shortest_m = 1, longest_m = 1;  ///< of ranges
};

/// Nugget and one isotropic structure; cells as from `lag_profile`, and one at distance 0 where there is any.
ShapeFit fit_with_nugget(const std::vector<LagCell>& cells, StructureType type, const FitBounds& bounds);

/// One structure with the given nugget; cells as from `lag_map`. `start_m` is a first guess of the range.
ShapeFit fit_shape(const std::vector<LagCell>& cells, StructureType type, Shape shape, double nugget,
                   double start_m, const FitBounds& bounds, const base::Progress& progress);

/// The same ellipsoid with major ≥ semi ≥ minor, dip in [0, 90], azimuth in [0, 360), plunge in (−90, 90].
Anisotropy ordered(const Anisotropy& shape);

}  // namespace orelens::geostat
