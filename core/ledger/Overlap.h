// Units of several sources that cover the same ground: one of them is its authority, the others count in no total. And
// references that run in a circle.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ledger/Unit.h"

namespace orelens::ledger {

struct Overlap {
    std::size_t unit = 0;  ///< that gives way
    std::size_t authority = 0;  ///< a unit of the source that has the ground
};

/// Units of one source divide its ground among them; units of two sources with the same `ground_id`, or one within the
/// other, of the same subsystem and year cover each other. Authority: the kind that knows the ground best (blocks, orebody,
/// pile …), then the later `as_of`, then the source that comes first. Units whose `take` is false do not count.
std::vector<Overlap> find_overlaps(const std::vector<ResourceUnit>& units, const std::vector<std::string>& source_order,
                                   const std::vector<bool>& take);

/// Circles in "a is within b" and "a is made from b", each as the names on it in order, the smallest first.
std::vector<std::vector<std::string>> find_cycles(const std::vector<std::pair<std::string, std::string>>& arrows);

}  // namespace orelens::ledger
