// The blocks of one leaf as centres for the point estimators, in the order in which these are quick.
#pragma once

#include <array>
#include <vector>

#include "core/blocks/BlockModel.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// Edges of the grid's blocks in world metres.
BlockEdges block_edges(const blocks::GridGeometry& geometry);

/// Active centres of a leaf, tile by tile.
struct LeafTargets {
    std::vector<std::array<double, 3>> centres;
    std::vector<int> positions;  ///< of the centres in the leaf
    std::vector<std::size_t> tile_ends;
    void set(const blocks::Vec3& origin, const BlockEdges& edges, const blocks::Leaf& leaf);
};

}  // namespace orelens::geostat
