#include "core/drilling/Examine.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/drilling/LeftOut.h"
#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using testing::fill;
using testing::vertical_holes;

CompositeTable samples_at(const std::vector<std::array<double, 3>>& places) {
    CompositeTable table;
    for (const auto& [x, y, z] : places) {
        table.x.push_back(x);
        table.y.push_back(y);
        table.z.push_back(z);
    }
    return table;
}

TEST(SharedPlaces, AreCountedToTheMillimetre) {
    const auto shared = shared_places(samples_at(
        {{1, 2, 3}, {9, 9, 9}, {1, 2, 3.0002}, {9, 9, 9}, {1, 2, 3}, {4, 5, 6}, {std::nan(""), 0, 0}}));
    EXPECT_EQ(shared.samples, 3);
    EXPECT_EQ(shared.places, 2);
    EXPECT_EQ(shared.first, (std::pair<std::size_t, std::size_t>{0, 2}));
}

TEST(SharedPlaces, NoneWhereSamplesAreApart) {
    EXPECT_EQ(shared_places(samples_at({{1, 2, 3}, {1, 2, 3.01}, {1, 2.01, 3}})).samples, 0);
    EXPECT_EQ(shared_places({}).samples, 0);
}

TEST(MeanOf, WeighsByAssayedLengthBesideThePlainMean) {
    CompositeTable table = samples_at({{0, 0, 0}, {0, 0, 5}, {0, 0, 9}});
    table.grades.push_back({"Cu", base::GradeUnit::percent, {1, 4, std::nan("")}, {9, 1, 5}});
    const GradeMean mean = mean_of(table, "Cu");
    EXPECT_EQ(mean.samples, 2);
    EXPECT_EQ(mean.assayed_m, 10);
    EXPECT_DOUBLE_EQ(mean.plain, 2.5);
    EXPECT_DOUBLE_EQ(mean.by_length, 1.3);
    EXPECT_EQ(mean.lowest, 1);
    EXPECT_EQ(mean.highest, 4);
    EXPECT_DOUBLE_EQ(mean_of(table, "Cu", 2).by_length, 1.1);
    EXPECT_EQ(mean_of(table, "Cu", 2).highest, 2);
    EXPECT_TRUE(std::isnan(mean_of(table, "Au").plain));
    table.grades[0].assayed_m.assign(3, 0);
    EXPECT_TRUE(std::isnan(mean_of(table, "Cu").by_length)) << "points have no length";
}

TEST(ColumnUse, SaysWhatIsLeftOutAndWhatThatDoesToTheMean) {
    DrillholeSet set = vertical_holes(1);
    const double none = no_value;
    fill(set.assays, {"Cu"},
         {{0, 0, 10, {1}},
          {0, 10, 15, {2}},
          {0, 15, 20, {-4}},
          {0, 20, 30, {250}},
          {0, 30, 40, {none}},
          {0, 40, 50, {none}},
          {-1, 0, 10, {3}},
          {0, 60, 60, {5}}});
    set.assays.grades[0].flags[4] = static_cast<std::uint8_t>(CellFlag::null_code);
    const ColumnUse use = column_use(set).at(0);
    EXPECT_EQ(use.rows, 8);
    EXPECT_EQ(use.used, 2);
    EXPECT_EQ(use.negative, 1);
    EXPECT_EQ(use.above_total, 1);
    EXPECT_EQ(use.null_code, 1);
    EXPECT_EQ(use.blank, 1);
    EXPECT_EQ(use.place, 2);
    EXPECT_EQ(use.left_out(), 4);
    EXPECT_NEAR(use.mean_used, (10 * 1 + 5 * 2) / 15.0, 1e-12);
    EXPECT_NEAR(use.mean_all, (10 * 1 + 5 * 2 - 5 * 4 + 10 * 250 + 10 * 3) / 40.0, 1e-12);

    set.assays.grades[0].flags[2] = static_cast<std::uint8_t>(CellFlag::approved);
    const ColumnUse approved = column_use(set).at(0);
    EXPECT_EQ(approved.negative, 0);
    EXPECT_EQ(approved.used, 3);
    EXPECT_EQ(approved.mean_all, use.mean_all);
}

TEST(ColumnUse, CleanColumnsLeaveNothingOut) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 10, {1}}, {0, 10, 15, {2}}});
    const ColumnUse use = column_use(set).at(0);
    EXPECT_EQ(use.left_out(), 0);
    EXPECT_EQ(use.mean_used, use.mean_all);
}

// The finding that sums up what is beyond the list speaks of every cell after its row.
TEST(Approve, OfASummedUpFindingReachesAllItsCells) {
    DrillholeSet set = vertical_holes(1);
    std::vector<testing::Row> rows;
    const auto many = static_cast<std::size_t>(max_findings_per_column) + 3;
    for (std::size_t n = 0; n < many; ++n)
        rows.push_back({0, 0.01 * static_cast<double>(n), 0.01 * static_cast<double>(n + 1), {-1}, ""});
    fill(set.assays, {"Cu"}, rows);
    auto findings = validate(set, {});
    std::int64_t rest = 0;
    for (const Finding& finding : findings) rest = std::max(rest, finding.count);
    EXPECT_EQ(rest, 3);
    approve(set, findings, [](const Finding& finding) { return finding.kind == "negative_grade"; });
    EXPECT_EQ(column_use(set).at(0).used, static_cast<std::int64_t>(many));
}

}  // namespace
}  // namespace orelens::drilling
