// One name for the inputs of all results together: the same recipe and files, the same stamp. Stands on reports and
// sheets.
#pragma once

#include <string>

#include "core/project/Pipeline.h"

namespace orelens::report {

/// Empty where there are no results.
std::string stamp_of(const project::Project& project);

}  // namespace orelens::report
