// What looks wrong with a variogram. What is said about it is the caller's business.
#pragma once

#include <limits>

#include "core/geostat/Experimental.h"

namespace orelens::geostat {

/// The shortest range of the structure that reaches furthest, m; NaN without a structure. Shorter than a
/// composite, it is a range that the composites cannot show.
double shortest_range(const Variogram& model);

}  // namespace orelens::geostat
