// The density of blocks from densities measured on the samples around them, as a column of the estimated model:
// tonnes, values and reports take it from there as from any model that brings its own.
#pragma once

#include <optional>

#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Estimate.h"
#include "core/project/HardBoundaries.h"

namespace orelens::project {

/// Adds "density" (t/m³) by inverse distance of the composites that carry one. `how` lends the search ellipsoid, the
/// reach of its last pass, the power and the number of samples; one sample is enough. Blocks that no sample
/// reaches have none. Error: no composite carries a density; cancelled.
base::Expected<void> add_density(blocks::BlockModel& model, const drilling::CompositeTable& samples,
                                 const geostat::ElementEstimate& how, const std::optional<DomainPlan>& domains,
                                 base::Progress& progress);

/// Of the values that are there.
struct DensitySum {
    std::int64_t count = 0;
    double mean = 0, low = 0, high = 0;
};
DensitySum density_of(const drilling::CompositeTable& samples);
DensitySum density_of(const blocks::BlockModel& model, const base::Progress& progress);

}  // namespace orelens::project
