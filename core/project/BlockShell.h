// The surface around some of a project's blocks, for other programs: around those usable at a price, or around
// those whose grade reaches a cutoff. What is written of it is io::write_surface's.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/ExposedFaces.h"
#include "core/io/vtk/SurfaceFile.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

struct ShellRequest {
    std::string column;  ///< real column of the model (a grade); empty: the usable blocks
    double cutoff = 0;   ///< in the column's unit; blocks at or above it that are not excluded
    /// Quoted, of the main commodity: blocks with a break-even price at or below it, under the deck's test. NaN =
    /// the deck's own price.
    double price = std::numeric_limits<double>::quiet_NaN();
};

struct BlockShell {
    blocks::Surface surface;
    std::int64_t blocks = 0;  ///< inside it
    io::SurfaceNotes notes;   ///< what it is the surface of, in English: files leave the house
};

/// Of the model to show. Whether it is that of the present parameters is for the caller to ask
/// (Truth.h); older results are named as such in the notes. Errors: no model; no such real column; not
/// evaluated, with the reason; no block is inside; cancelled.
base::Expected<BlockShell> block_shell(const Project& project, const ShellRequest& request,
                                       const base::Progress& progress);

/// How many blocks the surface would go around, and what their column holds, from the lowest to the highest
/// value; for dialogs. Errors as above, except that nothing inside is no error.
struct ShellCount {
    std::int64_t blocks = 0;
    double low = 0, high = 0;
};
base::Expected<ShellCount> count_inside(const Project& project, const ShellRequest& request);

/// Columns that a cutoff can be stated of, grades first, without break-even prices.
std::vector<std::string> shell_columns(const blocks::BlockModel& model);

}  // namespace orelens::project
