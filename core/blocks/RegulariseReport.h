// How cells are put together into blocks, and what came of it: sums before and after, and what was lost.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/blocks/CellTable.h"

namespace orelens::blocks {

struct RegulariseRule {
    /// t/m³ where the table has none; NaN: unknown, means are then by volume and no density is written.
    double default_density = std::numeric_limits<double>::quiet_NaN();
    /// A cell without a grade inside a block with one carries no metal; else its mass is left out of the
    /// mean.
    bool missing_is_barren = true;
};

/// What a column sums to: grade × tonnes, or value × m³ of the cells that have one.
struct ColumnSum {
    std::string name;
    CellRole role = CellRole::number;
    double before = 0;         ///< over cells
    double after = 0;          ///< over blocks
    double stored = 0;         ///< over blocks, of the 32-bit values in the model
    double barren_tonnes = 0;  ///< of cells without a grade inside blocks with one
    double moved = 0;          ///< tonnes that lie in blocks of another category than their own
};

struct RegulariseReport {
    std::int64_t cells = 0, blocks = 0;
    std::int64_t split_cells = 0;      ///< lie in several blocks
    std::int64_t partial_blocks = 0;   ///< not filled
    std::int64_t repeated = 0;         ///< cells where another cell of the same place came first: left out
    std::int64_t first_repeated = -1;  ///< cell
    std::int64_t overfull_blocks = 0;  ///< hold more volume than they have: cells overlap
    double overfull_m3 = 0;
    double volume_before_m3 = 0, volume_after_m3 = 0;               ///< of rock
    double tonnes_before = 0, tonnes_after = 0, tonnes_stored = 0;  ///< 0 where no density is known
    double excluded_tonnes = 0;         ///< of excluded cells in blocks that are not: left out
    std::int64_t without_density = 0;   ///< cells that took the default
    std::int64_t volume_too_large = 0;  ///< cells whose stated volume is larger than they are
    std::int64_t volume_doubtful = 0;   ///< cells whose volume is neither theirs nor that of their share
    std::int64_t air_cells = 0;         ///< cells whose density or tonnes are stated as 0
    double air_m3 = 0;                  ///< of them
    double tonnage_ratio_low = 1,
           tonnage_ratio_high = 1;   ///< stated tonnes to volume × density, where both are
    /// Of blocks as large as the largest cells: which share of the mass with a grade lies in such cells, and
    /// which size of cells holds most of it. 1 where blocks are of another size.
    double largest_share = 1, common_share = 1;
    Vec3 common_size{0, 0, 0};
    std::vector<ColumnSum> columns;  ///< of sub-blocked tables; else every value is what it was
};

/// As the evaluation counts it: tonnes are volume × density × fraction.
inline constexpr const char* fraction_column = "fraction";

}  // namespace orelens::blocks
