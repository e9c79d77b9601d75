#include "core/economics/FilterTonnes.h"

#include <bit>
#include <vector>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"

namespace orelens::economics {

base::Expected<FilterTonnes> filter_tonnes(const blocks::BlockModel& model, const blocks::BlockMask& mask,
                                           const Costs& costs, const base::Progress& progress) {
    if (mask.leaf.size() != model.leaf_count())
        return base::fail(base::ErrorKind::usage, base::Message("economics.other_mask"));
    const BlockTonnes block(model, costs);
    constexpr std::size_t piece = 256;
    std::vector<FilterTonnes> sums(model.leaf_count() / piece + 1);
    const bool whole = base::parallel_pieces(model.leaf_count(), piece, progress, [&](std::size_t begin, std::size_t end) {
        FilterTonnes& sum = sums[begin / piece];
        for (std::size_t leaf = begin; leaf < end; ++leaf)
            for (std::size_t word = 0; word < 8; ++word)
                for (std::uint64_t left = mask.leaf[leaf][word]; left != 0; left &= left - 1) {
                    const int at = static_cast<int>(word * 64) + std::countr_zero(left);
                    ++sum.blocks;
                    sum.volume_m3 += block.volume(leaf, at);
                    sum.tonnes += block(leaf, at);
                }
    });
    if (!whole) return base::cancelled();
    FilterTonnes all;
    for (const FilterTonnes& sum : sums) {
        all.blocks += sum.blocks;
        all.volume_m3 += sum.volume_m3;
        all.tonnes += sum.tonnes;
    }
    return all;
}

}  // namespace orelens::economics
