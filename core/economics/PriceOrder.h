// Blocks in the order of a price column, for curves: a sort that takes little more memory than its result.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::economics {

/// Blocks with a value in a real column (NaN left out), ascending; equal values in leaf order, whatever the
/// threads do. A block is leaf · 512 + position; the model has at most 2²³ leaves. Meaningless once
/// `progress` is cancelled, which it notices within a few leaves.
std::vector<std::uint32_t> price_order(const blocks::BlockModel& model, const std::string& column,
                                       const base::Progress& progress = base::Progress());

}  // namespace orelens::economics
