// Two steps by radix: blocks into 65536 buckets by the upper half of their key, in place order; then every
// bucket on its own by the lower half. Beside the result only buckets at work are held.
#include "core/economics/PriceOrder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"

namespace orelens::economics {
namespace {

constexpr std::size_t buckets = std::size_t{1} << 16;
using Counts = std::vector<std::uint32_t>;

/// An integer that orders like the float.
std::uint32_t key_of(float value) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    return bits & 0x80000000U ? ~bits : bits | 0x80000000U;
}

/// visit(block, key) for the blocks of some leaves that have a value, in order; fewer after a cancel.
template <class Visit>
void each_block(const blocks::BlockModel& model, const float* values, std::size_t begin, std::size_t end,
                const base::Progress& progress, const Visit& visit) {
    for (std::size_t n = begin; n < end && !progress.cancelled(); ++n) {
        const blocks::Leaf& leaf = model.leaf(n);
        for (int at = 0; at < 512; ++at) {
            const auto block = static_cast<std::uint32_t>(n << 9 | static_cast<unsigned>(at));
            if (leaf.is_active(at) && !std::isnan(values[block])) visit(block, key_of(values[block]));
        }
    }
}

/// Small buckets by comparison: the lower half of the key in front of the block.
void sort_small(std::uint32_t* first, std::uint32_t* last, const float* values) {
    std::vector<std::uint64_t> keys;
    keys.reserve(static_cast<std::size_t>(last - first));
    for (const std::uint32_t* block = first; block != last; ++block)
        keys.push_back(std::uint64_t{key_of(values[*block]) & 0xffffU} << 32 | *block);
    std::sort(keys.begin(), keys.end());
    std::transform(keys.begin(), keys.end(), first,
                   [](std::uint64_t key) { return static_cast<std::uint32_t>(key); });
}

/// Large ones by counting; the order inside a key is kept.
void sort_large(std::uint32_t* first, std::uint32_t* last, const float* values) {
    Counts next(buckets + 1, 0);
    for (const std::uint32_t* block = first; block != last; ++block)
        ++next[(key_of(values[*block]) & 0xffffU) + 1];
    const bool all_equal = std::ranges::find(next, static_cast<std::uint32_t>(last - first)) != next.end();
    if (all_equal) return;
    for (std::size_t k = 1; k <= buckets; ++k) next[k] += next[k - 1];
    const std::vector<std::uint32_t> before(first, last);
    for (const std::uint32_t block : before) first[next[key_of(values[block]) & 0xffffU]++] = block;
}

}  // namespace

std::vector<std::uint32_t> price_order(const blocks::BlockModel& model, const std::string& column,
                                       const base::Progress& progress) {
    constexpr std::size_t parts =
        16;  // of the leaves, each with its own counts, however many threads there are
    const float* values = model.real_values(column);
    const std::size_t leaves = model.leaf_count();
    const auto part = [&](std::size_t n) { return leaves * n / parts; };
    std::array<Counts, parts> next;
    base::parallel_for(parts, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            next[p].assign(buckets, 0);
            each_block(model, values, part(p), part(p + 1), progress,
                       [&](std::uint32_t, std::uint32_t key) { ++next[p][key >> 16]; });
        }
    });
    if (progress.cancelled()) return {};  // the counts are not whole
    Counts starts(buckets + 1, 0);
    std::uint32_t sum = 0;
    for (std::size_t b = 0; b < buckets; ++b) {
        starts[b] = sum;
        for (Counts& counts : next) {
            const std::uint32_t here = counts[b];
            counts[b] = sum;
            sum += here;
        }
    }
    starts[buckets] = sum;
    std::vector<std::uint32_t> order(sum);
    base::parallel_for(parts, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p)
            each_block(model, values, part(p), part(p + 1), progress,
                       [&](std::uint32_t block, std::uint32_t key) { order[next[p][key >> 16]++] = block; });
    });
    base::parallel_for(buckets, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end && !progress.cancelled(); ++b) {
            std::uint32_t* const first = order.data() + starts[b];
            std::uint32_t* const last = order.data() + starts[b + 1];
            if (last - first > 1 << 14)
                sort_large(first, last, values);
            else if (last - first > 1)
                sort_small(first, last, values);
        }
    });
    return order;
}

}  // namespace orelens::economics
