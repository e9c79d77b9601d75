// Estimation on plain arrays: samples and block centres in world metres in, estimates out. This is the layer
// below `estimate`, for tests, benchmarks and callers without a block model. One call handles a group of
// neighbouring centres (a leaf of a block model); groups are independent and may run on different threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Kernel.h"

namespace orelens::geostat {

/// Places of the samples, metres; `hole` is empty or one number per sample (negative = no hole). `group` is
/// empty or one number per sample, for cross-validation: see PointTargets::left_out.
struct SamplePlaces {
    std::span<const double> x, y, z;
    std::span<const std::int32_t> hole;
    std::span<const std::int32_t> group;
};

/// One element: how to estimate it and its values, NaN = missing: such a sample does not exist for it.
struct ElementSamples {
    ElementEstimate how;
    std::span<const double> values;
    /// External drift or local mean at the samples, for methods that need it; NaN = missing, likewise.
    std::span<const double> secondary;
};

/// Edge vectors of a block along its u, v, w axes, metres.
using BlockEdges = std::array<std::array<double, 3>, 3>;

/// Where estimates are wanted. `tile_ends[t]` is one past the last centre of tile t: centres of a tile lie
/// close together, and each is best a neighbour of the one before.
struct PointTargets {
    std::span<const std::array<double, 3>> centres;
    std::span<const std::size_t> tile_ends;
    /// Per element, per centre: the secondary value there, NaN = missing. Elements without one have an empty
    /// span; without any the list may be empty.
    std::vector<std::span<const double>> secondary;
    /// Empty, or per centre the group of samples that does not exist for it. The plan's samples have groups.
    std::span<const std::int32_t> left_out;
};

/// Results of one element, one entry per centre. `pass` 0 and NaN where there is no estimate.
struct PointResults {
    std::vector<double> estimate, variance, distance;
    std::vector<std::int32_t> samples, pass;
    /// With ElementEstimate::quality, else empty; all but `holes` are NaN for methods without a variogram.
    std::vector<std::int32_t> holes;
    std::vector<double> slope, efficiency, negative_weights, lagrange;
    /// Indicator kriging: per cutoff, per centre. With quality also the distribution, per threshold.
    std::vector<std::vector<double>> above, mean_above, below;
    std::int64_t redundant = 0;      ///< centres for which samples that others determine were left out
    std::int64_t negative = 0;       ///< estimates below zero, before anything was done about them
    std::int64_t beyond = 0;         ///< centres with samples that the extrapolation limits left out
    std::int64_t no_secondary = 0;   ///< centres without the secondary value
    std::int64_t reduced_trend = 0;  ///< centres whose samples do not determine the whole trend
    std::int64_t corrected = 0;      ///< centres whose indicator probabilities were not in order
};

/// Samples, covariance models and search structures, ready to run; immutable, shared by all threads.
struct EstimationPlan;
struct DeletePlan {
    void operator()(EstimationPlan* plan) const;
};
using Plan = std::unique_ptr<EstimationPlan, DeletePlan>;

/// Elements with the same search, passes and present values share one neighbour search. Samples at one place
/// are one sample from here on, as `estimate` says.
/// Error: arrays of unequal length, values or places that are not finite, models out of range, a method
/// without what it needs; cancelled.
base::Expected<Plan> plan_estimation(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                     const BlockEdges& block, const kernel::Table& kernel,
                                     const base::Progress* progress = nullptr);

/// What a plan knows of one of its elements.
struct PlannedSamples {
    std::size_t places = 0;             ///< with a value
    std::size_t without_secondary = 0;  ///< places with a value that lack the drift or local mean
    double added_nugget = 0;            ///< share of the sill, CovarianceModel.h
};
PlannedSamples planned_samples(const EstimationPlan& plan, std::size_t element);

/// How many neighbour searches a plan makes per centre (for tests of the sharing).
std::size_t search_count(const EstimationPlan& plan);

/// Scratch memory of one thread.
struct EstimationScratch;
struct DeleteScratch {
    void operator()(EstimationScratch* scratch) const;
};
std::unique_ptr<EstimationScratch, DeleteScratch> make_scratch();

/// Results are resized to the centres, one entry per element.
base::Expected<void> estimate_points(const EstimationPlan& plan, const PointTargets& targets,
                                     EstimationScratch& scratch, std::vector<PointResults>& results);
/// Without secondary values.
base::Expected<void> estimate_points(const EstimationPlan& plan,
                                     std::span<const std::array<double, 3>> centres,
                                     std::span<const std::size_t> tile_ends, EstimationScratch& scratch,
                                     std::vector<PointResults>& results);

/// Samples that one centre of the call before used, nearest first, as rows of the caller (of those at one
/// place, the first); empty without an estimate. For tests and for showing where a block has its grade from.
std::vector<std::size_t> samples_of(const EstimationPlan& plan, const EstimationScratch& scratch,
                                    std::size_t element, std::size_t centre);

}  // namespace orelens::geostat
