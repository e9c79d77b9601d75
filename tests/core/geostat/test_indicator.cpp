// Indicator kriging: against ../shared/data/geostat §3, and what any distribution obeys.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/geostat/Indicator.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::close;
using reference::Samples3d;

ElementEstimate section_3() {
    ElementEstimate how;
    how.element = "cu";
    how.method = Method::indicator_kriging;
    how.search = reference::t0();
    how.passes = {{1, 6, 16}};
    IndicatorRule& rule = how.indicator;
    rule.thresholds = {.17, .23, .28, .34, .40, .47, .56, .70, .95};
    const double nugget[] = {.04, .05, .05, .06, .06, .07, .07, .06, .05};
    const double sill[] = {.05, .11, .16, .18, .19, .17, .14, .10, .04};
    const double factor[] = {.7, .8, .9, 1, 1, 1, .9, .8, .6};
    for (int k = 0; k < 9; ++k)
        rule.variograms.push_back(
            {nugget[k], {{StructureType::spherical, sill[k], reference::t0(factor[k])}}});
    rule.tails.highest = 2.6;
    rule.cutoffs = {0.30, 0.60};
    return how;
}

TEST(Indicator, NineThresholdsOfTheReference) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "indicator_ref.csv");
    const auto centres = std::span(data.at).first(200);
    for (const kernel::Table* table : usable_kernels()) {
        SCOPED_TRACE(table->name);
        ElementEstimate how = section_3();
        how.quality = true;
        const auto out =
            reference::estimate_at(data.places(), {how, data.table["cu"], {}}, centres, *table, {});
        const PointResults& o = out[0];
        int estimated = 0;
        for (std::size_t n = 0; n < centres.size(); ++n) {
            estimated += o.pass[n] > 0;
            for (std::size_t k = 0; k < 9; ++k)
                ASSERT_TRUE(close(o.below[k][n], expected["cdf_" + std::to_string(k + 1)][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.estimate[n], expected["etype"][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.variance[n], expected["cond_var"][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.above[0][n], expected["prob_gt_0.30"][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.mean_above[0][n], expected["mean_gt_0.30"][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.above[1][n], expected["prob_gt_0.60"][n], 1e-10)) << n;
            ASSERT_TRUE(close(o.mean_above[1][n], expected["mean_gt_0.60"][n], 1e-10)) << n;
        }
        EXPECT_EQ(o.corrected, 119);
        EXPECT_GT(estimated, 150);
        how.indicator.tails.hyperbola = 2.5;
        const auto hyperbolic =
            reference::estimate_at(data.places(), {how, data.table["cu"], {}}, centres, *table, {});
        for (std::size_t n = 0; n < centres.size(); ++n)
            ASSERT_TRUE(close(hyperbolic[0].estimate[n], expected["etype_hyperbolic"][n], 1e-10)) << n;
    }
}

/// The raw probabilities are ordinary kriging of zeros and ones.
TEST(Indicator, RawProbabilitiesOfTheReference) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "indicator_ref.csv");
    const ElementEstimate all = section_3();
    for (std::size_t k = 0; k < 9; ++k) {
        ElementEstimate how = all;
        how.method = Method::ordinary_kriging;
        how.variogram = all.indicator.variograms[k];
        std::vector<double> below;
        for (const double cu : data.table["cu"]) below.push_back(cu <= all.indicator.thresholds[k] ? 1 : 0);
        const auto out = reference::estimate_at(data.places(), {how, below, {}},
                                                std::span(data.at).first(200), *usable_kernels().front(), {});
        for (std::size_t n = 0; n < 200; ++n)
            ASSERT_TRUE(close(out[0].estimate[n], expected["raw_" + std::to_string(k + 1)][n], 1e-10)) << n;
    }
}

IndicatorRule any_rule() {
    IndicatorRule rule;
    double z = *rc::gen::inRange(0, 100) / 10.0;
    rule.tails.lowest = z - *rc::gen::inRange(0, 20) / 10.0;
    for (int k = *rc::gen::inRange(1, 9); k > 0; --k) {
        rule.thresholds.push_back(z);
        z += *rc::gen::inRange(1, 50) / 10.0;
    }
    rule.tails.highest = rule.thresholds.back() + *rc::gen::inRange(0, 30) / 10.0;
    return rule;
}

RC_GTEST_PROP(Indicator, ADistributionIsInOrderAndItsPartsMakeTheWhole, ()) {
    const IndicatorRule rule = any_rule();
    std::vector<double> below;
    for (std::size_t k = 0; k < rule.thresholds.size(); ++k)
        below.push_back(*rc::gen::inRange(-50, 150) / 100.0);
    correct_order(below);
    RC_ASSERT(std::is_sorted(below.begin(), below.end()));
    RC_ASSERT(below.front() >= 0 && below.back() <= 1);
    std::vector<double> again = below;
    RC_ASSERT(!correct_order(again));
    const LocalMeans means = local_means(rule, below);
    RC_ASSERT(means.mean >= rule.tails.lowest - 1e-12 && means.mean <= rule.tails.highest + 1e-12);
    RC_ASSERT(means.variance >= -1e-9);
    // Above a cutoff below everything there is everything.
    const AboveCutoff all = above_cutoff(rule, below, rule.tails.lowest - 1);
    RC_ASSERT(std::abs(all.share - 1) < 1e-12 && std::abs(all.mean - means.mean) < 1e-9);
    double last = 1;
    for (double c = rule.tails.lowest; c < rule.tails.highest + 1; c += 0.37) {
        const AboveCutoff above = above_cutoff(rule, below, c);
        RC_ASSERT(above.share <= last + 1e-12);
        if (above.share > 1e-9) RC_ASSERT(above.mean >= c - 1e-12);
        last = above.share;
    }
    RC_ASSERT(above_cutoff(rule, below, rule.tails.highest).share < 1e-12);
}

TEST(Indicator, TheHyperbolaHasTheMeanAndShareOfItsFormula) {
    IndicatorRule rule;
    rule.thresholds = {1, 2};
    rule.tails = {.lowest = 0, .highest = std::nan(""), .hyperbola = 3};
    const std::vector<double> below{0.5, 0.8};
    const LocalMeans means = local_means(rule, below);
    EXPECT_NEAR(means.mean, 0.5 * 0.5 + 0.3 * 1.5 + 0.2 * 3, 1e-12);
    EXPECT_NEAR(means.variance, 0.5 / 3 + 0.3 * 7 / 3 + 0.2 * 12 - means.mean * means.mean, 1e-12);
    const AboveCutoff above = above_cutoff(rule, below, 4);
    EXPECT_NEAR(above.share, 0.2 / 8, 1e-15);
    EXPECT_NEAR(above.mean, 6, 1e-12);
    rule.tails.hyperbola = 2;
    EXPECT_TRUE(std::isinf(local_means(rule, below).variance));
}

TEST(Indicator, RefusesThresholdsWithoutOrder) {
    const reference::Data data = reference::random_data(3, 4, 4);
    const std::vector<void (*)(IndicatorRule&)> faults{
        [](IndicatorRule& r) { r.thresholds.clear(); },
        [](IndicatorRule& r) {
            r.thresholds = {1, 1};
        },
        [](IndicatorRule& r) {
            r.thresholds = {2, 1};
        },
        [](IndicatorRule& r) {
            r.thresholds = {1, std::nan("")};
        },
        [](IndicatorRule& r) { r.variograms.resize(1); },
        [](IndicatorRule& r) { r.tails.lowest = 1.5; },
        [](IndicatorRule& r) { r.tails.highest = 1.5; },
        [](IndicatorRule& r) { r.tails.hyperbola = 1; },
        [](IndicatorRule& r) { r.cutoffs = {std::nan("")}; },
    };
    for (std::size_t n = 0; n <= faults.size(); ++n) {
        ElementEstimate how = reference::usual();
        how.method = Method::indicator_kriging;
        how.indicator.thresholds = {1, 2};
        if (n < faults.size()) faults[n](how.indicator);
        const auto plan = plan_estimation(data.places(), {{how, data.value, {}}}, reference::block,
                                          *usable_kernels().front());
        EXPECT_EQ(plan.has_value(), n == faults.size()) << n;
        if (!plan) {
            EXPECT_EQ(plan.error().what.key, "geostat.bad_indicator");
        }
    }
}

}  // namespace
}  // namespace orelens::geostat
