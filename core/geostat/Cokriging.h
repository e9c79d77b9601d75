// Ordinary cokriging: elements of one place are estimated from the samples of all of them, so that one that
// was assayed in few holes learns from those that were assayed in many. For one secondary value known in
// every block, see collocated cokriging in Estimate.h.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Coregionalisation.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// Search of one element's samples, in the order of the model's elements.
struct CokrigingVariable {
    Anisotropy search;
    OctantAxes octant_axes = OctantAxes::ellipsoid;
    std::vector<SearchPass> passes{SearchPass{}};
    double top_cut = std::numeric_limits<double>::quiet_NaN();
    bool quality = false;  ///< as ElementEstimate::quality
    ExtrapolationLimits limits;
    bool operator==(const CokrigingVariable&) const = default;
};

struct CokrigingRule {
    Coregionalisation model;
    std::vector<CokrigingVariable> variables;
    std::array<int, 3> discretisation{1, 1, 1};
    /// Element without whose samples nothing is estimated, its number; −1 = each where its own are in reach.
    int required = -1;
    bool zero_negative = false;  ///< estimates below zero become 0 where all samples are at least 0
    bool operator==(const CokrigingRule&) const = default;
};

struct CokrigingPlan;
struct DeleteCokriging {
    void operator()(CokrigingPlan* plan) const;
};

/// `values` per element, NaN = missing: elements need not be assayed at the same places. Samples at one place
/// count as one with the mean of each element.
/// Error: as plan_estimation; more than kernel::max_variables elements; a model that is not one.
base::Expected<std::unique_ptr<CokrigingPlan, DeleteCokriging>> plan_cokriging(
    const SamplePlaces& places, const CokrigingRule& rule, const std::vector<std::span<const double>>& values,
    const BlockEdges& block, const kernel::Table& kernel, const base::Progress* progress = nullptr);

/// Places with a value of one element, and the nugget that its Gaussian model was given (CovarianceModel.h).
PlannedSamples planned_samples(const CokrigingPlan& plan, std::size_t element);

struct CokrigingScratch;
struct DeleteCokrigingScratch {
    void operator()(CokrigingScratch* scratch) const;
};
std::unique_ptr<CokrigingScratch, DeleteCokrigingScratch> make_cokriging_scratch();

/// One entry per element. Each is estimated where its own samples are in reach, by its own search; one that
/// is out of reach takes no part in the others' systems and has no estimate. Samples, distance and pass are
/// the element's own. `redundant` counts centres whose system left samples out. Of its quality the share of negative
/// weights is not told.
base::Expected<void> cokrige_points(const CokrigingPlan& plan, const PointTargets& targets,
                                    CokrigingScratch& scratch, std::vector<PointResults>& results);

/// Elements of one rule into a block model: columns and summaries as `estimate` makes them, in the order of
/// `elements`, of which each is one of the rule's; which columns there are is theirs to say.
base::Expected<std::vector<EstimateSummary>> cokrige(blocks::BlockModel& model,
                                                     const drilling::CompositeTable& samples,
                                                     const CokrigingRule& rule,
                                                     const std::vector<ElementEstimate>& elements,
                                                     base::Progress& progress);

}  // namespace orelens::geostat
