// Occurrence states: phases by ore type with where their shares come from, and the status of every component in tonnes.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/economics/Paying.h"
#include "core/economics/Value.h"
#include "core/occurrence/Status.h"
#include "core/occurrence/Study.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using economics::Status;
using occurrence::ElementPlan;
using occurrence::Study;

/// Ore types that one part of a table is about.
struct Types {
    std::string name;
    std::vector<std::size_t> list;
};

/// A phase over several ore types: metal, and what the best listed route of each type recovers of it.
struct PhaseRow {
    double metal = 0, recovered = 0;
    std::vector<std::string> routes;
    bool stated = false, shipped = false;
    std::vector<std::string> methods, sources;
    std::int64_t samples = 0;
};

void take(std::vector<std::string>& list, const std::string& word) {
    if (!word.empty() && std::ranges::find(list, word) == list.end()) list.push_back(word);
}

PhaseRow phase_row(const Context& context, const Study& study, std::size_t e, const Types& types, std::size_t p) {
    const ElementPlan& plan = study.plan.elements[e];
    const occurrence::PhasePlan& phase = plan.phases[p];
    PhaseRow row;
    for (const std::size_t t : types.list) {
        const occurrence::TypeSums& sums = study.sums[e].types[t];
        if (sums.blocks == 0) continue;
        const occurrence::Share& share = plan.shares[t][p];
        row.metal += sums.phase_metal[p];
        double best = 0;
        std::string route;
        for (std::size_t r = 0; r < study.plan.routes.size(); ++r)
            if (plan.recovery[r][t][p] > best) {
                best = plan.recovery[r][t][p];
                route = study.plan.routes[r];
            }
        row.recovered += best * sums.phase_metal[p];
        take(row.routes, route);
        if (!phase.assayed_column.empty()) {
            row.stated = true;
            take(row.methods, context.say("report.occurrence.assayed", {{"column", phase.assayed_column}}));
            continue;
        }
        row.stated = row.stated || share.stated;
        row.shipped = row.shipped || share.shipped;
        row.samples = std::max(row.samples, share.samples);
        take(row.methods, share.shipped ? "" : share.method);
        take(row.sources, share.source + (share.confidence.empty() ? "" : " (" + share.confidence + ")"));
    }
    return row;
}

void add_phase_rows(const Context& context, const Study& study, std::size_t e, const Types& types, Table& table) {
    const ElementPlan& plan = study.plan.elements[e];
    double metal = 0, unassigned = 0;
    std::int64_t blocks = 0;
    for (const std::size_t t : types.list) {
        metal += study.sums[e].types[t].metal;
        unassigned += study.sums[e].types[t].unassigned_metal;
        blocks += study.sums[e].types[t].blocks;
    }
    if (blocks == 0) return;
    const auto share = [&](double part) { return metal > 0 ? cell(100 * part / metal) : Cell(); };
    for (std::size_t p = 0; p < plan.phases.size(); ++p) {
        const PhaseRow row = phase_row(context, study, e, types, p);
        if (!row.stated) continue;
        table.rows.push_back({plan.element, types.name, plan.phases[p].name.in(context.language) + (row.shipped ? " ◇" : ""),
                              context.say(occurrence::kind_text(plan.phases[p].kind)), share(row.metal), cell(row.metal),
                              row.metal > 0 ? cell(100 * row.recovered / row.metal) : Cell(), context.list(row.routes),
                              context.list(row.methods), row.samples > 0 ? cell(row.samples) : Cell(),
                              context.list(row.sources)});
    }
    if (unassigned > 1e-9 * metal)
        table.rows.push_back({plan.element, types.name, context.say("occurrence.unassigned"), std::string(),
                              share(unassigned), cell(unassigned), Cell(), std::string(), std::string(), Cell(),
                              std::string()});
}

Table phases_table(const Context& context, const Study& study, const std::vector<Types>& types) {
    Table table{.id = "occurrence",
                .title = context.say("report.occurrence"),
                .short_title = context.say("report.tab.occurrence"),
                .stage = "occurrence"};
    table.notes = {context.say("report.occurrence.note")};
    for (std::size_t e = 0; e < study.plan.elements.size(); ++e)
        if (study.sums[e].capped > 0)
            table.notes.push_back(context.say("report.occurrence.capped",
                                              {{"element", study.plan.elements[e].element},
                                               {"count", std::to_string(study.sums[e].capped)}}));
    table.columns = {{context.say("report.occurrence.element"), ""},  {context.say("report.occurrence.type"), ""},
                     {context.say("report.occurrence.phase"), ""},    {context.say("report.occurrence.kind"), ""},
                     {context.say("report.occurrence.share"), "%", 1}, {context.say("report.occurrence.metal"), "t", 0},
                     {context.say("report.occurrence.best"), "%", 1}, {context.say("report.occurrence.route"), ""},
                     {context.say("report.occurrence.method"), ""},   {context.say("report.occurrence.samples"), "", 0},
                     {context.say("report.occurrence.source"), ""}};
    for (const std::size_t for_files : {1, 5, 9, 10}) table.columns[for_files].on_paper = false;
    for (std::size_t e = 0; e < study.plan.elements.size(); ++e)
        for (const Types& each : types) add_phase_rows(context, study, e, each, table);
    return table;
}

/// All ore types together, and each of several: for files.
void add_phases(const Context& context, const Study& study, std::vector<Table>& tables) {
    Types all{context.say("occurrence.every_type"), {}};
    std::vector<Types> each;
    for (std::size_t t = 0; t < study.plan.types.size(); ++t) {
        all.list.push_back(t);
        each.push_back({t + 1 < study.plan.types.size() ? study.plan.types[t] : context.say("occurrence.all_types"), {t}});
    }
    Table together = phases_table(context, study, {all});
    together.paper.shown = false;
    tables.push_back(std::move(together));
    if (each.size() == 1) return;
    Table by_type = phases_table(context, study, each);
    by_type.id = "occurrence_types";
    by_type.title = context.say("report.occurrence_types");
    by_type.short_title = context.say("report.tab.occurrence_types");
    by_type.paper.shown = false;
    tables.push_back(std::move(by_type));
}

/// Of one component of a block at the report's price.
class Statuses {
  public:
    Statuses(const Context& context, const blocks::BlockModel& model)
        : even_(model.real_leaves(economics::break_even_column(context.main, context.deck.test))),
          block_(model.integer_leaves(economics::status_column)),
          price_(context.price),
          paying_(economics::paying(context.deck)) {
        economics::PriceDeck now = context.deck;
        for (economics::Commodity& one : now.commodities)
            if (one.name == context.main) one.price = context.price;
        paying_now_ = economics::paying(now);
    }
    void look_at(const blocks::BlockModel& model, const std::string& element) {
        state_ = model.integer_leaves(occurrence::state_column(element));
        stored_ = model.integer_leaves(occurrence::component_status_column(element));
        const auto pays = [&](const economics::Paying& one) { return one.element == element; };
        paid_ = std::ranges::any_of(paying_, pays);
        paid_now_ = std::ranges::any_of(paying_now_, pays);
    }
    [[nodiscard]] int of(std::size_t leaf, int at) const {
        const std::int32_t block = block_[leaf][at];
        const auto state = static_cast<occurrence::State>(state_[leaf][at]);
        if (block == static_cast<std::int32_t>(Status::excluded) || state == occurrence::State::excluded) return 4;
        if (state == occurrence::State::unassigned) return 3;
        if (state == occurrence::State::unrecoverable) return 2;
        // Where a block's own route passes this component by, its price changes nothing.
        const bool passed_by = paid_ && block == static_cast<std::int32_t>(Status::usable) &&
                               stored_[leaf][at] == static_cast<std::int32_t>(Status::technical);
        return paid_now_ && !passed_by && static_cast<double>(even_[leaf][at]) <= price_ ? 0 : 1;
    }

  private:
    std::vector<const float*> even_;
    blocks::IntegerLeaves block_, state_, stored_;
    double price_;
    std::vector<economics::Paying> paying_, paying_now_;
    bool paid_ = false, paid_now_ = false;  // the element, at the deck's price and at the report's
};

Table status_table(const Context& context, const Study& study, const blocks::BlockModel& model) {
    Table table{.id = "component_status",
                .title = context.say("report.component_status"),
                .short_title = context.say("report.tab.component_status"),
                .stage = "evaluate"};
    table.notes = {context.basis(), context.say("report.component_status.note"), context.say("report.unfc.note")};
    const std::vector<std::string> codes = occurrence::component_status_codes();
    table.columns = {{context.say("report.occurrence.element"), ""}, {context.say("report.component_status.theory"), "%", 1}};
    for (std::size_t c = 0; c < codes.size(); ++c) {
        std::string title = context.say("occurrence.status." + codes[c]);
        if (const std::string unfc = unfc_of(static_cast<Status>(c)); unfc != "–") title += " (UNFC " + unfc + ")";
        table.columns.push_back({std::move(title), "t", 0});
    }
    for (const std::string& code : codes) {
        const std::string status = context.say("occurrence.status." + code);
        table.columns.push_back({context.say("report.component_status.metal", {{"status", status}}), "t", -1});
        table.columns.back().on_paper = false;
    }
    Statuses statuses(context, model);
    for (std::size_t e = 0; e < study.plan.elements.size(); ++e) {
        const ElementPlan& plan = study.plan.elements[e];
        if (!model.has(occurrence::state_column(plan.element)) ||
            !model.has(occurrence::component_status_column(plan.element)))
            continue;
        statuses.look_at(model, plan.element);
        const auto sums = sum_blocks(model, context.deck.costs, {plan.column}, 5,
                                     [&](std::size_t leaf, int at) { return statuses.of(leaf, at); }, &context.progress);
        if (context.progress.cancelled()) return table;
        std::vector<Cell> row{plan.element, cell(100 * study.sums[e].theoretical())};
        for (std::size_t c = 0; c < codes.size(); ++c) row.push_back(cell(sums[c].tonnes));
        for (std::size_t c = 0; c < codes.size(); ++c) row.push_back(sums[c].assayed[0] > 0 ? cell(sums[c].metal[0]) : Cell());
        table.rows.push_back(std::move(row));
    }
    table.paper.shown = false;  // with the phases, in workbook and tables: paper has few pages
    return table;
}

}  // namespace

void add_occurrence_tables(const Context& context, std::vector<Table>& tables) {
    const auto& study = context.project.results.occurrence.study;
    if (!study || study->plan.elements.empty()) return;
    add_phases(context, *study, tables);
    const auto& value = context.project.results.value;
    if (!value.model || !value.deck) return;
    Table statuses = status_table(context, *study, *value.model);
    if (!statuses.rows.empty()) tables.push_back(std::move(statuses));
}

}  // namespace orelens::report
