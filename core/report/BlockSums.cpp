#include "core/report/BlockSums.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"

namespace orelens::report {
namespace {

std::vector<BlockSums> empty_sums(int groups, std::size_t elements) {
    BlockSums none;
    none.metal.assign(elements, 0);
    none.assayed.assign(elements, 0);
    none.assayed_blocks.assign(elements, 0);
    return std::vector<BlockSums>(static_cast<std::size_t>(groups), none);
}

}  // namespace

void BlockSums::add(const BlockSums& other) {
    blocks += other.blocks;
    tonnes += other.tonnes;
    volume_m3 += other.volume_m3;
    metal.resize(std::max(metal.size(), other.metal.size()));
    assayed.resize(std::max(assayed.size(), other.assayed.size()));
    assayed_blocks.resize(std::max(assayed_blocks.size(), other.assayed_blocks.size()));
    for (std::size_t e = 0; e < other.metal.size(); ++e) {
        metal[e] += other.metal[e];
        assayed[e] += other.assayed[e];
        assayed_blocks[e] += other.assayed_blocks[e];
    }
}

double grade_of(const BlockSums& sums, std::size_t element, double unit_fraction) {
    if (element >= sums.assayed.size() || !(sums.assayed[element] > 0))
        return std::numeric_limits<double>::quiet_NaN();
    return sums.metal[element] / sums.assayed[element] / unit_fraction;
}

std::vector<BlockSums> sum_blocks(const blocks::BlockModel& model, const economics::Costs& costs,
                                  const std::vector<std::string>& elements, int groups,
                                  const GroupOf& group_of, const base::Progress* progress) {
    std::vector<BlockSums> total = empty_sums(groups, elements.size());
    const auto grades = economics::GradeColumns::of(model, elements);
    if (!grades) return total;
    const economics::BlockTonnes tonnes_of(model, costs);
    // Pieces of fixed size, added in their order afterwards: the same bits for any number of threads.
    constexpr std::size_t leaves_per_piece = 256;
    const std::size_t pieces = (model.leaf_count() + leaves_per_piece - 1) / leaves_per_piece;
    std::vector<std::vector<BlockSums>> parts(pieces);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(pieces, 1, [&](std::size_t begin, std::size_t end) {
        std::vector<double> fractions(elements.size());
        for (std::size_t piece = begin; piece < end; ++piece) {
            if (progress != nullptr && progress->cancelled()) return;
            parts[piece] = empty_sums(groups, elements.size());
            const std::size_t last = std::min(model.leaf_count(), (piece + 1) * leaves_per_piece);
            for (std::size_t n = piece * leaves_per_piece; n < last; ++n)
                for (int at = 0; at < 512; ++at) {
                    if (!model.leaf(n).is_active(at)) continue;
                    const int group = group_of(n, at);
                    if (group < 0) continue;
                    BlockSums& sums = parts[piece][static_cast<std::size_t>(group)];
                    const double tonnes = tonnes_of(n, at);
                    ++sums.blocks;
                    sums.tonnes += tonnes;
                    sums.volume_m3 += tonnes_of.volume(n, at);
                    grades->fractions(n, at, fractions.data());
                    for (std::size_t e = 0; e < fractions.size(); ++e) {
                        if (std::isnan(fractions[e])) continue;
                        sums.metal[e] += tonnes * fractions[e];
                        sums.assayed[e] += tonnes;
                        ++sums.assayed_blocks[e];
                    }
                }
            if (progress != nullptr)
                progress->report(static_cast<double>(++done) / static_cast<double>(pieces));
        }
    });
    for (const auto& part : parts)
        for (std::size_t g = 0; g < part.size(); ++g) total[g].add(part[g]);
    // Whole blocks are counted, not added up: their volume then is a product without rounding.
    if (!tonnes_of.shared())
        for (BlockSums& sums : total)
            sums.volume_m3 = static_cast<double>(sums.blocks) * model.geometry().block_volume();
    return total;
}

}  // namespace orelens::report
