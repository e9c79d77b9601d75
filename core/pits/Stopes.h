// The test of a deposit that is mined underground, in place of a pit: inside a solid, and at least so wide.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::pits {

/// Real column: the lowest price, as the main commodity is quoted, at which the block lies in a box of usable blocks
/// that is the least mining width to every side; +∞ where there is none.
inline constexpr const char* stope_column = "stope.price";

struct StopeRule {
    double width_m = 0;        ///< least mining width, > 0
    std::string share_column;  ///< real column with the share of each block inside the solid; empty = no solid
    double least_share = 0.5;  ///< of a block that counts as inside
};

struct StopeNotes {
    blocks::Index3 box{1, 1, 1};   ///< blocks along each axis that the width takes
    std::int64_t outside = 0;      ///< blocks left out by the solid
    std::int64_t too_narrow = 0;   ///< that pay at the deck's price but stand in no such box
    double too_narrow_tonnes = 0;  ///< of them
};

/// Bytes at its peak beside the model and the new column.
double stope_bytes(const blocks::GridGeometry& geometry);

/// Adds the column to an evaluated model. For every block: of all boxes of so many blocks that hold it, the one whose
/// dearest block has the lowest break-even price (a closing of the break-even price by the box). A box that reaches
/// beyond the grid, or holds a block that is absent, excluded, without a grade or outside the solid, is none.
/// Errors: a width not above 0; not evaluated; no such share column; cancelled.
base::Expected<StopeNotes> add_stope_prices(blocks::BlockModel& model, const economics::PriceDeck& deck,
                                            const StopeRule& rule, const base::Progress& progress);

}  // namespace orelens::pits
