// Which stretches of the holes a filter keeps: the same conditions are asked of blocks, in the model, and of composites,
// along the holes, so that both are thinned out alike. What composites cannot be asked is left to the blocks.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/blocks/BlockFilter.h"

namespace orelens::project {
class Project;
}

namespace orelens::scene {

struct HoleStretches {
    /// By collar: from and to in metres along the hole, ascending, none overlapping the next.
    std::vector<std::vector<std::pair<double, double>>> of;
    bool operator==(const HoleStretches&) const = default;
};

/// Null = all of every hole: there are no composites, or none of the conditions that are on can be asked of them.
std::shared_ptr<const HoleStretches> kept_stretches(const project::Project& project, std::span<const blocks::FilterRow> rows);

}  // namespace orelens::scene
