// An octree as the even grid of its smallest cells: a large cell's values stand in each of those it covers, so that
// volumes and sums stay what they were.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace orelens::io::geoh5 {

inline constexpr std::uint32_t no_cell = 0xffffffffU;

struct EvenOctree {
    std::array<std::size_t, 3> count{};   ///< along u, v, w
    std::int32_t width = 1;               ///< of a cell, in base cells
    std::vector<std::uint32_t> cell;      ///< row of the octree for each cell, w fastest, u slowest; no_cell = none
};

/// How many cells that would be; nothing where the rows are no octree of these base cells.
std::optional<double> even_cells(const std::vector<std::array<std::int32_t, 4>>& rows, const std::array<std::int64_t, 3>& base);
/// Nothing also where cells of the octree overlap.
std::optional<EvenOctree> even_octree(const std::vector<std::array<std::int32_t, 4>>& rows, const std::array<std::int64_t, 3>& base);

}  // namespace orelens::io::geoh5
