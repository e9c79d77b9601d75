// Experimental semivariances by direction and distance at once: the data an anisotropic model is fitted to.
// Directions are cells on a half sphere; lags widen with distance, so that short ranges are resolved too.
#pragma once

#include <array>
#include <vector>

#include "core/geostat/Pairs.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

struct LagCell {
    std::array<double, 3>
        separation{};  ///< along the cell's mean direction, as long as the pairs' mean distance
    double gamma = 0;
    double pairs = 0;
    double weighs_as_m =
        0;  ///< where the separation is 0: the distance at which the cell would weigh as much
};

/// Cells with at least `least_pairs`; empty when cancelled. Pairs of samples at one place are in none.
std::vector<LagCell> lag_map(const ValueSamples& samples, double reach, std::size_t least_pairs,
                             const base::Progress& progress);

/// The same over all directions: `separation` is (distance, 0, 0). `same_hole` keeps pairs of one hole.
std::vector<LagCell> lag_profile(const ValueSamples& samples, double reach, bool same_hole, int lags,
                                 std::size_t least_pairs, const base::Progress& progress);

}  // namespace orelens::geostat
