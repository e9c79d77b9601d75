// Utilisation: the rates of each mine and period, and what each component adds to them.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/report/TableParts.h"
#include "core/utilization/Balance.h"
#include "core/utilization/ManyMines.h"
#include "core/utilization/PriceFollow.h"

namespace orelens::report {
namespace {

using utilization::UtilizationResult;

Cell percent(const std::optional<double>& fraction) {
    return fraction ? Cell(*fraction * 100) : Cell();
}

std::string in_words(const Context& context, const std::vector<base::Message>& remarks) {
    std::string all;
    for (const base::Message& remark : remarks)
        all += (all.empty()                                   ? ""
                : context.language == base::Language::chinese ? "；"
                                                              : "; ") +
               base::text(remark, context.language);
    return all;
}

/// "Mine 2025: " before a remark when there is more than one record.
std::string of_record(const UtilizationResult& one, std::size_t records) {
    if (records < 2) return "";
    return one.mine + (one.period.empty() ? "" : " " + one.period) + ": ";
}

/// Records of one mine and period as one, with the ε* that their results were made with.
std::vector<utilization::WholeOfParts> wholes_of(const std::vector<UtilizationResult>& all,
                                                 const std::vector<utilization::MineRecord>* records) {
    if (records == nullptr || all.empty()) return {};
    std::vector<utilization::MineRecord> told(*records);
    for (std::size_t r = 0; r < told.size() && r < all.size(); ++r)
        for (std::size_t c = 0; c < told[r].components.size() && c < all[r].components.size(); ++c)
            told[r].components[c].theoretical_recovery = all[r].components[c].theoretical;
    return utilization::wholes(told, all.front().price_basis);
}

void add_wholes(const Context& context, const std::vector<utilization::WholeOfParts>& wholes, Table& table) {
    for (const utilization::WholeOfParts& one : wholes) {
        const std::string count = std::to_string(one.parts.size());
        if (!one.rates) {
            table.notes.push_back(context.say("utilization.together.not",
                                              {{"mine", one.mine},
                                               {"period", one.period},
                                               {"count", count},
                                               {"why", base::text(one.rates.error().what, context.language)}}));
            continue;
        }
        table.notes.push_back(context.say("utilization.together.note",
                                          {{"mine", one.mine}, {"period", one.period}, {"count", count}}));
        for (const utilization::Rate& rate : one.rates->rates)
            table.rows.push_back({one.mine + " (" + context.say("utilization.together", {{"count", count}}) + ")", one.period,
                                  rate.id, context.say("report.rate." + rate.id), percent(rate.value),
                                  context.list(rate.counted), context.list(rate.left_out), in_words(context, rate.remarks)});
    }
}

Table rates(const Context& context, const std::vector<UtilizationResult>& all,
            const std::vector<utilization::MineRecord>* records) {
    Table table{.id = "utilization", .title = context.say("report.utilization")};
    const bool realised = !all.empty() && all.front().price_basis == utilization::PriceBasis::realised;
    table.notes = {context.say(realised ? "report.utilization.realised" : "report.utilization.element"),
                   context.say("report.utilization.note")};
    for (const UtilizationResult& one : all) {
        if (one.mining_recovery || one.dilution)
            table.notes.push_back(
                of_record(one, all.size()) +
                context.say(
                    "report.utilization.mine_rates",
                    {{"recovery", one.mining_recovery ? base::number(*one.mining_recovery * 100) : "–"},
                     {"dilution", one.dilution ? base::number(*one.dilution * 100) : "–"}}));
        for (const base::Message& remark : one.remarks)
            table.notes.push_back(of_record(one, all.size()) + base::text(remark, context.language));
    }
    table.columns = {{context.say("report.mine"), "", 0},     {context.say("report.period"), "", 0},
                     {context.say("report.rate"), "", 0},     {context.say("report.rate_name"), "", 0},
                     {context.say("report.value"), "%", 4},   {context.say("report.counted"), "", 0, {}, false},
                     {context.say("report.left_out"), "", 0}, {context.say("report.remarks"), "", 0}};
    for (const UtilizationResult& one : all)
        for (const utilization::Rate& rate : one.rates)
            table.rows.push_back({one.mine, one.period, rate.id, context.say("report.rate." + rate.id),
                                  percent(rate.value), context.list(rate.counted),
                                  context.list(rate.left_out), in_words(context, rate.remarks)});
    add_wholes(context, wholes_of(all, records), table);
    return table;
}

Table components(const Context& context, const std::vector<UtilizationResult>& all,
                 const std::vector<utilization::MineRecord>* records) {
    Table table{.id = "utilization_components", .title = context.say("report.utilization_components")};
    table.notes = {context.say("report.utilization_components.note")};
    table.columns = {{context.say("report.mine"), "", 0},
                     {context.say("report.period"), "", 0},
                     {context.say("report.component"), "", 0},
                     {context.say("report.metal_mined"), "t", 3},
                     {context.say("report.metal_used"), "t", 3},
                     {context.say("report.component_recovery"), "%", 3},
                     {context.say("report.dressing_recovery"), "%", 3},
                     {context.say("report.theoretical_recovery"), "%", 3}};
    for (const char* id : {"R1", "R2", "R3", "R4", "R5"})
        table.columns.push_back({context.say("report.if_theoretical", {{"rate", id}}), "%", 4});
    for (std::size_t r = 0; r < all.size(); ++r)
        for (std::size_t c = 0; c < all[r].components.size(); ++c) {
            const utilization::ComponentShare& share = all[r].components[c];
            const bool known = records && r < records->size() && c < (*records)[r].components.size();
            std::vector<Cell> row{all[r].mine,
                                  all[r].period,
                                  share.component,
                                  cell(share.mined_tonnes),
                                  cell(share.used_tonnes),
                                  percent(share.recovery),
                                  known ? percent((*records)[r].components[c].dressing_recovery) : Cell(),
                                  percent(share.theoretical)};
            for (std::size_t i = 0; i < 5; ++i)
                row.push_back(i < share.rates_if_theoretical.size() ? percent(share.rates_if_theoretical[i])
                                                                    : Cell());
            table.rows.push_back(std::move(row));
        }
    return table;
}

/// Mines side by side, ranked within their period, held against what is asked of them.
Table mines(const Context& context, const std::vector<UtilizationResult>& all,
            const std::vector<utilization::MineRecord>& records) {
    using utilization::Standing;
    Table table{.id = "mines", .title = context.say("report.mines")};
    table.notes = {context.say("report.mines.note")};
    const auto rows = utilization::mine_rows(records, all, project::least_rates(context.project.recipe));
    table.columns = {{context.say("report.mine"), "", 0},
                     {context.say("report.period"), "", 0},
                     {context.say("report.mines.main"), "", 0},
                     {context.say("report.mines.mining"), "%", 2},
                     {context.say("report.mines.standing"), "", 0},
                     {context.say("report.mines.dressing"), "%", 2},
                     {context.say("report.mines.standing"), "", 0},
                     {context.say("report.rate.R1"), "%", 2},
                     {context.say("report.mines.standing"), "", 0},
                     {context.say("report.mines.rank"), "", 0},
                     {context.say("report.rate.R5"), "%", 2},
                     {context.say("report.rate.R5_all"), "%", 2},
                     {context.say("report.mines.source"), "", 0}};
    const auto told = [&](Standing standing) -> Cell {
        constexpr const char* keys[] = {"report.mines.met", "report.mines.missed", "report.mines.unknown",
                                        "report.mines.not_stated"};
        return context.say(keys[static_cast<std::size_t>(standing)]);
    };
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const utilization::MineRow& row = rows[n];
        const int rank = utilization::ranks(rows, 0, row.period)[n];
        const auto rate = [&](std::size_t r) { return r < row.rates.size() ? percent(row.rates[r]) : Cell(); };
        table.rows.push_back({row.mine, row.period, row.main_component, percent(row.mining_recovery), told(row.mining),
                              percent(row.dressing_recovery), told(row.dressing), rate(0), told(row.utilisation),
                              rank > 0 ? Cell(static_cast<std::int64_t>(rank)) : Cell(), rate(4), rate(5), row.source});
    }
    return table;
}

/// R5 against the price of the main commodity, per record: which components count follows the price.
std::optional<Table> against_price(const Context& context, const std::vector<utilization::MineRecord>& records) {
    if (context.deck.commodities.empty() || !(context.price > 0)) return std::nullopt;
    constexpr double factors[] = {0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5};
    std::vector<double> prices;
    for (const double factor : factors) prices.push_back(factor * context.price);
    Table table{.id = "rates_price", .title = context.say("report.rates_price", {{"commodity", context.main}})};
    table.notes = {context.say("report.rates_price.note")};
    table.columns = {{context.say("report.mine"), "", 0},
                     {context.say("report.period"), "", 0},
                     {context.say("report.rates_price.price", {{"commodity", context.main}}), context.price_unit(), -1},
                     {context.say("report.rate.R5"), "%", 4},
                     {context.say("report.rate.R5_all"), "%", 4},
                     {context.say("report.counted"), "", 0},
                     {context.say("report.left_out"), "", 0},
                     {.title = context.say("report.remarks"), .digits = 0, .on_paper = false}};
    for (const utilization::MineRecord& record : records) {
        const auto points = utilization::rate_against_price(record, context.deck, context.main, prices);
        if (!points) continue;
        for (const utilization::RatePoint& point : *points)
            table.rows.push_back({record.mine, record.period, cell(point.price), percent(point.official.value),
                                  percent(point.all.value), context.list(point.official.counted),
                                  context.list(point.official.left_out), in_words(context, point.official.remarks)});
    }
    table.paper.shown = false;  // for files and workbooks
    if (table.rows.empty()) return std::nullopt;
    return table;
}

}  // namespace

void add_utilization_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (!results.utilization.rates || results.utilization.rates->empty()) return;
    tables.push_back(rates(context, *results.utilization.rates, results.utilization.mine_records.get()));
    tables.push_back(components(context, *results.utilization.rates, results.utilization.mine_records.get()));
    if (!results.utilization.mine_records) return;
    if (results.utilization.rates->size() > 1) {
        Table side_by_side = mines(context, *results.utilization.rates, *results.utilization.mine_records);
        // Page 1 holds the periods of a single mine against what is asked.
        const auto& records = *results.utilization.mine_records;
        side_by_side.paper.shown = std::ranges::any_of(
            records, [&](const utilization::MineRecord& record) { return record.mine != records.front().mine; });
        tables.push_back(std::move(side_by_side));
    }
    if (auto table = against_price(context, *results.utilization.mine_records)) tables.push_back(std::move(*table));
}

}  // namespace orelens::report
