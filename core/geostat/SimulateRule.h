// Simulation as the user states it; declared as parameters in SimulateRule.cpp.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Param.h"

namespace orelens::geostat {

struct SimulateRule {
    enum class UpperTail { linear, hyperbolic };
    int realisations = 0;  ///< 0 = none
    std::string element;   ///< empty = that of the main commodity
    int seed = 1;
    int points_u = 0, points_v = 0, points_w = 0;  ///< per block along its edges; 0 = as the estimate
    int max_data = 24, max_nodes = 32;
    double lowest = std::numeric_limits<double>::quiet_NaN();   ///< NaN = 0, or the lowest sample where that is below
    double highest = std::numeric_limits<double>::quiet_NaN();  ///< of the linear tail; NaN = the highest sample
    UpperTail upper_tail = UpperTail::linear;
    double tail_power = 1.5;  ///< of the hyperbolic one
    double cutoff = std::numeric_limits<double>::quiet_NaN();  ///< NaN = the samples' declustered mean
    int keep = 0;             ///< realisations that stay in the model as columns
    bool operator==(const SimulateRule&) const = default;
};

std::vector<base::Param<SimulateRule>> simulate_params();

}  // namespace orelens::geostat
