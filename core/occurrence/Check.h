// Refuses an occurrence table that cannot be: the first mistake, with file and row.
#pragma once

#include "core/base/Error.h"
#include "core/occurrence/Table.h"

namespace orelens::occurrence {

/// Phases a table may name: its own before the shipped ones.
std::vector<Phase> known_phases(const Table& table);
/// Null for an unknown id.
const Phase* find_phase(const std::vector<Phase>& phases, const std::string& id);

/// Errors: a share below 0 or above 1; shares of an ore type and element above 1.005 in sum; a recovery outside 0…1; a
/// phase that is not known (with the nearest); the same ore type, element and phase, or the same route, ore type,
/// element and phase twice; a route without a name or with other signs than letters, digits, _ and -; a phase defined twice
/// differently; a host that is itself a companion.
base::Expected<void> check_table(const Table& table);

}  // namespace orelens::occurrence
