// The estimate stage: a block model of all elements, with unchanged elements carried over from the model
// before and the domain of the nearest composite.
#pragma once

#include "core/project/Pipeline.h"

namespace orelens::project {

/// Column of the nearest composite's domain, with the domains' codes.
inline constexpr const char* domain_column = "domain";

/// ".variance", ".pass" … : what the stage writes beside a grade, under the grade's name.
bool is_estimate_suffix(std::string_view suffix);

base::Expected<void> run_estimate(Project& project, base::Progress& progress);

}  // namespace orelens::project
