// How far apart the drilling is: what variograms, declustering and searches take for their scale. Knows places
// and holes only, not grades.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/Progress.h"

namespace orelens::drilling {

struct DrillSpacing {
    std::int64_t holes = 0;     ///< with at least one sample; a sample without a hole is one of its own
    double along_m = 0;         ///< between neighbours in a hole, median; 0 = unknown
    double between_m = 0;       ///< from a sample to the nearest of another hole, median; 0 = unknown
    double between_wide_m = 0;  ///< the same, of the tenth that lies furthest apart: its start
    double extent_m = 0;        ///< diagonal of the samples' box
    bool operator==(const DrillSpacing&) const = default;
};

/// Samples as places, metres, and their hole (below 0 or absent: none). Neighbours in a hole are those that follow each
/// other in the table. Samples at one place as one of another hole (wedges, holes entered twice) are passed over,
/// as are those without finite coordinates. From an even choice of at most 2 000 samples against at most 50 000.
DrillSpacing drill_spacing(std::span<const double> x, std::span<const double> y, std::span<const double> z,
                           std::span<const std::int32_t> hole, const base::Progress* progress = nullptr);

}  // namespace orelens::drilling
