// The simulation and the band of the curve as stages: off by default, repeatable, kept, and what follows from them.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Parallel.h"
#include "core/project/Pipeline.h"
#include "core/economics/Value.h"
#include "core/project/Simulation.h"
#include "core/project/stages/FieldsSimulation.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

class SimulateStage : public ::testing::Test {
  protected:
    SimulateStage() { project.recipe.simulate.realisations = 20; }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] const Simulation& summary() const { return *project.results.simulation.summary; }
    [[nodiscard]] const CurveBand& band() const { return *project.results.simulation.band; }
    [[nodiscard]] std::string bytes() const {
        ArchiveWriter writer;
        writer(summary());
        writer(band());
        return writer.bytes;
    }
    [[nodiscard]] std::vector<float> column(const std::string& name) const {
        const blocks::BlockModel& model = *project.results.model();
        const float* values = model.real_values(name);
        return {values, values + model.leaf_count() * 512};
    }

    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(SimulateStage, IsOffByDefaultAndThenLeavesNothing) {
    project.recipe.simulate = {};
    EXPECT_EQ(project.recipe.simulate.realisations, 0);
    run_well();
    EXPECT_FALSE(project.results.simulation.model);
    EXPECT_FALSE(project.results.simulation.summary);
    EXPECT_FALSE(project.results.simulation.band);
    EXPECT_TRUE(project.current("simulate") && project.current("uncertainty"));
}

TEST_F(SimulateStage, MakesColumnsSummaryAndBand) {
    project.recipe.simulate.keep = 2;
    run_well();
    EXPECT_EQ(summary().element, "Cu");
    EXPECT_EQ(summary().realisations, 20);
    EXPECT_EQ(summary().mean.size(), 20U);
    EXPECT_FALSE(summary().cutoff_stated);
    EXPECT_DOUBLE_EQ(summary().cutoff, summary().data_mean);
    EXPECT_NEAR(summary().variogram.sill(), 1, 1e-12);
    for (const double mean : summary().mean) EXPECT_NEAR(mean / summary().data_mean, 1, 0.2);
    const blocks::BlockModel& model = *project.results.model();
    for (const char* suffix : simulated_columns) ASSERT_TRUE(model.has("Cu" + std::string(suffix))) << suffix;
    EXPECT_TRUE(model.has("Cu.realisation_1") && model.has("Cu.realisation_2"));
    EXPECT_FALSE(model.has("Cu.realisation_3"));
    const auto grade = column("Cu"), p10 = column("Cu.simulated_p10"), p90 = column("Cu.simulated_p90");
    for (std::size_t n = 0; n < grade.size(); ++n) {
        EXPECT_EQ(std::isnan(grade[n]), std::isnan(p10[n])) << "where there is an estimate there are realisations";
        if (!std::isnan(p10[n])) {
            EXPECT_LE(p10[n], p90[n]);
        }
    }
    ASSERT_FALSE(band().price.empty());
    EXPECT_TRUE(band().metal_simulated);
    EXPECT_EQ(band().above_tonnes.size(), 20U);
    for (std::size_t n = 0; n < band().price.size(); ++n) {
        EXPECT_LE(band().tonnes[n].p10, band().tonnes[n].p50);
        EXPECT_LE(band().tonnes[n].p50, band().tonnes[n].p90);
        if (n > 0) {
            EXPECT_GE(band().tonnes[n].p50, band().tonnes[n - 1].p50) << "price up, usable quantity up";
        }
    }
    EXPECT_FALSE(project.results.simulation.realisations) << "not held longer than they are needed";
    EXPECT_NE(project.elements(), std::vector<std::string>{}) << "columns of a simulation are no elements";
    EXPECT_EQ(project.elements().size(), 2U);
}

/// The band of one realisation is the curve of a model that has that realisation as its grades.
TEST_F(SimulateStage, TheBandIsTheCurveOfTheRealisations) {
    project.recipe.simulate.realisations = project.recipe.simulate.keep = 1;
    run_well();
    blocks::BlockModel model(*project.results.value.model);
    const auto from = std::as_const(model).real_leaves("Cu.realisation_1");
    const auto to = model.real_leaves("Cu");
    for (std::size_t leaf = 0; leaf < to.size(); ++leaf) std::copy_n(from[leaf], 512, to[leaf]);
    base::Progress progress;
    const economics::PriceDeck deck = *project.results.value.deck;
    ASSERT_TRUE(economics::evaluate(model, deck, progress));
    const auto curve = economics::UsableCurve::build(model, deck, deck.test, {"Cu"});
    ASSERT_TRUE(curve);
    for (std::size_t n = 0; n < band().price.size(); n += 10) {
        const auto totals = curve->at(band().price[n]);
        EXPECT_DOUBLE_EQ(band().tonnes[n].p50, totals.tonnes) << n;
        EXPECT_DOUBLE_EQ(band().tonnes[n].p10, totals.tonnes) << "one realisation is all of them";
    }
}

TEST_F(SimulateStage, TheSameWhateverTheThreadsAndTheOrderOfRuns) {
    base::set_thread_limit(1);
    run_well();
    const std::string one = bytes();
    project.results = {};
    base::set_thread_limit(4);
    run_well();
    EXPECT_EQ(bytes(), one);
    // Other costs, and back: the realisations are made again as they were.
    const double cost = project.recipe.economics.costs.processing;
    project.recipe.economics.costs.processing = 2 * cost;
    run_well();
    EXPECT_EQ(project.executions.at("simulate"), 2) << "costs do not change grades";
    EXPECT_NE(bytes(), one);
    project.recipe.economics.costs.processing = cost;
    run_well();
    base::set_thread_limit(0);
    EXPECT_EQ(bytes(), one);
    project.recipe.simulate.seed = 2;
    run_well();
    EXPECT_NE(bytes(), one);
}

TEST_F(SimulateStage, IsSavedAndRestored) {
    run_well();
    const std::string before = bytes();
    const std::string file = (deposit.folder().path() / "small.gpkg").string();
    base::Progress progress;
    ASSERT_TRUE(save_project(project, file, progress));
    const auto model = project.results.simulation.model;
    auto opened = open_project(file, progress);
    ASSERT_TRUE(opened);
    project = std::move(*opened);
    ASSERT_TRUE(project.results.simulation.model && project.results.simulation.summary && project.results.simulation.band);
    EXPECT_EQ(bytes(), before);
    EXPECT_TRUE(testing::same_bits(*model, *project.results.simulation.model));
    EXPECT_TRUE(project.stale().empty());
    EXPECT_TRUE(project.results.model()->has("Cu.simulated_mean"));
}

TEST_F(SimulateStage, TurnedOffItsColumnsGo) {
    run_well();
    project.recipe.simulate.realisations = 0;
    run_well();
    EXPECT_FALSE(project.results.model()->has("Cu.simulated_mean"));
    EXPECT_FALSE(project.results.simulation.band);
    EXPECT_EQ(project.executions.at("estimate"), 1);
}

TEST_F(SimulateStage, ByDomainEachHasItsOwnDistribution) {
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    project.recipe.composite.within_domain = true;
    run_well();
    EXPECT_EQ(summary().domains, 2);
    EXPECT_EQ(summary().blocks, project.results.estimate.summaries->back().estimated);
}

TEST_F(SimulateStage, AnElementThatIsNotThereIsAnErrorWithTheNearestName) {
    project.recipe.simulate.element = "Cv";
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "simulation.no_element");
    EXPECT_EQ(ran.error().place.field, "simulate.element");
}

TEST_F(SimulateStage, TooLargeIsRefusedBeforeTheWork) {
    run_well();
    project.recipe.simulate.realisations = 10'000;
    project.recipe.general.memory_limit_gb = 0.3;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().place.field, "simulate.realisations");
    EXPECT_TRUE(project.results.simulation.summary) << "what was there stays";
}

TEST_F(SimulateStage, EqualValuesAndOneSampleAreNoCrash) {
    deposit.write_assays(0);
    run_well();
    for (const double mean : summary().mean) EXPECT_EQ(mean, 0);
    deposit.folder().write("assay.csv", "hole,from,to,Cu,Au\nH00,0,8,1.2,0.3\n");
    project.recipe.estimate.min_samples = 1;
    run_well();
    for (const double mean : summary().mean) EXPECT_NEAR(mean, 1.2, 1e-6);
}

TEST_F(SimulateStage, WithoutPricesThereIsNoBand) {
    project.recipe.commodity.clear();
    project.recipe.simulate.element = "Au";
    run_well();
    EXPECT_EQ(summary().element, "Au");
    EXPECT_FALSE(project.results.simulation.band);
    EXPECT_TRUE(project.results.model()->has("Au.simulated_p50"));
}

}  // namespace
}  // namespace orelens::project
