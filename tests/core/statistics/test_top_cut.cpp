#include "core/statistics/TopCut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace orelens::statistics {
namespace {

TopCutAnalysis analysed(const std::vector<double>& values) {
    auto found = analyse_top_cut(values, {}, base::Progress());
    if (!found) throw std::runtime_error(found.error().what.key);
    return *found;
}

std::vector<double> lognormal(std::size_t n, double sigma, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values;
    for (std::size_t k = 0; k < n; ++k) values.push_back(std::exp(sigma * normal(random)));
    return values;
}

// 1, 1, 2, 6: mean 2.5. Capped at 2: 1, 1, 2, 2; 4 of 10 are lost, 6 of 10 are above.
TEST(TopCut, CapsByHand) {
    const TopCutAnalysis seen = analysed({2, 1, 6, 1});
    ASSERT_EQ(seen.caps.size(), 3U);
    EXPECT_EQ(seen.caps[1].cap, 2);
    EXPECT_EQ(seen.caps[1].above, 1);
    EXPECT_DOUBLE_EQ(seen.caps[1].mean, 1.5);
    EXPECT_NEAR(seen.caps[1].cv, 0.5 / 1.5, 1e-12);
    EXPECT_DOUBLE_EQ(seen.caps[1].metal_above, 0.6);
    EXPECT_DOUBLE_EQ(seen.caps[1].metal_lost, 0.4);
    EXPECT_EQ(seen.caps.back().above, 0);
    EXPECT_EQ(seen.caps.back().metal_lost, 0);
    EXPECT_EQ(seen.reason, CapReason::few_values);
    EXPECT_TRUE(std::isnan(seen.suggested.cap));
}

TEST(TopCut, AQuietDistributionNeedsNone) {
    int cut = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const TopCutAnalysis seen = analysed(lognormal(1500, 0.5, seed));
        cut += seen.reason != CapReason::not_needed;
    }
    EXPECT_LE(cut, 3) << "a chance of a hundredth each";
}

TEST(TopCut, ValuesThatStandApartAreFound) {
    std::vector<double> values = lognormal(1500, 0.5, 5);
    double highest = 0;
    for (const double v : values) highest = std::max(highest, v);
    for (const double wild : {40.0, 55.0, 70.0}) values.push_back(wild);
    const TopCutAnalysis seen = analysed(values);
    EXPECT_EQ(seen.reason, CapReason::tail_break);
    EXPECT_EQ(seen.suggested.cap, highest);
    EXPECT_EQ(seen.suggested.above, 3);
    EXPECT_NEAR(seen.suggested.metal_lost, (165 - 3 * highest) / (165 + 1500 * std::exp(0.125)), 0.01);
    // The highest are all in the plot.
    EXPECT_EQ(seen.probability.back().value, 70);
    EXPECT_LE(seen.probability.size(), 500U);
    EXPECT_TRUE(std::ranges::is_sorted(seen.probability, {}, &ProbabilityPoint::score));
}

TEST(TopCut, ATopThatCarriesTooMuchIsFound) {
    // A smooth but very heavy tail: the shares of a lognormal of sigma 2 are known.
    const TopCutAnalysis seen = analysed(lognormal(20000, 2, 11));
    ASSERT_EQ(seen.reason, CapReason::top_heavy);
    EXPECT_NEAR(seen.decile_metal[9], 0.764, 0.05);
    EXPECT_NEAR(seen.centile_metal[9], 0.372, 0.06);
    EXPECT_GT(seen.suggested.cap, std::exp(2 * 1.2816)) << "above the highest tenth's start";
    double sum = 0;
    for (const double share : seen.decile_metal) sum += share;
    EXPECT_NEAR(sum, 1, 1e-9);
    sum = 0;
    for (const double share : seen.centile_metal) sum += share;
    EXPECT_NEAR(sum, seen.decile_metal[9], 1e-9);
}

TEST(TopCut, OddValuesDoNoHarm) {
    const double none = std::nan("");
    EXPECT_EQ(analysed({}).count, 0);
    EXPECT_EQ(analysed({none, none}).count, 0);
    EXPECT_EQ(analysed(std::vector<double>(100, 0)).count, 0);
    EXPECT_EQ(analysed(std::vector<double>(100, 0)).reason, CapReason::few_values);
    EXPECT_EQ(analysed(std::vector<double>(100, 3)).reason, CapReason::not_needed);
    EXPECT_EQ(analysed(std::vector<double>(100, -3)).count, 0);
    base::Progress progress;
    progress.cancel();
    EXPECT_EQ(analyse_top_cut(std::vector<double>{1, 2}, {}, progress).error().kind, base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::statistics
