#include "core/blocks/ModelBytes.h"

#include <cmath>

namespace orelens::blocks {
namespace {

/// A leaf of a column: 512 values of four bytes, the tree's node around them, and the pointers to it.
constexpr double leaf_values = 512.0 * 4;
constexpr double leaf_node = 176;
/// A leaf of the topology: its mask in the tree and its entry in the list.
constexpr double leaf_topology = sizeof(Leaf) + 128;

}  // namespace

double topology_bytes(const GridGeometry& geometry, double leaves) {
    double bricks = 1;
    for (const std::int32_t count : geometry.count) bricks *= std::ceil(count / 8.0);
    return bricks * sizeof(std::uint32_t) + leaves * leaf_topology;
}

double column_bytes(ColumnType /*type*/, double leaves) {
    return leaves * (leaf_values + leaf_node);
}

double copy_bytes(const BlockModel& model) {
    const auto leaves = static_cast<double>(model.leaf_count());
    double bytes = topology_bytes(model.geometry(), leaves);
    for (const ColumnInfo& column : model.columns()) bytes += column_bytes(column.type, leaves);
    return bytes;
}

}  // namespace orelens::blocks
