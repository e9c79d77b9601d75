// The validation stage: what a run makes of it, where it stays silent, that it is kept and repeatable.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/base/Parallel.h"
#include "core/geostat/ModelValidation.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/FieldsValidation.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using geostat::Criterion;
using geostat::ElementValidation;
using geostat::Verdict;
using testing::SmallDeposit;

class ValidateStage : public ::testing::Test {
  protected:
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] const geostat::ModelValidation& made() const { return *project.results.estimate.validation; }
    [[nodiscard]] std::string bytes() const {
        ArchiveWriter writer;
        writer(made());
        return writer.bytes;
    }

    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(ValidateStage, EveryElementHasASheet) {
    run_well();
    ASSERT_TRUE(project.results.estimate.validation);
    ASSERT_EQ(made().elements.size(), 2U);
    EXPECT_EQ(made().blocks, project.results.estimate.model->block_count());
    EXPECT_EQ(made().blocks, made().of_blocks);
    const ElementValidation* cu = made().element("Cu");
    ASSERT_NE(cu, nullptr);
    EXPECT_EQ(cu->unit, "%");
    EXPECT_EQ(cu->method, "ordinary_kriging");
    const auto composites = static_cast<std::int64_t>(project.results.drilling.composites->size());
    EXPECT_EQ(cu->samples, composites);
    EXPECT_EQ(cu->holes, 25);
    EXPECT_EQ(cu->alone.summary.count + cu->alone.summary.not_estimated, composites);
    EXPECT_EQ(cu->alone.folds, 0);
    EXPECT_EQ(cu->by_hole.folds, 10);
    EXPECT_LT(cu->alone.summary.mean_squared, cu->by_hole.summary.mean_squared)
        << "a sample of the same hole tells more than other holes";
    EXPECT_EQ(cu->by_hole.classes.size(), 10U);
    EXPECT_EQ(cu->swaths.size(), 3U);
    EXPECT_EQ(cu->judged.size(), static_cast<std::size_t>(geostat::criteria));
    EXPECT_NE(cu->verdict, Verdict::not_judged);
    // The same mean as the estimate's own summary has.
    EXPECT_NEAR(cu->means.model, project.results.estimate.summaries->back().estimate_mean, 1e-6);
}

TEST_F(ValidateStage, IsOfTheEstimateInForce) {
    run_well();
    const double kriged = made().element("Cu")->by_hole.summary.mean_squared;
    project.recipe.estimate.method = geostat::Method::nearest_neighbour;
    EXPECT_EQ(project.state("validate"), StageState::stale);
    run_well();
    const ElementValidation& nearest = *made().element("Cu");
    EXPECT_EQ(nearest.method, "nearest_neighbour");
    EXPECT_NE(nearest.by_hole.summary.mean_squared, kriged);
    EXPECT_NEAR(nearest.means.model, nearest.means.nearest, 1e-6) << "the estimate is the nearest neighbour";
    EXPECT_EQ(nearest.judged.at(static_cast<std::size_t>(Criterion::spread)).verdict, Verdict::not_judged);
}

TEST_F(ValidateStage, NothingElseRunsForItsLimits) {
    run_well();
    const auto before = project.executions;
    project.recipe.validate.slope_pass = 5;
    project.recipe.validate.slope_marginal = 6;
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("validate"));
    run_well();
    EXPECT_EQ(project.executions.at("estimate"), before.at("estimate"));
    EXPECT_EQ(made().element("Cu")->judged.at(static_cast<std::size_t>(Criterion::slope)).verdict, Verdict::passed);
}

TEST_F(ValidateStage, OffMakesNothing) {
    project.recipe.validate.use = false;
    run_well();
    EXPECT_FALSE(project.results.estimate.validation);
    EXPECT_TRUE(project.current("validate"));
}

TEST_F(ValidateStage, TheSameWhateverTheThreads) {
    project.recipe.validate.samples = 120;
    project.recipe.validate.blocks = 1500;
    base::set_thread_limit(1);
    run_well();
    const std::string one = bytes();
    project.results = {};
    base::set_thread_limit(3);
    run_well();
    base::set_thread_limit(0);
    EXPECT_EQ(bytes(), one);
    EXPECT_LT(made().blocks, made().of_blocks);
    EXPECT_EQ(made().element("Cu")->drawn, 120);
}

TEST_F(ValidateStage, IsSavedAndRestored) {
    run_well();
    const std::string file = (deposit.folder().path() / "small.gpkg").string();
    base::Progress progress;
    ASSERT_TRUE(save_project(project, file, progress));
    const std::string before = bytes();
    auto opened = open_project(file, progress);
    ASSERT_TRUE(opened);
    project = std::move(*opened);
    ASSERT_TRUE(project.results.estimate.validation);
    EXPECT_EQ(bytes(), before);
    EXPECT_TRUE(project.current("validate"));
}

TEST_F(ValidateStage, WithHardBoundariesSamplesKnowOnlyTheirOwnDomain) {
    run_well();
    const double soft = made().element("Cu")->alone.summary.mean_squared;
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    project.recipe.composite.within_domain = true;
    run_well();
    const ElementValidation& hard = *made().element("Cu");
    EXPECT_NE(hard.alone.summary.mean_squared, soft);
    EXPECT_GT(hard.alone.summary.count, 200);
    EXPECT_GT(hard.means.blocks, 0);
}

TEST_F(ValidateStage, EqualValuesAreNotJudgedWhereNothingCanBeSaid) {
    deposit.write_assays(0);  // copper the same everywhere: 0
    project.recipe.element["Cu"].variogram.fit = true;
    run_well();
    const ElementValidation& cu = *made().element("Cu");
    for (const Criterion c : {Criterion::mean_error, Criterion::slope, Criterion::nearest_bias, Criterion::grade_tonnage})
        EXPECT_EQ(cu.judged.at(static_cast<std::size_t>(c)).verdict, Verdict::not_judged) << static_cast<int>(c);
}

TEST_F(ValidateStage, OneSampleAndNoneAreNoCrash) {
    deposit.folder().write("assay.csv", "hole,from,to,Cu,Au\nH00,0,8,1.2,\nH22,0,8,,\n");
    project.recipe.estimate.min_samples = 1;
    run_well();
    const ElementValidation& cu = *made().element("Cu");
    EXPECT_EQ(cu.samples, 1);
    EXPECT_EQ(cu.verdict, Verdict::not_judged);
    EXPECT_EQ(made().element("Au")->samples, 0);
    EXPECT_EQ(made().element("Au")->verdict, Verdict::not_judged);
}

TEST_F(ValidateStage, AnEmptyDomainIsNoCrash) {
    deposit.folder().write("lithology.csv", "hole,from,to,code\nH00,0,80,OX\nH01,0,80,SU\n");
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run_well();
    EXPECT_TRUE(project.results.estimate.validation);
}

TEST_F(ValidateStage, FailedCriteriaAreFindingsWithTheirReason) {
    project.recipe.validate.slope_pass = project.recipe.validate.slope_marginal = 0;
    run_well();
    int found = 0;
    for (const base::Finding& finding : project.findings())
        if (finding.kind == "validation_failed" && finding.what.key == "validation.found.slope") {
            ++found;
            EXPECT_EQ(finding.severity, base::Severity::warning);
            EXPECT_EQ(finding.stage, "validate");
            EXPECT_FALSE(finding.fix.empty());
        }
    EXPECT_EQ(found, 2) << "copper and gold";
}

TEST_F(ValidateStage, BandsOfScoresAreAskedWhereThoseOfTheVarianceFail) {
    // Poor and even in most holes, rich and uneven in a few: one variance for all is too wide here and too narrow there.
    std::string assays = "hole,from,to,Cu,Au\n";
    std::mt19937 random(7);
    std::normal_distribution<double> noise;
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 5; ++j) {
            double before = 0;
            for (int s = 0; s < 20; ++s) {
                before = 0.8 * before + 0.6 * noise(random);
                const double score = 1.2 * std::sin(0.9 * i) * std::cos(0.8 * j) + 0.8 * before;
                assays += "H" + std::to_string(i) + std::to_string(j) + "," + std::to_string(4 * s) + "," +
                          std::to_string(4 * s + 4) + "," + std::to_string(0.1 * std::exp(1.6 * score)) + ",1\n";
            }
        }
    deposit.folder().write("assay.csv", assays);
    project.recipe.element["Cu"].variogram.fit = true;
    run_well();
    const ElementValidation& cu = *made().element("Cu");
    ASSERT_LT(cu.by_hole.accuracy.goodness, project.recipe.validate.accuracy_pass);
    ASSERT_EQ(cu.by_scores.probability, cu.by_hole.accuracy.probability);
    EXPECT_GT(cu.by_scores.goodness, cu.by_hole.accuracy.goodness);
    project.recipe.validate.accuracy_pass = project.recipe.validate.accuracy_marginal = 0;
    run_well();
    EXPECT_TRUE(made().element("Cu")->by_scores.probability.empty()) << "nobody asks";
}

TEST_F(ValidateStage, IsCancelled) {
    run_well();
    project.recipe.validate.seed = 2;
    base::Progress progress;
    progress.cancel();
    EXPECT_FALSE(project.run(progress));
    EXPECT_TRUE(project.results.estimate.validation) << "the one of before stays";
}

}  // namespace
}  // namespace orelens::project
