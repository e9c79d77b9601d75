// Estimation of all elements of a project, those first that others learn from, with unchanged elements
// carried over; and confidence classes of what was estimated. Internal to the estimate stage.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/geostat/Estimate.h"
#include "core/project/HardBoundaries.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Summaries in the order of `all`. An element whose stamp is that of `prints` keeps the columns of the model
/// before, unless its secondary element is estimated anew. Error: as the estimator's; a secondary column that
/// no element and no model has; elements that wait for each other.
base::Expected<std::vector<geostat::EstimateSummary>> estimate_in_rounds(
    const Project& project, blocks::BlockModel& model, const std::vector<geostat::ElementEstimate>& all,
    const std::map<std::string, std::string>& prints, const std::optional<DomainPlan>& domains,
    base::Progress& progress);

/// Adds the column of classes where the recipe wants one, from the samples of the main element. `precision` is the
/// column of the production's precision; empty = not known yet, and no block is in a class that asks for it.
base::Expected<void> add_classes(const Project& project, blocks::BlockModel& model,
                                 const std::vector<geostat::ElementEstimate>& all, base::Progress& progress,
                                 const std::string& precision = {});
/// Whether a class asks for the precision of production, which only a simulation knows.
bool asks_precision(const Recipe& recipe);

}  // namespace orelens::project
