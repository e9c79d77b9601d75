// Statistics as the user states them; declared as parameters in Rules.cpp.
#pragma once

#include <vector>

#include "core/base/Param.h"

namespace orelens::statistics {

struct StatisticsRule {
    double cell_m = 0;                        ///< of declustering; 0 = the size with the lowest mean
    double cell_low_m = 0, cell_high_m = 0;   ///< of the scan; 0 = half and twelve times the drill spacing
    int cell_sizes = 24;
    int cell_origins = 4;
    double cell_height_share = 0.25;          ///< of a cell's height to its size in plan
    double association = 0.6;                 ///< Spearman's correlation from which elements are a group
    double contact_bin_m = 10, contact_reach_m = 50;
    bool operator==(const StatisticsRule&) const = default;
};

std::vector<base::Param<StatisticsRule>> statistics_params();

}  // namespace orelens::statistics
