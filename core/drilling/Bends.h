// How sharply a hole turns between survey stations; a turn that no drill makes is a slip in a station.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/drilling/DrillholeSet.h"

namespace orelens::drilling {

/// An azimuth that is a direction: within one turn of the circle. 999 and the like are codes for none.
inline bool azimuth_possible(double azimuth_deg) {
    return std::isfinite(azimuth_deg) && azimuth_deg >= -360 && azimuth_deg <= 720;
}

/// Whether desurveying uses a station: depth at or below the collar, dip and azimuth known and possible.
bool usable(const SurveyStation& station);

/// Angle between the directions of two stations, degrees; NaN where one is not usable.
double turn_deg(const SurveyStation& a, const SurveyStation& b);

struct Bend {
    std::size_t station = 0;  ///< index into surveys: the deeper of the two
    double angle_deg = 0, length_m = 0;
};
/// Turns of more than 10° that are sharper than `holes.max_bend_deg` per 30 m, in depth order per hole, by
/// neighbouring usable stations at different depths.
std::vector<Bend> sharp_bends(const DrillholeSet& holes);

}  // namespace orelens::drilling
