#include "core/geostat/ExamineFit.h"

#include <algorithm>

namespace orelens::geostat {

double shortest_range(const Variogram& model) {
    const auto ranges = [](const Structure& one) {
        return std::minmax({one.shape.range_major_m, one.shape.range_semi_m, one.shape.range_minor_m});
    };
    double reach = 0, shortest = std::numeric_limits<double>::quiet_NaN();
    for (const Structure& one : model.structures) {
        const auto [low, high] = ranges(one);
        if (!(one.sill > 0) || high <= reach) continue;
        reach = high;
        shortest = low;
    }
    return shortest;
}

}  // namespace orelens::geostat
