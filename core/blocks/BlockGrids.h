// The OpenVDB side of a block model: the grids themselves, for file formats and surfaces.
// Include it from .cpp files only; every other place uses BlockModel.h and sees no OpenVDB.
#pragma once

#include <openvdb/openvdb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Registers OpenVDB's types once per process; every entry that touches grids calls it.
void initialize_openvdb();

/// Index space → world, voxel centres at whole numbers, as OpenVDB and its tools expect.
openvdb::math::Transform::Ptr grid_transform(const GridGeometry& geometry);

/// All columns have exactly the leaves of `topology`, in the same order; no grid has active tiles.
struct BlockModel::Grids {
    struct Column {
        openvdb::FloatGrid::Ptr real;  ///< one of the two is set, as the column's type says
        openvdb::Int32Grid::Ptr integer;
        std::vector<float*> real_leaves;  ///< memory of every leaf, in leaf order
        std::vector<std::int32_t*> integer_leaves;
    };

    GridGeometry geometry;
    openvdb::MaskGrid::Ptr topology;
    std::vector<Leaf> leaves;
    std::int64_t blocks = 0;
    std::array<std::int32_t, 3> bricks{1, 1, 1};  ///< leaves that cover the geometry along i, j, k
    std::vector<std::uint32_t> brick_leaf;  ///< brick (i slowest, k fastest) → leaf, no_leaf where empty
    std::vector<ColumnInfo> infos;
    std::vector<Column> columns;  ///< parallel to infos

    static constexpr std::uint32_t no_leaf = 0xffffffffU;

    /// Takes the leaves of a finished topology (all within the geometry, no tiles) and indexes them.
    void set_topology(const GridGeometry& where, openvdb::MaskGrid::Ptr mask);
    /// Index of a column, −1 when there is none.
    [[nodiscard]] int find(const std::string& name) const;
    /// A filled column of the model's topology.
    [[nodiscard]] Column make_column(const ColumnInfo& info) const;
    /// Refreshes the leaf pointers after the grid was replaced.
    static void collect(Column& column, std::size_t leaf_count);
};

/// A model around a finished topology, without columns. Error: topology outside the geometry.
base::Expected<BlockModel> model_of(const GridGeometry& geometry, openvdb::MaskGrid::Ptr topology);

/// Refuses sizes that are not positive, counts below 1 and numbers that are not finite.
base::Expected<void> check_geometry(const GridGeometry& geometry);

/// A leaf's mask as 8 words: word i, bit 8·j + k.
template <class LeafNode>
std::array<std::uint64_t, 8> mask_words(const LeafNode& leaf) {
    std::array<std::uint64_t, 8> words{};
    for (openvdb::Index n = 0; n < 8; ++n) words[n] = leaf.getValueMask().template getWord<std::uint64_t>(n);
    return words;
}

}  // namespace orelens::blocks
