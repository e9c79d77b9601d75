// Estimation domain by domain: blocks of a domain see the samples of that domain only. Used by the estimate
// stage where `estimate.boundary` asks for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Estimate.h"

namespace orelens::project {

struct DomainPlan {
    std::vector<std::int32_t> of_sample;  ///< index of the domain, −1 = none
    std::string block_column;             ///< integer column of the model with the same indices; missing = none
    std::int32_t domains = 0;
    bool outside = true;  ///< whether blocks of no domain are estimated, from samples of none
};

/// The samples numbered, as a table of their own.
drilling::CompositeTable chosen_samples(const drilling::CompositeTable& samples,
                                        const std::vector<std::size_t>& which);

/// As geostat::estimate, with one summary per element over all domains. A domain without samples of an element
/// leaves its blocks without grade.
base::Expected<std::vector<geostat::EstimateSummary>> estimate_by_domain(
    blocks::BlockModel& model, const drilling::CompositeTable& samples, const DomainPlan& plan,
    const std::vector<geostat::ElementEstimate>& elements, base::Progress& progress);

}  // namespace orelens::project
