#include "core/blocks/ExposedFaces.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/base/Parallel.h"
#include "core/base/StoppableOrder.h"

namespace orelens::blocks {
namespace {

constexpr std::uint64_t all_bits = ~std::uint64_t{0};
constexpr std::uint64_t first_k = 0x0101010101010101U;  // k = 0 of every row
constexpr std::uint64_t last_k = first_k << 7;
constexpr std::size_t grain = 512;

bool solid(const std::array<std::uint64_t, 8>& mask) {
    std::uint64_t both = all_bits;
    for (const std::uint64_t word : mask) both &= word;
    return both == all_bits;
}

/// Bits of the 64 values that are ≤ limit; NaN gives 0.
std::uint64_t at_most(const float* values, float limit) {
    std::uint64_t bits = 0;
#if defined(__SSE2__)
    const __m128 limits = _mm_set1_ps(limit);
    for (int n = 0; n < 64; n += 4) {
        const int four = _mm_movemask_ps(_mm_cmple_ps(_mm_loadu_ps(values + n), limits));
        bits |= static_cast<std::uint64_t>(four) << n;
    }
#else
    for (int n = 0; n < 64; ++n) bits |= static_cast<std::uint64_t>(values[n] <= limit) << n;
#endif
    return bits;
}

/// Bits of the 64 values that are ≥ limit; NaN gives 0.
std::uint64_t at_least(const float* values, float limit) {
    std::uint64_t bits = 0;
#if defined(__SSE2__)
    const __m128 limits = _mm_set1_ps(limit);
    for (int n = 0; n < 64; n += 4) {
        const int four = _mm_movemask_ps(_mm_cmpge_ps(_mm_loadu_ps(values + n), limits));
        bits |= static_cast<std::uint64_t>(four) << n;
    }
#else
    for (int n = 0; n < 64; ++n) bits |= static_cast<std::uint64_t>(values[n] >= limit) << n;
#endif
    return bits;
}

/// The largest float that is ≤ the threshold, so that float comparisons decide as double ones would.
float float_at_most(double threshold) {
    const auto limit = static_cast<float>(threshold);
    return static_cast<double>(limit) > threshold
               ? std::nextafter(limit, -std::numeric_limits<float>::infinity())
               : limit;
}

/// The smallest float that is ≥ the threshold, to the same end.
float float_at_least(double threshold) {
    const auto limit = static_cast<float>(threshold);
    return static_cast<double>(limit) < threshold
               ? std::nextafter(limit, std::numeric_limits<float>::infinity())
               : limit;
}

/// Blocks of a leaf that a column of flags leaves in.
std::array<std::uint64_t, 8> not_flagged(const IntegerLeaf& flags, const std::array<std::uint64_t, 8>& of) {
    std::array<std::uint64_t, 8> bits = of;
    for (std::size_t w = 0; w < 8; ++w)
        for (std::uint64_t left = of[w]; left != 0; left &= left - 1) {
            const int bit = std::countr_zero(left);
            const std::int32_t flag = flags[static_cast<std::ptrdiff_t>(64 * w) + bit];
            if (flag != 0 && flag != missing_int) bits[w] &= ~(std::uint64_t{1} << bit);
        }
    return bits;
}

/// For each block of a leaf whether its neighbour on one side is in the set. `own` is the leaf's mask, `next`
/// the mask of the leaf on that side.
std::array<std::uint64_t, 8> neighbour_bits(Side side, const std::array<std::uint64_t, 8>& own,
                                            const std::array<std::uint64_t, 8>& next) {
    std::array<std::uint64_t, 8> bits{};
    for (int w = 0; w < 8; ++w) switch (side) {
            case Side::minus_u:
                bits[w] = w > 0 ? own[w - 1] : next[7];
                break;
            case Side::plus_u:
                bits[w] = w < 7 ? own[w + 1] : next[0];
                break;
            case Side::minus_v:
                bits[w] = (own[w] << 8) | (next[w] >> 56);
                break;
            case Side::plus_v:
                bits[w] = (own[w] >> 8) | (next[w] << 56);
                break;
            case Side::minus_w:
                bits[w] = ((own[w] << 1) & ~first_k) | ((next[w] >> 7) & first_k);
                break;
            case Side::plus_w:
                bits[w] = ((own[w] >> 1) & ~last_k) | ((next[w] << 7) & last_k);
                break;
        }
    return bits;
}

}  // namespace

/// The set at one threshold: a mask per leaf, of which only those of state `some` are written.
struct ExposedFaces::Cut {
    std::unique_ptr<State[]> state;
    std::unique_ptr<Mask[]> masks;

    [[nodiscard]] const Mask& mask(std::size_t leaf) const {
        static constexpr Mask nothing{};
        static constexpr Mask everything{all_bits, all_bits, all_bits, all_bits,
                                         all_bits, all_bits, all_bits, all_bits};
        if (state[leaf] == State::none) return nothing;
        return state[leaf] == State::solid ? everything : masks[leaf];
    }
};

base::Expected<ExposedFaces> ExposedFaces::prepare(const BlockModel& model, const std::string& column,
                                                   Sense sense, const std::string& without) {
    ExposedFaces out;
    out.sense_ = sense;
    if (!column.empty()) {
        const ColumnInfo* info = model.info(column);
        if (!info || info->type != ColumnType::real)
            return base::fail(base::ErrorKind::data,
                              base::Message("blocks.no_real_column", {{"column", column}}));
        out.values_ = model.real_leaves(column);
    }
    IntegerLeaves flags;
    if (const ColumnInfo* info = model.info(without); info != nullptr && info->type == ColumnType::integer)
        flags = model.integer_leaves(without);
    // What every threshold takes, for a set of every block.
    const float always = sense == Sense::at_most ? -std::numeric_limits<float>::infinity()
                                                 : std::numeric_limits<float>::infinity();
    const std::size_t count = model.leaf_count();
    out.known_.resize(count);
    out.low_.resize(count);
    out.high_.resize(count);
    out.neighbours_.resize(count);
    base::parallel_for(count, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const Leaf& leaf = model.leaf(n);
            float low = std::numeric_limits<float>::infinity();
            float high = -low;
            out.known_[n] = flags.empty() ? leaf.active : not_flagged(flags[n], leaf.active);
            for (int w = 0; w < 8 && !out.values_.empty(); ++w) {
                std::uint64_t& word = out.known_[n][w];
                word &= at_most(out.values_[n] + 64 * w, std::numeric_limits<float>::infinity());
                for (std::uint64_t left = word; left != 0; left &= left - 1) {
                    const float value = out.values_[n][64 * w + std::countr_zero(left)];
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
            }
            out.low_[n] = out.values_.empty() ? always : low;
            out.high_[n] = out.values_.empty() ? always : high;
            for (int side = 0; side < 6; ++side) {
                Index3 beside = leaf.origin;
                beside[side / 2] += side % 2 == 0 ? -8 : 8;
                const auto found = model.leaf_of(beside);
                out.neighbours_[n][side] = static_cast<std::uint32_t>(found);
            }
        }
    });
    return out;
}

ExposedFaces::Cut ExposedFaces::cut(double threshold) const {
    const std::size_t count = known_.size();
    Cut out;
    out.state = std::make_unique_for_overwrite<State[]>(count + 1);
    out.masks = std::make_unique_for_overwrite<Mask[]>(count);
    out.state[count] = State::none;  // stands for "no leaf there"
    const bool upward = sense_ == Sense::at_least;
    const float limit = upward ? float_at_least(threshold) : float_at_most(threshold);
    const auto taken = [&](float value) { return upward ? value >= limit : value <= limit; };
    base::parallel_for(count, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const bool any_known = low_[n] <= high_[n];
            if (!any_known || !taken(upward ? high_[n] : low_[n])) {
                out.state[n] = State::none;
                continue;
            }
            if (taken(upward ? low_[n] : high_[n])) {
                out.state[n] = solid(known_[n]) ? State::solid : State::some;
                if (out.state[n] == State::some) out.masks[n] = known_[n];
                continue;
            }
            out.state[n] = State::some;
            for (int w = 0; w < 8; ++w) {
                const float* values = values_[n] + 64 * w;
                out.masks[n][w] = known_[n][w] & (upward ? at_least(values, limit) : at_most(values, limit));
            }
        }
    });
    return out;
}

/// take(leaf, side, exposed bits) for every leaf that may show a face; leaves in parallel.
template <class Take>
void ExposedFaces::walk(const Cut& cut, const Take& take) const {
    base::parallel_for(known_.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            if (cut.state[n] == State::none) continue;
            const auto& beside = neighbours_[n];
            const bool buried = cut.state[n] == State::solid &&
                                std::all_of(beside.begin(), beside.end(),
                                            [&](std::uint32_t b) { return cut.state[b] == State::solid; });
            if (buried) continue;
            const Mask& own = cut.mask(n);
            for (int side = 0; side < 6; ++side) {
                Mask bits = neighbour_bits(static_cast<Side>(side), own, cut.mask(beside[side]));
                for (int w = 0; w < 8; ++w) bits[w] = own[w] & ~bits[w];
                take(n, static_cast<Side>(side), bits);
            }
        }
    });
}

std::array<double, 2> ExposedFaces::range() const {
    std::array<double, 2> range{std::numeric_limits<double>::quiet_NaN(),
                                std::numeric_limits<double>::quiet_NaN()};
    for (std::size_t n = 0; n < known_.size() && !values_.empty(); ++n) {
        if (!(low_[n] <= high_[n])) continue;
        range[0] = std::fmin(range[0], static_cast<double>(low_[n]));
        range[1] = std::fmax(range[1], static_cast<double>(high_[n]));
    }
    return range;
}

FaceCount ExposedFaces::count(double threshold) const {
    const Cut set = cut(threshold);
    std::vector<std::int32_t> shown(known_.size(), 0);
    walk(set, [&](std::size_t n, Side, const Mask& bits) {
        for (const std::uint64_t word : bits) shown[n] += std::popcount(word);
    });
    FaceCount sum;
    for (std::size_t n = 0; n < known_.size(); ++n) {
        sum.faces += shown[n];
        if (set.state[n] == State::solid) sum.blocks += 512;
        if (set.state[n] == State::some)
            for (const std::uint64_t word : set.masks[n]) sum.blocks += std::popcount(word);
    }
    return sum;
}

std::vector<Face> ExposedFaces::faces(double threshold) const {
    const Cut set = cut(threshold);
    std::vector<std::int32_t> shown(known_.size(), 0);
    walk(set, [&](std::size_t n, Side, const Mask& bits) {
        for (const std::uint64_t word : bits) shown[n] += std::popcount(word);
    });
    std::vector<std::size_t> at(known_.size() + 1, 0);
    for (std::size_t n = 0; n < known_.size(); ++n) at[n + 1] = at[n] + static_cast<std::size_t>(shown[n]);
    std::vector<Face> out(at.back());
    walk(set, [&](std::size_t n, Side side, const Mask& bits) {
        for (int w = 0; w < 8; ++w)
            for (std::uint64_t word = bits[w]; word != 0; word &= word - 1)
                out[at[n]++] = {static_cast<std::uint32_t>(n),
                                static_cast<std::uint16_t>(64 * w + std::countr_zero(word)), side};
    });
    return out;
}

namespace {

/// Corners of each side as steps from the block's lowest corner, anticlockwise seen from outside.
constexpr int corners[6][4][3] = {
    {{0, 0, 0}, {0, 0, 1}, {0, 1, 1}, {0, 1, 0}}, {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {1, 0, 1}},
    {{0, 0, 0}, {1, 0, 0}, {1, 0, 1}, {0, 0, 1}}, {{0, 1, 0}, {0, 1, 1}, {1, 1, 1}, {1, 1, 0}},
    {{0, 0, 0}, {0, 1, 0}, {1, 1, 0}, {1, 0, 0}}, {{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}}};

}  // namespace

base::Expected<Surface> surface_of(const BlockModel& model, const std::vector<Face>& faces,
                                   const base::Progress& progress) {
    const GridGeometry& geometry = model.geometry();
    const auto nu = static_cast<std::uint64_t>(geometry.count[0]) + 1;
    const auto nv = static_cast<std::uint64_t>(geometry.count[1]) + 1;
    std::vector<std::uint64_t> keys(4 * faces.size());
    base::parallel_for(faces.size(), 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const Index3 block = model.leaf(faces[n].leaf).index(faces[n].position);
            for (int c = 0; c < 4; ++c) {
                const int* step = corners[static_cast<int>(faces[n].side)][c];
                keys[4 * n + c] = static_cast<std::uint64_t>(block[0] + step[0]) +
                                  nu * (static_cast<std::uint64_t>(block[1] + step[1]) +
                                        nv * static_cast<std::uint64_t>(block[2] + step[2]));
            }
        }
    });
    std::vector<std::uint64_t> used = keys;
    if (!progress.report(0.1)) return base::cancelled();
    if (!base::order_unless_cancelled(&progress, std::less<>(),
                                      [&](const auto& less) { std::sort(used.begin(), used.end(), less); }))
        return base::cancelled();
    used.erase(std::unique(used.begin(), used.end()), used.end());
    if (used.size() > std::numeric_limits<std::uint32_t>::max())
        return base::fail(base::ErrorKind::data, base::Message("blocks.surface_too_large"));
    Surface out;
    out.points.resize(used.size());
    out.quads.resize(faces.size());
    if (!progress.report(0.7)) return base::cancelled();
    base::parallel_for(used.size(), 4096, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n)
            out.points[n] =
                geometry.to_world({static_cast<double>(used[n] % nu), static_cast<double>(used[n] / nu % nv),
                                   static_cast<double>(used[n] / nu / nv)});
    });
    base::parallel_for(faces.size(), 4096, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n)
            for (int c = 0; c < 4; ++c)
                out.quads[n][c] = static_cast<std::uint32_t>(
                    std::lower_bound(used.begin(), used.end(), keys[4 * n + c]) - used.begin());
    });
    if (!progress.report(1)) return base::cancelled();
    return out;
}

}  // namespace orelens::blocks
