// Which domain each sample belongs to under the recipe's boundary: what estimation, validation and simulation share.
#pragma once

#include <optional>

#include "core/project/HardBoundaries.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Null: nothing is a boundary. `block_column` is the column that the estimated model has for it. Error: no rock
/// codes, no domain solids; cancelled.
base::Expected<std::optional<DomainPlan>> sample_domains(const Project& project, const base::Progress& progress);

/// Rows of the composites that blocks are estimated from, domain by domain; one list where nothing is a boundary.
/// Samples outside every domain stand last, and only where blocks there are estimated.
struct DomainRows {
    std::int32_t domain = -1;  ///< −1: all, or those of none
    std::vector<std::size_t> rows;
};
std::vector<DomainRows> rows_by_domain(const drilling::CompositeTable& samples, const std::optional<DomainPlan>& plan);

}  // namespace orelens::project
