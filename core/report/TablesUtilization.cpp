// Utilisation: the rates of each mine and period, and what each component adds to them.
#include <fmt/format.h>

#include "core/report/TableParts.h"

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

Table rates(const Context& context, const std::vector<UtilizationResult>& all) {
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

}  // namespace

void add_utilization_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (!results.utilization.rates || results.utilization.rates->empty()) return;
    tables.push_back(rates(context, *results.utilization.rates));
    tables.push_back(components(context, *results.utilization.rates, results.utilization.mine_records.get()));
}

}  // namespace orelens::report
