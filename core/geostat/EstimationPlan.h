// What `plan_estimation` prepares and `estimate_points` reads; private to the point estimator's files.
#pragma once

#include <memory>
#include <vector>

#include "core/geostat/ConvexHull.h"
#include "core/geostat/CovarianceModel.h"
#include "core/geostat/NeighbourSearch.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// One system per centre: an element, or one of its indicators, on the samples of its search group.
struct PlannedSystem {
    CovarianceModel model;
    std::vector<kernel::Sample> samples;  ///< by group number; in the model's frame (search frame otherwise)
    std::vector<double> offsets[3];       ///< discretisation points in the model's frame
    double block_covariance = 1;
    kernel::Drift drift;
    std::vector<double> external;  ///< external drift per sample, in units of its spread
};

/// One element on the samples of its search group.
struct PlannedElement {
    std::size_t result = 0;  ///< index in the caller's list
    ElementEstimate how;
    std::vector<PlannedSystem> systems;  ///< one; one per threshold of indicator kriging
    double mean = 0;                     ///< about which simple kriging estimates
    double external_scale = 1;           ///< spread of the external drift
    double primary_sd = 1;               ///< collocated cokriging
    kernel::Restriction restricted{};
    bool is_restricted = false;
    std::shared_ptr<const ConvexHull> hull;  ///< null = no limit
    double lowest_sample = 0;                ///< NaN without samples
    double added_nugget = 0;                 ///< share of the sill
    std::size_t without_secondary = 0;
};

/// Elements that use the same samples with the same search.
struct SearchGroup {
    SampleSearch search;
    std::vector<bool> present;        ///< per place
    std::vector<std::uint32_t> rows;  ///< per sample of the group: row of the caller
    std::vector<PlannedElement> elements;
};

struct EstimationPlan {
    const kernel::Table* kernel = nullptr;
    std::array<double, 3> origin{};  ///< subtracted from world coordinates before frames are applied
    std::vector<SearchGroup> groups;
    std::size_t element_count = 0;
    [[nodiscard]] Point local(const Point& world) const {
        return {world[0] - origin[0], world[1] - origin[1], world[2] - origin[2]};
    }
};

/// Middle of the samples' bounding box.
std::array<double, 3> centre_of(const SamplePlaces& places);

/// Regular points inside the block, relative to its centre, in a model's frame.
std::vector<std::array<double, 3>> discretise(const std::array<int, 3>& points, const BlockEdges& block,
                                              const Matrix3& frame);

}  // namespace orelens::geostat
