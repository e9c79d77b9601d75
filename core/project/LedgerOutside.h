// What enters the ledger from outside year by year, as the file that the recipe names states it. Read where it is asked for: it
// stands beside the ledger and is none of it.
#pragma once

#include <optional>

#include "core/base/Error.h"
#include "core/ledger/OutsideJson.h"
#include "core/project/Recipe.h"

namespace orelens::project {

/// Nothing where the recipe names no file. Errors: it cannot be read; those of outside_from_json. place.field names the parameter
/// where the file is not there.
base::Expected<std::optional<ledger::OutsideFile>> outside_of(const Recipe& recipe);

}  // namespace orelens::project
