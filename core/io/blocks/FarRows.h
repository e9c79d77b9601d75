// Rows of a table of blocks that lie far from all others: a digit too many in one coordinate would otherwise make
// the grid. A model of two fields has many blocks in each and is left alone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/CellTable.h"
#include "core/blocks/LatticeFit.h"

namespace orelens::io {

/// In order, beside those `gone` already (in order, too): rows that lie beyond the middle nine tenths of all rows
/// along some axis by more than five times their extent, and by 250 m. None where more than twenty rows do, or more
/// than one in twenty: those are no slips. `range`: of the rows that are not gone.
base::Expected<std::vector<std::uint32_t>> far_rows(const blocks::CellTable& table,
                                                    const std::vector<std::uint32_t>& gone,
                                                    const std::array<blocks::ValueRange, 3>& range,
                                                    const base::Progress& progress);

}  // namespace orelens::io
