// The Babbitt drilling from its files to the usable-quantity curve, by the recipe beside this test. Sums of
// metal come from a plain reading of the assay file by another program (length · grade, feet turned into
// metres).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "core/project/Pipeline.h"
#include "core/project/Recipe.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

class BabbittRun : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        const auto data = testing::shared_data("drillholes/babbitt");
        if (!data) return;
        auto recipe =
            project::read_recipe(std::string(ORELENS_SOURCE_DIR) + "/tests/real/babbitt.orelens.json");
        ASSERT_TRUE(recipe) << base::describe(recipe.error(), base::Language::english);
        recipe->drillholes.collar_file = (*data / "collar_BABBITT.csv").string();
        recipe->drillholes.survey_file = (*data / "survey_BABBITT.csv").string();
        recipe->drillholes.assay_file = (*data / "assay_BABBITT.csv").string();
        run_ = std::make_unique<project::Project>();
        run_->recipe = *recipe;
        base::Progress progress;
        const auto ran = run_->run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    static void TearDownTestSuite() { run_.reset(); }
    void SetUp() override {
        if (!run_) GTEST_SKIP() << "shared data not present: drillholes/babbitt";
    }
    static std::unique_ptr<project::Project> run_;
};
std::unique_ptr<project::Project> BabbittRun::run_;

TEST_F(BabbittRun, CompositesConserveTheMetalOfTheFile) {
    struct Sum {
        const char* element;
        double percent_metres, metres;
    };
    const Sum sums[] = {
        {"Cu", 23183.014825, 63725.8162}, {"Ni", 5744.951765, 63177.4810}, {"S", 64790.203932, 63630.8100}};
    for (const auto& [element, percent_metres, metres] : sums) {
        const auto* grade = run_->results.drilling.composites->grade(element);
        ASSERT_NE(grade, nullptr) << element;
        double metal = 0, length = 0;
        for (std::size_t n = 0; n < grade->values.size(); ++n) {
            if (!std::isnan(grade->values[n])) metal += grade->assayed_m[n] * grade->values[n];
            if (!std::isnan(grade->values[n])) length += grade->assayed_m[n];
        }
        // Composites assayed over less than half of their length are left out, so a little metal is missing.
        EXPECT_LE(metal, percent_metres * (1 + 1e-9)) << element;
        EXPECT_GT(metal, percent_metres * 0.97) << element;
        EXPECT_GT(length, metres * 0.97) << element;
    }
}

TEST_F(BabbittRun, MissingIronStaysMissing) {
    // 24 of 35 616 intervals carry iron: most blocks must have none, and none of them a zero.
    std::int64_t copper = 0, iron = 0;
    const blocks::BlockModel& model = *run_->results.model();
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf) {
        const float* cu = model.real("Cu", leaf);
        const float* fe = model.real("Fe", leaf);
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            copper += !std::isnan(cu[n]);
            if (std::isnan(fe[n])) continue;
            ++iron;
            EXPECT_GT(fe[n], 10.0F);
        }
    }
    EXPECT_GT(copper, 400'000);
    EXPECT_GT(iron, 0);
    EXPECT_LT(iron, copper / 100);
}

TEST_F(BabbittRun, EstimatesLieWhereTheHolesAreInMetres) {
    const auto& composites = *run_->results.drilling.composites;
    const blocks::GridGeometry& grid = run_->results.model()->geometry();
    const auto [west, east] = std::ranges::minmax(composites.x);
    // Collars span 2 288 231 ft … 2 306 237 ft east; the easternmost holes carry no assays.
    EXPECT_NEAR(west, 2288231.4 * 0.3048, 300);
    EXPECT_NEAR(east, 2306237.25 * 0.3048, 700);
    EXPECT_LE(grid.origin[0], west);
    EXPECT_GE(grid.origin[0] + grid.count[0] * grid.block_size[0], east);
    // Holes go down: no composite above the highest collar (1 633.3 ft).
    EXPECT_LE(*std::ranges::max_element(composites.z), 1633.3 * 0.3048);
}

TEST_F(BabbittRun, EstimateIsSmootherThanSamplesAndNotBiasedUpwards) {
    for (const geostat::EstimateSummary& summary : *run_->results.estimate.summaries) {
        if (summary.element == "Fe") continue;
        EXPECT_GT(summary.estimate_mean, 0.5 * summary.sample_mean) << summary.element;
        EXPECT_LT(summary.estimate_mean, 1.05 * summary.sample_mean) << summary.element;
    }
}

TEST_F(BabbittRun, FindsWhatAnExpertWouldDoubt) {
    std::map<std::string, base::Finding> found;
    for (const base::Finding& finding : run_->findings())
        if (finding.stage != "import" && finding.severity == base::Severity::warning)
            found.emplace(finding.kind, finding);
    // Wedged holes (B1-100A and B1-100B) repeat the samples of the hole they branch from.
    ASSERT_TRUE(found.contains("samples_share_place"));
    EXPECT_EQ(found["samples_share_place"].count, 104);
    // 11 composites of iron carry no variogram.
    ASSERT_TRUE(found.contains("variogram_default"));
    EXPECT_EQ(found["variogram_default"].column, "Fe");
    // The margin of 60 m reaches above the highest collar.
    ASSERT_TRUE(found.contains("blocks_above_collars"));
    EXPECT_GT(found["blocks_above_collars"].count, 10'000);
    EXPECT_LT(found["blocks_above_collars"].count, 50'000);
    // They repeat the values too, which tells nothing of the nugget.
    ASSERT_TRUE(found.contains("variogram_copies"));
    // Sulphur has a tail of its own, and nickel goes on for less than the holes are apart.
    EXPECT_TRUE(found.contains("top_cut_break") || found.contains("top_cut_heavy"));
    ASSERT_TRUE(found.contains("variogram_below_spacing"));
    EXPECT_EQ(found["variogram_below_spacing"].column, "Ni");
    // Kriging variances are too small beside the errors that samples left out show.
    EXPECT_TRUE(found.contains("validation_failed"));
    EXPECT_EQ(found.size(), 7U) << "a trace of grades below zero is a remark";
}

TEST_F(BabbittRun, CurveGrowsWithThePriceUpToTheWholeModel) {
    const economics::UsableCurve& curve = *run_->results.value.curve_full;
    economics::UsableTotals before = curve.at(0);
    for (double price = 500; price <= 40'000; price += 500) {
        const economics::UsableTotals now = curve.at(price);
        EXPECT_GE(now.blocks, before.blocks);
        EXPECT_GE(now.tonnes, before.tonnes);
        before = now;
    }
    EXPECT_GT(curve.at(9000).blocks, 0);
    EXPECT_LT(curve.at(9000).blocks, curve.total().blocks);
    EXPECT_LE(before.blocks, run_->results.model()->block_count());
}

}  // namespace
}  // namespace orelens
