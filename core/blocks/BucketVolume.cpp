#include "core/blocks/BucketVolume.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

/// The ladder in float, rounded down: for a float v and a double p, v ≤ p ⇔ v ≤ the largest float ≤ p.
/// Padded with +∞ to 256 steps so that the search has a fixed length.
class Steps {
  public:
    explicit Steps(const std::vector<double>& ladder) : used_(static_cast<int>(ladder.size())) {
        limits_.fill(std::numeric_limits<float>::infinity());
        for (std::size_t n = 0; n < ladder.size(); ++n) {
            auto limit = static_cast<float>(ladder[n]);
            if (static_cast<double>(limit) > ladder[n])
                limit = std::nextafter(limit, -std::numeric_limits<float>::infinity());
            limits_[n] = limit;
        }
    }

    [[nodiscard]] std::uint8_t bucket(float value) const {
        int below = 0;  // steps that lie below the value, found without branches
        for (int half = 128; half > 0; half /= 2) below += value > limits_[below + half - 1] ? half : 0;
        // NaN compares false everywhere and would land on the first step.
        return below < used_ && value == value ? static_cast<std::uint8_t>(below + 1) : BucketVolume::never;
    }

  private:
    std::array<float, 256> limits_{};
    int used_;
};

/// Bounding box of the active blocks.
void fit_box(const BlockModel& model, BucketVolume& volume) {
    Index3 low{std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max(),
               std::numeric_limits<std::int32_t>::max()};
    Index3 high{-1, -1, -1};
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        const Leaf& leaf = model.leaf(n);
        std::uint64_t any = 0;
        int first_word = 8;
        int last_word = -1;
        for (int w = 0; w < 8; ++w)
            if (leaf.active[w] != 0) {
                any |= leaf.active[w];
                first_word = std::min(first_word, w);
                last_word = w;
            }
        if (any == 0) continue;
        std::uint64_t columns = any;  // fold the rows j together: bits 0…7 are k
        for (const int shift : {32, 16, 8}) columns |= columns >> shift;
        const auto k_bits = static_cast<std::uint32_t>(columns & 0xffU);
        const std::array<int, 3> leaf_low{first_word, std::countr_zero(any) / 8, std::countr_zero(k_bits)};
        const std::array<int, 3> leaf_high{last_word, (63 - std::countl_zero(any)) / 8,
                                           31 - std::countl_zero(k_bits)};
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], leaf.origin[a] + leaf_low[a]);
            high[a] = std::max(high[a], leaf.origin[a] + leaf_high[a]);
        }
    }
    if (high[0] < 0) return;
    volume.first = low;
    for (int a = 0; a < 3; ++a) volume.count[a] = high[a] - low[a] + 1;
}

void fill_leaf(const Leaf& leaf, const float* values, const Steps& steps, BucketVolume& volume) {
    for (int i = 0; i < 8; ++i) {
        for (std::uint64_t word = leaf.active[i]; word != 0; word &= word - 1) {
            const int bit = std::countr_zero(word);
            const auto ci = static_cast<std::size_t>(leaf.origin[0] + i - volume.first[0]);
            const auto cj = static_cast<std::size_t>(leaf.origin[1] + bit / 8 - volume.first[1]);
            const auto ck = static_cast<std::size_t>(leaf.origin[2] + bit % 8 - volume.first[2]);
            volume.cells[ci + volume.count[0] * (cj + volume.count[1] * ck)] =
                steps.bucket(values[64 * i + bit]);
        }
    }
}

/// A leaf without gaps: rows of eight bytes, i fastest.
void fill_full_leaf(const Leaf& leaf, const float* values, const Steps& steps, BucketVolume& volume) {
    const auto ci = static_cast<std::size_t>(leaf.origin[0] - volume.first[0]);
    for (int k = 0; k < 8; ++k)
        for (int j = 0; j < 8; ++j) {
            const auto cj = static_cast<std::size_t>(leaf.origin[1] + j - volume.first[1]);
            const auto ck = static_cast<std::size_t>(leaf.origin[2] + k - volume.first[2]);
            std::uint8_t* row = volume.cells.data() + ci + volume.count[0] * (cj + volume.count[1] * ck);
            for (int i = 0; i < 8; ++i) row[i] = steps.bucket(values[64 * i + 8 * j + k]);
        }
}

bool usable_ladder(const std::vector<double>& ladder) {
    if (ladder.empty() || ladder.size() > BucketVolume::max_steps) return false;
    for (std::size_t n = 0; n < ladder.size(); ++n)
        if (!std::isfinite(ladder[n]) || (n > 0 && ladder[n] < ladder[n - 1])) return false;
    return true;
}

}  // namespace

base::Expected<BucketVolume> bucket_volume(const BlockModel& model, const std::string& column,
                                           std::vector<double> ladder, base::Progress& progress) {
    const ColumnInfo* info = model.info(column);
    if (!info || info->type != ColumnType::real)
        return base::fail(base::ErrorKind::data,
                          base::Message("blocks.no_real_column", {{"column", column}}));
    if (!usable_ladder(ladder)) return base::fail(base::ErrorKind::usage, base::Message("blocks.bad_ladder"));
    BucketVolume volume;
    fit_box(model, volume);
    const Steps steps(ladder);
    volume.ladder = std::move(ladder);
    volume.cells.assign(static_cast<std::size_t>(volume.count[0]) * volume.count[1] * volume.count[2],
                        BucketVolume::empty);
    const auto values = model.real_leaves(column);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(model.leaf_count(), 256, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n) {
            const Leaf& leaf = model.leaf(n);
            const bool full = std::all_of(leaf.active.begin(), leaf.active.end(),
                                          [](std::uint64_t word) { return word == ~std::uint64_t{0}; });
            (full ? fill_full_leaf : fill_leaf)(leaf, values[n], steps, volume);
        }
        done += end - begin;
        progress.report(static_cast<double>(done) / static_cast<double>(model.leaf_count()));
    });
    if (progress.cancelled()) return base::cancelled();
    return volume;
}

int usable_bucket(const std::vector<double>& ladder, double price) {
    return static_cast<int>(std::upper_bound(ladder.begin(), ladder.end(), price) - ladder.begin());
}

std::vector<double> even_ladder(double low, double high, int steps) {
    steps = std::clamp(steps, 2, static_cast<int>(BucketVolume::max_steps));
    std::vector<double> ladder(static_cast<std::size_t>(steps));
    for (int n = 0; n < steps; ++n) ladder[n] = low + (high - low) * n / (steps - 1);
    ladder.back() = high;
    return ladder;
}

}  // namespace orelens::blocks
