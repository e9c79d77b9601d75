// Block grids of OMF files as block models, and block models as OMF files.
// Cells of regular grids become blocks as they are; grids of unequal cells become a CellTable, which the
// caller regularises. Does not choose between several grids of a file.
#pragma once

#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"
#include "core/blocks/CellTable.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {

/// Names by which each grid of a file can be asked for: a name that stands twice gets " (2)", an empty one is
/// "grid".
std::vector<std::string> grid_names(const std::vector<OmfGridOutline>& grids);

/// The one block grid of a project, or the one of that name (see grid_names). Errors: none, none of that
/// name, or several and no name; each names what the file holds.
base::Expected<OmfElement> take_omf_volume(OmfProject&& project, const std::string& name);

struct OmfBlocks {
    blocks::BlockModel model;
    std::vector<base::Finding> findings;
};
/// A grid whose widths agree to a millionth along each axis. Numbers become 4-byte reals, whole numbers that
/// fit 4-byte integers, categories and texts codes; a unit stands in the description of the data ("unit:
/// g/t"). A cell is no block where every column is missing, or where the column `orelens_active` of our own
/// files says so. Angles are recovered to 1e-10°, the rest of the geometry as the file has it. Errors: axes
/// that are not at right angles, unequal widths, sizes.
base::Expected<OmfBlocks> model_of_omf(OmfElement&& volume,
                                       const base::Progress& progress = base::Progress());

/// The same for any grid, with its columns as other programs' cells: i fastest, absent cells left out.
struct OmfCells {
    blocks::CellTable cells;
    std::vector<base::Finding> findings;
};
base::Expected<OmfCells> cells_of_omf(OmfElement&& volume, const base::Progress& progress = base::Progress());

/// The box around the blocks as one grid; cells without a block are NaN, −1 in categories, and 0 in
/// `orelens_active`. Every value is kept; a column of whole numbers that are missing somewhere is written as
/// reals, which its description says.
base::Expected<void> write_omf_blocks(const blocks::BlockModel& model, const std::string& path,
                                      const base::Progress& progress = base::Progress());

}  // namespace orelens::io
