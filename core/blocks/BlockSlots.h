// Where the values of each cell go in a model of blocks that are one cell each. Part of RegularBlocks.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/blocks/CellGrid.h"

namespace orelens::blocks {

/// Of a cell that has no place of its own.
inline constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

struct BlockSlots {
    BlockModel model;  ///< the blocks, without columns
    /// Per cell: leaf · 512 + place in the leaf; no_slot where a cell of the same block came before.
    std::vector<std::uint32_t> slot;
    std::int64_t repeated = 0;
    std::int64_t first_repeated = -1;  ///< cell
};

/// For grids that are not sub-blocked. Takes four bytes a cell. Error: too many; cancelled.
base::Expected<BlockSlots> find_slots(const CellTable& table, const FoundGrid& found,
                                      const base::Progress& progress);

}  // namespace orelens::blocks
