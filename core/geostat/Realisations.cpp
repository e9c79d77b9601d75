// What many realisations say of each node.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/geostat/Simulation.h"

namespace orelens::geostat {

std::vector<float> share_above(const Realisations& realisations, double limit) {
    std::vector<float> share(realisations.nodes);
    for (std::size_t n = 0; n < share.size(); ++n) {
        double above = 0, known = 0;
        for (const std::vector<float>& one : realisations.scores) {
            if (std::isnan(one[n])) continue;
            ++known;
            above += one[n] > limit;
        }
        share[n] = known > 0 ? static_cast<float>(above / known) : std::numeric_limits<float>::quiet_NaN();
    }
    return share;
}

double quantile_of(std::vector<double> values, double probability) {
    std::ranges::sort(values);
    const double last = static_cast<double>(values.size()) - 1;
    const double at = std::clamp(probability * static_cast<double>(values.size()) - 0.5, 0.0, last);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= values.size()) return values.back();
    return values[below] + (at - static_cast<double>(below)) * (values[below + 1] - values[below]);
}

std::vector<std::vector<float>> node_quantiles(const Realisations& realisations,
                                               std::span<const double> probabilities) {
    std::vector<std::vector<float>> all(
        probabilities.size(),
        std::vector<float>(realisations.nodes, std::numeric_limits<float>::quiet_NaN()));
    std::vector<double> values;
    for (std::size_t n = 0; n < realisations.nodes; ++n) {
        values.clear();
        for (const std::vector<float>& one : realisations.scores)
            if (!std::isnan(one[n])) values.push_back(one[n]);
        if (values.empty()) continue;
        for (std::size_t p = 0; p < probabilities.size(); ++p)
            all[p][n] = static_cast<float>(quantile_of(values, probabilities[p]));
    }
    return all;
}

}  // namespace orelens::geostat
