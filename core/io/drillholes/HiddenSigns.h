// Signs that nobody sees beside the names of holes: spaces without width, byte order marks, no-break spaces,
// spaces at the end. Every field is read without them, so that the names meet; here it is said that they did.
#pragma once

#include <vector>

#include "core/drilling/Finding.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// One finding for signs that cannot be seen (a warning) and one for plain spaces behind a name (info), each
/// with the number of rows and the first of them. Nothing for a table without a column of holes.
void report_hidden_signs(const OpenTable& table, std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
