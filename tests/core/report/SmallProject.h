// A project with results of every kind, filled by hand: an evaluated model, curves, findings, mine rates.
#pragma once

#include <cmath>
#include <memory>
#include <stdexcept>

#include "core/economics/Value.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "tests/core/economics/RandomModel.h"
#include "tests/core/utilization/MineOfReference.h"

namespace orelens::report::testing {

template <class T>
std::shared_ptr<const T> shared(T value) {
    return std::make_shared<const T>(std::move(value));
}

inline project::Recipe small_recipe() {
    project::Recipe recipe;
    recipe.general.name = "Small";
    recipe.general.category_column = "ore_type";
    recipe.general.bench_height_m = 15;
    const economics::PriceDeck deck = economics::testing::random_model_deck();
    recipe.economics.costs = deck.costs;
    recipe.economics.main_commodity = deck.main_commodity;
    for (const economics::Commodity& commodity : deck.commodities)
        recipe.commodity[commodity.name] = commodity;
    recipe.element["Cu"].assay.unit = base::GradeUnit::percent;
    recipe.element["Au"].assay.unit = base::GradeUnit::gram_per_tonne;
    recipe.element["Au"].assay.top_cut = 30;
    return recipe;
}

inline project::Project small_project(unsigned seed = 21) {
    project::Project project;
    project.recipe = small_recipe();
    auto deck = economics::testing::random_model_deck();
    auto model = economics::testing::random_model(seed);
    base::Progress progress;
    if (!economics::evaluate(model, deck, progress)) throw std::runtime_error("evaluate");
    project::Results& results = project.results;
    using economics::CutoffTest;
    using economics::UsableCurve;
    results.value.curve_full = shared(*UsableCurve::build(model, deck, CutoffTest::full, {"Ag"}));
    results.value.curve_marginal = shared(*UsableCurve::build(model, deck, CutoffTest::marginal, {"Ag"}));
    results.value.curves_by_category =
        shared(*UsableCurve::build_by(model, deck, CutoffTest::full, {"Ag"}, "ore_type"));
    results.value.model = shared(std::move(model));
    results.value.deck = shared(deck);
    results.estimate.summaries = shared(std::vector<geostat::EstimateSummary>{{.element = "Cu",
                                                                               .samples = 500,
                                                                               .estimated = 3000,
                                                                               .per_pass = {2500, 500},
                                                                               .sample_mean = 0.51,
                                                                               .estimate_mean = 0.5}});
    results.estimate.variograms =
        shared(std::vector<geostat::VariogramFit>{{.model = {.nugget = 0.1, .structures = {{.sill = 0.9}}}}});
    drilling::Finding finding{.kind = "gap", .file = "assay.csv", .row = 7, .hole = "DH-1"};
    finding.from_m = 10;
    finding.what = base::Message("drilling.gap");
    results.findings["import"] = shared(std::vector<drilling::Finding>{finding});
    const auto mine = utilization::testing::reference_mine();
    results.utilization.mine_records = shared(std::vector<utilization::MineRecord>{mine});
    results.utilization.rates = shared(std::vector<utilization::UtilizationResult>{
        *utilization::rates(mine, utilization::PriceBasis::element)});
    // The results count as those of the recipe.
    for (const project::Stage& stage : project.stages())
        results.stamps[stage.id] = project::expected_fingerprint(project, stage);
    return project;
}

}  // namespace orelens::report::testing
