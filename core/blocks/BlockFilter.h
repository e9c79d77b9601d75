// Which blocks are looked at: a list of conditions, all of which a block must meet. For the view, the tables, the
// histogram and the curve alike, so that all of them show the same blocks. Changes nothing in a model; what a
// condition cannot decide (a missing value) is not kept.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// One condition. Only the fields of its kind are looked at.
struct FilterRow {
    enum class Kind {
        range,      ///< low ≤ value ≤ high, of a real or an integer column
        codes,      ///< the value of an integer column is one of `codes`
        box,        ///< the block's centre lies in a box of the world, bounds included
        polygon,    ///< …in a polygon on the map, at any elevation
        expression  ///< a formula over columns and x, y, z is true (not 0)
    };
    Kind kind = Kind::range;
    bool on = true;
    bool inverted = false;  ///< keeps what it would leave out; never blocks without a value
    std::string column;
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
    std::vector<std::int32_t> codes;
    Vec3 box_low{}, box_high{};                  ///< world metres
    std::vector<std::array<double, 2>> polygon;  ///< corners x, y in world metres; open or closed, at least 3
    /// As muParser reads it: + - * / ^, comparisons, && || !, ?:, functions. Columns by name; names with other
    /// characters than letters, digits, _ and . stand in [brackets].
    std::string expression;
    bool operator==(const FilterRow&) const = default;
};

/// Ids for project files, in the order of the enumerators.
inline constexpr std::array filter_kind_ids{"range", "codes", "box", "polygon", "expression"};

/// One bit per block, in the leaves of the model it was made of.
struct BlockMask {
    std::vector<std::array<std::uint64_t, 8>> leaf;
    std::int64_t kept = 0;
    [[nodiscard]] bool has(std::size_t leaf_number, int at) const {
        return ((leaf[leaf_number][static_cast<std::size_t>(at) >> 6] >> (at & 63)) & 1U) != 0;
    }
};

/// Whether a condition can be decided on this model. Error (kind usage): an unknown column, a text where numbers are
/// wanted, an empty list, a polygon of fewer than 3 corners, a formula that cannot be read (with the place in it).
base::Expected<void> check_filter(const BlockModel& model, const FilterRow& row);

/// Blocks that meet every condition that is on; all of them without any. Errors: as check_filter; cancelled.
base::Expected<BlockMask> filter_blocks(const BlockModel& model, std::span<const FilterRow> rows,
                                        const base::Progress& progress = base::Progress());

}  // namespace orelens::blocks
