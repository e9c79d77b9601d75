// What each orebody would cost, from which price it is usable, and how sure that is, at the prices of the recipe.
#include <algorithm>

#include "core/project/Fingerprint.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsOrebodies.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/OrebodyRows.h"

namespace orelens::project {
namespace {

using base::Expected;
using costmodel::CostModel;
using costmodel::OrebodyState;
using costmodel::OrebodyVerdict;

/// Prices of draws are kept so that a panel can say how likely an orebody is usable at any price; of very many orebodies
/// fewer each, evenly taken, so that they fit into this many numbers.
constexpr std::size_t most_kept_draws = 4'000'000, least_kept_draws = 20;

void thin(std::vector<OrebodyVerdict>& verdicts) {
    const std::size_t each = std::max(least_kept_draws, most_kept_draws / std::max<std::size_t>(verdicts.size(), 1));
    for (OrebodyVerdict& verdict : verdicts) {
        std::vector<double>& draws = verdict.band.draws;
        if (draws.size() <= each) continue;
        std::vector<double> kept;
        for (std::size_t n = 0; n < each; ++n) kept.push_back(draws[(2 * n + 1) * draws.size() / (2 * each)]);
        draws = std::move(kept);
    }
}

Expected<WorkSize> size_of_orebody_verdicts(const Project& project) {
    const auto tables = orebody_tables(project.results);
    const auto model = cost_model(project.results);
    const double rows = tables ? static_cast<double>(tables->orebodies.rows.size()) : 0;
    const double mines = model ? static_cast<double>(model->table.rows.size()) : 0;
    const auto kept = std::min<double>(project.recipe.orebodies.draws, std::max<double>(least_kept_draws, most_kept_draws / std::max(rows, 1.0)));
    constexpr double verdict_bytes = 2500, seconds_per_row = 6e-4, seconds_per_routed_row = 1e-2, batch_rows = 250;
    WorkSize work;
    work.unit = "project.size.rows";
    work.cells = rows;
    work.bytes = rows * (verdict_bytes + 8 * std::max<double>(kept, project.recipe.orebodies.draws)) + 4 * 8 * batch_rows * mines;
    work.seconds = rows * (costmodel::routes_decide(price_deck(project.recipe)) ? seconds_per_routed_row : seconds_per_row);
    work.fix = base::Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

Expected<void> run_orebody_verdicts(Project& project, base::Progress& progress) {
    project.results.more.erase(orebody_study_result);
    const auto tables = orebody_tables(project.results);
    auto model = cost_model(project.results);
    if (!tables || tables->orebodies.rows.empty() || !model || project.recipe.commodity.empty()) return {};
    const double asking = costmodel::is_fitted(*model) ? 0 : 0.4;
    if (asking > 0) {
        auto again = costmodel::fitted(*model, progress.part(0, asking));
        if (!again) return std::unexpected(again.error());
        model = shared(std::move(*again));
        project.results.more[cost_model_result] = model;
    }
    OrebodyStudy study;
    study.mines_hash = model->hash;
    study.orebodies_hash = costmodel::content_hash(tables->orebodies);
    study.rule = project.recipe.orebodies;
    study.deck = price_deck(project.recipe);
    auto said = costmodel::verdicts(*model, tables->orebodies, study.deck, study.rule, progress.part(asking, 1));
    if (!said) return std::unexpected(said.error());
    thin(*said);
    study.verdicts = std::move(*said);
    study.curve = shared(availability(*tables, study));
    project.results.more[orebody_study_result] = shared(std::move(study));
    return {};
}

std::vector<base::Finding> examine_orebody_verdicts(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto study = orebody_study(project.results);
    if (!study) {
        const auto tables = orebody_tables(project.results);
        if (!tables || tables->orebodies.rows.empty()) return findings;
        const bool model = cost_model(project.results) != nullptr;
        findings.push_back(doubt("orebody_verdicts", model ? "orebody_no_prices" : "orebody_no_mines", base::Severity::warning,
                                 static_cast<std::int64_t>(tables->orebodies.rows.size()), {}));
        return findings;
    }
    const auto count = [&](OrebodyState state) { return std::ranges::count(study->verdicts, state, &OrebodyVerdict::state); };
    const auto tell = [&](const char* kind, std::int64_t n) {
        if (n > 0)
            findings.push_back(doubt("orebody_verdicts", kind, base::Severity::warning, n, {{"all", std::to_string(study->verdicts.size())}}));
    };
    const auto tables = orebody_tables(project.results);
    const auto model = cost_model(project.results);
    auto left = costmodel::costs_not_taken(tables->orebodies, study->deck, model->scope, model->year);
    for (base::Finding& finding : left) {
        finding.stage = std::string("orebody_verdicts");
        findings.push_back(std::move(finding));
    }
    tell("orebody_recovery_unused", std::ranges::count_if(study->verdicts, &OrebodyVerdict::recovery_unused));
    tell("orebody_outside", count(OrebodyState::outside));
    tell("orebody_unknown", count(OrebodyState::unknown));
    tell("orebody_override", std::ranges::count_if(study->verdicts, &OrebodyVerdict::override_used));
    return findings;
}

/// A file may have been put together of parts that do not belong together: rows would then lead nowhere.
bool orebody_verdicts_restored(Project& project, const base::Progress& /*progress*/) {
    if (!more<OrebodyStudy>(project.results, orebody_study_result)) return true;
    const auto study = orebody_study(project.results);
    const auto model = cost_model(project.results);
    bool whole = study != nullptr;
    for (std::size_t n = 0; whole && n < study->verdicts.size(); ++n)
        whole = all_within(study->verdicts[n].analogues, 0, model->table.rows.size());
    project.results.more.erase(orebody_study_result);
    if (!whole) return false;
    OrebodyStudy again = *study;
    again.curve = shared(availability(*orebody_tables(project.results), again));
    project.results.more[orebody_study_result] = shared(std::move(again));
    return true;
}

}  // namespace

Stage orebody_verdicts_stage() {
    Stage stage;
    stage.id = "orebody_verdicts";
    stage.workspace = "evaluation";
    stage.label = {"Undeveloped orebodies", "未利用矿体"};
    stage.doing = {"Judging orebodies", "判定矿体"};
    stage.help = {"Cost, activation price with its band and verdict of each orebody", "给出各矿体的成本、活化价格及其区间与结论"};
    stage.inputs = {"orebodies", "cost_model"};
    stage.parameters = {"orebodies."};
    stage.reads_parameters = {"orebodies.days_per_year", "orebodies.level"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        const Recipe& recipe = project.recipe;
        if (recipe.orebodies.orebodies_file.empty()) return;
        // Prices and what nets them, without what only blocks are asked.
        Recipe prices;
        prices.commodity = recipe.commodity;
        prices.economics.fiscal = recipe.economics.fiscal;
        prices.economics.costs.currency = recipe.economics.costs.currency;
        prices.economics.costs.detail.cost_index = recipe.economics.costs.detail.cost_index;
        if (!recipe.route.empty() || !recipe.payable.empty() || costmodel::routes_decide(price_deck(recipe))) {
            // The deck itself says what a tonne brings, and chooses the route.
            prices.economics = recipe.economics;
            prices.product = recipe.product;
            prices.payable = recipe.payable;
            prices.route = recipe.route;
        }
        print.add("prices", recipe_to_json(prices));
    };
    stage.share = 0.02;
    stage.results = {archived_more<OrebodyStudy>(orebody_study_result)};
    stage.size = size_of_orebody_verdicts;
    stage.run = run_orebody_verdicts;
    stage.examine = examine_orebody_verdicts;
    stage.restored = orebody_verdicts_restored;
    return stage;
}

}  // namespace orelens::project
