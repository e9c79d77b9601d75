// The ledger that the stage of a project makes.
#pragma once

#include "core/project/LedgerPackage.h"
#include "core/project/Results.h"

namespace orelens::project {

/// Results::more holds it under this name.
inline constexpr const char* ledger_study_name = "ledger.study";

struct LedgerStudy {
    LedgerFile file;
    bool own_assumptions = false;  ///< no file states them: they are made of the recipe's prices
    std::string scenario, compared_with;  ///< ids in force; the second empty where there is none
};

/// Of a project; null where it keeps no ledger.
Shared<LedgerStudy> ledger_study(const Results& results);
/// The scenario that states are told for, and the one it is compared with (null = none). The study has one at least.
const ledger::Scenario& scenario_of(const LedgerStudy& study);
const ledger::Scenario* compared_with(const LedgerStudy& study);

}  // namespace orelens::project
