// Secondary columns of a block model: read at the blocks and at the samples, and measured where the rule of
// collocated cokriging leaves numbers open. Private to `estimate`.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// What is estimated from: the samples' values, and the secondary column at samples and blocks.
struct EstimateInputs {
    std::vector<ElementSamples> elements;
    std::vector<std::vector<double>> at_samples;       ///< secondary values, where an element takes one
    std::vector<std::vector<const float*>> at_blocks;  ///< leaves of the secondary column, or empty
};

/// Error: an element or a column that is not there; a column that this run estimates itself; samples that
/// tell no correlation.
base::Expected<EstimateInputs> estimate_inputs_of(const blocks::BlockModel& model,
                                                  const drilling::CompositeTable& samples,
                                                  const std::vector<ElementEstimate>& elements);

}  // namespace orelens::geostat
