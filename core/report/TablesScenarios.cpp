// Scenarios: per scenario what is usable under the base and under it, what is activated and deactivated, and what the
// difference is due to.
#include <limits>

#include "core/project/LeverWords.h"
#include "core/project/Scenarios.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using project::ScenarioRow;

/// "Au: Price 600 CNY/g; Processing cost 50 CNY/t".
std::string differences(const Context& context, const ScenarioRow& row) {
    std::string all;
    const project::Recipe& recipe = context.project.recipe;
    for (const auto& [id, value] : row.changes) {
        const std::string unit = project::param_unit(recipe, id);
        all += (all.empty() ? "" : "; ") + project::param_words(id, context.language) + " " +
               project::param_value_words(id, value, context.language) + (unit.empty() ? "" : " " + unit);
    }
    return all.empty() ? "–" : all;
}

void add_held(std::vector<std::vector<Cell>>& rows, const std::string& name, const std::string& what,
              const scenarios::Held& held, double worth) {
    std::vector<Cell> cells{name, what, held.blocks, cell(held.tonnes)};
    for (const double metal : held.metal) cells.push_back(cell(metal));
    cells.push_back(cell(worth));
    rows.push_back(std::move(cells));
}

void add_row(const Context& context, const ScenarioRow& row, Table& table) {
    const scenarios::Comparison& made = row.against_base;
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    add_held(table.rows, row.name, context.say("report.scenarios.before"), made.before, made.worth_before);
    add_held(table.rows, row.name, context.say("report.scenarios.after"), made.after, made.worth_after);
    add_held(table.rows, row.name, context.say("scenarios.code.activated"), made.activated, nothing);
    add_held(table.rows, row.name, context.say("scenarios.code.deactivated"), made.deactivated, nothing);
    for (const scenarios::Attributed& part : made.parts) {
        std::vector<Cell> cells{
            row.name,
            context.say("report.scenarios.due_to", {{"part", context.say("scenarios.part." + part.part)}}),
            cell(part.blocks), cell(part.tonnes)};
        for (const double metal : part.metal) cells.push_back(cell(metal));
        cells.push_back(cell(part.worth));
        table.rows.push_back(std::move(cells));
    }
}

}  // namespace

void add_scenario_tables(const Context& context, std::vector<Table>& tables) {
    const auto& study = context.project.results.scenarios.study;
    if (!study || study->rows.empty()) return;
    Table table{.id = "scenarios",
                .title = context.say("report.scenarios"),
                .short_title = context.say("report.tab.scenarios"),
                .stage = "scenarios"};
    table.notes = {context.say("report.scenarios.note")};
    for (const ScenarioRow& row : study->rows)
        table.notes.push_back(
            context.say("report.scenarios.differs", {{"name", row.name}, {"changes", differences(context, row)}}));
    table.columns = {{context.say("report.scenarios.scenario"), "", 0},
                     {context.say("report.scenarios.what"), "", 0},
                     {context.say("report.scenarios.blocks"), "", 0},
                     {context.say("report.scenarios.tonnes"), "t", 0}};
    const scenarios::Comparison& first = study->rows.front().against_base;
    for (const std::string& commodity : first.commodities)
        table.columns.push_back(
            {context.say("report.scenarios.metal", {{"commodity", commodity}}), "t", -1, commodity});
    table.columns.push_back({context.say("report.scenarios.worth"), first.currency, 0});
    for (const ScenarioRow& row : study->rows) add_row(context, row, table);
    tables.push_back(std::move(table));
}

}  // namespace orelens::report
