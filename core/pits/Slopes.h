// What must be mined before a block: slope angles by azimuth, turned into a short pattern of steps up that
// serves every block alike, so that no arc is ever stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::pits {

/// Overall slope of the wall that lies in this direction from the pit floor.
struct SlopeAt {
    double azimuth_deg = 0;  ///< clockwise from north
    double slope_deg = 45;   ///< above the horizontal, in (0, 90)
    bool operator==(const SlopeAt&) const = default;
};

/// One slope: the same all round. Several: linear in azimuth between them, round the compass.
using SlopeRose = std::vector<SlopeAt>;

/// Refuses, with `field` as the place: no slope; a slope not inside (0, 90); two slopes for one azimuth.
base::Expected<void> check_rose(const SlopeRose& rose, const std::string& field);
/// Slope of the rose in a direction. The rose is not empty.
double slope_at(const SlopeRose& rose, double azimuth_deg);

/// A block that must be mined before: so many blocks along i and j, and `dk` ≥ 1 benches up.
struct Step {
    std::int16_t di = 0, dj = 0, dk = 1;
    bool operator==(const Step&) const = default;
};

/// How far the walls that a pattern makes are from the slopes asked for. In a high wall the steps add up to
/// the convex hull of their directions, so the error follows from the pattern, not from a model.
struct SlopeError {
    double steeper_deg = 0;  ///< most that a wall is steeper than asked
    double flatter_deg = 0;  ///< most that it is flatter
    double mean_deg = 0;     ///< mean size over 360 directions
};

struct Pattern {
    std::vector<Step> steps;  ///< by bench, from the nearest
    int benches = 0;          ///< highest dk that was looked at
    SlopeError error;
};

/// The fewest steps that, taken again and again, reach every block whose centre lies in the cone of the first
/// `benches` benches above a block: horizontal distance ≤ height / tan(slope in that direction).
/// `block_size` in metres along i, j, k; `grid_azimuth_deg` as of GridGeometry. Errors (place.field
/// "pits.slopes"): those of check_rose; benches not 1…64; a slope so flat that the cone is wider than 100
/// blocks to a side.
base::Expected<Pattern> minimal_pattern(const SlopeRose& rose, const blocks::Vec3& block_size,
                                        double grid_azimuth_deg, int benches);

}  // namespace orelens::pits
