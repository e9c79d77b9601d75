// Tables of a flow system for the terminal, CSV and the workbook: the same numbers in all.
#pragma once

#include <map>

#include "app/cli/TextTable.h"
#include "core/recycling/Availability.h"
#include "core/recycling/Reconcile.h"
#include "core/recycling/System.h"
#include "core/report/Report.h"

namespace orelens::cli {

struct MfaResults {
    const recycling::System& system;
    const recycling::SolvedSystem& solved;
    const std::vector<recycling::Stream>& streams;
    const std::map<std::string, double>& prices;  ///< per tonne by element; an element without one: nothing of it is called usable
    int year;      ///< number of the year shown where a table has one year
    const std::vector<base::Message>& doubts;
};
/// Balances, stocks over the years, stocks by state; with streams: cascade, levers and pairs at the price,
/// the curve, by element and year: metals and years are never added.
base::Expected<std::vector<report::Table>> mfa_tables(base::Language language, const MfaResults& results);
report::Table reconciliation_table(base::Language language, const recycling::ReconcileProblem& problem, const recycling::Reconciliation& made);
TextTable text_table(const report::Table& table);

}  // namespace orelens::cli
