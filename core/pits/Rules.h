// Pits as the user states them; declared as parameters in Rules.cpp. Texts that hold several numbers are read
// here, with an error that says which part of them is wrong.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Param.h"
#include "core/pits/Slopes.h"

namespace orelens::pits {

/// What cells of the grid count as where the model has no block.
enum class MissingBlocks {
    ground,  ///< air above the highest block of their column, waste below it
    waste,
    air
};

struct PitRule {
    bool use = false;
    std::string slopes = "45";
    std::string slope_column;  ///< integer column; empty = the same slopes everywhere
    std::string slopes_by_code;
    int benches = 8;
    std::string factors = "0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6";
    double mining_rate_mt = 0;  ///< Mt a year, ore and waste; 0 = not stated
    double discount_percent = 8;
    MissingBlocks missing = MissingBlocks::ground;
    bool top_is_ground = false;
    std::string cost_column;      ///< real column; empty = none
    std::string keep_out_column;  ///< integer column; empty = none
    double mining_width_m = 0;    ///< of an underground mine, tested where there is no pit; 0 = not stated
    std::string mining_solid;     ///< name of the closed shape that it may mine in; empty = everywhere
    bool operator==(const PitRule&) const = default;
};

std::vector<base::Param<PitRule>> pit_params();

/// "45", or "0: 42, 90: 48, 180: 45": azimuth and slope. Errors: place.field, and the part that is no number;
/// those of check_rose.
base::Expected<SlopeRose> read_rose(const std::string& text, const std::string& field);
/// "oxide = 38; sulphide = 0: 50, 180: 46": code and rose, none twice.
base::Expected<std::vector<std::pair<std::string, SlopeRose>>> read_roses(const std::string& text);
/// Price factors. Errors: none; not a number above 0; not rising; more than most_steps.
base::Expected<std::vector<double>> read_factors(const std::string& text);

}  // namespace orelens::pits
