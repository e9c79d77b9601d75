// Tornado of the inputs: what is usable, and what it is worth, with each lever alone a stated share lower and higher.
#include <cmath>

#include "core/project/LeverWords.h"
#include "core/report/TableParts.h"
#include "core/scenarios/Tornado.h"

namespace orelens::report {
namespace {

constexpr double share_percent = 10;
/// Two evaluations per lever: of larger models the command line is asked.
constexpr std::int64_t most_blocks = 2'000'000;

std::vector<Cell> tornado_row(const Context& context, const scenarios::Tornado& made, const scenarios::TornadoRow& row) {
    const project::Recipe& recipe = context.project.recipe;
    const auto value = [&](const scenarios::TornadoEnd& end) {
        return project::lever_value(row.lever, end.value, recipe) +
               (end.at_limit ? " " + context.say("report.tornado.at_limit") : "");
    };
    return {project::lever_words(row.lever, context.language),
            project::lever_value(row.lever, row.lever.now, recipe),
            value(row.low),
            value(row.high),
            cell(row.low.usable.tonnes - made.usable.tonnes),
            cell(row.high.usable.tonnes - made.usable.tonnes),
            cell(row.low.worth - made.worth),
            cell(row.high.worth - made.worth)};
}

}  // namespace

void add_tornado_table(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    const auto& model = results.unvalued();
    if (!results.value.deck || !results.value.curve_full || !model || context.main.empty()) return;
    Table table{.id = "tornado",
                .title = context.say("report.tornado", {{"share", base::number(share_percent, 3)}}),
                .short_title = context.say("report.tab.tornado")};
    table.paper.shown = false;
    table.columns = {{context.say("report.tornado.lever"), "", 0},
                     {context.say("report.tornado.now"), "", 0},
                     {context.say("report.tornado.low"), "", 0},
                     {context.say("report.tornado.high"), "", 0},
                     {context.say("report.tornado.tonnes_low"), "t", 0},
                     {context.say("report.tornado.tonnes_high"), "t", 0},
                     {context.say("report.tornado.worth_low"), context.deck.costs.currency, 0},
                     {context.say("report.tornado.worth_high"), context.deck.costs.currency, 0}};
    if (model->block_count() > most_blocks) {
        table.notes = {context.say("report.tornado.too_large",
                                   {{"blocks", base::grouped(static_cast<double>(most_blocks))}})};
        tables.push_back(std::move(table));
        return;
    }
    const auto made = scenarios::tornado(*model, *results.value.deck, share_percent, nullptr, context.progress);
    if (!made) {
        if (made.error().kind == base::ErrorKind::cancelled) return;
        table.notes = {base::text(made.error().what, context.language)};
        tables.push_back(std::move(table));
        return;
    }
    table.notes = {context.say("report.tornado.note", {{"tonnes", base::grouped(made->usable.tonnes)},
                                                       {"worth", base::grouped(made->worth)},
                                                       {"currency", made->currency}})};
    for (const scenarios::TornadoRow& row : made->rows) table.rows.push_back(tornado_row(context, *made, row));
    tables.push_back(std::move(table));
}

}  // namespace orelens::report
