// Learns what mines cost from the table of mines: all candidates, scored side by side.
#include <algorithm>

#include "core/base/Parallel.h"
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
using costmodel::CostTarget;
using costmodel::TargetModel;

double mines_of(const Project& project) {
    const auto tables = orebody_tables(project.results);
    return tables ? static_cast<double>(tables->mines.rows.size()) : 0;
}

/// Draws and folds hold a number per pair of mines and per mine and column; the networks are what takes the time.
Expected<WorkSize> size_of_cost_model(const Project& project) {
    const double mines = mines_of(project);
    const costmodel::CostRule& rule = project.recipe.orebodies;
    const double fits = static_cast<double>(rule.folds) * rule.folds * rule.repeats;
    constexpr double columns = 60, bytes_per_number = 8, seconds_per_fit = 2.6e-3;
    WorkSize work;
    work.unit = "project.size.rows";
    work.cells = mines;
    work.bytes = bytes_per_number * mines * (mines + columns * (rule.folds + 8.0));
    work.seconds = 2 * fits * mines * seconds_per_fit / base::thread_limit();
    work.fix = base::Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

Expected<void> run_cost_model(Project& project, base::Progress& progress) {
    const auto tables = orebody_tables(project.results);
    if (!tables || tables->mines.rows.empty()) {
        project.results.more.erase(cost_model_result);
        return {};
    }
    const economics::PriceDeck deck = price_deck(project.recipe);
    auto model = costmodel::train(tables->mines, project.recipe.orebodies, &deck, progress);
    if (!model) return std::unexpected(model.error());
    project.results.more[cost_model_result] = shared(std::move(*model));
    return {};
}

std::vector<base::Finding> examine_cost_model(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto model = cost_model(project.results);
    if (!model) return findings;
    // What the reader found stands with the reader; what was found while costs were brought together stands here.
    const auto tables = orebody_tables(project.results);
    for (std::size_t n = tables ? tables->mines.findings.size() : 0; n < model->table.findings.size(); ++n) {
        findings.push_back(model->table.findings[n]);
        findings.back().stage = std::string("cost_model");
    }
    for (const base::Message& note : model->notes) {
        base::Finding finding = doubt("cost_model", "cost_model_note", base::Severity::info, 1, {});
        finding.file = model->table.file;
        finding.what = note;
        findings.push_back(std::move(finding));
    }
    for (const TargetModel& target : model->targets) {
        // No better than the median for everybody: then nothing was learned, and who reads the costs should know.
        const costmodel::NestedScore* score = target.score(target.learner);
        if (score != nullptr && (target.learner == "median" || score->mean_r2() <= 0))
            findings.push_back(doubt("cost_model", "cost_model_nothing", base::Severity::warning, static_cast<std::int64_t>(target.rows.size()),
                                     {{"target", std::string("@costmodel.target.") + costmodel::target_id(target.target)}}));
        for (const std::string& feature : target.held)
            findings.push_back(doubt("cost_model", "cost_model_held", base::Severity::info, 1,
                                     {{"target", std::string("@costmodel.target.") + costmodel::target_id(target.target)},
                                      {"feature", "@costmodel.feature." + feature}}));
    }
    return findings;
}

}  // namespace

Stage cost_model_stage() {
    Stage stage;
    stage.id = "cost_model";
    stage.workspace = "evaluation";
    stage.label = {"What mines cost", "矿山成本模型"};
    stage.doing = {"Learning what mines cost", "学习矿山成本"};
    stage.help = {"Learn operating cost and capital from mines, with scores beside the baselines",
                  "由矿山学习生产成本与投资，并与基准并列给出得分"};
    stage.inputs = {"orebodies"};
    stage.parameters = {"orebodies.scope",   "orebodies.learn_from", "orebodies.group_by", "orebodies.learner",    "orebodies.folds",
                        "orebodies.repeats", "orebodies.seed",       "orebodies.level",    "orebodies.camm_index"};
    stage.reads_parameters = {"orebodies.days_per_year"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        if (project.recipe.orebodies.mines_file.empty()) return;
        print.add("currency", project.recipe.economics.costs.currency);
        print.add("rates", project.recipe.economics.fiscal.currency_rates);
        if (const auto& detail = project.recipe.economics.costs.detail; !detail.cost_index.empty()) {
            print.add("index", detail.cost_index);
            print.add("money_year", std::to_string(detail.money_year));
        }
    };
    stage.share = 0.05;
    stage.results = {archived_more<CostModel>(cost_model_result)};
    stage.size = size_of_cost_model;
    stage.run = run_cost_model;
    stage.examine = examine_cost_model;
    return stage;
}

}  // namespace orelens::project
