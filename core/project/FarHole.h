// The one hole that makes a fitted grid far larger than the rest of the drilling needs, when it takes part:
// one that is beyond belief is left out before (drilling/Doubtful.h), unless it was approved.
#pragma once

#include <optional>
#include <string>

#include "core/blocks/GridRule.h"
#include "core/drilling/Composite.h"

namespace orelens::project {

struct FarHole {
    std::string hole;
    double distance_m = 0;     ///< from its samples to the box around all others
    double cells_without = 0;  ///< blocks of the grid fitted to the others
};

/// Of three holes or more, the one that lies more than three diagonals of the others' box (with margin) away;
/// nothing where the grid is stated, or where no single hole does.
std::optional<FarHole> far_hole(const blocks::GridRule& rule, const drilling::CompositeTable& samples);

}  // namespace orelens::project
