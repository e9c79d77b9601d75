// What was found of a ledger, kept in its file beside it: written as worded in both languages, read back where the units alone
// do not tell it again.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/project/Sqlite.h"

namespace orelens::project {

base::Expected<void> write_ledger_findings(Database& database, const std::vector<base::Finding>& findings);
/// Adds those whose kinds are not among `findings`; how sources stand is not taken from then.
base::Expected<void> read_ledger_findings(Database& database, std::vector<base::Finding>& findings);

}  // namespace orelens::project
