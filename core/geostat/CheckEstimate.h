// Whether what an estimate is asked to do has a meaning. Private to the plans.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// A nearest-neighbour estimate needs one sample, whatever the passes say of numbers.
std::vector<SearchPass> passes_in_force(const ElementEstimate& how);

/// Errors of plan_estimation but those of variograms and ellipsoids.
base::Expected<void> check_samples(const SamplePlaces& places, const std::vector<ElementSamples>& elements);

}  // namespace orelens::geostat
