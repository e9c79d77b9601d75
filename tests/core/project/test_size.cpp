// Size before work: what a stage will need is known before it starts, and it does not start where that is
// more than the limit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/Memory.h"
#include "core/blocks/ModelBytes.h"
#include "core/project/FarHole.h"
#include "core/project/GridPreview.h"
#include "core/project/ModelShape.h"
#include "core/project/SizeLimit.h"
#include "core/project/stages/Sizes.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using ::testing::HasSubstr;
using testing::SmallDeposit;

drilling::CompositeTable samples_at(const std::vector<blocks::Vec3>& places) {
    drilling::CompositeTable table;
    for (const blocks::Vec3& at : places) {
        table.x.push_back(at[0]);
        table.y.push_back(at[1]);
        table.z.push_back(at[2]);
        table.hole.push_back(static_cast<std::int32_t>(table.hole_ids.size()));
        table.hole_ids.push_back("H" + std::to_string(table.hole_ids.size()));
    }
    return table;
}

std::string words_of(const GridPreview& preview, base::Language language = base::Language::english) {
    std::string all;
    for (const base::Message& line : preview_words(preview)) all += base::text(line, language) + "\n";
    return all;
}

TEST(Size, EveryStageOfTheDepositSaysWhatItNeeds) {
    SmallDeposit deposit;
    Project project = deposit.project();
    project.recipe.simulate.realisations = 2;  // off by default, as pits are
    project.recipe.pits.use = project.recipe.pits.top_is_ground = true;
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    for (const Stage& stage : stage_table()) {
        ASSERT_TRUE(stage.size) << stage.id;
        const auto work = stage.size(project);
        ASSERT_TRUE(work) << stage.id;
        // The deposit has neither a model of another program nor shapes nor scenarios, and names no other file: nothing to do.
        static const std::set<std::string> idle{"model", "scenarios", "shapes", "bounds", "occurrence", "evidence", "potential", "targets",
                                                "flows", "scrap", "orebodies", "cost_model", "orebody_verdicts", "ledger"};
        if (idle.contains(stage.id)) {
            EXPECT_EQ(work->cells, 0) << stage.id;
            continue;
        }
        EXPECT_TRUE(work->cells > 0 || stage.id == "variogram") << stage.id;  // stated ones
        EXPECT_GE(work->bytes, 0) << stage.id;
        EXPECT_LT(work->bytes, 1e9) << stage.id;
        EXPECT_NE(base::text(work->unit, base::Language::chinese), work->unit) << stage.id;
        EXPECT_FALSE(work->fix.empty()) << stage.id;
        EXPECT_TRUE(find_param(work->place.field)) << stage.id << ": " << work->place.field;
    }
}

TEST(Size, BlocksAreCountedWithoutMakingThem) {
    blocks::GridGeometry grid;
    grid.count = {61, 47, 33};
    grid.block_size = {10, 5, 4};
    const auto samples = samples_at({{100, 60, 50}, {420, 100, 20}, {-300, 50, 50}, {1e7, 0, 0}});
    for (const double reach : {5.0, 60.0, 130.0, 1e6}) {
        const ReachSize counted = size_within_reach(grid, samples, reach);
        const auto made = within_reach(grid, samples, reach);
        ASSERT_TRUE(made);
        EXPECT_EQ(counted.leaves, static_cast<double>(made->leaf_count())) << reach;
        EXPECT_EQ(counted.blocks, static_cast<double>(made->block_count())) << reach;
    }
    EXPECT_EQ(size_of(grid).leaves, 8 * 6 * 5);
    EXPECT_EQ(size_of(grid).blocks, 61 * 47 * 33);
}

TEST(Size, AStageThatDoesNotFitIsRefusedWithFiguresAndParameter) {
    SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "grid"));
    project.recipe.general.memory_limit_gb = base::process_memory() / 1e9 + 0.05;
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 1;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().kind, base::ErrorKind::data);
    EXPECT_EQ(ran.error().what.key, "project.too_large");
    EXPECT_EQ(ran.error().place.field, "grid.size_u");
    const std::string text = base::describe(ran.error(), base::Language::english);
    EXPECT_THAT(text, HasSubstr("blocks; the limit is"));
    EXPECT_THAT(text, HasSubstr("general.memory_limit"));
    EXPECT_EQ(project.state("estimate"), StageState::failed);
    EXPECT_TRUE(project.current("grid"));
    // A higher limit is all it takes.
    project.recipe.general.memory_limit_gb = 0;
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 8;
    EXPECT_TRUE(project.run(progress));
}

TEST(Size, TooManyCompositesAreRefusedToo) {
    SmallDeposit deposit;
    Project project = deposit.project();
    project.recipe.composite.length_m = 0.01;
    project.recipe.general.memory_limit_gb = 1e-4;
    base::Progress progress;
    const auto ran = project.run(progress, "composite");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "project.too_large");
}

TEST(Size, TheLimitIsTheRecipesOrMostOfTheMachine) {
    Recipe recipe;
    EXPECT_NEAR(memory_limit(recipe), 0.7 * base::machine_memory(), 1);
    recipe.general.memory_limit_gb = 2.5;
    EXPECT_EQ(memory_limit(recipe), 2.5e9);
}

TEST(FarHole, IsTheOneThatMakesTheGrid) {
    blocks::GridRule rule;
    const auto far =
        far_hole(rule, samples_at({{0, 0, 0}, {100, 0, 0}, {-9999, -9999, -9999}, {0, 100, 50}}));
    ASSERT_TRUE(far);
    EXPECT_EQ(far->hole, "H2");
    EXPECT_NEAR(far->distance_m, 9999 * std::sqrt(3.0), 1);
    EXPECT_EQ(far->cells_without, 20 * 20 * 15);
}

TEST(FarHole, IsNoneInOrdinaryDrillingOrWhereItCannotBeTold) {
    const blocks::GridRule rule;
    // Corners of a wide triangle, a step-out hole, two clusters, two holes.
    EXPECT_FALSE(far_hole(rule, samples_at({{0, 0, 0}, {1000, 0, 0}, {0, 1000, 0}})));
    EXPECT_FALSE(far_hole(rule, samples_at({{0, 0, 0}, {300, 0, 0}, {0, 300, 0}, {900, 0, 0}})));
    EXPECT_FALSE(far_hole(rule, samples_at({{0, 0, 0}, {9, 0, 0}, {9000, 0, 0}, {9009, 0, 0}})));
    EXPECT_FALSE(far_hole(rule, samples_at({{0, 0, 0}, {-9999, 0, 0}})));
    blocks::GridRule stated;
    stated.fit_to_samples = false;
    EXPECT_FALSE(far_hole(stated, samples_at({{0, 0, 0}, {1, 0, 0}, {-9999, 0, 0}})));
}

TEST(FarHole, IsSeveralThatLieFarTogetherOrApart) {
    const blocks::GridRule rule;
    std::vector<blocks::Vec3> places;
    for (int n = 0; n < 20; ++n) places.push_back({50.0 * (n % 5), 50.0 * (n / 5), 0});
    const auto without = far_hole(rule, samples_at(places));
    EXPECT_FALSE(without);
    auto together = places;
    together.push_back({5000, 0, 0});
    together.push_back({5050, 0, 0});
    auto far = far_hole(rule, samples_at(together));
    ASSERT_TRUE(far);
    EXPECT_EQ(far->holes, 2U);
    EXPECT_NEAR(far->distance_m, 4850, 1e-9);
    auto apart = places;
    apart.push_back({5000, 0, 0});
    apart.push_back({0, 9000, 0});
    ASSERT_TRUE(far = far_hole(rule, samples_at(apart)));
    EXPECT_EQ(far->holes, 2U);
    // As many again, far away: the grid is that of two fields.
    auto fields = places;
    for (int n = 0; n < 20; ++n) fields.push_back({100000 + 50.0 * (n % 5), 50.0 * (n / 5), 0});
    ASSERT_TRUE(far = far_hole(rule, samples_at(fields)));
    EXPECT_EQ(far->holes, 20U);
    EXPECT_NEAR(far->distance_m, 99800 + 200, 201);
}

TEST(GridPreview, TellsTheBoxAndWhatItNeeds) {
    SmallDeposit deposit;
    Project project = deposit.project();
    EXPECT_FALSE(preview_grid(project.recipe, project.results).geometry);
    EXPECT_THAT(words_of(preview_grid(project.recipe, project.results)), HasSubstr("run Composite"));
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    const GridPreview preview = preview_grid(project.recipe, project.results);
    ASSERT_TRUE(preview.geometry);
    EXPECT_EQ(*preview.geometry, *project.results.estimate.geometry);
    EXPECT_EQ(preview.cells, static_cast<double>(preview.geometry->cell_count()));
    EXPECT_EQ(preview.blocks, static_cast<double>(project.results.estimate.model->block_count()));
    EXPECT_FALSE(preview.at_most);
    EXPECT_TRUE(preview.fits);
    EXPECT_FALSE(preview.far);
    EXPECT_EQ(preview.low, preview.geometry->origin);
    EXPECT_EQ(preview.high[2] - preview.low[2], preview.geometry->count[2] * 8);
    EXPECT_THAT(words_of(preview), HasSubstr("blocks of 10 × 10 × 8 m"));
    EXPECT_THAT(words_of(preview, base::Language::chinese), HasSubstr("约需内存"));
}

TEST(GridPreview, FollowsTheRecipeNotTheLastRun) {
    SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    const GridPreview before = preview_grid(project.recipe, project.results);
    project.recipe.grid.size_u_m = 5;
    const GridPreview halved = preview_grid(project.recipe, project.results);
    EXPECT_NEAR(halved.cells, 2 * before.cells, 0.05 * before.cells);
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = 0.05;
    project.recipe.grid.size_w_m = 0.4;
    project.recipe.general.memory_limit_gb = 8;
    const GridPreview large = preview_grid(project.recipe, project.results);
    EXPECT_FALSE(large.fits);
    EXPECT_EQ(large.place.field, "grid.size_u");
    EXPECT_FALSE(words_of(large).empty());
    project.recipe.grid.size_u_m = 0.01;
    project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 0.01;
    const GridPreview refused = preview_grid(project.recipe, project.results);
    ASSERT_TRUE(refused.refused);
    EXPECT_FALSE(refused.fits);
}

TEST(GridPreview, SaysWhatAStatedBoxGrowsTo) {
    Recipe recipe;
    recipe.grid.fit_to_samples = false;
    recipe.grid.extent_u_m = 105;
    recipe.grid.extent_v_m = 100;
    const GridPreview preview = preview_grid(recipe, {});
    ASSERT_TRUE(preview.geometry);
    EXPECT_EQ(preview.geometry->count, (blocks::Index3{11, 10, 1}));
    EXPECT_TRUE(preview.at_most);
    EXPECT_THAT(words_of(preview), HasSubstr("the box grows to 110 × 100 × 10 m"));
    recipe.grid.extent_u_m = 110;
    EXPECT_THAT(words_of(preview_grid(recipe, {})), ::testing::Not(HasSubstr("grows")));
}

/// Three honest holes and one whose collar is a no-data code that nobody declared.
class LostCollar : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder;
    Project project;
    LostCollar() {
        folder.write("collar.csv",
                     "HOLE,X,Y,Z,DEPTH\nA,100,200,50,20\nB,-20000,-30000,-5000,20\nC,140,200,45,20\nD,120,"
                     "230,48,20\n");
        folder.write("assay.csv",
                     "HOLE,FROM,TO,CU\nA,0,10,0.5\nA,10,20,0.7\nB,0,10,0.6\nC,0,10,0.4\nD,0,10,0.3\n");
        project.recipe.folder = folder.path().string();
        project.recipe.drillholes.collar_file = "collar.csv";
        project.recipe.drillholes.assay_file = "assay.csv";
        project.recipe.composite.length_m = 10;
        project.recipe.element["Cu"].assay.column = "CU";
        project.recipe.element["Cu"].variogram.fit = false;
    }
    /// Somebody agreed that it lies there.
    void approve() { project.recipe.general.approve = "doubtful_place"; }
};

TEST_F(LostCollar, IsLeftOutUntilApproved) {
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "grid"));
    EXPECT_EQ(project.results.drilling.composites->size(), 4U);
    EXPECT_LT(project.results.estimate.geometry->cell_count(), 10000U);
    const auto findings = project.findings();
    const auto found = std::ranges::find(findings, std::string("doubtful_place"), &base::Finding::kind);
    ASSERT_NE(found, findings.end());
    EXPECT_EQ(found->hole, "B");
    EXPECT_EQ(found->severity, base::Severity::error);
    EXPECT_THAT(words_of(preview_grid(project.recipe, project.results)), HasSubstr("left out of the grid"));
    approve();
    ASSERT_TRUE(project.run(progress, "composite"));
    EXPECT_EQ(project.results.drilling.composites->size(), 5U);
}

TEST_F(LostCollar, IsNamedByTheRefusedGrid) {
    approve();
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 2;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "blocks.too_many_cells");
    EXPECT_EQ(ran.error().place.hole, "B");
    EXPECT_EQ(ran.error().fix.key, "project.size.far_hole");
    const GridPreview preview = preview_grid(project.recipe, project.results);
    ASSERT_TRUE(preview.far);
    EXPECT_EQ(preview.far->hole, "B");
    EXPECT_EQ(preview.place.hole, "B");
}

TEST_F(LostCollar, IsNamedByTheEstimateThatDoesNotFit) {
    approve();
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 20;
    project.recipe.estimate.search_major_m = project.recipe.estimate.search_semi_m =
        project.recipe.estimate.search_minor_m = 40000;
    project.recipe.general.memory_limit_gb = base::process_memory() / 1e9 + 1;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "project.too_large");
    EXPECT_EQ(ran.error().place.hole, "B");
}

TEST_F(LostCollar, IsAFindingWhereTheModelFits) {
    approve();
    project.recipe.grid.size_u_m = project.recipe.grid.size_v_m = project.recipe.grid.size_w_m = 50;
    project.recipe.estimate.search_major_m = project.recipe.estimate.search_semi_m =
        project.recipe.estimate.search_minor_m = 100;
    base::Progress progress;
    const auto ran = project.run(progress, "estimate");
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    const auto findings = project.findings();
    const auto found = std::ranges::find(findings, std::string("far_hole"), &base::Finding::kind);
    ASSERT_NE(found, findings.end());
    EXPECT_EQ(found->hole, "B");
    EXPECT_EQ(found->stage, "grid");
    EXPECT_LT(project.results.estimate.model->block_count(), 100000);
}

TEST(Size, ACollarOfNoDataCodesNeverTriesMemoryThatIsNotThere) {
    ORELENS_SHARED(path, "cases/03-null-codes/a-collar.orelens.json");
    Project project;
    auto recipe = read_recipe(path.string());
    ASSERT_TRUE(recipe);
    project.recipe = *recipe;
    project.recipe.general.memory_limit_gb = 2;
    base::Progress progress;
    const auto ran = project.run(progress);
    if (ran) {
        EXPECT_LT(project.results.estimate.model->block_count(), 10'000'000);
        return;
    }
    EXPECT_EQ(ran.error().place.hole, "B") << base::describe(ran.error(), base::Language::english);
}

}  // namespace
}  // namespace orelens::project
