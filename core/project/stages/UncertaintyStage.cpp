// The usable quantity of every realisation: how sure the curve is.
#include <algorithm>
#include <cmath>

#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/EvaluateColumns.h"
#include "core/project/stages/FieldsSimulation.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/SimulateWork.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;
using economics::UsableCurve;

/// Prices of the band: even steps over the range that the curve is drawn in.
constexpr int price_steps = 80;

void put(BlockModel& model, const std::string& column, const std::vector<float>& values) {
    const auto leaves = model.real_leaves(column);
    std::size_t number = 0;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) leaves[leaf][n] = values[number++];
}

struct Above {
    double tonnes = 0, metal = 0;
};

/// Blocks at or above the cutoff that are not excluded, tonnes as the evaluation counts them; metal in t. Error: a
/// column that is no grade.
Expected<Above> above(const BlockModel& model, const std::string& element, double cutoff, const economics::Costs& costs) {
    const auto grades = economics::GradeColumns::of(model, {element});
    if (!grades) return std::unexpected(grades.error());
    const economics::BlockTonnes tonnes(model, costs);
    const auto excluded = model.has(economics::excluded_column) ? model.integer_leaves(economics::excluded_column)
                                                                : blocks::IntegerLeaves();
    Above sum;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const auto grade = static_cast<double>(grades->grade(0, leaf, n));
            if (!(grade >= cutoff)) continue;
            if (!excluded.empty() && excluded[leaf][n] != 0 && excluded[leaf][n] != blocks::missing_int) continue;
            const double t = tonnes(leaf, n);
            sum.tonnes += t;
            sum.metal += t * grade * grades->unit_fraction(0);
        }
    return sum;
}

class BandRun {
  public:
    explicit BandRun(const Project& project) : project_(project), value_(project.results.value) {
        const economics::Commodity& main = *economics::main_commodity(*value_.deck);
        band_.commodity = main.name;
        const Simulation& s = *project.results.simulation.summary;
        band_.element = s.element;
        band_.unit = s.unit;
        band_.cutoff = s.cutoff;
        band_.metal_simulated = economics::grade_column(main) == s.element;
        const auto& curve = *value_.curve(value_.deck->test);
        const auto [low, high] = curve.useful_range(main.price);
        for (int n = 0; n <= price_steps; ++n) {
            band_.price.push_back(low + (high - low) * n / price_steps);
            band_.estimated.push_back(curve.at(band_.price.back()).tonnes);
        }
        tonnes_.resize(band_.price.size());
        metal_.resize(band_.price.size());
    }

    /// Of the estimate itself.
    Expected<void> begin() {
        const auto now = above_of(*project_.results.unvalued());
        if (!now) return std::unexpected(now.error());
        band_.estimated_above_tonnes = now->tonnes;
        band_.estimated_above_metal = now->metal;
        return {};
    }

    Expected<void> add(const std::vector<float>& grades, base::Progress& progress) {
        BlockModel model(*project_.results.unvalued());
        remove_economic_columns(model);
        put(model, band_.element, grades);
        const auto now = above_of(model);
        if (!now) return std::unexpected(now.error());
        band_.above_tonnes.push_back(now->tonnes);
        band_.above_metal.push_back(now->metal);
        base::Progress valuing = progress.part(0, 0.6);
        if (auto done = economics::evaluate(model, *value_.deck, valuing); !done) return done;
        const auto curve = UsableCurve::build(model, *value_.deck, value_.deck->test, {band_.element}, progress.part(0.6, 1));
        if (!curve) return std::unexpected(curve.error());
        const auto& elements = curve->elements();
        const auto at = static_cast<std::size_t>(std::ranges::find(elements, band_.element) - elements.begin());
        for (std::size_t n = 0; n < band_.price.size(); ++n) {
            const economics::UsableTotals totals = curve->at(band_.price[n]);
            tonnes_[n].push_back(totals.tonnes);
            metal_[n].push_back(at < elements.size() ? totals.metal_tonnes[at] : std::nan(""));
        }
        return {};
    }

    CurveBand finish() {
        for (std::size_t n = 0; n < band_.price.size(); ++n) {
            band_.tonnes.push_back(spread_of(tonnes_[n]));
            band_.metal.push_back(spread_of(metal_[n]));
        }
        return std::move(band_);
    }

  private:
    [[nodiscard]] Expected<Above> above_of(const BlockModel& model) const {
        return above(model, band_.element, band_.cutoff, value_.deck->costs);
    }
    const Project& project_;
    const ValueResults& value_;
    CurveBand band_;
    std::vector<std::vector<double>> tonnes_, metal_;  ///< per price, per realisation
};

Expected<void> run_uncertainty(Project& project, base::Progress& progress) {
    SimulationResults& simulation = project.results.simulation;
    const ValueResults& value = project.results.value;
    if (!simulation.summary || !simulation.model || !value.deck || !value.model || !value.curve(value.deck->test) ||
        economics::main_commodity(*value.deck) == nullptr) {
        simulation.band.reset();
        simulation.realisations.reset();
        return {};
    }
    Shared<geostat::Realisations> grades = simulation.realisations;
    const bool again = !grades;
    if (again) {
        base::Progress simulating = progress.part(0, 0.7);
        auto made = simulate_element(project, simulating);
        if (!made) return std::unexpected(made.error());
        grades = shared(std::move(made->grades));
    }
    BandRun band(project);
    if (auto begun = band.begin(); !begun) return begun;
    const double from = again ? 0.7 : 0;
    const auto count = static_cast<double>(grades->scores.size());
    for (std::size_t r = 0; r < grades->scores.size(); ++r) {
        base::Progress part = progress.part(from + (1 - from) * static_cast<double>(r) / count,
                                            from + (1 - from) * static_cast<double>(r + 1) / count);
        if (auto added = band.add(grades->scores[r], part); !added) return added;
    }
    if (progress.cancelled()) return base::cancelled();
    simulation.band = shared(band.finish());
    simulation.realisations.reset();
    return {};
}

}  // namespace

Stage uncertainty_stage() {
    Stage stage;
    stage.id = "uncertainty";
    stage.workspace = "evaluation";
    stage.label = {"Uncertainty of the curve", "曲线的不确定性"};
    stage.doing = {"Evaluating realisations", "评价各实现"};
    stage.help = {"Usable quantity of every realisation: the band of the curve",
                  "各实现的可利用量：曲线的不确定性范围"};
    stage.inputs = {"simulate", "evaluate", "bounds"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) {
        return !simulated_element(project).empty();
    };
    stage.model_replaces = true;
    stage.parameters = {"simulate.cutoff"};
    stage.share = 0.02;
    stage.results = {archived<CurveBand>("simulation.band", [](Results & r) -> auto& { return r.simulation.band; })};
    stage.size = uncertainty_size;
    stage.run = run_uncertainty;
    return stage;
}

}  // namespace orelens::project
