// The holes that make a fitted grid far larger than the rest of the drilling needs, when they take part: such as
// one that is beyond belief is left out before (drilling/Doubtful.h), unless it was approved.
#pragma once

#include <optional>
#include <string>

#include "core/blocks/GridRule.h"
#include "core/drilling/Composite.h"

namespace orelens::project {

struct FarHole {
    std::string hole;          ///< the farthest of them
    double distance_m = 0;     ///< from its samples to the box around the others
    double cells_without = 0;  ///< blocks of the grid fitted to the others
    std::size_t holes = 1;     ///< how many lie so far away
};

/// Of three holes or more, those that lie more than three diagonals of the others' box (with margin) away from the
/// half nearest to the middle and what joins it; of two fields of as many holes, the smaller. Nothing where the grid
/// is stated, or where there are none.
std::optional<FarHole> far_hole(const blocks::GridRule& rule, const drilling::CompositeTable& samples);

}  // namespace orelens::project
