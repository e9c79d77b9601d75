// The total ledger in the project's report: dimensions, what moves between two scenarios, recommendations, sources and what is
// missing, as LedgerTables.h makes them; the supply year by year where the recipe says what enters from outside.
#include "core/ledger/Openness.h"
#include "core/project/LedgerOutside.h"
#include "core/project/LedgerStudy.h"
#include "core/report/LedgerTables.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

/// None where no file is named; where the years cannot be told the table says why.
void add_years(const Context& context, const LedgerReport& report, const ledger::Scenario& scenario, std::vector<Table>& tables) {
    const auto missing = [&](const base::Error& error) {
        Table table{.id = "ledger_years", .title = context.say("ledger.report.years"), .short_title = context.say("ledger.report.years")};
        table.notes = {base::describe(error, context.language)};
        tables.push_back(std::move(table));
    };
    const auto outside = project::outside_of(context.project.recipe);
    if (!outside) return missing(outside.error());
    if (!*outside) return;
    const auto run = ledger::run_years(report.built.ledger, report.assumptions.routes, scenario, (*outside)->chain, (*outside)->years, context.progress.part(0.8, 1));
    if (run) tables.push_back(ledger_years_table(report, scenario, **outside, *run));
    else if (run.error().kind != base::ErrorKind::cancelled) missing(run.error());
}

}  // namespace

void add_ledger_tables(const Context& context, std::vector<Table>& tables) {
    const auto study = project::ledger_study(context.project.results);
    if (!study || study->file.built.ledger.units() == 0) return;
    const project::LedgerFile& file = study->file;
    const LedgerReport report{file.built, file.assumptions, file.indicators, {}, context.language};
    auto made = ledger_tables(report, project::scenario_of(*study), project::compared_with(*study), context.progress.part(0, 0.8));
    if (!made) return;  // cancelled: the caller asks
    add_years(context, report, project::scenario_of(*study), *made);
    for (Table& table : *made) {
        table.stage = "ledger";
        table.paper.rows = 60;
        tables.push_back(std::move(table));
    }
}

}  // namespace orelens::report
