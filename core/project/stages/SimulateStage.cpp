// Equally likely models of one element, and what they say of every block.
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/geostat/ProductionPrecision.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/AddedColumns.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/EstimateRounds.h"
#include "core/project/stages/FieldsSimulation.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/SimulateWork.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;

/// Realisations whose mean is further than this from the samples' declustered one are worth a remark.
constexpr double usual_difference = 0.1;

bool is_simulated_column(const std::string& column) {
    return column == geostat::class_column || column.find(".simulated_") != std::string::npos || column.find(realisation_column) != std::string::npos;
}

/// Values of all active blocks, leaf after leaf, as a column.
void add_values(BlockModel& model, const std::string& name, const std::string& unit, const std::vector<float>& values) {
    model.add_column({name, blocks::ColumnType::real, unit, {}});
    const auto leaves = model.real_leaves(name);
    std::size_t number = 0;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) leaves[leaf][n] = values[number++];
}

/// What a period's production is known to, and the classes that ask for it made anew with it.
Expected<void> judge_production(const Project& project, const Simulated& made, BlockModel& model, base::Progress& progress) {
    const Results& results = project.results;
    const geostat::ClassParams& classes = project.recipe.classes;
    const economics::BlockTonnes tonnes_of(model, project.recipe.economics.costs);
    std::vector<double> tonnes;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) tonnes.push_back(tonnes_of(leaf, n));
    const auto precision = geostat::production_precision(geostat::simulation_nodes(model), made.grades, tonnes,
                                                         {classes.production_t, classes.production_height_m}, progress);
    if (!precision) return std::unexpected(precision.error());
    const std::string column = made.summary.element + precision_column;
    add_values(model, column, "%", *precision);
    const auto all = estimate_inputs(project.recipe, *results.drilling.composites, project.elements(), *results.estimate.variograms);
    if (!all) return std::unexpected(all.error());
    if (model.has(geostat::class_column)) model.remove_column(geostat::class_column);
    return add_classes(project, model, *all, progress, column);
}

Expected<void> run_simulate(Project& project, base::Progress& progress) {
    Results& results = project.results;
    results.simulation.realisations.reset();
    if (simulated_element(project).empty() || !results.drilling.composites || !results.estimate.model ||
        !results.estimate.variograms) {
        results.simulation = {};
        return {};
    }
    base::Progress working = progress.part(0, 0.9);
    auto made = simulate_element(project, working);
    if (!made) return std::unexpected(made.error());
    const geostat::BlockStatistics statistics =
        geostat::block_statistics(made->grades, made->summary.cutoff, progress.part(0.9, 0.98));
    if (progress.cancelled()) return base::cancelled();
    BlockModel model(*results.estimate.model);
    const std::string& element = made->summary.element;
    const std::vector<float>* const columns[] = {&statistics.mean, &statistics.sd,  &statistics.p10,
                                                 &statistics.p50,  &statistics.p90, &statistics.above};
    for (std::size_t n = 0; n < simulated_columns.size(); ++n)
        add_values(model, element + simulated_columns[n], columns[n] == &statistics.above ? "" : made->summary.unit,
                   *columns[n]);
    const int kept = std::min(project.recipe.simulate.keep, project.recipe.simulate.realisations);
    for (int r = 0; r < kept; ++r)
        add_values(model, element + realisation_column + std::to_string(r + 1), made->summary.unit,
                   made->grades.scores[static_cast<std::size_t>(r)]);
    if (asks_precision(project.recipe)) {
        base::Progress judging = progress.part(0.98, 1);
        if (auto judged = judge_production(project, *made, model, judging); !judged) return judged;
    }
    if (progress.cancelled()) return base::cancelled();
    results.simulation.model = shared(std::move(model));
    results.simulation.summary = shared(std::move(made->summary));
    results.simulation.realisations = shared(std::move(made->grades));
    results.simulation.band.reset();
    return {};
}

std::vector<base::Finding> examine_simulate(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto& s = project.results.simulation.summary;
    const int realisations = s ? s->realisations : 0;
    if (asks_precision(project.recipe) && project.results.estimate.summaries &&
        realisations < static_cast<int>(geostat::fewest_for_precision))
        findings.push_back(doubt("simulate", "classes_without_precision", base::Severity::warning, realisations,
                                 {{"least", std::to_string(geostat::fewest_for_precision)}}));
    if (!s || s->mean.empty()) return findings;
    double mean = 0;
    for (const double one : s->mean) mean += one / static_cast<double>(s->mean.size());
    if (s->data_mean > 0 && std::abs(mean / s->data_mean - 1) > usual_difference) {
        findings.push_back(doubt("simulate", "simulation_mean", base::Severity::info, s->realisations,
                                 {{"element", s->element},
                                  {"mean", base::number(mean, 4)},
                                  {"data", base::number(s->data_mean, 4)},
                                  {"estimate", base::number(s->estimate_mean, 4)},
                                  {"unit", s->unit}}));
        findings.back().column = s->element;
    }
    return findings;
}

ResultRow simulated() {
    return added_columns({.name = "simulation.columns",
                          .own = is_simulated_column,
                          .before = [](const Results& r) -> auto& { return r.estimate.model; },
                          .after = [](Results& r) -> auto& { return r.simulation.model; },
                          .clear = [](Results& r) { r.simulation = {}; }});
}

/// One without the other is half a result.
bool simulate_restored(Project& project, const base::Progress& /*progress*/) {
    SimulationResults& simulation = project.results.simulation;
    if ((simulation.model != nullptr) == (simulation.summary != nullptr)) return true;
    simulation = {};
    return false;
}

}  // namespace

Stage simulate_stage() {
    Stage stage;
    stage.id = "simulate";
    stage.workspace = "perspective";
    stage.label = {"Simulation", "模拟"};
    stage.doing = {"Simulating grades", "模拟品位"};
    stage.help = {"Equally likely models of one element: how sure its grades are, block by block",
                  "某一元素等可能的多个模型：逐块体给出品位的不确定性"};
    stage.inputs = {"estimate", "composite", "statistics", "variogram", "shapes"};
    stage.reads_input = [](const Project& project, const std::string& input) {
        if (simulated_element(project).empty()) return false;
        return input != "shapes" || project.recipe.estimate.boundary == geostat::Boundary::solids;
    };
    stage.parameters = {"simulate."};
    stage.reads_parameters = {"simulate.cutoff"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        model_instead(project, print);
        print.add("element", simulated_element(project));
        // Tonnes count only where a period's production is judged.
        if (asks_precision(project.recipe)) print.add("density", base::number(project.recipe.economics.costs.density_t_per_m3, 17));
    };
    stage.extends = "estimate";
    stage.model_replaces = true;
    stage.share = 0.02;
    stage.results = {archived<Simulation>("simulation.summary", [](Results & r) -> auto& { return r.simulation.summary; }),
                     simulated()};
    stage.size = simulate_size;
    stage.run = run_simulate;
    stage.examine = examine_simulate;
    stage.restored = simulate_restored;
    return stage;
}

}  // namespace orelens::project
