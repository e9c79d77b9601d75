// A sparse block model as formats want it that know full grids only: every cell of a box, axis after axis in
// the order of the format, slab by slab so that little is held. For writers; computes nothing.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "core/base/Parallel.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

/// First and last block along each axis.
struct BlockBox {
    blocks::Index3 low{0, 0, 0}, high{0, 0, 0};
    [[nodiscard]] std::int32_t count(int axis) const { return high[axis] - low[axis] + 1; }
    [[nodiscard]] std::int64_t cells() const {
        return static_cast<std::int64_t>(count(0)) * count(1) * count(2);
    }
    bool operator==(const BlockBox&) const = default;
};

/// Around all blocks there are; the first cell where there are none.
BlockBox active_box(const blocks::BlockModel& model);
/// The geometry of the box alone: same axes, its first block as origin.
blocks::GridGeometry geometry_of(const blocks::GridGeometry& geometry, const BlockBox& box);

/// Hands `take(values, count)` the box slab by slab, at most eight cells thick along the slowest axis.
/// `order`: axes from the fastest to the slowest. `value(leaf, position)` for blocks there are, `absent` for
/// the others; called from many threads. `take` returns false to end it.
template <class Value, class Get, class Take>
bool dense_slabs(const blocks::BlockModel& model, const BlockBox& box, const std::array<int, 3>& order,
                 Value absent, const Get& value, const Take& take) {
    const int slow = order[2], middle = order[1];
    std::array<std::size_t, 3> stride{};
    stride[order[0]] = 1;
    stride[order[1]] = static_cast<std::size_t>(box.count(order[0]));
    stride[order[2]] = stride[order[1]] * static_cast<std::size_t>(box.count(order[1]));
    std::vector<Value> slab;
    for (std::int32_t s0 = box.low[slow] & ~7; s0 <= box.high[slow]; s0 += 8) {
        const std::int32_t first = std::max(s0, box.low[slow]), last = std::min(s0 + 7, box.high[slow]);
        slab.assign(stride[slow] * static_cast<std::size_t>(last - first + 1), absent);
        const std::int32_t m0 = box.low[middle] & ~7;
        const auto bricks = static_cast<std::size_t>((box.high[middle] - m0) / 8 + 1);
        blocks::Index3 base = box.low;
        base[slow] = first;
        base::parallel_for(bricks, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t m = begin; m < end; ++m)
                for (std::int32_t f0 = box.low[order[0]] & ~7; f0 <= box.high[order[0]]; f0 += 8) {
                    blocks::Index3 at{};
                    at[slow] = s0;
                    at[middle] = m0 + static_cast<std::int32_t>(8 * m);
                    at[order[0]] = f0;
                    const std::size_t n = model.leaf_of(at);
                    if (n == model.leaf_count()) continue;
                    const blocks::Leaf& leaf = model.leaf(n);
                    for (int w = 0; w < 8; ++w)
                        for (std::uint64_t word = leaf.active[w]; word != 0; word &= word - 1) {
                            const int position = 64 * w + std::countr_zero(word);
                            const blocks::Index3 block = leaf.index(position);
                            std::size_t to = 0;
                            for (int a = 0; a < 3; ++a)
                                to += stride[a] * static_cast<std::size_t>(block[a] - base[a]);
                            slab[to] = value(n, position);
                        }
                }
        });
        if (!take(slab.data(), slab.size())) return false;
    }
    return true;
}

}  // namespace orelens::io
