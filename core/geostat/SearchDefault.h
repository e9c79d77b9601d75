// The search ellipsoid where nobody states one: from the drill spacing, so that no fitted or assumed range sets how
// far grades are carried.
#pragma once

#include "core/drilling/Spacing.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// Its longest radius is one and a half times the drill spacing. `shape`: the variogram's longest structure turns it
/// and gives the ratios of its radii, the shortest at least a fifth of the longest; else it is a sphere. Where no
/// spacing is known, as for a single hole: ten times the step along it; then a quarter of the extent; then 100 m.
Anisotropy default_search(const drilling::DrillSpacing& spacing, const Variogram& variogram, bool shape);

}  // namespace orelens::geostat
