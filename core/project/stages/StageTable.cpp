#include "core/project/stages/OrebodyRows.h"
#include "core/project/stages/Rows.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/base/Nearest.h"
#include "core/project/Pipeline.h"

namespace orelens::project {
namespace {

/// How exactly a pattern names a parameter: its length, or 0 where it does not.
std::size_t match(std::string_view pattern, std::string_view id) {
    const bool fits = pattern.ends_with('.') ? id.starts_with(pattern) : id == pattern;
    return fits ? pattern.size() : 0;
}

std::size_t best_match(const Stage& stage, std::string_view id) {
    std::size_t best = 0;
    for (const std::string& pattern : stage.parameters) best = std::max(best, match(pattern, id));
    return best;
}

}  // namespace

const StageTable& stage_table() {
    static const StageTable table{import_stage(),    model_stage(), composite_stage(), statistics_stage(),
                                  variogram_stage(), grid_stage(),  shapes_stage(),    estimate_stage(),
                                  validate_stage(),  simulate_stage(), bounds_stage(), occurrence_stage(), evaluate_stage(),
                                  pits_stage(), scenarios_stage(), uncertainty_stage(), evidence_stage(), potential_stage(), targets_stage(),
                                  flows_stage(), scrap_stage(), orebodies_stage(), cost_model_stage(), orebody_verdicts_stage(),
                                  utilization_stage(), ledger_stage()};
    return table;
}

const Stage* find_stage(const StageTable& table, std::string_view id) {
    const auto found = std::ranges::find(table, id, &Stage::id);
    return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> run_order(const StageTable& table) {
    std::vector<std::string> order;
    std::set<std::string> done;
    while (order.size() < table.size()) {
        const auto ready = std::ranges::find_if(table, [&](const Stage& stage) {
            return !done.contains(stage.id) &&
                   std::ranges::all_of(stage.inputs, [&](const std::string& i) { return done.contains(i); });
        });
        if (ready == table.end()) throw std::logic_error("stages wait for each other");
        order.push_back(ready->id);
        done.insert(ready->id);
    }
    return order;
}

std::vector<std::string> needed_for(const Project& project, const std::string& stage) {
    std::set<std::string> needed{stage};
    std::vector<std::string> order = run_order(project.stages());
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
        if (!needed.contains(*id)) continue;
        const Stage& row = *find_stage(project.stages(), *id);
        for (const std::string& input : row.inputs)
            if (!row.spares_inputs || !row.reads_input || row.reads_input(project, input)) needed.insert(input);
    }
    std::erase_if(order, [&](const std::string& id) { return !needed.contains(id); });
    return order;
}

std::vector<std::string> stages_of_param(const StageTable& table, std::string_view declared_id) {
    std::size_t best = 0;
    for (const Stage& stage : table) best = std::max(best, best_match(stage, declared_id));
    std::vector<std::string> owners;
    for (const Stage& stage : table)
        if (best > 0 && best_match(stage, declared_id) == best) owners.push_back(stage.id);
    return owners;
}

bool owns_param(const StageTable& table, const Stage& stage, std::string_view declared_id) {
    const std::size_t own = best_match(stage, declared_id);
    return own > 0 && std::ranges::none_of(
                          table, [&](const Stage& other) { return best_match(other, declared_id) > own; });
}

std::string stage_of_param(std::string_view declared_id) {
    const std::vector<std::string> owners = stages_of_param(stage_table(), declared_id);
    return owners.empty() ? "report" : owners.front();
}

base::Expected<void> check_stage(const StageTable& table, const std::string& id) {
    if (find_stage(table, id) != nullptr) return {};
    std::vector<std::string> ids;
    for (const Stage& stage : table) ids.push_back(stage.id);
    const std::string near = base::nearest(id, ids);
    return base::fail(base::ErrorKind::usage, base::Message("project.no_such_stage", {{"stage", id}}), {},
                      near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", near}}));
}

}  // namespace orelens::project
