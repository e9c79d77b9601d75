// Pits: one row per price factor, and what was taken for rock, waste and air.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/pits/Study.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using pits::PitRow;
using pits::PitStudy;

std::vector<std::string> how(const Context& context, const PitStudy& study) {
    pits::SlopeError worst;
    for (const auto& [code, error] : study.ground.slopes) {
        worst.steeper_deg = std::max(worst.steeper_deg, error.steeper_deg);
        worst.flatter_deg = std::max(worst.flatter_deg, error.flatter_deg);
        worst.mean_deg = std::max(worst.mean_deg, error.mean_deg);
    }
    const auto degrees = [](double value) { return base::number(value, 2); };
    const auto count = [](std::int64_t value) { return base::grouped(static_cast<double>(value)); };
    const bool rate = study.mining_rate_mt > 0;
    std::vector<std::string> notes{
        context.say("report.pits.note"),
        context.say("report.pits.slopes", {{"slopes", study.slopes},
                                           {"benches", std::to_string(study.benches)},
                                           {"steeper", degrees(worst.steeper_deg)},
                                           {"flatter", degrees(worst.flatter_deg)},
                                           {"mean", degrees(worst.mean_deg)}}),
        context.say("report.pits.missing",
                    {{"waste", count(study.ground.waste_cells)},
                     {"tonnes", base::number(study.ground.waste_cell_tonnes / 1e6, 4) + " Mt"},
                     {"air", count(study.ground.air_cells)}}),
        rate ? context.say("report.pits.money", {{"rate", base::number(study.mining_rate_mt, 6)},
                                                 {"discount", base::number(study.discount_percent, 4)}})
             : context.say("report.pits.no_rate")};
    if (study.side_columns > 0)
        notes.push_back(
            context.say("finding.what.pit_at_side", {{"count", std::to_string(study.side_columns)}}));
    if (const std::int64_t leaving = std::max(study.leaving, study.leaving_by_main); leaving > 0)
        notes.push_back(
            context.say("finding.what.pits_not_nested", {{"count", std::to_string(leaving)}}));
    return notes;
}

Table pits_table(const Context& context, const PitStudy& study) {
    Table table{.id = "pits",
                .title = context.say("report.pits"),
                .short_title = context.say("report.tab.pits"),
                .stage = "pits"};
    table.notes = how(context, study);
    table.columns = {
        {context.say("report.pits.shell"), "", 0},  {context.say("report.pits.factor"), "", 3},
        {context.say("report.pits.ore"), "t", 0},   {context.say("report.pits.fed"), "t", 0},
        {context.say("report.pits.waste"), "t", 0}, {context.say("report.pits.strip"), "t/t", 2}};
    for (const std::string& commodity : study.commodities)
        table.columns.push_back(
            {context.say("report.pits.metal", {{"commodity", commodity}}), "t", -1, commodity});
    table.columns.push_back({context.say("report.pits.value"), study.currency, 0});
    table.columns.push_back({context.say("report.pits.best"), study.currency, 0});
    table.columns.push_back({context.say("report.pits.worst"), study.currency, 0});
    table.columns.push_back({context.say("report.pits.years"), "a", 1});
    table.columns.push_back({context.say("report.pits.own"), study.currency, 0});
    std::int64_t shell = 0;
    for (const PitRow& row : study.rows) {
        std::vector<Cell> cells{++shell,
                                cell(row.factor),
                                cell(row.ore_tonnes),
                                cell(row.fed_tonnes),
                                cell(row.waste_tonnes),
                                row.ore_tonnes > 0 ? cell(row.strip_ratio()) : Cell()};
        for (const double product : row.product_tonnes) cells.push_back(cell(product));
        for (const double money : {row.value, row.best, row.worst, row.years, row.own_value})
            cells.push_back(cell(money));
        table.rows.push_back(std::move(cells));
    }
    const std::size_t value = 6 + study.commodities.size();
    Plot plot{.x = 1, .left = {value}, .right = {2, 4}};
    if (study.mining_rate_mt > 0) plot.left = {value, value + 1, value + 2};
    table.plot = plot;
    return table;
}

}  // namespace

void add_pit_tables(const Context& context, std::vector<Table>& tables) {
    const auto& study = context.project.results.pits.study;
    if (!study || !study->why_not.empty()) return;
    tables.push_back(pits_table(context, *study));
}

}  // namespace orelens::report
