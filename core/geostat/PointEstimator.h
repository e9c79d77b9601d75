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

/// Places of the samples, metres; `hole` is empty or one number per sample (negative = no hole).
struct SamplePlaces {
    std::span<const double> x, y, z;
    std::span<const std::int32_t> hole;
};

/// One element: how to estimate it and its values, NaN = missing: such a sample does not exist for it.
struct ElementSamples {
    ElementEstimate how;
    std::span<const double> values;
};

/// Edge vectors of a block along its u, v, w axes, metres.
using BlockEdges = std::array<std::array<double, 3>, 3>;

/// Results of one element, one entry per centre. `pass` 0 and NaN where no pass has enough samples.
struct PointResults {
    std::vector<double> estimate, variance, distance;
    std::vector<std::int32_t> samples, pass;
    std::int64_t redundant = 0;  ///< centres for which samples that others determine were left out
};

/// Samples, covariance models and search structures, ready to run; immutable, shared by all threads.
struct EstimationPlan;
struct DeletePlan {
    void operator()(EstimationPlan* plan) const;
};
using Plan = std::unique_ptr<EstimationPlan, DeletePlan>;

/// Elements with the same search, passes and present values share one neighbour search. Samples at one place
/// are one sample from here on, as `estimate` says.
/// Error: arrays of unequal length, values or places that are not finite, models out of range; cancelled.
base::Expected<Plan> plan_estimation(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                     const BlockEdges& block, const kernel::Table& kernel,
                                     const base::Progress* progress = nullptr);

/// How many places with a value an element of the plan has.
std::size_t place_count(const EstimationPlan& plan, std::size_t element);

/// How many neighbour searches a plan makes per centre (for tests of the sharing).
std::size_t search_count(const EstimationPlan& plan);

/// Scratch memory of one thread.
struct EstimationScratch;
struct DeleteScratch {
    void operator()(EstimationScratch* scratch) const;
};
std::unique_ptr<EstimationScratch, DeleteScratch> make_scratch();

/// `tile_ends[t]` is one past the last centre of tile t: centres of a tile lie close together, and each is
/// best a neighbour of the one before. Results are resized to the centres, one entry per element.
base::Expected<void> estimate_points(const EstimationPlan& plan,
                                     std::span<const std::array<double, 3>> centres,
                                     std::span<const std::size_t> tile_ends, EstimationScratch& scratch,
                                     std::vector<PointResults>& results);

}  // namespace orelens::geostat
