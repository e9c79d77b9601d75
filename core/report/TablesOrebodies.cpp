// Mines and orebodies of the project: the model of costs with its scores, each orebody with its verdict, how much is usable
// at which price, the ranking. Files hold all of it; a page what fits.
#include "core/report/TablesOrebodies.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/project/OrebodyStudy.h"
#include "core/report/CostTables.h"

namespace orelens::report {
namespace {

/// Of the orebody table on paper: name, commodity, verdict, price, activation price with its band, probability, costs, why.
constexpr std::size_t orebody_columns_on_paper[] = {1, 2, 6, 7, 8, 9, 10, 12, 13, 16, 27};
constexpr std::size_t orebody_rows_on_paper = 20, curve_rows_on_paper = 12, near_rows_on_paper = 12, group_rows_on_paper = 20;

void to_paper(Table& table) {
    const std::string_view id = table.id;
    table.paper.shown = id != "cost_columns" && id != "cost_findings" && id != "cost_mine_columns" && id != "cost_mine_findings" && id != "cost_cumulative";
    if (id == "cost_orebodies") {
        table.paper.rows = orebody_rows_on_paper;
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            table.columns[c].on_paper = std::ranges::find(orebody_columns_on_paper, c) != std::end(orebody_columns_on_paper);
    }
    if (id == "cost_curve") table.paper.rows = curve_rows_on_paper;
    if (id == "cost_near") table.paper.rows = near_rows_on_paper;
    if (id == "cost_groups") table.paper.rows = group_rows_on_paper;
}

void add(std::vector<Table> made, const char* stage, std::vector<Table>& tables) {
    for (Table& table : made) {
        table.stage.assign(stage);
        to_paper(table);
        tables.push_back(std::move(table));
    }
}

/// The price of the request counts for its commodity, as everywhere in the report.
economics::PriceDeck deck_of(const Context& context, const project::OrebodyStudy& study) {
    economics::PriceDeck deck = study.deck;
    for (economics::Commodity& commodity : deck.commodities)
        if (commodity.name == context.main && context.price > 0 && context.project.current("orebody_verdicts")) commodity.price = context.price;
    return deck;
}

}  // namespace

void add_orebody_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    const auto read = project::orebody_tables(results);
    if (!read) return;
    const auto model = project::cost_model(results);
    const auto study = project::orebody_study(results);
    if (model) {
        std::vector<Table> made = cost_model_tables(*model, context.language);
        std::erase_if(made, [](const Table& table) { return table.id == "cost_columns" || table.id == "cost_findings"; });
        add(std::move(made), "cost_model", tables);
    }
    if (study) {
        const economics::PriceDeck deck = deck_of(context, *study);
        std::vector<Table> made = orebody_tables({*model, read->orebodies, study->verdicts, deck, study->rule}, context.language);
        std::erase_if(made, [](const Table& table) { return table.id == "cost_columns" || table.id == "cost_findings"; });
        add(std::move(made), "orebody_verdicts", tables);
    }
    for (const bool of_mines : {true, false}) {
        std::vector<Table> made = orebody_input_tables(of_mines ? read->mines : read->orebodies, context.language);
        std::erase_if(made, [](const Table& table) { return table.rows.empty(); });
        for (Table& table : made) {
            if (!of_mines) continue;
            table.id = table.id == "cost_columns" ? "cost_mine_columns" : "cost_mine_findings";
            table.title = context.say("report." + table.id);
        }
        add(std::move(made), "orebodies", tables);
    }
}

}  // namespace orelens::report
