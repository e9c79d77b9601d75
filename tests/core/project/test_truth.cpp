// Which results may be spoken of, and what is not evaluated.
#include "core/project/Truth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ProjectTruth : public ::testing::Test {
  protected:
    void run(Project& which) {
        base::Progress progress;
        ASSERT_TRUE(which.run(progress));
    }
    testing::SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(ProjectTruth, NothingIsOlderBeforeAndAfterARun) {
    EXPECT_THAT(older_results(project), IsEmpty());
    EXPECT_FALSE(holds_results(project, *find_stage(project.stages(), "import")));
    run(project);
    EXPECT_THAT(older_results(project), IsEmpty());
    EXPECT_TRUE(check_no_older_results(project));
}

TEST_F(ProjectTruth, WhatRestsOnAChangeIsOlderAndNamed) {
    run(project);
    project.recipe.commodity["Cu"].price = 1;
    EXPECT_THAT(older_results(project), ElementsAre("evaluate"));
    const auto refused = check_no_older_results(project);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.args.at(0).second, "evaluate");
    EXPECT_EQ(stage_labels(project, older_results(project), base::Language::chinese), "经济评价");
    project.recipe.composite.length_m = 4;
    EXPECT_THAT(older_results(project),
                ElementsAre("composite", "statistics", "variogram", "grid", "estimate", "validate", "bounds", "evaluate"))
        << "steps that are off have nothing to be older";
}

TEST_F(ProjectTruth, BlocksAreOlderOnlyByWhatTheyRestOn) {
    run(project);
    project.recipe.validate.folds = project.recipe.validate.folds == 5 ? 6 : 5;
    EXPECT_THAT(older_results(project), ElementsAre("validate"));
    EXPECT_THAT(older_of_blocks(project), IsEmpty()) << "no block comes from the validation";
    EXPECT_FALSE(check_no_older_results(project));
    EXPECT_TRUE(check_no_older_blocks(project));
    project.recipe.commodity["Cu"].price = 1;
    EXPECT_THAT(older_of_blocks(project), ElementsAre("evaluate"));
    EXPECT_FALSE(check_no_older_blocks(project));
    project.recipe.composite.length_m = 4;
    EXPECT_THAT(older_of_blocks(project), ::testing::IsSupersetOf({"composite", "grid", "estimate", "evaluate"}));
    EXPECT_THAT(older_of_blocks(project), ::testing::Not(::testing::Contains("validate")));
}

TEST_F(ProjectTruth, AStageThatHasNothingIsNotOlder) {
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "composite"));
    project.recipe.commodity["Cu"].price = 1;
    EXPECT_THAT(older_results(project), IsEmpty()) << "nothing was ever evaluated";
}

TEST_F(ProjectTruth, WithoutPriceOrCostsNothingIsEvaluated) {
    run(project);
    EXPECT_TRUE(not_evaluated(project).empty());
    EXPECT_TRUE(project.results.value.curve_full);
    project.recipe.commodity["Cu"].price = 0;
    EXPECT_EQ(not_evaluated(project).key, "value.not_evaluated.no_price");
    run(project);
    EXPECT_FALSE(project.results.value.model || project.results.value.curve_full);
    EXPECT_TRUE(project.results.model()) << "the grades are there all the same";
    EXPECT_TRUE(project.current("evaluate"));
    const auto findings = project.findings();
    EXPECT_TRUE(std::ranges::any_of(findings, [](const auto& f) { return f.kind == "not_evaluated"; }));
    EXPECT_EQ(not_evaluated(Project()).key, "project.no_model");
}

}  // namespace
}  // namespace orelens::project
