// Densities of composites: by length, from several tables, from points, and without changing the composites.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using namespace orelens::testing;
using ::testing::DoubleNear;
using ::testing::IsEmpty;
using ::testing::NanSensitiveDoubleNear;

constexpr double none = no_value;

CompositeTable composited(const DrillholeSet& set, double length = 2) {
    base::Progress progress;
    auto made = composite(set, desurvey(set), {.length_m = length, .within_domain = false}, {}, progress);
    EXPECT_TRUE(made);
    return made ? *made : CompositeTable{};
}

DrillholeSet four_metres(std::vector<double> density) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 1, {1}, ""}, {0, 1, 2, {2}, ""}, {0, 2, 3, {3}, ""}, {0, 3, 4, {4}, ""}});
    set.assays.density = std::move(density);
    return set;
}

void expect_density(const CompositeTable& table, const std::vector<double>& wanted) {
    ASSERT_EQ(table.density.size(), wanted.size());
    for (std::size_t n = 0; n < wanted.size(); ++n)
        EXPECT_THAT(table.density[n], NanSensitiveDoubleNear(wanted[n], 1e-12)) << n;
}

TEST(Density, is_averaged_by_length_and_makes_no_composite) {
    const CompositeTable plain = composited(four_metres({}));
    EXPECT_THAT(plain.density, IsEmpty());
    const CompositeTable table = composited(four_metres({2.5, 3.5, 2.9, none}));
    expect_density(table, {3.0, 2.9});
    EXPECT_EQ(table.grades[0].values, plain.grades[0].values);
    expect_density(composited(four_metres({none, none, none, 2.9})), {none, 2.9});
    // Σ length·density is kept: 1.5 m of 2 and 0.5 m of 4 in the first composite.
    DrillholeSet set = four_metres({});
    fill(set.densities, {}, {{0, 0, 1.5, {}, ""}, {0, 1.5, 4, {}, ""}});
    set.densities.density = {2, 4};
    expect_density(composited(set), {2.5, 4});
}

TEST(Density, a_table_of_its_own_counts_first_and_points_where_nothing_has_a_length) {
    DrillholeSet set = four_metres({2.5, 2.5, none, none});
    fill(set.densities, {}, {{0, 0, 1, {}, ""}, {0, 3, 3, {}, ""}, {0, 3.5, 3.5, {}, ""}, {0, 4, 4, {}, ""}});
    set.densities.density = {4, 2.8, 3.0, 9};
    set.densities.point = {0, 1, 1, 1};
    expect_density(composited(set), {3.25, 2.9});
}

TEST(Density, doubtful_rows_and_holes_take_no_part) {
    DrillholeSet set = four_metres({2.5, 2.5, 2.5, 2.5});
    set.assays.doubtful = {1, 0, 0, 0};
    expect_density(composited(set), {2.5});  // three metres, the tail merged
    set = four_metres({});
    fill(set.densities, {}, {{0, 0, 4, {}, ""}});
    set.densities.density = {3};
    set.densities.doubtful = {1};
    expect_density(composited(set), {none, none});
}

TEST(Density, of_a_point_sample_is_what_covers_its_depth) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 1, 1, {1}, ""}, {0, 5, 5, {2}, ""}, {0, 9, 9, {3}, ""}});
    set.assays.point = {1, 1, 1};
    set.assays.density = {2.7, none, none};
    fill(set.densities, {}, {{0, 4, 6, {}, ""}});
    set.densities.density = {3.1};
    expect_density(composited(set), {2.7, 3.1, none});
}

}  // namespace
}  // namespace orelens::drilling
