// Which cells lie in which block, and with which share of their volume, where a block may hold several. Part
// of Regularise.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/blocks/CellGrid.h"

namespace orelens::blocks {

/// Pieces of cells, sorted by slot (leaf · 512 + place in the leaf) and within a slot by cell.
struct CellPieces {
    std::vector<std::uint32_t> begin;  ///< per slot, and one more: first of its pieces
    std::vector<std::uint32_t> cell;
    std::vector<double> share;  ///< of the cell's volume; empty = all 1
    std::int64_t split_cells = 0;
    [[nodiscard]] double share_of(std::size_t piece) const { return share.empty() ? 1 : share[piece]; }
};

/// The blocks (without columns) and their pieces.
struct Pieced {
    BlockModel model;
    CellPieces pieces;
};
/// Four bytes a piece, eight more where any cell is split, and four a slot. Error: more pieces than fit;
/// cancelled.
base::Expected<Pieced> piece_cells(const CellTable& table, const FoundGrid& found,
                                   const base::Progress& progress);

}  // namespace orelens::blocks
