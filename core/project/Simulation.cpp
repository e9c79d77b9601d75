#include "core/project/Simulation.h"

#include <limits>

#include "core/geostat/Simulation.h"

namespace orelens::project {

Spread spread_of(const std::vector<double>& realisations) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (realisations.empty()) return {none, none, none};
    return {geostat::quantile_of(realisations, 0.1), geostat::quantile_of(realisations, 0.5),
            geostat::quantile_of(realisations, 0.9)};
}

}  // namespace orelens::project
