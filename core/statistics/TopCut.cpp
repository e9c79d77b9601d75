#include "core/statistics/TopCut.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/Gaussian.h"
#include "core/statistics/Missing.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {
namespace {

constexpr std::size_t fewest_values = 50;

/// Sums of weight, metal and square above each place of the ascending values, so that any cap costs one search.
struct Sums {
    std::vector<double> share, metal, square;  ///< [n]: of the values from n on
    explicit Sums(const Ordered& v) : share(v.size() + 1), metal(v.size() + 1), square(v.size() + 1) {
        for (std::size_t n = v.size(); n-- > 0;) {
            share[n] = share[n + 1] + v.share[n];
            metal[n] = metal[n + 1] + v.share[n] * v.value[n];
            square[n] = square[n + 1] + v.share[n] * v.value[n] * v.value[n];
        }
    }
};

CapPoint cap_at(const Ordered& v, const Sums& sums, double cap) {
    const auto first = static_cast<std::size_t>(std::upper_bound(v.value.begin(), v.value.end(), cap) - v.value.begin());
    CapPoint point;
    point.cap = cap;
    point.above = static_cast<std::int64_t>(v.size() - first);
    const double lost = sums.metal[first] - cap * sums.share[first];
    point.mean = sums.metal[0] - lost;
    const double square = sums.square[0] - sums.square[first] + cap * cap * sums.share[first];
    point.cv = point.mean > 0 ? std::sqrt(std::max(0.0, square - point.mean * point.mean)) / point.mean : missing;
    if (sums.metal[0] > 0) {
        point.metal_above = sums.metal[first] / sums.metal[0];
        point.metal_lost = lost / sums.metal[0];
    }
    return point;
}

/// About `most` places of n, with the last ones all there.
std::vector<std::size_t> thinned(std::size_t n, std::size_t most) {
    std::vector<std::size_t> at;
    const std::size_t tail = std::min(n, most / 4), body = n - tail;
    const std::size_t step = std::max<std::size_t>(1, body / (most - most / 4));
    for (std::size_t k = 0; k < body; k += step) at.push_back(k);
    for (std::size_t k = body; k < n; ++k) at.push_back(k);
    return at;
}

double metal_between(const Ordered& v, double low, double high) {
    const auto n = static_cast<double>(v.size());
    double metal = 0;
    for (auto k = static_cast<std::size_t>(std::llround(low * n)); k < static_cast<std::size_t>(std::llround(high * n)); ++k)
        metal += v.share[k] * v.value[k];
    return metal;
}

void add_deciles(const Ordered& v, double metal, TopCutAnalysis& out) {
    if (!(metal > 0)) return;
    for (int d = 0; d < 10; ++d) {
        out.decile_metal[static_cast<std::size_t>(d)] = metal_between(v, d / 10.0, (d + 1) / 10.0) / metal;
        out.centile_metal[static_cast<std::size_t>(d)] = metal_between(v, 0.9 + d / 100.0, 0.9 + (d + 1) / 100.0) / metal;
    }
}

/// The value below the break that parts the most of the highest values from the rest; NaN without one.
double below_break(const std::vector<double>& positive) {
    const std::size_t n = positive.size();
    const std::size_t looked = std::clamp<std::size_t>(n / 50, 3, 200);
    const std::size_t tail = std::clamp<std::size_t>(n / 10, 10, 1000);
    std::vector<double> spacing;
    for (std::size_t i = 1; i <= tail; ++i)
        spacing.push_back(static_cast<double>(i) * std::log(positive[n - i] / positive[n - i - 1]));
    // The mean of exponential spacings from their median, which the breaks themselves do not move.
    std::vector<double> sorted = spacing;
    std::sort(sorted.begin(), sorted.end());
    const double mean = sorted[sorted.size() / 2] / std::log(2.0);
    if (!(mean > 0)) return missing;
    const double chance = 0.01 / static_cast<double>(looked);
    for (std::size_t i = looked; i >= 1; --i)
        if (spacing[i - 1] > -mean * std::log(chance)) return positive[n - i - 1];
    return missing;
}

/// The value below the hundredths that carry too much; NaN where none do.
double below_heavy_top(const Ordered& v, const TopCutAnalysis& seen) {
    if (!(seen.centile_metal[9] > 0.1 || seen.decile_metal[9] > 0.4)) return missing;
    int lowest = 10;
    for (int c = 9; c >= 1; --c) {
        const double own = seen.centile_metal[static_cast<std::size_t>(c)];
        if (!(own > 0.1 || own > 1.75 * seen.centile_metal[static_cast<std::size_t>(c - 1)])) break;
        lowest = c;
    }
    if (lowest == 10) return missing;
    const auto n = static_cast<double>(v.size());
    const auto at = static_cast<std::size_t>(std::llround((0.9 + lowest / 100.0) * n));
    return at >= 1 ? v.value[at - 1] : missing;
}

}  // namespace

base::Expected<TopCutAnalysis> analyse_top_cut(std::span<const double> values, std::span<const double> weights,
                                               const base::Progress& progress) {
    TopCutAnalysis out;
    out.suggested.cap = missing;
    out.cv = missing;
    const Ordered ordered = ordered_values(values, weights);
    if (progress.cancelled()) return base::cancelled();
    if (ordered.empty()) return out;
    const Sums sums(ordered);
    for (const std::size_t n : thinned(ordered.size(), 400))
        out.probability.push_back({ordered.value[n], normal_score(ordered.middle[n])});
    for (const std::size_t n : thinned(ordered.size(), 120))
        if (out.caps.empty() || ordered.value[n] > out.caps.back().cap)
            out.caps.push_back(cap_at(ordered, sums, ordered.value[n]));
    out.cv = out.caps.back().cv;
    std::vector<double> positive(std::upper_bound(ordered.value.begin(), ordered.value.end(), 0.0), ordered.value.end());
    out.count = static_cast<std::int64_t>(positive.size());
    add_deciles(ordered, sums.metal[0], out);
    if (progress.cancelled()) return base::cancelled();
    if (positive.size() < fewest_values) return out;
    out.reason = CapReason::tail_break;
    double cap = below_break(positive);
    if (std::isnan(cap)) {
        out.reason = CapReason::top_heavy;
        cap = below_heavy_top(ordered, out);
    }
    if (std::isnan(cap) || !(cap > 0))
        out.reason = CapReason::not_needed;
    else
        out.suggested = cap_at(ordered, sums, cap);
    return out;
}

}  // namespace orelens::statistics
