#include "core/drilling/Spacing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/Parallel.h"
#include "core/drilling/Places.h"

namespace orelens::drilling {
namespace {

constexpr std::size_t most_asked = 2'000, most_near = 50'000;

double at_share(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Every so many of `from`, at most `most`.
std::vector<std::size_t> evenly(const std::vector<std::size_t>& from, std::size_t most) {
    std::vector<std::size_t> out;
    const double step = std::max(1.0, static_cast<double>(from.size()) / static_cast<double>(most));
    for (double at = 0; static_cast<std::size_t>(at) < from.size(); at += step)
        out.push_back(from[static_cast<std::size_t>(at)]);
    return out;
}

}  // namespace

DrillSpacing drill_spacing(std::span<const double> x, std::span<const double> y, std::span<const double> z,
                           std::span<const std::int32_t> hole, const base::Progress* progress) {
    DrillSpacing out;
    std::vector<std::size_t> samples;
    double low[3], high[3];
    std::ranges::fill(low, std::numeric_limits<double>::infinity());
    std::ranges::fill(high, -std::numeric_limits<double>::infinity());
    for (std::size_t n = 0; n < x.size(); ++n) {
        const double place[3] = {x[n], y[n], z[n]};
        if (!std::isfinite(x[n] + y[n] + z[n])) continue;
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], place[a]);
            high[a] = std::max(high[a], place[a]);
        }
        samples.push_back(n);
    }
    // A sample without a hole has a number of its own, below 0.
    const auto hole_of = [&](std::size_t n) {
        return n < hole.size() && hole[n] >= 0 ? std::int64_t{hole[n]} : -1 - static_cast<std::int64_t>(n);
    };
    if (high[0] >= low[0]) out.extent_m = std::hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
    std::stable_sort(samples.begin(), samples.end(), [&](std::size_t a, std::size_t b) { return hole_of(a) < hole_of(b); });
    const auto between = [&](std::size_t a, std::size_t b) { return std::hypot(x[a] - x[b], y[a] - y[b], z[a] - z[b]); };
    std::vector<double> steps;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (n == 0 || hole_of(samples[n]) != hole_of(samples[n - 1])) {
            ++out.holes;
            continue;
        }
        const double step = between(samples[n - 1], samples[n]);
        if (step > same_place_m) steps.push_back(step);
    }
    out.along_m = at_share(steps, 0.5);
    if (out.holes < 2) return out;

    const std::vector<std::size_t> asked = evenly(samples, most_asked), near = evenly(samples, most_near);
    std::vector<double> nearest(asked.size(), std::numeric_limits<double>::infinity());
    base::parallel_for(asked.size(), 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            if (progress != nullptr && progress->cancelled()) return;
            const std::size_t at = asked[n];
            std::size_t best = at;
            double least = std::numeric_limits<double>::infinity();
            for (const std::size_t other : near) {
                const double dx = x[at] - x[other], dy = y[at] - y[other], dz = z[at] - z[other];
                const double square = dx * dx + dy * dy + dz * dz;
                if (!(square < least) || hole_of(other) == hole_of(at)) continue;
                least = square;
                best = other;
            }
            if (best != at) nearest[n] = between(at, best);
        }
    });
    std::erase_if(nearest, [](double distance) { return !std::isfinite(distance) || distance <= same_place_m; });
    out.between_m = at_share(nearest, 0.5);
    out.between_wide_m = at_share(nearest, 0.9);
    return out;
}

}  // namespace orelens::drilling
