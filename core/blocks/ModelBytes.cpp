#include "core/blocks/ModelBytes.h"

#include <cmath>

namespace orelens::blocks {
namespace {

constexpr double values_per_leaf = 512;
/// A leaf of the topology: its mask in the tree and its entry in the list.
constexpr double leaf_topology = sizeof(Leaf) + 128;

}  // namespace

double topology_bytes(const GridGeometry& geometry, double leaves) {
    double bricks = 1;
    for (const std::int32_t count : geometry.count) bricks *= std::ceil(count / 8.0);
    return bricks * sizeof(std::uint32_t) + leaves * leaf_topology;
}

double wide_column_bytes(double leaves) {
    return leaves * values_per_leaf * sizeof(float);
}

double small_column_bytes(double leaves) {
    return leaves * values_per_leaf * sizeof(std::uint8_t);
}

}  // namespace orelens::blocks
