#include "core/geostat/LeafTargets.h"

#include <cstdint>

namespace orelens::geostat {
namespace {

/// Positions of a leaf in eight tiles of 4×4×4, each walked so that every step goes to a neighbour.
struct LeafWalk {
    std::array<std::int16_t, 512> positions{};
    LeafWalk() {
        std::size_t at = 0;
        for (int tile = 0; tile < 8; ++tile)
            for (int i = 0; i < 4; ++i)
                for (int jj = 0; jj < 4; ++jj)
                    for (int kk = 0; kk < 4; ++kk) {
                        const int j = i % 2 == 0 ? jj : 3 - jj;
                        const int k = (i * 4 + jj) % 2 == 0 ? kk : 3 - kk;
                        const int x = (tile & 4) + i, y = (tile & 2) * 2 + j, z = (tile & 1) * 4 + k;
                        positions[at++] = static_cast<std::int16_t>((x << 6) | (y << 3) | z);
                    }
    }
};

}  // namespace

BlockEdges block_edges(const blocks::GridGeometry& geometry) {
    BlockEdges edges = geometry.axes();
    for (int e = 0; e < 3; ++e)
        for (double& component : edges[e]) component *= geometry.block_size[e];
    return edges;
}

void LeafTargets::set(const blocks::Vec3& origin, const BlockEdges& edges, const blocks::Leaf& leaf) {
    static const LeafWalk walk;
    centres.clear();
    positions.clear();
    tile_ends.clear();
    for (std::size_t n = 0; n < walk.positions.size(); ++n) {
        const int at = walk.positions[n];
        if (leaf.is_active(at)) {
            positions.push_back(at);
            const blocks::Index3 index = leaf.index(at);
            std::array<double, 3> centre = origin;
            for (int e = 0; e < 3; ++e)
                for (int a = 0; a < 3; ++a) centre[a] += (index[e] + 0.5) * edges[e][a];
            centres.push_back(centre);
        }
        if (n % 64 == 63) tile_ends.push_back(centres.size());
    }
}

}  // namespace orelens::geostat
