// Occurrence states: phases by ore type with where their shares come from, and the status of every component in tonnes.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/economics/Value.h"
#include "core/occurrence/Study.h"
#include "core/occurrence/Status.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using economics::Status;
using occurrence::ElementPlan;
using occurrence::Study;

std::string type_name(const Context& context, const Study& study, std::size_t type) {
    if (type + 1 < study.plan.types.size()) return study.plan.types[type];
    return context.say(study.plan.types.size() == 1 ? "occurrence.every_type" : "occurrence.all_types");
}

/// The best recovery of a phase and the route that has it.
std::pair<double, std::string> best_route(const Study& study, const ElementPlan& plan, std::size_t type, std::size_t phase) {
    std::pair<double, std::string> best{0, ""};
    for (std::size_t r = 0; r < study.plan.routes.size(); ++r)
        if (plan.recovery[r][type][phase] > best.first) best = {plan.recovery[r][type][phase], study.plan.routes[r]};
    return best;
}

void add_phase_rows(const Context& context, const Study& study, std::size_t e, Table& table) {
    const ElementPlan& plan = study.plan.elements[e];
    for (std::size_t t = 0; t < study.plan.types.size(); ++t) {
        const occurrence::TypeSums& sums = study.sums[e].types[t];
        if (sums.blocks == 0) continue;
        const std::string type = type_name(context, study, t);
        for (std::size_t p = 0; p < plan.phases.size(); ++p) {
            const occurrence::PhasePlan& phase = plan.phases[p];
            const occurrence::Share& share = plan.shares[t][p];
            if (!share.stated && phase.assayed_column.empty()) continue;
            const auto [recovery, route] = best_route(study, plan, t, p);
            const bool assayed = !phase.assayed_column.empty();
            const std::string method =
                assayed ? context.say("report.occurrence.assayed", {{"column", phase.assayed_column}}) : share.method;
            table.rows.push_back({plan.element, type, phase.name.in(context.language) + (share.shipped && !assayed ? " ◇" : ""),
                                  context.say(occurrence::kind_text(phase.kind)),
                                  sums.metal > 0 ? cell(100 * sums.phase_metal[p] / sums.metal) : Cell(),
                                  cell(sums.phase_metal[p]), cell(100 * recovery), route, method,
                                  share.samples > 0 ? cell(share.samples) : Cell(),
                                  share.source + (share.confidence.empty() ? "" : " (" + share.confidence + ")")});
        }
        if (sums.unassigned_metal > 1e-9 * sums.metal)
            table.rows.push_back({plan.element, type, context.say("occurrence.unassigned"), std::string(),
                                  cell(100 * sums.unassigned_metal / sums.metal), cell(sums.unassigned_metal), Cell(),
                                  std::string(), std::string(), Cell(), std::string()});
    }
}

Table phases_table(const Context& context, const Study& study) {
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
    table.columns[5].on_paper = false;
    table.columns[10].on_paper = false;
    table.paper.rows = 24;
    for (std::size_t e = 0; e < study.plan.elements.size(); ++e) add_phase_rows(context, study, e, table);
    return table;
}

/// Of one component of a block at the report's price.
class Statuses {
  public:
    Statuses(const Context& context, const blocks::BlockModel& model)
        : even_(model.real_leaves(economics::break_even_column(context.main, context.deck.test))),
          block_(model.integer_leaves(economics::status_column)),
          price_(context.price) {}
    void look_at(const blocks::BlockModel& model, const std::string& element) {
        state_ = model.integer_leaves(occurrence::state_column(element));
        stored_ = model.integer_leaves(occurrence::component_status_column(element));
    }
    [[nodiscard]] int of(std::size_t leaf, int at) const {
        const std::int32_t block = block_[leaf][at];
        const auto state = static_cast<occurrence::State>(state_[leaf][at]);
        if (block == static_cast<std::int32_t>(Status::excluded) || state == occurrence::State::excluded) return 4;
        if (state == occurrence::State::unassigned) return 3;
        if (state == occurrence::State::unrecoverable) return 2;
        // Where a block's own route passes this component by, its price changes nothing.
        const bool passed_by = block == static_cast<std::int32_t>(Status::usable) &&
                               stored_[leaf][at] == static_cast<std::int32_t>(Status::technical);
        return !passed_by && static_cast<double>(even_[leaf][at]) <= price_ ? 0 : 1;
    }

  private:
    std::vector<const float*> even_;
    blocks::IntegerLeaves block_, state_, stored_;
    double price_;
};

Table status_table(const Context& context, const Study& study, const blocks::BlockModel& model) {
    Table table{.id = "component_status",
                .title = context.say("report.component_status"),
                .short_title = context.say("report.tab.component_status"),
                .stage = "evaluate"};
    table.notes = {context.basis(), context.say("report.component_status.note")};
    table.columns = {{context.say("report.occurrence.element"), ""},
                     {context.say("report.component_status.status"), ""},
                     {context.say("report.component_status.blocks"), "", 0},
                     {context.say("report.component_status.tonnes"), "t", 0},
                     {context.say("report.component_status.metal"), "t", -1},
                     {context.say("report.component_status.theory"), "%", 1}};
    const std::vector<std::string> codes = occurrence::component_status_codes();
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
        bool first = true;
        for (std::size_t s = 0; s < codes.size(); ++s) {
            if (sums[s].blocks == 0) continue;
            table.rows.push_back({plan.element, context.say("occurrence.status." + codes[s]), cell(sums[s].blocks), cell(sums[s].tonnes),
                                  sums[s].assayed[0] > 0 ? cell(sums[s].metal[0]) : Cell(),
                                  first ? cell(100 * study.sums[e].theoretical()) : Cell()});
            first = false;
        }
    }
    table.paper.rows = 24;
    return table;
}

}  // namespace

void add_occurrence_tables(const Context& context, std::vector<Table>& tables) {
    const auto& study = context.project.results.occurrence.study;
    if (!study || study->plan.elements.empty()) return;
    tables.push_back(phases_table(context, *study));
    const auto& value = context.project.results.value;
    if (!value.model || !value.deck) return;
    Table statuses = status_table(context, *study, *value.model);
    if (!statuses.rows.empty()) tables.push_back(std::move(statuses));
}

}  // namespace orelens::report
