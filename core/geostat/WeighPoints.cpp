// Estimates that need no variogram: inverse distance, nearest neighbour, moving average.
#include <cmath>

#include "core/geostat/PointMethods.h"

namespace orelens::geostat {
namespace {

double inverse_power(double squared, double power) {
    if (power == 2) return 1 / squared;
    if (power == 1) return 1 / std::sqrt(squared);
    if (power == 3) return 1 / (squared * std::sqrt(squared));
    if (power == 4) return 1 / (squared * squared);
    return std::pow(squared, -0.5 * power);
}

}  // namespace

// At a sample the estimate is the sample. Values are taken relative to the nearest one: constant data come
// back exactly.
void weigh_points(const PointWork& work, PointResults& out) {
    const ElementEstimate& how = work.element.how;
    const auto& samples = work.element.systems.front().samples;
    const auto& range = work.group.search.metres;
    const bool even = how.method != Method::inverse_distance;
    for (const std::uint32_t i : work.order) {
        const int n = work.scratch.counts[i];
        const std::uint32_t* ids = work.found.of(i);
        const Point& at = work.found.centres[i];
        double weights = 0, sum = 0, metres = 0, here = 0;
        int coincident = 0;
        const double origin = samples[ids[0]].value;
        for (int k = 0; k < n; ++k) {
            const kernel::Sample& sample = samples[ids[k]];
            const double d[3] = {sample.x - at[0], sample.y - at[1], sample.z - at[2]};
            const double in_frame = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
            const double m[3] = {d[0] * range[0], d[1] * range[1], d[2] * range[2]};
            const double in_metres = m[0] * m[0] + m[1] * m[1] + m[2] * m[2];
            metres += std::sqrt(in_metres);
            const double value = value_seen(work.element, sample.value, in_metres) - origin;
            if (!even && in_frame < 1e-18) {
                ++coincident;
                here += value;
                continue;
            }
            const double weight =
                even ? 1 : inverse_power(how.distance_in_metres ? in_metres : in_frame, how.distance_power);
            weights += weight;
            sum += weight * value;
        }
        const double estimate = coincident > 0 ? origin + here / coincident : origin + sum / weights;
        if (!std::isfinite(estimate)) continue;
        out.estimate[i] = estimate;
        out.distance[i] = metres / n;
        out.samples[i] = n;
        out.pass[i] = work.found.pass[i];
    }
}

}  // namespace orelens::geostat
