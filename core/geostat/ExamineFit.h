// What looks wrong with a variogram. What is said about it is the caller's business.
#pragma once

#include <limits>
#include <vector>

#include "core/geostat/Fit.h"

namespace orelens::geostat {

/// The shortest range of the structure that reaches furthest, m; NaN without a structure. Shorter than a
/// composite, it is a range that the composites cannot show.
double shortest_range(const Variogram& model);

/// The longest range of any structure, m; NaN without one.
double longest_range(const Variogram& model);

enum class FitDoubt {
    fallback,         ///< assumed, not fitted
    below_composite,  ///< shortest_range is below the composites' length
    below_spacing,    ///< the longest range does not reach the next hole: between holes all is the mean
    nugget_unknown,   ///< the nearest pairs are further apart than a third of the shortest range of any structure
    nugget_only,      ///< four fifths of the sill and more are nugget
    no_sill,          ///< the curve still rises where the pairs end
    uncertain_range,  ///< the bootstrap's range bands span a factor of three and more
    plane_directions, ///< directions come from where rich samples lie, not from the variogram
    below_pairs,      ///< the grades of neighbouring holes differ 1.3 times more than the model says, and beyond
    above_pairs,      ///< … 1.3 times less
    steepened         ///< part of the long structure was given to a shorter one so that it meets those pairs
};

/// In the order above; those of a fitted model only where it was fitted; those of pairs where
/// `pairs_ratio` is known. `composite_m` 0 = unknown.
std::vector<FitDoubt> doubts_of(const VariogramFit& fit, double composite_m);

}  // namespace orelens::geostat
