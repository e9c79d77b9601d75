// What enters from outside year by year, and the chain of metal, as one file states them.
#pragma once

#include "core/ledger/Openness.h"

namespace orelens::ledger {

struct OutsideFile {
    Chain chain;
    std::vector<Outside> years;  ///< in rising order of the year
    std::string source;
};

/// JSON: {"source", "chain": {"species", "mining_recovery", "smelting_recovery", "fabrication_yield", "collection",
///  "recycling_recovery", "survival": [1, 0.9, …], "taylor_life_factor"}, "years": [{"year", "demand_t", "prices", "import_cap_t",
///  "export_cap_t", "tax", "royalty", "subsidy", "cost_factor", "capacity_share": {"mining": 0.8}, "unit_share": {"<unit>": 0},
///  "old_scrap_t"}]}. What is left out is as in Openness.h; a year that is named alone changes nothing. Errors with line and column:
/// no JSON; an unknown or missing key; a value out of range; a species or node nobody knows; years that do not rise by one.
base::Expected<OutsideFile> outside_from_json(const std::string& text, const std::string& file_name);

}  // namespace orelens::ledger
