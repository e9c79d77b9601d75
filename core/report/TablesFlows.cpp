// Flows, stocks and streams of a project: the tables of the batch command, from the results of the stages.
#include "core/project/FlowStudy.h"
#include "core/report/FlowTables.h"
#include "core/report/TableParts.h"

namespace orelens::report {

void add_flow_tables(const Context& context, std::vector<Table>& tables) {
    const auto flows = project::flow_study(context.project.results);
    if (!flows) return;
    const auto scrap = project::scrap_study(context.project.results);
    auto made = flow_tables(context.language, {*flows, scrap.get(), flows->year, flow_doubts(*flows)});
    if (!made) return;  // the stage has computed the same and would have failed
    for (Table& table : *made) tables.push_back(std::move(table));
}

}  // namespace orelens::report
