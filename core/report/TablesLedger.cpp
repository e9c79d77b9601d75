// The total ledger in the project's report: dimensions, what moves between two scenarios, recommendations, sources and what is
// missing, as LedgerTables.h makes them.
#include "core/project/LedgerStudy.h"
#include "core/report/LedgerTables.h"
#include "core/report/TableParts.h"

namespace orelens::report {

void add_ledger_tables(const Context& context, std::vector<Table>& tables) {
    const auto study = project::ledger_study(context.project.results);
    if (!study || study->file.built.ledger.units() == 0) return;
    const project::LedgerFile& file = study->file;
    const LedgerReport report{file.built, file.assumptions, file.indicators, {}, context.language};
    auto made = ledger_tables(report, project::scenario_of(*study), project::compared_with(*study), context.progress);
    if (!made) return;  // cancelled: the caller asks
    for (Table& table : *made) {
        table.stage = "ledger";
        table.paper.rows = 60;
        tables.push_back(std::move(table));
    }
}

}  // namespace orelens::report
