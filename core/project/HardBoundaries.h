// Estimation domain by domain: blocks of a domain see the samples of that domain, and what its contacts let through.
// Used by the estimate stage where `estimate.boundary` asks for it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Estimate.h"
#include "core/shapes/Mesh.h"

namespace orelens::project {

struct DomainPlan {
    std::vector<std::int32_t> of_sample;  ///< index of the domain, −1 = none
    std::string block_column;             ///< integer column of the model with the same indices; missing = none
    std::int32_t domains = 0;
    /// By domain, −1 first: rows of other domains' samples that its blocks take too; empty = every contact is hard.
    std::vector<std::vector<std::size_t>> also;
    /// By domain, −1 first, and element: models that are in force there in place of the element's; empty = none.
    struct Model {
        geostat::Variogram variogram;
        geostat::Anisotropy search;
    };
    std::vector<std::map<std::string, Model>> own;
    /// By domain, −1 first: meshes whose direction its blocks follow; empty = none do.
    std::vector<std::vector<const shapes::TriangleMesh*>> surfaces;
    double surface_within_m = 0;  ///< of a block: how much of the surface tells its direction
    bool outside = true;  ///< whether blocks of no domain are estimated, from samples of none
};

/// The samples numbered, as a table of their own.
drilling::CompositeTable chosen_samples(const drilling::CompositeTable& samples,
                                        const std::vector<std::size_t>& which);

/// Own rows of a domain (an index, −1 = none) and those its contacts let through, ascending.
std::vector<std::size_t> rows_for(const DomainPlan& plan, std::int32_t domain);

/// The element's rule as it is in force in a domain.
geostat::ElementEstimate rule_in(const DomainPlan& plan, std::int32_t domain, const geostat::ElementEstimate& how);

/// As geostat::estimate, with one summary per element over all domains. A domain without samples of an element
/// leaves its blocks without grade.
base::Expected<std::vector<geostat::EstimateSummary>> estimate_by_domain(
    blocks::BlockModel& model, const drilling::CompositeTable& samples, const DomainPlan& plan,
    const std::vector<geostat::ElementEstimate>& elements, base::Progress& progress);

}  // namespace orelens::project
