// Tables of a flow system for the terminal, CSV, workbook and report: the same numbers in all.
#pragma once

#include "core/project/FlowStudy.h"
#include "core/recycling/Reconcile.h"
#include "core/report/Report.h"

namespace orelens::report {

struct FlowReport {
    const project::FlowStudy& flows;
    const project::ScrapStudy* scrap = nullptr;  ///< null where the system has no streams
    int year = 0;                                ///< number of the year shown where a table has one year
    std::vector<base::Message> doubts = {};
};
/// "mfa_balances", "mfa_states", "mfa_stocks", "mfa_flows" (by metal, all places together), "mfa_fans" with draws; "mfa_places" with cities
/// and industries; with streams: "mfa_streams", "mfa_levers" where there are prices, "mfa_curve"; "mfa_indicators" and "mfa_targets" where the
/// file names them. By metal and year: metals and years are never added.
base::Expected<std::vector<Table>> flow_tables(base::Language language, const FlowReport& results);
/// What somebody should look at before trusting the numbers, at most ten of a kind.
std::vector<base::Message> flow_doubts(const project::FlowStudy& study);
/// "reconciliation".
Table reconciliation_table(base::Language language, const recycling::ReconcileProblem& problem, const recycling::Reconciliation& made);

}  // namespace orelens::report
