#include "core/statistics/Decluster.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::statistics {
namespace {

struct Extent {
    double low = 0, length = 0;
};

Extent extent_of(std::span<const double> axis) {
    const auto [low, high] = std::minmax_element(axis.begin(), axis.end());
    return {*low, *high - *low};
}

/// Counts of samples by cell: open addressing with linear probing, twice as many places as samples.
class CellCounts {
  public:
    explicit CellCounts(std::size_t samples)
        : mask_(std::bit_ceil(std::max<std::size_t>(2 * samples, 16)) - 1), slots_(mask_ + 1) {}
    /// Counts one more and returns the slot.
    std::size_t add(const std::array<std::int64_t, 3>& cell) {
        std::uint64_t hash = 0;
        for (const std::int64_t index : cell) {
            hash = (hash ^ static_cast<std::uint64_t>(index)) * 0x9E3779B97F4A7C15ULL;
            hash ^= hash >> 29;
        }
        std::size_t at = hash & mask_;
        while (slots_[at].count > 0 && slots_[at].cell != cell) at = (at + 1) & mask_;
        slots_[at].cell = cell;
        ++slots_[at].count;
        return at;
    }
    [[nodiscard]] double count(std::size_t slot) const { return slots_[slot].count; }

  private:
    struct Slot {
        std::array<std::int64_t, 3> cell{};
        std::uint32_t count = 0;
    };
    std::size_t mask_;
    std::vector<Slot> slots_;
};

/// Of one net; their sum is 1.
std::vector<double> weights_of_net(const PlaceSpans& places, const std::array<Extent, 3>& extents,
                                   const std::array<double, 3>& edges, int net, int nets) {
    const std::array<std::span<const double>, 3> axes{places.x, places.y, places.z};
    std::array<double, 3> start{};
    for (std::size_t a = 0; a < 3; ++a)
        start[a] = extents[a].low - 0.01 - net * std::min(edges[a] / nets, 0.5 * extents[a].length);
    CellCounts counts(places.size());
    std::vector<std::size_t> slot(places.size());
    for (std::size_t n = 0; n < places.size(); ++n) {
        std::array<std::int64_t, 3> cell{};
        // Within ±2⁶², whatever the coordinates.
        for (std::size_t a = 0; a < 3; ++a)
            cell[a] = static_cast<std::int64_t>(
                std::clamp(std::floor((axes[a][n] - start[a]) / edges[a]), -4.6e18, 4.6e18));
        slot[n] = counts.add(cell);
    }
    std::vector<double> weights(places.size());
    double sum = 0;
    for (std::size_t n = 0; n < places.size(); ++n) sum += weights[n] = 1 / counts.count(slot[n]);
    for (double& weight : weights) weight /= sum;
    return weights;
}

std::array<Extent, 3> extents_of(const PlaceSpans& places) {
    return {extent_of(places.x), extent_of(places.y), extent_of(places.z)};
}

std::array<double, 3> edges_of(double size, const DeclusterRule& rule) {
    return {size * rule.ratio[0], size * rule.ratio[1], size * rule.ratio[2]};
}

bool sound(const DeclusterRule& rule) {
    const auto above_zero = [](double value) { return value > 0 && std::isfinite(value); };
    return !rule.sizes_m.empty() && rule.origins > 0 && std::ranges::all_of(rule.sizes_m, above_zero) &&
           std::ranges::all_of(rule.ratio, above_zero);
}

}  // namespace

std::vector<double> cell_weights(const PlaceSpans& places, const std::array<double, 3>& edges_m, int origins) {
    std::vector<double> weights(places.size(), 0);
    if (weights.empty()) return weights;
    const auto extents = extents_of(places);
    for (int net = 0; net < origins; ++net) {
        const std::vector<double> one = weights_of_net(places, extents, edges_m, net, origins);
        for (std::size_t n = 0; n < weights.size(); ++n) weights[n] += one[n];
    }
    const double scale = static_cast<double>(weights.size()) / origins;
    for (double& weight : weights) weight *= scale;
    return weights;
}

base::Expected<DeclusterScan> scan_cells(const PlaceSpans& places, std::span<const double> values,
                                         const DeclusterRule& rule, base::Progress& progress) {
    if (!sound(rule))
        return base::fail(base::ErrorKind::usage, base::Message("statistics.bad_cells"),
                          {.field = "statistics.cell_low"});
    DeclusterScan scan;
    scan.size_m = rule.sizes_m;
    scan.mean.assign(rule.sizes_m.size(), std::numeric_limits<double>::quiet_NaN());
    scan.plain_mean = scan.best_mean = std::numeric_limits<double>::quiet_NaN();
    if (values.empty()) return scan;
    double sum = 0;
    for (const double value : values) sum += value;
    scan.plain_mean = sum / static_cast<double>(values.size());

    // One job per size and net; each writes its own mean, so threads do not change the answer.
    const auto nets = static_cast<std::size_t>(rule.origins);
    std::vector<double> means(rule.sizes_m.size() * nets);
    const auto extents = extents_of(places);
    base::parallel_for(means.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t job = begin; job < end; ++job) {
            if (progress.cancelled()) return;
            const auto edges = edges_of(rule.sizes_m[job / nets], rule);
            const std::vector<double> weights =
                weights_of_net(places, extents, edges, static_cast<int>(job % nets), rule.origins);
            for (std::size_t n = 0; n < values.size(); ++n) means[job] += weights[n] * values[n];
        }
    });
    if (progress.cancelled()) return base::cancelled();
    scan.best_mean = scan.plain_mean;
    for (std::size_t s = 0; s < scan.mean.size(); ++s) {
        double mean = 0;
        for (std::size_t net = 0; net < nets; ++net) mean += means[s * nets + net];
        scan.mean[s] = mean / static_cast<double>(nets);
        // Where every sample has a cell of its own, means differ from the plain one by rounding only.
        if (!(scan.mean[s] < scan.best_mean - 1e-12 * std::abs(scan.best_mean))) continue;
        scan.best_mean = scan.mean[s];
        scan.best_size_m = scan.size_m[s];
        scan.last_is_best = s + 1 == scan.mean.size();
    }
    progress.report(1);
    return scan;
}

std::vector<double> sizes_between(double low_m, double high_m, int count) {
    std::vector<double> sizes;
    for (int n = 0; n < count; ++n)
        sizes.push_back(count == 1 ? low_m : low_m * std::pow(high_m / low_m, n / (count - 1.0)));
    return sizes;
}

}  // namespace orelens::statistics
