// Kriging with weights that are nowhere negative: the estimation variance is made smallest under w ≥ 0 beside
// the usual constraint. For the few centres whose estimate would be below zero; one system at a time.
#pragma once

#include <span>
#include <vector>

#include "core/geostat/CovarianceModel.h"

namespace orelens::geostat {

struct PositiveKriging {
    std::vector<double> weights;  ///< in the samples' order, all ≥ 0
    double variance = 0;          ///< total sill 1
};

/// Places in the model's frame; `offsets` are the block's points relative to the target. Ordinary kriging:
/// weights add up to 1. Solved exactly by an active set (Barnes and Johnson, Positive kriging, 1984).
/// `places` holds at least one.
PositiveKriging krige_positive(const CovarianceModel& model, std::span<const std::array<double, 3>> places,
                               const std::array<double, 3>& target,
                               std::span<const std::array<double, 3>> offsets, double block_covariance,
                               bool ordinary);

}  // namespace orelens::geostat
