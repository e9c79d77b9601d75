// The grid of a block model as rule, file and places together give it.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/CellGrid.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelCells.h"

namespace orelens::io {

/// Searches with the rule's sizes, rotation and tolerance; a rotation that the file only hints at is tried
/// first. Errors: those of find_grid, with the line in the file; cancelled.
base::Expected<blocks::FoundGrid> grid_of(ReadCells& cells, const blocks::ModelRule& rule,
                                          const base::Progress& progress);

}  // namespace orelens::io
