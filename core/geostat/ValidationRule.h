// Validation as the user states it: how samples and blocks are chosen, and where each criterion passes or fails;
// declared as parameters in ValidationRule.cpp.
#pragma once

#include <limits>
#include <vector>

#include "core/base/Param.h"

namespace orelens::geostat {

/// A criterion passes up to the first number and fails beyond the second; between them it is marginal.
struct Limits {
    double pass = 0, marginal = 0;
};

struct ValidationRule {
    bool use = true;
    int samples = 10'000;    ///< most that are estimated without themselves, an even choice by the seed
    int blocks = 200'000;    ///< most that stand for the model, about: whole leaves by the seed
    int folds = 10;          ///< of whole holes
    int seed = 1;
    double swath_width_m = 0;  ///< 0 = a twentieth of the extent, at least a block
    double swath_azimuth_deg = std::numeric_limits<double>::quiet_NaN(), swath_dip_deg = 0;  ///< a fourth direction
    int least_samples = 30, least_holes = 5;  ///< fewer are no ground for a verdict
    int slice_samples = 10;                   ///< a slice with fewer is not judged
    double mean_error_pass = 5, mean_error_marginal = 10;        ///< % of the mean
    double slope_pass = 0.15, slope_marginal = 0.3;              ///< off 1
    double spread_pass = 1.33, spread_marginal = 2;              ///< factor above or below 1
    double accuracy_pass = 0.9, accuracy_marginal = 0.8;         ///< at least
    double nearest_pass = 5, nearest_marginal = 10;              ///< %
    double data_pass = 10, data_marginal = 20;                   ///< %
    double swath_pass = 10, swath_marginal = 20;                 ///< %
    double support_pass = 10, support_marginal = 20;             ///< % of the metal
    bool operator==(const ValidationRule&) const = default;
};

std::vector<base::Param<ValidationRule>> validation_params();

}  // namespace orelens::geostat
