#include "core/statistics/Histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/statistics/Weighted.h"

namespace orelens::statistics {
namespace {

int classes_of(const Ordered& values, const auto& scale) {
    const double low = scale(values.value.front()), high = scale(values.value.back());
    const double width = 2 * (scale(quantile(values, 0.75)) - scale(quantile(values, 0.25))) /
                         std::cbrt(static_cast<double>(values.size()));
    return width > 0 ? static_cast<int>(std::clamp((high - low) / width, 10.0, 60.0)) : 10;
}

}  // namespace

double Histogram::edge(std::size_t n) const {
    if (n >= weight.size()) return high;
    const double part = static_cast<double>(n) / static_cast<double>(weight.size());
    return logarithmic ? low * std::pow(high / low, part) : low + part * (high - low);
}

Histogram histogram(std::span<const double> values, std::span<const double> weights, int classes,
                    bool logarithmic) {
    const auto scale = [&](double value) { return logarithmic ? std::log(value) : value; };
    Histogram out;
    out.logarithmic = logarithmic;
    std::vector<double> taken(values.begin(), values.end());
    for (std::size_t n = 0; logarithmic && n < taken.size(); ++n) {
        if (!(taken[n] <= 0)) continue;
        out.left_out += weights.empty() ? 1 : weights[n];
        taken[n] = std::numeric_limits<double>::quiet_NaN();
    }
    const Ordered ordered = ordered_values(taken, weights);
    if (ordered.empty()) return out;
    out.low = ordered.value.front();
    out.high = ordered.value.back();
    const int count = out.low == out.high ? 1 : classes > 0 ? classes : classes_of(ordered, scale);
    out.weight.assign(static_cast<std::size_t>(count), 0);
    const double low = scale(out.low), length = scale(out.high) - low;
    for (std::size_t n = 0; n < ordered.size(); ++n) {
        const double at = length > 0 ? (scale(ordered.value[n]) - low) / length * count : 0;
        out.weight[static_cast<std::size_t>(std::clamp(at, 0.0, count - 1.0))] +=
            weights.empty() ? 1 : weights[ordered.from[n]];
    }
    return out;
}

std::vector<double> counts_in(const Histogram& classes, std::span<const double> values, std::span<const std::uint8_t> keep) {
    std::vector<double> out(classes.weight.size(), 0);
    if (out.empty()) return out;
    const auto count = static_cast<double>(out.size());
    const double low = classes.logarithmic ? std::log(classes.low) : classes.low;
    const double length = (classes.logarithmic ? std::log(classes.high) : classes.high) - low;
    for (std::size_t n = 0; n < values.size(); ++n) {
        const double value = values[n];
        if ((!keep.empty() && keep[n] == 0) || !(value >= classes.low && value <= classes.high)) continue;
        const double at = length > 0 ? ((classes.logarithmic ? std::log(value) : value) - low) / length * count : 0;
        out[static_cast<std::size_t>(std::clamp(at, 0.0, count - 1))] += 1;
    }
    return out;
}

Box box_of(std::span<const double> values, std::span<const double> weights) {
    Box box;
    const Ordered ordered = ordered_values(values, weights);
    const Moments m = moments(values, weights);
    box.count = m.count;
    box.mean = m.mean;
    box.low = m.low;
    box.high = m.high;
    box.low_quartile = quantile(ordered, 0.25);
    box.median = quantile(ordered, 0.5);
    box.high_quartile = quantile(ordered, 0.75);
    box.low_whisker = box.high_whisker = std::numeric_limits<double>::quiet_NaN();
    if (ordered.empty()) return box;
    const double reach = 1.5 * (box.high_quartile - box.low_quartile);
    const auto first = std::lower_bound(ordered.value.begin(), ordered.value.end(), box.low_quartile - reach);
    const auto last = std::upper_bound(ordered.value.begin(), ordered.value.end(), box.high_quartile + reach);
    box.below = first - ordered.value.begin();
    box.above = ordered.value.end() - last;
    box.low_whisker = *first;
    box.high_whisker = *std::prev(last);
    return box;
}

}  // namespace orelens::statistics
