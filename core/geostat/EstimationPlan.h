// What `plan_estimation` prepares and `estimate_points` reads; private to these two files.
#pragma once

#include <vector>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/SampleIndex.h"

namespace orelens::geostat {

/// One element on the samples of its search group.
struct PlannedElement {
    std::size_t result = 0;  ///< index in the caller's list
    Method method = Method::ordinary_kriging;
    CovarianceModel model;                ///< kriging only
    std::vector<kernel::Sample> samples;  ///< by group number; in the model's frame (search frame otherwise)
    std::vector<double> offsets[3];       ///< discretisation points in the model's frame
    double block_covariance = 1;
    double mean = 0;
    double power = 2;
};

/// Elements that use the same samples with the same search.
struct SearchGroup {
    Anisotropy shape;
    std::vector<SearchPass> passes;
    std::vector<bool> present;       ///< per sample of the caller
    Matrix3 frame{};                 ///< world → search frame
    std::array<double, 3> metres{};  ///< ranges of factor 1
    std::vector<PlannedElement> elements;
    std::vector<SampleIndex> index;  ///< exactly one
    [[nodiscard]] int most_samples() const {
        int most = 0;
        for (const SearchPass& pass : passes) most = std::max(most, pass.max_samples);
        return most;
    }
};

struct EstimationPlan {
    const kernel::Table* kernel = nullptr;
    std::array<double, 3> origin{};  ///< subtracted from world coordinates before frames are applied
    std::vector<SearchGroup> groups;
    std::size_t element_count = 0;
};

}  // namespace orelens::geostat
