// Pit shells as a stage: off by default, kept with the project, stale when prices or slopes move, and silent
// on deposits that no pit suits but for the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/economics/Value.h"
#include "core/pits/Inside.h"
#include "core/pits/Stopes.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "core/project/Pipeline.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

class PitsStage : public ::testing::Test {
  protected:
    PitsStage() {
        project.recipe.pits.use = true;
        project.recipe.pits.top_is_ground = true;
        project.recipe.pits.mining_rate_mt = 1;
    }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] std::vector<std::string> kinds() const {
        std::vector<std::string> kinds;
        for (const base::Finding& finding : project.findings())
            if (finding.stage == "pits") kinds.push_back(finding.kind);
        return kinds;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(PitsStage, IsOffByDefaultAndThenLeavesNothing) {
    EXPECT_FALSE(Recipe{}.pits.use);
    project.recipe.pits = {};
    run_well();
    EXPECT_FALSE(project.results.pits.model || project.results.pits.study);
    EXPECT_TRUE(project.current("pits"));
    EXPECT_EQ(project.results.model(), project.results.value.model);
}

TEST_F(PitsStage, MakesShellsAndATableAndIsStaleWhenWhatItReadsMoves) {
    run_well();
    ASSERT_TRUE(project.results.pits.model && project.results.pits.study);
    EXPECT_EQ(project.results.model(), project.results.pits.model);
    EXPECT_TRUE(project.results.model()->has(pits::shell_column));
    EXPECT_TRUE(project.results.model()->has("status"));
    const pits::PitStudy& study = *project.results.pits.study;
    ASSERT_EQ(study.rows.size(), 13U);
    EXPECT_GT(study.rows.back().ore_tonnes, 0);
    for (std::size_t n = 1; n < study.rows.size(); ++n)
        EXPECT_GE(study.rows[n].cells, study.rows[n - 1].cells);
    EXPECT_THAT(kinds(), ::testing::Contains("pit_ground_unknown"));
    project.recipe.pits.slopes = "30";
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("pits", "scenarios"));
    run_well();
    EXPECT_EQ(project.results.pits.study->slopes, "30");
    project.recipe.economics.costs.processing += 1;
    EXPECT_THAT(project.stale(), ::testing::Contains("pits"));
}

TEST_F(PitsStage, MakesWhatIsUsableInsideThePits) {
    run_well();
    const auto inside = inside_pits(project.results);
    ASSERT_TRUE(inside && inside->model && inside->curve);
    const ValueResults& value = project.results.value;
    // In a pit every block is moved anyway, so that more of them pay than would one by one.
    const auto& whole = *value.curve(economics::CutoffTest::marginal);
    const pits::PitStudy& study = *project.results.pits.study;
    for (const double price : study.main_prices) {
        EXPECT_LE(inside->curve->at(price).tonnes, whole.at(price).tonnes);
        EXPECT_EQ(inside->curve->at(price * 0.9999).blocks <= inside->curve->at(price).blocks, true);
    }
    EXPECT_GT(inside->curve->at(study.main_prices.back()).tonnes, 0);
    EXPECT_EQ(inside->curve->at(study.main_prices.front() * 0.999).blocks, 0);
    EXPECT_FALSE(value.model->has(pits::price_column)) << "the model before is as it was";
    project.recipe.pits.use = false;
    run_well();
    EXPECT_FALSE(inside_pits(project.results));
}

TEST_F(PitsStage, SaysWhyAPitDoesNotApplyAndLetsTheRestStand) {
    project.recipe.pits.top_is_ground = false;
    run_well();
    ASSERT_TRUE(project.results.pits.study);
    EXPECT_EQ(project.results.pits.study->why_not, "pits.no_air");
    EXPECT_FALSE(project.results.pits.model);
    EXPECT_THAT(kinds(), ::testing::ElementsAre("pit_does_not_apply"));
    EXPECT_TRUE(project.results.value.model);
}

TEST_F(PitsStage, RefusesSlopesThatCannotBe) {
    project.recipe.pits.slopes = "95";
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "pits.slope_range");
    EXPECT_EQ(ran.error().place.field, "pits.slopes");
    EXPECT_TRUE(project.results.value.model) << "what came before stands";
}

TEST_F(PitsStage, IsKeptInTheProjectFile) {
    run_well();
    const std::string path = deposit.folder().file("kept.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_TRUE(opened->current("pits"));
    ASSERT_TRUE(opened->results.pits.model && opened->results.pits.study);
    EXPECT_TRUE(testing::same_bits(*opened->results.pits.model, *project.results.pits.model));
    ASSERT_EQ(opened->results.pits.study->rows.size(), 13U);
    EXPECT_EQ(opened->results.pits.study->rows[12].best, project.results.pits.study->rows[12].best);
    EXPECT_EQ(opened->results.pits.study->main_prices, project.results.pits.study->main_prices);
    const auto inside = inside_pits(opened->results);
    ASSERT_TRUE(inside) << "made again from what the file holds";
    const double price = project.results.pits.study->main_prices[8];
    EXPECT_EQ(inside->curve->at(price).tonnes, inside_pits(project.results)->curve->at(price).tonnes);
}

/// Underground: no pit, and the least mining width in place of it.
class MiningWidth : public PitsStage {
  protected:
    MiningWidth() {
        project.recipe.pits = {};
        project.recipe.pits.mining_width_m = 1.5 * project.recipe.grid.size_u_m;
    }
};

TEST_F(MiningWidth, TakesThePlaceOfAPit) {
    run_well();
    const auto& results = project.results;
    ASSERT_TRUE(results.pits.study && results.pits.model);
    EXPECT_EQ(results.pits.study->why_not, "pits.underground");
    EXPECT_TRUE(results.pits.model->has(pits::stope_column));
    EXPECT_FALSE(results.pits.model->has(pits::shell_column));
    const auto inside = inside_pits(results);
    ASSERT_TRUE(inside);
    const auto& whole = *results.value.curve(results.value.deck->test);
    const double price = economics::main_commodity(*results.value.deck)->price;
    const auto wide = inside->curve->at(price), all = whole.at(price);
    EXPECT_LT(wide.blocks, all.blocks);
    EXPECT_EQ(all.blocks - wide.blocks, results.pits.study->stopes.too_narrow);
    EXPECT_EQ(results.pits.study->stopes.too_narrow > 0,
              kinds() == std::vector<std::string>{"blocks_too_narrow"});
    project.recipe.pits.mining_width_m = 0;
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("pits", "scenarios"));
    run_well();
    EXPECT_FALSE(project.results.pits.study || inside_pits(project.results));
}

TEST_F(MiningWidth, FollowsAPitThatDoesNotApply) {
    project.recipe.pits.use = true;
    run_well();
    EXPECT_EQ(project.results.pits.study->why_not, "pits.no_air");
    EXPECT_THAT(kinds(), ::testing::Contains("pit_does_not_apply"));
    ASSERT_TRUE(project.results.pits.model);
    EXPECT_TRUE(project.results.pits.model->has(pits::stope_column));
    // A pit that applies needs no such test.
    project.recipe.pits.top_is_ground = true;
    run_well();
    EXPECT_FALSE(project.results.pits.model->has(pits::stope_column));
    EXPECT_EQ(project.results.pits.study->mining_width_m, 0);
}

TEST_F(MiningWidth, IsKeptInTheProjectFile) {
    run_well();
    const std::string path = deposit.folder().file("wide.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_TRUE(opened->current("pits"));
    ASSERT_TRUE(opened->results.pits.model);
    EXPECT_TRUE(testing::same_bits(*opened->results.pits.model, *project.results.pits.model));
    EXPECT_EQ(opened->results.pits.study->stopes.too_narrow, project.results.pits.study->stopes.too_narrow);
    ASSERT_TRUE(inside_pits(opened->results));
}

TEST_F(MiningWidth, RefusesASolidThatIsNotThere) {
    project.recipe.pits.mining_solid = "vein";
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "blocks.filter_solid");
    EXPECT_EQ(ran.error().place.field, "pits.mining_solid");
}

TEST_F(PitsStage, SaysThatNothingIsKept) {
    run_well();
    blocks::BlockModel model(*project.results.estimate.model);
    model.add_column({"kept", blocks::ColumnType::integer, "", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) model.integer("kept", n)[at] = 0;
    const auto found_with = [&](int first) {
        blocks::BlockModel own(model);
        for (int at = 0; at < 512 && first != 0; ++at)
            if (own.leaf(0).is_active(at)) own.integer("kept", 0)[at] = first;
        Project imported;
        imported.recipe.commodity = project.recipe.commodity;
        imported.recipe.economics = project.recipe.economics;
        imported.recipe.pits = project.recipe.pits;
        imported.recipe.pits.keep_out_column = "kept";
        imported.set_model(std::move(own), "made.vdb");
        base::Progress progress;
        const auto ran = imported.run(progress);
        EXPECT_TRUE(ran) << (ran ? "" : base::describe(ran.error(), base::Language::english));
        std::vector<std::string> kinds;
        for (const base::Finding& finding : imported.findings()) kinds.push_back(finding.kind);
        return kinds;
    };
    EXPECT_THAT(found_with(0), ::testing::Contains("pit_keeps_nothing"));
    EXPECT_THAT(found_with(1), ::testing::Not(::testing::Contains("pit_keeps_nothing")));
}

}  // namespace
}  // namespace orelens::project
