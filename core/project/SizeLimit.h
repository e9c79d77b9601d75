// Whether work fits into memory, asked before it starts.
#pragma once

#include "core/project/Recipe.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {

/// Bytes that the process may hold: general.memory_limit, else 70 % of the machine's; infinite where the
/// machine's is not known.
double memory_limit(const Recipe& recipe);

/// Error of kind data with the figures, the place and the fix of `work` when it and what is held already
/// exceed the limit.
base::Expected<void> check_size(const Recipe& recipe, const WorkSize& work);

}  // namespace orelens::project
