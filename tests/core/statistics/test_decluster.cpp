#include "core/statistics/Decluster.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/base/Parallel.h"

namespace orelens::statistics {
namespace {

// Two samples in one cell of 10 m, one alone: the crowded ones weigh half.
TEST(Decluster, CrowdedSamplesShareACell) {
    const std::vector<double> x{0, 1, 30}, y{0, 0, 0}, z{0, 0, 0};
    const auto weights = cell_weights({x, y, z}, {10, 10, 10}, 1);
    EXPECT_DOUBLE_EQ(weights[0], 0.75);
    EXPECT_DOUBLE_EQ(weights[1], 0.75);
    EXPECT_DOUBLE_EQ(weights[2], 1.5);
    EXPECT_TRUE(cell_weights({}, {10, 10, 10}, 4).empty());
}

RC_GTEST_PROP(Decluster, WeightsSumToTheSamplesAndFarSamplesWeighAlike, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 60);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    std::uniform_real_distribution<double> place(0, 200);
    std::vector<double> x, y, z;
    for (std::size_t n = 0; n < count; ++n) {
        x.push_back(place(random));
        y.push_back(place(random));
        z.push_back(place(random));
    }
    const int origins = *rc::gen::inRange(1, 6);
    const double edge = *rc::gen::inRange(1, 400);
    const auto weights = cell_weights({x, y, z}, {edge, edge, edge / 4}, origins);
    RC_ASSERT(std::abs(std::accumulate(weights.begin(), weights.end(), 0.0) - static_cast<double>(count)) < 1e-9);
    RC_ASSERT(std::ranges::all_of(weights, [](double w) { return w > 0; }));
    // Cells as small as a millimetre: every sample has its own.
    for (const double w : cell_weights({x, y, z}, {1e-3, 1e-3, 1e-3}, origins)) RC_ASSERT(std::abs(w - 1) < 1e-9);
    // One cell that holds all, whatever the net: min − 0.01 − half the extent lies below, a cell of 1 km reaches above.
    for (const double w : cell_weights({x, y, z}, {1e3, 1e3, 1e3}, origins)) RC_ASSERT(std::abs(w - 1) < 1e-9);
}

TEST(Decluster, DrillingThatFollowsRichGroundNoLongerRaisesTheMean) {
    // Rich ground is the tenth of a square in the corner; half of the samples are there.
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> part(0, 1);
    std::vector<double> x, y, z, value;
    for (int n = 0; n < 2000; ++n) {
        const bool rich = n % 2 == 0;
        x.push_back(rich ? 100 * part(random) : 1000 * part(random));
        y.push_back(1000 * part(random));
        z.push_back(0);
        value.push_back(x.back() < 100 ? 5 : 1);
    }
    DeclusterRule rule;
    rule.sizes_m = sizes_between(5, 400, 20);
    base::Progress progress;
    const auto scan = scan_cells({x, y, z}, value, rule, progress);
    ASSERT_TRUE(scan);
    EXPECT_GT(scan->plain_mean, 3);
    // By area 0.1·5 + 0.9·1 = 1.4; cells across the edge of the rich ground hold some of it back.
    EXPECT_NEAR(scan->best_mean, 1.4, 0.25);
    EXPECT_FALSE(scan->last_is_best);
    EXPECT_GT(scan->best_size_m, 0);
    base::set_thread_limit(1);
    EXPECT_EQ(*scan_cells({x, y, z}, value, rule, progress), *scan);
    base::set_thread_limit(0);
}

TEST(Decluster, EvenDrillingKeepsThePlainMean) {
    std::vector<double> x, y, z, value;
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 20; ++j) {
            x.push_back(50 * i);
            y.push_back(50 * j);
            z.push_back(0);
            value.push_back(0.1 * ((i * 7 + j * 3) % 10));
        }
    DeclusterRule rule;
    rule.sizes_m = {10, 20, 40};
    base::Progress progress;
    const auto scan = scan_cells({x, y, z}, value, rule, progress);
    ASSERT_TRUE(scan);
    EXPECT_EQ(scan->best_size_m, 0);
    EXPECT_EQ(scan->best_mean, scan->plain_mean);
}

TEST(Decluster, RefusesCellsThatCannotBe) {
    const std::vector<double> one{1};
    base::Progress progress;
    for (const DeclusterRule& rule :
         {DeclusterRule{}, DeclusterRule{{0}, {1, 1, 1}, 4}, DeclusterRule{{5}, {1, 1, 0}, 4}, DeclusterRule{{5}, {1, 1, 1}, 0},
          DeclusterRule{{std::nan("")}, {1, 1, 1}, 4}})
        EXPECT_EQ(scan_cells({one, one, one}, one, rule, progress).error().what.key, "statistics.bad_cells");
    progress.cancel();
    EXPECT_EQ(scan_cells({one, one, one}, one, {{5}, {1, 1, 1}, 4}, progress).error().kind, base::ErrorKind::cancelled);
}

TEST(Decluster, SizesAreInEqualRatios) {
    const auto sizes = sizes_between(10, 80, 4);
    ASSERT_EQ(sizes.size(), 4U);
    EXPECT_NEAR(sizes[1], 20, 1e-12);
    EXPECT_NEAR(sizes[3], 80, 1e-12);
    EXPECT_EQ(sizes_between(10, 80, 1), std::vector<double>{10});
}

}  // namespace
}  // namespace orelens::statistics
