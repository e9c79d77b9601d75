// Blocks added up by group: count, volume, tonnes, metal and tonnage-weighted grades. One pass over the
// model, in parallel, with sums that do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::report {

struct BlockSums {
    std::int64_t blocks = 0;
    double tonnes = 0;
    std::vector<double> metal;    ///< t, per element
    std::vector<double> assayed;  ///< tonnes that carry a grade, per element
    double volume_m3 = 0;
    std::vector<std::int64_t> assayed_blocks;  ///< blocks that carry a grade, per element
    void add(const BlockSums& other);
};

/// Tonnage-weighted grade in the unit whose mass fraction is given; NaN where no tonnes carry it.
double grade_of(const BlockSums& sums, std::size_t element, double unit_fraction);

/// Group of a block, or a negative number to leave it out. Called from many threads.
using GroupOf = std::function<int(std::size_t leaf, int position)>;

/// Sums of `groups` groups. Elements are grade columns of the model (checked before). A cancel through
/// `progress` ends it early, before `group_of` is called again: the sums are then not whole.
std::vector<BlockSums> sum_blocks(const blocks::BlockModel& model, const economics::Costs& costs,
                                  const std::vector<std::string>& elements, int groups,
                                  const GroupOf& group_of, const base::Progress* progress = nullptr);

}  // namespace orelens::report
