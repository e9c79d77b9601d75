// Samples of channels and single places whose own coordinates cannot be right beside all others: a slip in the
// middle of a channel would otherwise draw the grid to it. Judged as collars are (Doubtful.h).
#pragma once

#include <vector>

#include "core/drilling/Doubtful.h"

namespace orelens::drilling {

struct DoubtfulPoint {
    std::size_t row = 0;  ///< of the assays
    double x = no_value, y = no_value, z = no_value;
    DoubtfulHole doubt;   ///< why; its `collar` means nothing here
};

/// Of the assays of stated paths, in row order; only what is left out. The first place of a path is its collar
/// and judged with the others (doubtful_holes), and where that leaves the channel out, so are the samples beside it.
std::vector<DoubtfulPoint> doubtful_points(const DrillholeSet& holes);

}  // namespace orelens::drilling
