#include "core/io/blocks/DenseBlocks.h"

namespace orelens::io {

BlockBox active_box(const blocks::BlockModel& model) {
    BlockBox box{model.geometry().count, {-1, -1, -1}};
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        const blocks::Leaf& leaf = model.leaf(n);
        for (int w = 0; w < 8; ++w)
            for (std::uint64_t word = leaf.active[w]; word != 0; word &= word - 1) {
                const blocks::Index3 block = leaf.index(64 * w + std::countr_zero(word));
                for (int a = 0; a < 3; ++a) {
                    box.low[a] = std::min(box.low[a], block[a]);
                    box.high[a] = std::max(box.high[a], block[a]);
                }
            }
    }
    return box.high[0] < 0 ? BlockBox{} : box;
}

blocks::GridGeometry geometry_of(const blocks::GridGeometry& geometry, const BlockBox& box) {
    blocks::GridGeometry part = geometry;
    if (box.low != blocks::Index3{0, 0, 0})
        part.origin = geometry.to_world({static_cast<double>(box.low[0]), static_cast<double>(box.low[1]),
                                         static_cast<double>(box.low[2])});
    for (int a = 0; a < 3; ++a) part.count[a] = box.count(a);
    return part;
}

}  // namespace orelens::io
