#include "core/statistics/Weighted.h"
#include "core/statistics/Missing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace orelens::statistics {
namespace {

/// The weight with which a value takes part; 0 where it does not.
double weight_of(std::span<const double> values, std::span<const double> weights, std::size_t n) {
    if (!std::isfinite(values[n])) return 0;
    if (weights.empty()) return 1;
    return std::isfinite(weights[n]) && weights[n] > 0 ? weights[n] : 0;
}

}  // namespace

double Moments::sd() const {
    return std::sqrt(variance);
}

double Moments::cv() const {
    return mean > 0 ? sd() / mean : missing;
}

Moments moments(std::span<const double> values, std::span<const double> weights) {
    Moments m;
    double sum = 0;
    m.low = std::numeric_limits<double>::infinity();
    m.high = -m.low;
    for (std::size_t n = 0; n < values.size(); ++n) {
        const double w = weight_of(values, weights, n);
        if (w == 0) continue;
        ++m.count;
        m.weight += w;
        sum += w * values[n];
        m.low = std::min(m.low, values[n]);
        m.high = std::max(m.high, values[n]);
    }
    if (m.count == 0) {
        m.mean = m.variance = m.skewness = m.low = m.high = missing;
        return m;
    }
    m.mean = sum / m.weight;
    double squares = 0, cubes = 0;
    for (std::size_t n = 0; n < values.size(); ++n) {
        const double w = weight_of(values, weights, n);
        if (w == 0) continue;
        const double off = values[n] - m.mean;
        squares += w * off * off;
        cubes += w * off * off * off;
    }
    const double by_weight = squares / m.weight;
    // Equal values leave a spread of rounding only.
    m.variance = m.low == m.high ? 0 : !weights.empty() ? by_weight : m.count > 1 ? squares / (m.weight - 1) : 0;
    const bool spread = by_weight > 1e-28 * m.mean * m.mean && by_weight > 0;
    m.skewness = spread ? cubes / m.weight / (by_weight * std::sqrt(by_weight)) : 0;
    return m;
}

Ordered ordered_values(std::span<const double> values, std::span<const double> weights) {
    Ordered out;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (weight_of(values, weights, n) > 0) out.from.push_back(static_cast<std::uint32_t>(n));
    std::stable_sort(out.from.begin(), out.from.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    double whole = 0;
    for (const std::uint32_t n : out.from) whole += weight_of(values, weights, n);
    double before = 0;
    for (const std::uint32_t n : out.from) {
        const double own = weight_of(values, weights, n) / whole;
        out.value.push_back(values[n]);
        out.share.push_back(own);
        before += own;
        out.middle.push_back(before - own / 2);
    }
    return out;
}

double quantile(const Ordered& values, double share) {
    if (values.empty() || std::isnan(share)) return missing;
    const auto above = std::upper_bound(values.middle.begin(), values.middle.end(), share);
    if (above == values.middle.begin()) return values.value.front();
    if (above == values.middle.end()) return values.value.back();
    const auto n = static_cast<std::size_t>(above - values.middle.begin());
    const double part = (share - values.middle[n - 1]) / (values.middle[n] - values.middle[n - 1]);
    return values.value[n - 1] + part * (values.value[n] - values.value[n - 1]);
}

}  // namespace orelens::statistics
