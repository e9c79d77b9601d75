// An octree as the even grid of its smallest cells: a large cell's values stand in each of those it covers, so that
// volumes and sums stay what they were.
#pragma once

#include <hdf5.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/io/omf/OmfFile.h"

namespace orelens::io::geoh5 {

inline constexpr std::uint32_t no_cell = 0xffffffffU;

struct OctreeGrid {
    OmfVolume volume;
    std::vector<std::uint32_t> cell;  ///< row of the octree for each cell, w fastest, u slowest; no_cell = none
    std::size_t rows = 0;             ///< of the octree
};
/// Throws Refusal: attributes or cells that make no octree, cells over each other, and what would not fit into memory
/// beside its columns.
OctreeGrid octree_grid(hid_t object, const std::string& name);

/// Origin and rotation of a grid; false where it states no rotation. Throws Refusal: no origin; Broken: one that cannot
/// be read.
bool take_place(hid_t object, const std::string& element, OmfVec3& origin, double& turn);

/// Counterclockwise degrees about the vertical; exact at the quarter turns that most grids use.
void turn_axes(double degrees, OmfVec3& u, OmfVec3& v);

}  // namespace orelens::io::geoh5
