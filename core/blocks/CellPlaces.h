// Centres of cells in the frame of a grid, stretch by stretch, whatever coordinates the table has them in.
// Inside blocks/ only.
#pragma once

#include <array>
#include <cstddef>

#include "core/blocks/CellTable.h"

namespace orelens::blocks {

/// Metres along the axes of a frame from a point. For tables with centres.
class CellPlaces {
  public:
    /// `from`: in the world; of a local table, whose centres are counted from its own pivot, too.
    CellPlaces(const CellTable& table, const GridGeometry& frame, const Vec3& from);
    /// Along axis `a`, cells [begin, end).
    void along(int a, std::size_t begin, std::size_t end, double* to) const;
    [[nodiscard]] double along(int a, std::size_t cell) const {
        double one = 0;
        along(a, cell, cell + 1, &one);
        return one;
    }

  private:
    const CellTable* table_;
    std::array<Vec3, 3> axes_;
    Vec3 from_;
    bool straight_ = false;
};
/// What local centres are counted from.
Vec3 pivot_of(const CellTable& table);
/// From the outer corner of a grid.
CellPlaces places_in(const CellTable& table, const GridGeometry& grid);

}  // namespace orelens::blocks
