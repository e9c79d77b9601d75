// What a recipe means to the stages where a quiet guess would give wrong numbers.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

void run_well(Project& project) {
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
}

class RecipeMeaning : public ::testing::Test {
  protected:
    SmallDeposit deposit;
    Project project = deposit.project();
};

/// An element is a column of the block model: it may not take the name of a column that a stage writes.
TEST_F(RecipeMeaning, AnElementCannotTakeTheNameOfAColumnThatAStageWrites) {
    for (const char* name : {"nsr", "status", "margin.full", "margin.marginal", "break_even.Cu.full",
                             "domain", "density", "excluded", "Cu.variance", "Cu.pass", "x"}) {
        Project each = deposit.project();
        each.recipe.element[name] = each.recipe.element["Cu"];
        base::Progress progress;
        const auto ran = each.run(progress);
        ASSERT_FALSE(ran) << name;
        EXPECT_EQ(ran.error().what.key, "project.reserved_element") << name;
        EXPECT_EQ(ran.error().place.field, "element." + std::string(name));
    }
    project.recipe.element["Cu.oxide"] = project.recipe.element["Cu"];
    project.recipe.element["Cu.oxide"].assay.column = "Cu";
    run_well(project);
}

double mean_of(const blocks::BlockModel& model, const std::string& column) {
    double sum = 0, count = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at) && !std::isnan(model.real(column, n)[at])) {
                sum += static_cast<double>(model.real(column, n)[at]);
                ++count;
            }
    return sum / count;
}

TEST_F(RecipeMeaning, SimpleKrigingWithoutAStatedMeanTakesThatOfTheComposites) {
    project.recipe.estimate.method = geostat::Method::simple_kriging;
    run_well(project);
    const double own = mean_of(*project.results.model(), "Cu");
    double stated = 0;
    for (const auto& summary : *project.results.estimate.summaries)
        if (summary.element == "Cu") stated = summary.sample_mean;
    EXPECT_NEAR(own, stated, 0.25 * stated) << "not drawn to zero";
    Project same = deposit.project();
    same.recipe.estimate.method = geostat::Method::simple_kriging;
    for (auto& [element, rule] : same.recipe.element)
        for (const auto& summary : *project.results.estimate.summaries)
            if (summary.element == element) rule.variogram.simple_mean = summary.sample_mean;
    run_well(same);
    EXPECT_NEAR(mean_of(*same.results.model(), "Cu"), own, 1e-6);
    for (auto& [element, rule] : same.recipe.element) rule.variogram.simple_mean = 0;
    run_well(same);
    EXPECT_LT(mean_of(*same.results.model(), "Cu"), own) << "a stated mean of zero counts";
}

TEST_F(RecipeMeaning, MoreSamplesNeededThanAllowedIsRefusedNotRepaired) {
    project.recipe.estimate.min_samples = 9;
    project.recipe.estimate.max_samples = 8;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "geostat.bad_pass");
    project.recipe.estimate.method = geostat::Method::nearest_neighbour;  // one sample, whatever is stated
    run_well(project);
}

}  // namespace
}  // namespace orelens::project
