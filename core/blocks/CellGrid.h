// Finds the regular grid that cells lie on: from their centres alone, turned grids included, or with what the
// file states. Use before Regularise.h; says how far the centres are from the grid, and refuses where that is
// too far. It does not look at values, and does not cut sub-blocks (parents are found from the largest
// cells).
#pragma once

#include <optional>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/CellTable.h"

namespace orelens::blocks {

struct GridSearch {
    /// Overrides what the table states; absent: as stated, else not turned, else found from the centres.
    std::optional<CellTable::Rotation> rotation;
    Vec3 cell_size{0, 0, 0};    ///< of the cells where the table does not say; 0 = found
    Vec3 parent_size{0, 0, 0};  ///< of the blocks to be made; 0 = the largest cells
    std::optional<Vec3> parent_corner;  ///< world corner that those blocks are counted from, where stated
    double tolerance = 0.1;     ///< share of a block that a centre may lie off the grid
};

struct FoundGrid {
    GridGeometry geometry;
    Vec3 residual_m{0, 0, 0};  ///< largest distance of a centre from its block's, along u, v, w
    bool turned = false;       ///< the angles were found from the centres
    bool sub_blocked = false;  ///< cells of several sizes: the blocks are parents
    Vec3 smallest_m{0, 0, 0};  ///< smallest cell along u, v, w
    /// Share of blocks with a neighbour along u, v, w; 1 along an axis with one block.
    Vec3 touching{1, 1, 1};
};

/// Error: no cells; a size that nothing states (one layer only); centres farther from every grid than the
/// tolerance; cells that fill next to nothing of the grid; more than max_cells. place.field is the parameter
/// that decides ("model.size_w"). All sizes are > 0 and finite in `table`, all centres finite.
base::Expected<FoundGrid> find_grid(const CellTable& table, const GridSearch& search,
                                    base::Progress& progress);

}  // namespace orelens::blocks
