#include "core/project/ModelShape.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"

namespace orelens::project {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::GridGeometry;
using blocks::Index3;

constexpr int leaf_size = 8;

bool is_cancelled(const base::Progress* progress) {
    return progress != nullptr && progress->cancelled();
}

/// Every so many steps of a loop.
bool is_cancelled(const base::Progress* progress, std::size_t step) {
    constexpr std::size_t mask = (std::size_t{1} << 16) - 1;
    return (step & mask) == mask && is_cancelled(progress);
}

/// The leaves of the grid that boxes touch; time and memory follow from the number of leaves and boxes,
/// however large the boxes are.
class LeafMap {
  public:
    explicit LeafMap(const GridGeometry& geometry) : blocks_(geometry.count) {
        std::size_t cells = 1;
        for (int a = 0; a < 3; ++a) {
            count_[a] = (geometry.count[a] + leaf_size - 1) / leaf_size;
            cells *= static_cast<std::size_t>(count_[a]);
        }
        boxes_.resize(cells);
    }
    /// Marks the leaves that a box of grid coordinates (in blocks) touches. Before `finish`.
    void mark(const blocks::Vec3& low, const blocks::Vec3& high) {
        std::array<std::int64_t, 3> first{}, last{};
        for (int a = 0; a < 3; ++a) {
            const auto leaf = [](double at) { return std::floor(std::clamp(at, -1e9, 1e9) / leaf_size); };
            first[a] = std::max<std::int64_t>(0, static_cast<std::int64_t>(leaf(low[a])));
            last[a] = std::min<std::int64_t>(count_[a] - 1, static_cast<std::int64_t>(leaf(high[a])));
            if (first[a] > last[a]) return;
        }
        // Differences at the box's corners: running sums along the three axes make boxes of them.
        for (int corner = 0; corner < 8; ++corner) {
            std::array<std::int64_t, 3> at{};
            bool inside = true;
            int sign = 1;
            for (int a = 0; a < 3; ++a) {
                const bool end = ((corner >> a) & 1) != 0;
                at[a] = end ? last[a] + 1 : first[a];
                inside = inside && at[a] < count_[a];
                if (end) sign = -sign;
            }
            if (inside) boxes_[linear(at[0], at[1], at[2])] += sign;
        }
    }
    /// Left early when it is cancelled.
    void finish(const base::Progress* progress) {
        const std::size_t row = static_cast<std::size_t>(count_[0]);
        const std::size_t layer = row * static_cast<std::size_t>(count_[1]);
        for (std::size_t n = 0; n < boxes_.size() && !is_cancelled(progress, n); ++n)
            if (n % row >= 1) boxes_[n] += boxes_[n - 1];
        for (std::size_t n = 0; n < boxes_.size() && !is_cancelled(progress, n); ++n)
            if (n % layer >= row) boxes_[n] += boxes_[n - row];
        for (std::size_t n = layer; n < boxes_.size() && !is_cancelled(progress, n); ++n)
            boxes_[n] += boxes_[n - layer];
    }
    [[nodiscard]] bool has(const Index3& block) const {
        return boxes_[linear(block[0] / leaf_size, block[1] / leaf_size, block[2] / leaf_size)] > 0;
    }
    [[nodiscard]] bool all() const {
        return std::ranges::all_of(boxes_, [](std::int32_t boxes) { return boxes > 0; });
    }
    [[nodiscard]] ReachSize size() const {
        ReachSize size;
        const auto within = [&](int axis, std::int64_t leaf) {
            return std::min<std::int64_t>(leaf_size, blocks_[axis] - leaf * leaf_size);
        };
        std::size_t n = 0;
        for (std::int64_t k = 0; k < count_[2]; ++k)
            for (std::int64_t j = 0; j < count_[1]; ++j) {
                std::int64_t marked = 0, along = 0;
                for (std::int64_t i = 0; i < count_[0]; ++i, ++n)
                    if (boxes_[n] > 0) {
                        ++marked;
                        along += within(0, i);
                    }
                size.leaves += static_cast<double>(marked);
                size.blocks += static_cast<double>(along * within(1, j) * within(2, k));
            }
        return size;
    }

  private:
    [[nodiscard]] std::size_t linear(std::int64_t i, std::int64_t j, std::int64_t k) const {
        return static_cast<std::size_t>(i + count_[0] * (j + count_[1] * k));
    }
    Index3 blocks_;
    std::array<std::int64_t, 3> count_{};
    std::vector<std::int32_t> boxes_;  ///< that touch each leaf
};

/// Not whole once it is cancelled.
LeafMap leaves_within_reach(const GridGeometry& geometry, const drilling::CompositeTable& samples,
                            double reach_m, const base::Progress* progress) {
    // Many samples share a leaf: the box around the leaf serves them all.
    std::vector<std::array<std::int64_t, 3>> sampled;
    for (std::size_t n = 0; n < samples.size() && !is_cancelled(progress, n); ++n) {
        const blocks::Vec3 at = geometry.to_grid({samples.x[n], samples.y[n], samples.z[n]});
        if (!std::isfinite(at[0]) || !std::isfinite(at[1]) || !std::isfinite(at[2])) continue;
        std::array<std::int64_t, 3> leaf{};
        for (int a = 0; a < 3; ++a)
            leaf[a] = static_cast<std::int64_t>(std::floor(std::clamp(at[a], -1e9, 1e9) / leaf_size));
        // Neighbours along a hole mostly share it: less to sort.
        if (sampled.empty() || sampled.back() != leaf) sampled.push_back(leaf);
    }
    std::ranges::sort(sampled);
    sampled.erase(std::ranges::unique(sampled).begin(), sampled.end());
    LeafMap map(geometry);
    for (const auto& leaf : sampled) {
        blocks::Vec3 low{}, high{};
        for (int a = 0; a < 3; ++a) {
            const double blocks_away = reach_m / geometry.block_size[a] + 1;
            low[a] = static_cast<double>(leaf[a]) * leaf_size - blocks_away;
            high[a] = static_cast<double>(leaf[a] + 1) * leaf_size + blocks_away;
        }
        map.mark(low, high);
    }
    map.finish(progress);
    return map;
}

using Mask = std::array<std::uint64_t, 8>;

/// Not whole once it is cancelled.
std::vector<Mask> blocks_with_values(const BlockModel& model, const std::vector<std::string>& columns,
                                     const base::Progress* progress) {
    std::vector<std::vector<const float*>> values;
    for (const std::string& column : columns) values.push_back(model.real_leaves(column));
    std::vector<Mask> masks(model.leaf_count());
    base::parallel_for(model.leaf_count(), 16, [&](std::size_t begin, std::size_t end) {
        if (is_cancelled(progress)) return;
        for (std::size_t leaf = begin; leaf < end; ++leaf)
            for (const auto& column : values)
                for (int n = 0; n < 512; ++n)
                    if (model.leaf(leaf).is_active(n) && !std::isnan(column[leaf][n]))
                        masks[leaf][static_cast<std::size_t>(n >> 6)] |= std::uint64_t{1} << (n & 63);
    });
    return masks;
}

std::int64_t count_bits(const std::vector<Mask>& masks) {
    std::int64_t bits = 0;
    for (const Mask& mask : masks)
        for (const std::uint64_t word : mask) bits += std::popcount(word);
    return bits;
}

int position(const Index3& block) {
    return ((block[0] & 7) << 6) | ((block[1] & 7) << 3) | (block[2] & 7);
}

}  // namespace

base::Expected<BlockModel> within_reach(const GridGeometry& geometry, const drilling::CompositeTable& samples,
                                        double reach_m, const base::Progress* progress) {
    const LeafMap map = leaves_within_reach(geometry, samples, reach_m, progress);
    if (progress != nullptr && !progress->report(0)) return base::cancelled();
    if (map.all()) return BlockModel::full(geometry, progress);
    return BlockModel::where(
        geometry, [&](const Index3& block) { return map.has(block); }, progress);
}

ReachSize size_within_reach(const GridGeometry& geometry, const drilling::CompositeTable& samples,
                            double reach_m) {
    return leaves_within_reach(geometry, samples, reach_m, nullptr).size();
}

ReachSize size_of(const GridGeometry& geometry) {
    ReachSize size{1, static_cast<double>(geometry.cell_count())};
    for (const std::int32_t count : geometry.count) size.leaves *= std::ceil(count / double{leaf_size});
    return size;
}

base::Expected<BlockModel> without_empty(BlockModel model, const std::vector<std::string>& columns,
                                         const base::Progress* progress) {
    const std::vector<Mask> kept = blocks_with_values(model, columns, progress);
    if (progress != nullptr && !progress->report(0.2)) return base::cancelled();
    const std::int64_t count = count_bits(kept);
    if (count == model.block_count() || 2 * count >= model.geometry().cell_count()) return model;
    const auto keep = [&](const Index3& block) {
        const std::size_t leaf = model.leaf_of(block);
        if (leaf == model.leaf_count()) return false;
        const int n = position(block);
        return ((kept[leaf][static_cast<std::size_t>(n >> 6)] >> (n & 63)) & 1U) != 0;
    };
    const base::Progress choosing = progress != nullptr ? progress->part(0.2, 0.5) : base::Progress();
    auto smaller = BlockModel::where(model.geometry(), keep, &choosing);
    if (!smaller) return smaller;
    // Column by column, each gone before the next one is copied: never two models at once.
    const std::vector<blocks::ColumnInfo> all = model.columns();
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (!copy_column(model, *smaller, all[n].name, blocks::missing_int, progress))
            return base::cancelled();
        model.remove_column(all[n].name);
        const double done = static_cast<double>(n + 1) / static_cast<double>(all.size());
        if (progress != nullptr && !progress->report(0.5 + 0.5 * done)) return base::cancelled();
    }
    return smaller;
}

base::Expected<BlockModel> some_leaves(const BlockModel& model, const std::vector<std::string>& columns,
                                       std::int64_t most, std::uint64_t seed, const base::Progress& progress) {
    if (model.block_count() <= most) return model;
    // Leaves by a random number of their own until there are blocks enough.
    std::vector<std::pair<std::uint64_t, std::size_t>> drawn;
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        std::uint64_t x = seed + 0x9e3779b97f4a7c15ULL * (n + 1);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        drawn.emplace_back(x ^ (x >> 31), n);
    }
    std::ranges::sort(drawn);
    std::vector<bool> chosen(model.leaf_count(), false);
    std::int64_t blocks = 0;
    for (const auto& [number, leaf] : drawn) {
        if (blocks >= most) break;
        chosen[leaf] = true;
        for (const std::uint64_t word : model.leaf(leaf).active) blocks += std::popcount(word);
    }
    auto some = BlockModel::where(
        model.geometry(),
        [&](const Index3& block) {
            const std::size_t leaf = model.leaf_of(block);
            if (leaf == model.leaf_count() || !chosen[leaf]) return false;
            return model.leaf(leaf).is_active(((block[0] & 7) << 6) | ((block[1] & 7) << 3) | (block[2] & 7));
        },
        &progress);
    if (!some) return some;
    for (const std::string& column : columns)
        if (model.has(column) && !copy_column(model, *some, column, blocks::missing_int, &progress))
            return base::cancelled();
    return some;
}

bool copy_column(const BlockModel& from, BlockModel& to, const std::string& column, std::int32_t absent,
                 const base::Progress* progress) {
    if (to.share_column(from, column)) return true;
    const blocks::ColumnInfo info = *from.info(column);
    const bool small = info.type == ColumnType::integer && from.is_small(column);
    to.add_column(info, small ? blocks::most_small : BlockModel::unlimited);
    // put(leaf, at, source): `source` is the leaf of `from` that has the block, −1 where none has.
    const auto each = [&](const auto& put) {
        base::parallel_for(to.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
            if (is_cancelled(progress)) return;
            for (std::size_t n = begin; n < end; ++n) {
                const std::size_t source = from.leaf_of(to.leaf(n).origin);
                for (int at = 0; at < 512; ++at) {
                    if (!to.leaf(n).is_active(at)) continue;
                    const bool found = source < from.leaf_count() && from.leaf(source).is_active(at);
                    put(n, at, found ? static_cast<std::int64_t>(source) : -1);
                }
            }
        });
    };
    if (info.type == ColumnType::real) {
        const auto values = from.real_leaves(column);
        const auto copies = to.real_leaves(column);
        each([&](std::size_t n, int at, std::int64_t source) {
            if (source >= 0) copies[n][at] = values[static_cast<std::size_t>(source)][at];
        });
    } else {
        const blocks::IntegerLeaves values = from.integer_leaves(column);
        const blocks::IntegerWriter copies = to.integer_writer(column);
        each([&](std::size_t n, int at, std::int64_t source) {
            copies.set(n, at, source >= 0 ? values[static_cast<std::size_t>(source)][at] : absent);
        });
    }
    if (!is_cancelled(progress)) return true;
    to.remove_column(column);
    return false;
}

}  // namespace orelens::project
