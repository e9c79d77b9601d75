// Islands of confidence classes ("spotted dogs").
#include <algorithm>
#include <array>
#include <utility>

#include "core/geostat/ConfidenceClasses.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using blocks::Index3;

/// Merging an island can leave another one too small; more rounds than this change next to nothing.
constexpr int most_rounds = 20;

/// Classes of all blocks in memory of their own, addressed leaf · 512 + position.
class Field {
  public:
    Field(const BlockModel& model, const std::string& column) : model_(model) {
        const blocks::IntegerLeaves leaves = model.integer_leaves(column);
        value_.resize(model.leaf_count() * 512);
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                value_[leaf * 512 + static_cast<std::size_t>(n)] =
                    model.leaf(leaf).is_active(n) ? static_cast<std::int8_t>(leaves[leaf][n]) : absent;
        neighbour_.resize(model.leaf_count());
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int side = 0; side < 6; ++side) {
                Index3 at = model.leaf(leaf).origin;
                at[side / 2] += side % 2 == 0 ? -8 : 8;
                neighbour_[leaf][static_cast<std::size_t>(side)] = model.leaf_of(at);
            }
    }

    static constexpr std::int8_t absent = -1;
    static constexpr std::size_t nowhere = ~std::size_t{0};

    [[nodiscard]] std::size_t size() const { return value_.size(); }
    std::int8_t& at(std::size_t n) { return value_[n]; }

    /// The block across a face, or nowhere.
    [[nodiscard]] std::size_t beside(std::size_t n, int side) const {
        static constexpr int stride[3] = {64, 8, 1};
        const std::size_t leaf = n / 512;
        const int position = static_cast<int>(n % 512), axis = side / 2;
        const int along = position / stride[axis] % 8, step = side % 2 == 0 ? -1 : 1;
        std::size_t other = n;
        if (along + step >= 0 && along + step < 8) {
            other = static_cast<std::size_t>(static_cast<std::int64_t>(n) + step * stride[axis]);
        } else {
            const std::size_t to = neighbour_[leaf][static_cast<std::size_t>(side)];
            if (to == model_.leaf_count()) return nowhere;
            other = to * 512 + static_cast<std::size_t>(position - step * 7 * stride[axis]);
        }
        return value_[other] == absent ? nowhere : other;
    }

  private:
    const BlockModel& model_;
    std::vector<std::int8_t> value_;
    std::vector<std::array<std::size_t, 6>> neighbour_;
};

/// Less certain classes come later; no class comes last.
int doubt(int value) {
    return value == unclassified ? inferred + 1 : value;
}

class Smoother {
  public:
    Smoother(Field& field, std::size_t least) : field_(field), least_(least) {}

    /// Blocks that changed.
    std::int64_t round(ClassSummary& summary, const base::Progress& progress) {
        seen_.assign(field_.size(), false);
        std::vector<std::vector<std::size_t>> islands;
        for (std::size_t n = 0; n < field_.size(); ++n) {
            if ((n & 0xffff) == 0 && progress.cancelled()) return 0;
            if (seen_[n] || field_.at(n) == Field::absent || field_.at(n) == unclassified) continue;
            if (std::vector<std::size_t> island = flood(n); island.size() < least_)
                islands.push_back(std::move(island));
        }
        std::ranges::stable_sort(islands, {}, &std::vector<std::size_t>::size);
        std::int64_t changed = 0;
        for (const std::vector<std::size_t>& island : islands) changed += drown(island, summary);
        return changed;
    }

  private:
    /// Marks the group of a block; returns its blocks, or `least_` of them where there are as many or more.
    std::vector<std::size_t> flood(std::size_t start) {
        std::vector<std::size_t> island{start};
        front_.assign(1, start);
        seen_[start] = true;
        while (!front_.empty()) {
            const std::size_t n = front_.back();
            front_.pop_back();
            for (int side = 0; side < 6; ++side) {
                const std::size_t other = field_.beside(n, side);
                if (other == Field::nowhere || seen_[other] || field_.at(other) != field_.at(start)) continue;
                seen_[other] = true;
                front_.push_back(other);
                if (island.size() < least_) island.push_back(other);
            }
        }
        return island;
    }

    std::int64_t drown(const std::vector<std::size_t>& island, ClassSummary& summary) {
        const int own = field_.at(island.front());
        std::array<std::int64_t, 4> faces{};
        for (const std::size_t n : island)
            for (int side = 0; side < 6; ++side)
                if (const std::size_t other = field_.beside(n, side);
                    other != Field::nowhere && field_.at(other) != own)
                    ++faces[static_cast<std::size_t>(field_.at(other))];
        int best = own;
        std::int64_t most = 0;
        for (const int value : {unclassified, inferred, indicated, measured})
            if (faces[static_cast<std::size_t>(value)] > most) {
                most = faces[static_cast<std::size_t>(value)];
                best = value;
            }
        if (best == own) return 0;
        for (const std::size_t n : island) field_.at(n) = static_cast<std::int8_t>(best);
        const auto count = static_cast<std::int64_t>(island.size());
        (doubt(best) < doubt(own) ? summary.raised : summary.lowered) += count;
        summary.blocks[static_cast<std::size_t>(own)] -= count;
        summary.blocks[static_cast<std::size_t>(best)] += count;
        return count;
    }

    Field& field_;
    std::size_t least_;
    std::vector<bool> seen_;
    std::vector<std::size_t> front_;
};

}  // namespace

base::Expected<void> smooth_classes(BlockModel& model, const std::string& column, int least,
                                    ClassSummary& summary, const base::Progress& progress) {
    Field field(model, column);
    Smoother smoother(field, static_cast<std::size_t>(std::max(least, 0)));
    for (int k = 0; k < most_rounds && !progress.cancelled(); ++k)
        if (smoother.round(summary, progress) == 0) break;
    if (progress.cancelled()) return base::cancelled();
    const blocks::IntegerWriter to = model.integer_writer(column);
    for (std::size_t n = 0; n < field.size(); ++n)
        if (field.at(n) != Field::absent) to.set(n / 512, static_cast<std::ptrdiff_t>(n % 512), field.at(n));
    return {};
}

}  // namespace orelens::geostat
