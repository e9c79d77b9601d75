// Every stage looks at its own results: each kind of doubt once where it is due, and none on a sound deposit.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/AtomicFile.h"
#include "core/economics/Value.h"
#include "core/project/Approvals.h"
#include "core/project/OpenFindings.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SmallDeposit;

class Examine : public ::testing::Test {
  protected:
    static void run(Project& wanted) {
        base::Progress progress;
        const auto ran = wanted.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    static std::vector<base::Finding> of(const Project& project, const std::string& kind) {
        auto all = project.findings();
        std::erase_if(all, [&](const base::Finding& finding) { return finding.kind != kind; });
        for (const base::Finding& finding : all)
            for (const auto language : {base::Language::english, base::Language::chinese})
                for (const base::Message* said : {&finding.what, &finding.fix}) {
                    const std::string words = base::text(*said, language);
                    EXPECT_EQ(words.find('{'), std::string::npos) << words;
                    EXPECT_NE(words, said->key);
                }
        return all;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
    Examine() { project.recipe.grid.margin_m = 0; }
};

TEST_F(Examine, ASoundDepositHasNothingToDoubt) {
    run(project);
    for (const base::Finding& finding : project.findings()) {
        EXPECT_FALSE(finding.stage.empty()) << finding.kind;
        EXPECT_TRUE(finding.severity == base::Severity::info || finding.stage == "import")
            << base::text(finding.what, base::Language::english);
    }
    for (const char* kind : {"samples_share_place", "composites_outside_grid", "variogram_default",
                             "variogram_range_short", "blocks_above_collars", "estimate_below_zero",
                             "estimate_above_total", "grades_clipped", "unassayed_blocks"})
        EXPECT_THAT(of(project, kind), IsEmpty()) << kind;
}

TEST_F(Examine, AHoleEnteredTwiceSharesItsPlaces) {
    std::string collars = *base::read_text_file(deposit.folder().file("collar.csv"));
    const std::string own = "H01,1000,2040,";
    collars.replace(collars.find(own), own.size(), "H01,1000,2000,");
    deposit.folder().write("collar.csv", collars);
    run(project);
    const auto found = of(project, "samples_share_place");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].stage, "composite");
    EXPECT_EQ(found[0].hole, "H00");
    EXPECT_GE(found[0].count, 2) << "composites of the same depths";
    EXPECT_THAT(base::text(found[0].what, base::Language::english), HasSubstr("hole H01"));
}

TEST_F(Examine, AStatedGridSaysWhatItLeavesOut) {
    project.recipe.grid.fit_to_samples = false;
    project.recipe.grid.origin_x = 1000;
    project.recipe.grid.origin_y = 2000;
    project.recipe.grid.origin_z = 20;
    project.recipe.grid.extent_u_m = project.recipe.grid.extent_v_m = 120;
    project.recipe.grid.extent_w_m = 80;
    run(project);
    const auto found = of(project, "composites_outside_grid");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].stage, "grid");
    EXPECT_GT(found[0].count, 50);
    EXPECT_EQ(found[0].hole.substr(0, 1), "H");
    // The list follows the composites even though the grid does not.
    project.recipe.composite.length_m = 4;
    run(project);
    EXPECT_GT(of(project, "composites_outside_grid").at(0).count, found[0].count);
}

TEST_F(Examine, VariogramsThatAreAssumedOrTooShort) {
    project.recipe.element["Cu"].variogram.minor1_m = 3;
    project.recipe.element["Au"].variogram.fit = true;
    std::string assays = "hole,from,to,Cu,Au\n";
    for (int n = 0; n < 20; ++n)
        assays += fmt::format("H00,{},{},{},0.5\n", 4 * n, 4 * n + 4, 0.3 + 0.01 * n);
    deposit.folder().write("assay.csv", assays);
    run(project);
    const auto assumed = of(project, "variogram_default"), brief = of(project, "variogram_range_short");
    ASSERT_EQ(assumed.size(), 1U);
    EXPECT_EQ(assumed[0].column, "Au");
    ASSERT_EQ(brief.size(), 1U);
    EXPECT_EQ(brief[0].column, "Cu");
    EXPECT_EQ(brief[0].stage, "variogram");
}

TEST_F(Examine, BlocksInTheAir) {
    project.recipe.grid.margin_m = 30;
    run(project);
    const auto found = of(project, "blocks_above_collars");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_GT(found[0].count, 0);
    EXPECT_NEAR(found[0].tonnes, static_cast<double>(found[0].count) * 10 * 10 * 8 * 2.7, 1e-3);
    EXPECT_THAT(base::text(found[0].what, base::Language::english), HasSubstr("@ 2.7 t/m³"));
}

TEST_F(Examine, GradesBelowZeroAreToldByTheEstimateAndByTheEvaluation) {
    std::string assays = *base::read_text_file(deposit.folder().file("assay.csv"));
    std::string negative = "hole,from,to,Cu,Au\n";
    for (int n = 0; n < 20; ++n) negative += fmt::format("H22,{},{},-0.5,0.1\n", 4 * n, 4 * n + 4);
    std::size_t at = assays.find('\n') + 1;
    while (at < assays.size()) {
        const std::size_t end = assays.find('\n', at) + 1;
        if (!assays.substr(at, end - at).starts_with("H22,")) negative += assays.substr(at, end - at);
        at = end;
    }
    deposit.folder().write("assay.csv", negative);
    run(project);
    EXPECT_THAT(of(project, "estimate_below_zero"), IsEmpty()) << "not approved, so not used";
    project.recipe.general.approve = "negative_grade";
    run(project);
    const auto below = of(project, "estimate_below_zero"), clipped = of(project, "grades_clipped");
    ASSERT_EQ(below.size(), 1U);
    EXPECT_EQ(below[0].column, "Cu");
    EXPECT_EQ(below[0].stage, "estimate");
    ASSERT_EQ(clipped.size(), 1U);
    EXPECT_EQ(clipped[0].stage, "evaluate");
    EXPECT_EQ(clipped[0].count, below[0].count);
    EXPECT_EQ(clipped[0].tonnes, below[0].tonnes);
}

TEST_F(Examine, BlocksWithoutAGradeAreCounted) {
    std::string assays = "hole,from,to,Cu,Au\n";
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 5; ++j)
            for (int n = 0; n < 20; ++n)
                assays += fmt::format("H{}{},{},{},{},{}\n", i, j, 4 * n, 4 * n + 4, 0.3 + 0.02 * i,
                                      i + j == 0 ? "0.2" : "");
    deposit.folder().write("assay.csv", assays);
    run(project);
    const auto found = of(project, "unassayed_blocks");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].column, "Au");
    EXPECT_EQ(found[0].severity, base::Severity::warning) << "more than half of the tonnes";
    EXPECT_GT(found[0].count, 0);
}

TEST_F(Examine, ImportedModelsAreExaminedWithTheirFile) {
    run(project);
    blocks::BlockModel model(*project.results.estimate.model);
    for (int at = 0; at < 512; ++at)
        if (model.leaf(0).is_active(at)) model.real("Cu", 0)[at] = at % 2 == 0 ? -1.0F : 250.0F;
    Project imported;
    imported.recipe.commodity = project.recipe.commodity;
    imported.recipe.economics = project.recipe.economics;
    imported.set_model(std::move(model), "theirs.vdb");
    const auto below = of(imported, "estimate_below_zero"), above = of(imported, "estimate_above_total");
    ASSERT_EQ(below.size(), 1U);
    EXPECT_EQ(below[0].file, "theirs.vdb");
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(above[0].severity, base::Severity::error);
    EXPECT_THAT(of(imported, "estimate_outside_samples"), IsEmpty()) << "it has no samples";
}

TEST_F(Examine, GradesThatNobodyPaysForAreTold) {
    run(project);
    EXPECT_THAT(of(project, "no_price_of_grade"), IsEmpty()) << "every element has its commodity";
    project.recipe.commodity.erase("Au");
    run(project);
    const auto found = of(project, "no_price_of_grade");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].stage, "evaluate");
    EXPECT_EQ(found[0].column, "Au");
    EXPECT_GT(found[0].count, 0);
    // A commodity of another name that takes the column is enough.
    project.recipe.commodity["gold"] = {.name = {}, .grade_column = "Au", .price = 500, .price_unit = "g", .recovery_percent = 50};
    run(project);
    EXPECT_THAT(of(project, "no_price_of_grade"), IsEmpty());
}

TEST_F(Examine, BlocksWithoutADensityBesideOthersAreTold) {
    run(project);
    const auto found_with = [&](int dense_leaves) {
        blocks::BlockModel model(*project.results.estimate.model);
        model.add_column({economics::density_column, blocks::ColumnType::real, "t/m³", {}});
        for (std::size_t n = 0; n < model.leaf_count() && static_cast<int>(n) < dense_leaves; ++n)
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at)) model.real(economics::density_column, n)[at] = 2.9F;
        Project imported;
        imported.recipe.commodity = project.recipe.commodity;
        imported.recipe.economics = project.recipe.economics;
        imported.set_model(std::move(model), "theirs.vdb");
        run(imported);
        return of(imported, "blocks_without_density");
    };
    const auto found = found_with(1);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_GT(found[0].count, 0);
    EXPECT_GT(found[0].tonnes, 0);
    EXPECT_THAT(found_with(1 << 20), IsEmpty()) << "all have one";
}

TEST_F(Examine, FindingsAreSavedWithTheProject) {
    project.recipe.grid.margin_m = 30;
    run(project);
    const std::string path = deposit.folder().file("doubts.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    EXPECT_THAT(opened->stale(), IsEmpty());
    ASSERT_EQ(of(*opened, "blocks_above_collars").size(), 1U);
    EXPECT_EQ(of(*opened, "blocks_above_collars")[0].id(), of(project, "blocks_above_collars")[0].id());
}

}  // namespace
}  // namespace orelens::project
