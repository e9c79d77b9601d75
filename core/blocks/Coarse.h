// A model with fewer, larger blocks, for pictures of models too large to be worth drawing in full. Not for
// sums: values are plain means over the blocks that have one.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Blocks of `factor` (2, 4 or 8) times the size, each where any of those it stands for is. Real columns: the
/// mean of their values; integer columns: the most frequent value, of several the least. Missing where none
/// has a value. Error: cancelled.
base::Expected<BlockModel> coarsened(const BlockModel& model, int factor, const base::Progress& progress);

/// The least factor (1, 2, 4, 8) with which a model has at most `blocks` blocks; 8 where none does. Counted as
/// if all blocks lay side by side, so the coarse model may have somewhat more.
int coarse_factor(const BlockModel& model, std::int64_t blocks);

}  // namespace orelens::blocks
