// The tables of a ledger's report: dimensions, activation, recommendations, sources, what is missing; written by the writers
// of Report.h, so that file, workbook and screen say the same.
#pragma once

#include <string>
#include <vector>

#include "core/ledger/Activation.h"
#include "core/ledger/Advice.h"
#include "core/ledger/OutsideJson.h"
#include "core/ledger/Pivot.h"
#include "core/report/Report.h"

namespace orelens::report {

struct LedgerReport {
    const ledger::Built& built;
    const ledger::Assumptions& assumptions;
    const ledger::IndicatorSet& indicators;
    ledger::Query system;  ///< of everything that follows; empty = all
    base::Language language = base::Language::english;
};

/// "ledger_<field>": units, ore once, metal of every species. With a second field: a row per pair that holds something.
Table ledger_pivot_table(const LedgerReport& report, const ledger::Pivot& pivot);
/// "ledger_activation".
Table ledger_activation_table(const LedgerReport& report, const ledger::Scenario& from, const ledger::Scenario& to,
                              const ledger::Activation& activation);
/// "ledger_advice", with the ids of all units behind each row.
Table ledger_advice_table(const LedgerReport& report, const ledger::Scenario& scenario,
                          const std::vector<ledger::Recommendation>& advice);
/// "ledger_units", for files: each unit that a selection takes whole or in part, with its state under the scenario, the price of its
/// species, the one it pays at (∞: at none), the gap between them and the cheapest single lever; empty where that is not known. `most`:
/// the first so many, with a note that says so; 0 = all. Error: cancelled.
base::Expected<Table> ledger_units_table(const LedgerReport& report, const ledger::Scenario& scenario, const ledger::Selection& selection,
                                         std::size_t most = 0, const base::Progress& progress = base::Progress());
/// "ledger_years": supply by source, losses, stocks and what follows of them, a row per year.
Table ledger_years_table(const LedgerReport& report, const ledger::Scenario& scenario, const ledger::OutsideFile& outside, const ledger::Run& run);
/// "ledger_sources" and "ledger_findings".
std::vector<Table> ledger_source_tables(const LedgerReport& report);
/// All of them: the five dimensions, the activation where two scenarios are given, advice, units, sources, findings. Errors: those
/// of the query; cancelled.
base::Expected<std::vector<Table>> ledger_tables(const LedgerReport& report, const ledger::Scenario& from,
                                                 const ledger::Scenario* to, const base::Progress& progress);

}  // namespace orelens::report
