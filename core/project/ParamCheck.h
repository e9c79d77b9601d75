// What a parameter's value must be beyond its range: numbers of which 0 means "by itself" and anything else
// has to be large enough to work with, and texts with a meaning. The way by which every value enters a
// recipe.
#pragma once

#include <string>

#include "core/base/Param.h"

namespace orelens::project {

/// The smallest value beside 0, as the declared id is written; 0 where any value in the range works.
double least_beside_zero(const std::string& declared_id);

/// base::check_value, and then: no infinity, not between 0 and the least that works, no top cut and no limit of rich samples
/// at 0, text that is UTF-8, a
/// known coordinate system. place.field is the declared id.
base::Expected<base::ParamValue> check_param(const base::ParamInfo& info, base::ParamValue value);

}  // namespace orelens::project
