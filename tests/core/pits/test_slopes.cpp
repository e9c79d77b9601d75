// Patterns of steps: the cone they reach, how few they are, and how far walls are from the slopes asked for.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/pits/Slopes.h"

namespace orelens::pits {
namespace {

using Cells = std::set<std::pair<int, int>>;

/// What the steps reach, bench by bench.
std::vector<Cells> reached(const Pattern& pattern, int benches) {
    std::vector<Cells> cells{{{0, 0}}};
    for (int k = 1; k <= benches; ++k) {
        Cells now;
        for (const Step& step : pattern.steps)
            if (step.dk <= k)
                for (const auto& [i, j] : cells[static_cast<std::size_t>(k - step.dk)])
                    now.insert({i + step.di, j + step.dj});
        cells.push_back(now);
    }
    return cells;
}

TEST(Slopes, AngleIsLinearRoundTheCompass) {
    const SlopeRose rose{{350, 40}, {10, 50}, {180, 30}};
    EXPECT_DOUBLE_EQ(slope_at(rose, 0), 45);
    EXPECT_DOUBLE_EQ(slope_at(rose, 355), 42.5);
    EXPECT_DOUBLE_EQ(slope_at(rose, 95), 40);
    EXPECT_DOUBLE_EQ(slope_at(rose, -90), 30 + 10 * 90.0 / 170);
    EXPECT_DOUBLE_EQ(slope_at({{77, 33}}, 200), 33);
    EXPECT_DOUBLE_EQ(slope_at(rose, 180 + 720), 30);
}

TEST(Slopes, ReachExactlyTheConeOfTheBenchesExposed) {
    struct Case {
        double slope;
        blocks::Vec3 size;
        int benches;
    };
    for (const Case& c : {Case{45, {10, 10, 10}, 8}, Case{38, {20, 10, 5}, 6}, Case{60, {5, 5, 10}, 4},
                          Case{45, {25, 20, 12.5}, 5}}) {
        const auto pattern = minimal_pattern({{0, c.slope}}, c.size, 0, c.benches);
        ASSERT_TRUE(pattern.has_value());
        const auto cells = reached(*pattern, c.benches);
        for (int k = 1; k <= c.benches; ++k) {
            const double radius = k * c.size[2] / std::tan(c.slope * std::numbers::pi / 180) * (1 + 1e-9);
            Cells cone;
            for (int i = -40; i <= 40; ++i)
                for (int j = -40; j <= 40; ++j)
                    if (std::hypot(i * c.size[0], j * c.size[1]) <= radius) cone.insert({i, j});
            EXPECT_EQ(cells[static_cast<std::size_t>(k)], cone) << c.slope << "° bench " << k;
        }
        // Fewest: without any one of them the cone has a hole.
        for (std::size_t n = 0; n < pattern->steps.size(); ++n) {
            Pattern fewer = *pattern;
            fewer.steps.erase(fewer.steps.begin() + static_cast<std::ptrdiff_t>(n));
            EXPECT_NE(reached(fewer, c.benches), cells);
        }
    }
}

TEST(Slopes, FiveBlocksOfOneBenchAndSeventeenOfEight) {
    // 45° on cubes: the block and its four neighbours; with eight benches the steps (2, 2, 3) and (3, 4, 5)
    // besides.
    const auto one = minimal_pattern({{0, 45}}, {10, 10, 10}, 0, 1);
    const auto eight = minimal_pattern({{0, 45}}, {10, 10, 10}, 0, 8);
    ASSERT_TRUE(one.has_value() && eight.has_value());
    EXPECT_EQ(one->steps.size(), 5U);
    EXPECT_EQ(eight->steps.size(), 17U);
    // Five blocks make a square on its corner: along the diagonal its wall is atan √2 steep.
    EXPECT_NEAR(one->error.steeper_deg, std::atan(std::sqrt(2.0)) * 180 / std::numbers::pi - 45, 1e-9);
    EXPECT_NEAR(one->error.flatter_deg, 0, 1e-9);
    // With eight the hull has corners on the circle at 0°, 36.87° and (2, 2)/3, just inside it, at 45°.
    EXPECT_LT(eight->error.steeper_deg, 1.6);
    EXPECT_GT(eight->error.steeper_deg, 1.4);
    EXPECT_LT(eight->error.mean_deg, one->error.mean_deg / 4);
}

TEST(Slopes, ErrorFallsAsBenchesRise) {
    double before = 90;
    for (const int benches : {1, 3, 5, 8, 13, 17, 25}) {
        const auto pattern = minimal_pattern({{0, 45}}, {10, 10, 10}, 0, benches);
        ASSERT_TRUE(pattern.has_value());
        EXPECT_LE(pattern->error.mean_deg, before + 1e-12);
        before = pattern->error.mean_deg;
    }
    EXPECT_LT(before, 0.2);
}

TEST(Slopes, TurnWithTheGrid) {
    // East wall 30°, west wall 60°, north and south between; the grid's j axis points east.
    const SlopeRose rose{{90, 30}, {270, 60}};
    const auto plain = minimal_pattern(rose, {10, 10, 10}, 0, 2);
    const auto turned = minimal_pattern(rose, {10, 10, 10}, 90, 2);
    ASSERT_TRUE(plain.has_value() && turned.has_value());
    const auto cells = reached(*plain, 2)[2];
    EXPECT_TRUE(cells.contains({3, 0}));
    EXPECT_FALSE(cells.contains({-2, 0}));
    const auto cells_turned = reached(*turned, 2)[2];
    EXPECT_TRUE(cells_turned.contains({0, 3}));
    EXPECT_FALSE(cells_turned.contains({0, -2}));
}

TEST(Slopes, ImpossibleOnesAreRefusedWithTheirPlace) {
    const blocks::Vec3 size{10, 10, 10};
    for (const double slope : {0.0, -5.0, 90.0, 120.0, std::nan("")}) {
        const auto made = minimal_pattern({{0, 45}, {90, slope}}, size, 0, 4);
        ASSERT_FALSE(made.has_value()) << slope;
        EXPECT_EQ(made.error().what.key, "pits.slope_range");
        EXPECT_EQ(made.error().place.field, "pits.slopes");
    }
    EXPECT_EQ(minimal_pattern({}, size, 0, 4).error().what.key, "pits.no_slope");
    EXPECT_EQ(minimal_pattern({{10, 40}, {370, 50}}, size, 0, 4).error().what.key, "pits.slope_twice");
    EXPECT_EQ(minimal_pattern({{0, 45}}, size, 0, 0).error().what.key, "pits.benches_range");
    EXPECT_EQ(minimal_pattern({{0, 1}}, size, 0, 8).error().what.key, "pits.slope_flat");
}

}  // namespace
}  // namespace orelens::pits
