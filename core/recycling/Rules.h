// What a user sets about stocks, reconciliation and uncertainty; declared once for files, command line and reference.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "core/base/Param.h"
#include "core/recycling/Lifetime.h"

namespace orelens::recycling {

struct RecyclingRule {
    std::string system_file;  ///< a system of flows (io::read_system); empty = none
    int year = 0;             ///< that answers are given for; 0 = the last of the system
    int draws = 0;            ///< of the Monte Carlo; 0 = none
    int seed = 1;
    Timing inflow_at = Timing::middle_of_year;
    int lobatto_points = 0;
    bool correct_negative_inflow = true;
    double level = 0.05;  ///< of the test for gross errors
    double price = std::numeric_limits<double>::quiet_NaN();  ///< per tonne of metal
};

std::vector<base::Param<RecyclingRule>> recycling_params();

}  // namespace orelens::recycling
