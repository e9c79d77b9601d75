// Where a hole goes: minimum curvature between survey stations (domain.md §1).
#pragma once

#include <array>
#include <vector>

#include "core/base/Error.h"
#include "core/drilling/DrillholeSet.h"

namespace orelens::drilling {

/// The path of one hole; depth ascending, first station at depth 0.
struct Trace {
    std::vector<double> depth_m;
    std::vector<std::array<double, 3>> position;   ///< world, metres
    std::vector<std::array<double, 3>> direction;  ///< unit tangent, pointing down the hole
    bool vertical_assumed = false;                 ///< no survey: drawn vertical, and a finding says so
    bool straight = false;                         ///< from station to station, without a curve
    /// Position at a depth along the arc; beyond the last station the hole goes on straight.
    [[nodiscard]] std::array<double, 3> at(double depth) const;
};

/// Depth where each hole ends, in collar order: the stated depth or the deepest believed interval, whichever
/// is deeper; NaN where neither is known. A station may lie far below: files often end a hole with one at
/// 99999.
std::vector<double> hole_ends(const DrillholeSet& holes);

/// Traces end where the hole ends (`hole_ends`), or at the last station where that is not known.
/// One trace per collar, in collar order; collars without coordinates get an empty trace (at() gives NaN).
/// Stations are taken in depth order; of several at one depth the first row counts; stations with a depth,
/// dip or azimuth that cannot be used are left out. `validate` reports each of these. A first station below
/// the collar is extended back straight. A hole with a stated path follows it, straight from place to place.
std::vector<Trace> desurvey(const DrillholeSet& holes);

}  // namespace orelens::drilling
