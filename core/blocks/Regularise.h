// Makes a BlockModel of a table of cells: sub-blocks and irregular cells are summed into blocks with the
// volume they share, so that tonnes and metal stay what they were; what the change of support costs is
// reported. Use after find_grid; where values are still to be read and cells have one size, RegularBlocks.h
// takes them without a table. It knows the roles of columns, not their headers; units are converted
// before.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/blocks/CellGrid.h"
#include "core/blocks/RegulariseReport.h"

namespace orelens::blocks {

/// Columns of the model: grades, numbers and categories under their names (categories with "<name>.share",
/// the share of the block's mass, where blocks hold several cells), "density" (t per m³ of rock) where it is
/// known and needed, "fraction", the share that is rock, where blocks are not full, "excluded". Blocks are
/// those that any cell lies in. A cell of the only size is stored as it is; several cells in a block give
/// means by mass (grades, numbers that say so) or volume (density, numbers), 64-bit, rounded so that the sums over the model hold.
/// Takes the table apart to save memory: beside table and model it needs 4 bytes a cell (CellPieces.h has the
/// figures where cells are split) and, of several cells in a block, little else. Error: too many pieces of
/// cells; cancelled.
base::Expected<BlockModel> to_block_model(CellTable&& table, const FoundGrid& found,
                                          const RegulariseRule& rule, RegulariseReport& report,
                                          const base::Progress& progress);

}  // namespace orelens::blocks
