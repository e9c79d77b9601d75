// What a user states about the total ledger; declared as parameters in Rules.cpp.
#pragma once

#include <string>
#include <vector>

#include "core/base/Param.h"

namespace orelens::ledger {

struct LedgerRule {
    bool use = false;
    std::string tables;            ///< files of units (io/ledger/LedgerTable.h), apart by ;
    std::string projects;          ///< other project files whose units are taken by reference, apart by ;
    std::string assumptions_file;  ///< routes and scenarios; empty = one scenario from the recipe's prices
    std::string indicators_file;   ///< industrial indicators; empty = the shipped set
    std::string outside_file;      ///< what enters from outside year by year (OutsideJson.h); empty = no years are run
    bool blocks = true, orebodies = true, streams = true;  ///< of this project
    std::string group_by = "domain; class; bench";         ///< what blocks are put together by
    std::string scenario, compared_with;                   ///< ids in the assumptions; empty = the first, the second
    bool operator==(const LedgerRule&) const = default;
};

std::vector<base::Param<LedgerRule>> ledger_params();

}  // namespace orelens::ledger
