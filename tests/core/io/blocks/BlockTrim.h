// Comparing a model with what was read from a format that keeps the box around its blocks only.
#pragma once

#include <bit>
#include <string>

#include "core/io/blocks/DenseBlocks.h"
#include "tests/core/io/blocks/BlockSamples.h"

namespace orelens::io::testing_blocks {

/// Same blocks at the same places with the same bits; empty when equal, else what differs.
inline std::string trimmed_difference(const BlockModel& a, const BlockModel& b) {
    const BlockBox box = active_box(a);
    if (a.block_count() != b.block_count()) return "number of blocks";
    if (a.columns() != b.columns()) return "columns";
    const GridGeometry trimmed = geometry_of(a.geometry(), box);
    const GridGeometry& g = b.geometry();
    if (g.count != trimmed.count) return "count";
    if (g.block_size != trimmed.block_size) return "size";
    if (g.origin != trimmed.origin) return "origin";
    for (std::size_t n = 0; n < a.leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!a.leaf(n).is_active(p)) continue;
            Index3 at = a.leaf(n).index(p);
            for (int x = 0; x < 3; ++x) at[x] -= box.low[x];
            const std::size_t leaf = b.leaf_of(at);
            const int q = 64 * (at[0] & 7) + 8 * (at[1] & 7) + (at[2] & 7);
            if (leaf == b.leaf_count() || !b.leaf(leaf).is_active(q)) return "a block is missing";
            for (const blocks::ColumnInfo& info : a.columns()) {
                const bool same = info.type == ColumnType::real
                                      ? std::bit_cast<std::uint32_t>(a.real(info.name, n)[p]) ==
                                            std::bit_cast<std::uint32_t>(b.real(info.name, leaf)[q])
                                      : a.integer(info.name, n)[p] == b.integer(info.name, leaf)[q];
                if (!same) return "values of " + info.name;
            }
        }
    return "";
}

}  // namespace orelens::io::testing_blocks
