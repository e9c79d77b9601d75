// Who judges the units of a ledger. Where a file of routes and scenarios does, what evaluations and verdicts of projects say
// of the same units is heard and told beside it: both answers, and how much is judged otherwise.
#pragma once

#include <string>
#include <vector>

#include "core/project/LedgerParts.h"

namespace orelens::project {

/// Findings "ledger_file_assumptions" (which file judges) and, for each source that was heard, "ledger_other_judge_blocks" or
/// "ledger_other_judge": how much the file and how much the project makes usable, flags aside, of what both answer for; `tonnes` is
/// what they judge otherwise. Errors: cancelled.
base::Expected<void> tell_judges(ledger::Built& built, const std::vector<LedgerParts::Heard>& heard, const ledger::Assumptions& assumptions,
                                 const ledger::Scenario& scenario, const std::string& file, const base::Progress& progress);

/// Of a ledger's findings those that say who judges, in their order: for pages and tables.
std::vector<base::Message> judge_words(const std::vector<base::Finding>& findings);
/// Tonnes that a file and projects judge otherwise, and the file; 0 and none where nothing differs.
struct JudgedOtherwise {
    double tonnes = 0;
    std::string file;
};
JudgedOtherwise judged_otherwise(const std::vector<base::Finding>& findings);

}  // namespace orelens::project
