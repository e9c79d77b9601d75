// Columns of a block model that is known already (`estimate.known_model`), for elements that learn from them. Internal
// to the estimate stage.
#pragma once

#include <string>
#include <vector>

#include "core/geostat/Estimate.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// What a secondary variable is called that is a column of the known model.
inline constexpr const char* known_prefix = "known.";

/// Adds a column known.X for every secondary variable of that name: in each block the value of the known model's block
/// that holds its centre, missing outside. Its file is read as `model.file` would be, with nothing stated.
/// Errors: no known model; as the readers'; no such column of numbers; cancelled.
base::Expected<void> add_known(const Project& project, blocks::BlockModel& model,
                               const std::vector<geostat::ElementEstimate>& all, const base::Progress& progress);

}  // namespace orelens::project
