// The OpenVDB side of a block model: its topology, and grids made of its columns, for file formats and
// surfaces. Include it from .cpp files only; every other place uses BlockModel.h and sees no OpenVDB.
#pragma once

#include <openvdb/openvdb.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"
#include "core/blocks/ColumnValues.h"

namespace orelens::blocks {

/// Registers OpenVDB's types once per process; every entry that touches grids calls it.
void initialize_openvdb();

/// Index space → world, voxel centres at whole numbers, as OpenVDB and its tools expect.
openvdb::math::Transform::Ptr grid_transform(const GridGeometry& geometry);

/// Which blocks there are, indexed; immutable once made, shared by all copies of a model.
struct Topology {
    static constexpr std::uint32_t no_leaf = 0xffffffffU;

    GridGeometry geometry;
    openvdb::MaskGrid::ConstPtr grid;  ///< no active tiles
    std::vector<Leaf> leaves;          ///< in the grid's order
    std::int64_t blocks = 0;
    std::array<std::int32_t, 3> bricks{1, 1, 1};  ///< leaves that cover the geometry along i, j, k
    std::vector<std::uint32_t> brick_leaf;  ///< brick (i slowest, k fastest) → leaf, no_leaf where empty
};

/// The leaves of a finished mask (all within the geometry, no tiles), indexed.
std::shared_ptr<const Topology> index_topology(const GridGeometry& geometry, openvdb::MaskGrid::Ptr mask);

struct BlockModel::Parts {
    std::shared_ptr<const Topology> topology;
    std::vector<ColumnInfo> infos;
    std::vector<std::shared_ptr<Column>> columns;  ///< parallel to infos; may be shared with other models
    std::mutex parting;  ///< threads that ask for write access to one model part a shared column once

    /// Index of a column, −1 when there is none.
    [[nodiscard]] int find(const std::string& name) const;
    /// Adds a column or replaces the one of that name.
    void put(ColumnInfo info, std::shared_ptr<Column> column);
    /// A column that no other model shares.
    Column& writable(std::size_t n);
};

/// A column as an OpenVDB grid (FloatGrid or Int32Grid, missing values as in BlockModel), made anew.
openvdb::GridBase::Ptr column_grid(const BlockModel& model, std::size_t column);

/// A model of these leaves, which stand in the order a grid has them, without columns. Error: a leaf that is
/// no brick of the geometry, without blocks, with blocks outside, or there before; geometry as in
/// check_geometry.
base::Expected<BlockModel> model_of_leaves(const GridGeometry& geometry, const std::vector<Leaf>& leaves);

/// More blocks than this along one axis are a slip of the pen, whatever the cells.
inline constexpr std::int32_t most_along = 1'000'000;

/// Refuses sizes that are not positive, counts below 1 or beyond the limits, numbers that are not finite or
/// beyond any map (coordinates to 1e12, blocks of 1e-6 m to 1e9 m, angles to 1e6°).
base::Expected<void> check_geometry(const GridGeometry& geometry);

/// A leaf's mask as 8 words: word i, bit 8·j + k.
template <class LeafNode>
std::array<std::uint64_t, 8> mask_words(const LeafNode& leaf) {
    std::array<std::uint64_t, 8> words{};
    for (openvdb::Index n = 0; n < 8; ++n) words[n] = leaf.getValueMask().template getWord<std::uint64_t>(n);
    return words;
}

}  // namespace orelens::blocks
