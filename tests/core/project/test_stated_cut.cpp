// A top cut is for a few wild grades: none at all is refused, and one that cuts ore is told with what it takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

TEST(StatedCut, AtZeroOrBelowIsRefusedAndEmptyIsNone) {
    Recipe recipe = testing::SmallDeposit().recipe();
    ASSERT_TRUE(set_param(recipe, "element.Cu.top_cut", "0.5"));
    const auto zero = set_param(recipe, "element.Cu.top_cut", "0");
    ASSERT_FALSE(zero);
    EXPECT_EQ(zero.error().what.key, "recipe.no_cut_at_zero");
    EXPECT_EQ(zero.error().kind, base::ErrorKind::usage);
    const auto below = set_param(recipe, "element.Cu.top_cut", "-1");
    ASSERT_FALSE(below);
    EXPECT_EQ(below.error().what.key, "param.out_of_range");
    EXPECT_EQ(recipe.element["Cu"].assay.top_cut, 0.5) << "as it was";
    ASSERT_TRUE(set_param(recipe, "element.Cu.top_cut", ""));
    EXPECT_TRUE(std::isnan(recipe.element["Cu"].assay.top_cut));
}

TEST(StatedCut, RichSamplesBeginAboveZeroToo) {
    Recipe recipe = testing::SmallDeposit().recipe();
    for (const char* typed : {"0", "-0.2"}) {
        const auto refused = set_param(recipe, "element.Cu.estimate.restrict_above", typed);
        ASSERT_FALSE(refused) << typed;
        EXPECT_EQ(refused.error().what.key, "recipe.no_rich_at_zero");
    }
    EXPECT_TRUE(set_param(recipe, "element.Cu.estimate.restrict_above", "1.5"));
    EXPECT_TRUE(set_param(recipe, "element.Cu.estimate.restrict_above", ""));
}

const base::Finding* deep_cut(const std::vector<base::Finding>& findings) {
    const auto at = std::ranges::find(findings, "top_cut_deep", &base::Finding::kind);
    return at == findings.end() ? nullptr : &*at;
}

TEST(StatedCut, ThatCutsOreIsTold) {
    const testing::SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "composite"));
    std::vector<double> grades;
    for (const double value : project.results.drilling.composites->grade("Cu")->values)
        if (!std::isnan(value)) grades.push_back(value);
    std::ranges::sort(grades);
    ASSERT_GT(grades.size(), 100U);
    const auto cap_at = [&](double share) { return grades[static_cast<std::size_t>(share * static_cast<double>(grades.size()))]; };
    project.recipe.statistics.cell_m = 1e6;  // all weigh nearly alike
    const auto findings_with = [&](double cap) {
        project.recipe.element["Cu"].assay.top_cut = cap;
        EXPECT_TRUE(project.run(progress, "statistics"));
        return project.findings();
    };
    EXPECT_EQ(deep_cut(findings_with(grades.back())), nullptr);
    const auto some = findings_with(cap_at(0.75));
    ASSERT_NE(deep_cut(some), nullptr);
    EXPECT_EQ(deep_cut(some)->severity, base::Severity::warning);
    EXPECT_EQ(deep_cut(some)->column, "Cu");
    const auto half = findings_with(cap_at(0.25));
    ASSERT_NE(deep_cut(half), nullptr);
    EXPECT_EQ(deep_cut(half)->severity, base::Severity::error);
}

}  // namespace
}  // namespace orelens::project
