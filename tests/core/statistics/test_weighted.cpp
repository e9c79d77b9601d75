#include "core/statistics/Weighted.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/statistics/Gaussian.h"
#include "core/statistics/Histogram.h"
#include "core/statistics/NormalScore.h"
#include "core/statistics/Summary.h"

namespace orelens::statistics {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

TEST(Gaussian, ScoresByTheTableAndBack) {
    EXPECT_NEAR(normal_score(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_score(1e-10), -6.361340902404056, 1e-12);
    EXPECT_EQ(normal_score(0.5), 0);
    EXPECT_EQ(normal_score(0), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(normal_score(1), std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isnan(normal_score(1.1)) && std::isnan(normal_score(none)));
    EXPECT_NEAR(normal_density(0), 0.3989422804014327, 1e-16);
    // Near 1 a share has no digits left for high scores: half an ulp of it over the density.
    for (double y = -6; y <= 6; y += 0.37)
        EXPECT_NEAR(normal_score(normal_share(y)), y, 1e-12 + (y > 0 ? 1.2e-16 / normal_density(y) : 0)) << y;
}

// 1, 2, 4, 9: mean 4, squares 9 + 4 + 0 + 25 = 38, cubes −27 − 8 + 125 = 90.
TEST(Weighted, MomentsByHand) {
    const std::vector<double> values{9, 1, none, 4, 2};
    const Moments m = moments(values);
    EXPECT_EQ(m.count, 4);
    EXPECT_DOUBLE_EQ(m.mean, 4);
    EXPECT_DOUBLE_EQ(m.variance, 38.0 / 3);
    EXPECT_DOUBLE_EQ(m.skewness, 22.5 / std::pow(9.5, 1.5));
    EXPECT_DOUBLE_EQ(m.cv(), std::sqrt(38.0 / 3) / 4);
    EXPECT_EQ(m.low, 1);
    EXPECT_EQ(m.high, 9);
    // 9 with weight 1, 1 with weight 3, 4 and 2 without: mean 3, variance (36 + 3·4)/4.
    const std::vector<double> weights{1, 3, 5, 0, none};
    const Moments w = moments(values, weights);
    EXPECT_EQ(w.count, 2);
    EXPECT_DOUBLE_EQ(w.mean, 3);
    EXPECT_DOUBLE_EQ(w.variance, 12);
    EXPECT_TRUE(std::isnan(moments(std::vector<double>{none}).mean));
    EXPECT_EQ(moments(std::vector<double>{7}).variance, 0);
    EXPECT_EQ(moments(std::vector<double>(50, 0.1)).skewness, 0);
    EXPECT_EQ(moments(std::vector<double>(50, 0.1)).variance, 0) << "not what rounding of the mean leaves";
    EXPECT_EQ(moments(std::vector<double>(50, 0.1), std::vector<double>(50, 0.3)).sd(), 0);
    EXPECT_TRUE(std::isnan(moments(std::vector<double>{-1, 1}).cv()));
}

TEST(Weighted, QuantilesLieBetweenMiddles) {
    const Ordered v = ordered_values(std::vector<double>{30, 10, 20, 40});
    EXPECT_EQ(quantile(v, 0), 10);
    EXPECT_EQ(quantile(v, 0.125), 10);
    EXPECT_DOUBLE_EQ(quantile(v, 0.25), 15);
    EXPECT_DOUBLE_EQ(quantile(v, 0.5), 25);
    EXPECT_EQ(quantile(v, 1), 40);
    EXPECT_TRUE(std::isnan(quantile(v, none)));
    EXPECT_TRUE(std::isnan(quantile(Ordered{}, 0.5)));
    // A weight of 3 of 4 on the lowest: its middle is at 3/8, the other's at 7/8.
    const Ordered w = ordered_values(std::vector<double>{1, 2}, std::vector<double>{3, 1});
    EXPECT_DOUBLE_EQ(quantile(w, 0.625), 1.5);
}

RC_GTEST_PROP(Weighted, LawsOfQuantilesAndScores, ()) {
    const auto whole = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-50, 50));
    std::vector<double> values(whole.begin(), whole.end()), weights, scaled;
    for (std::size_t n = 0; n < values.size(); ++n) {
        weights.push_back(*rc::gen::inRange(1, 9));
        scaled.push_back(weights.back() * 7.5);
    }
    const Ordered ordered = ordered_values(values, weights), other = ordered_values(values, scaled);
    double before = -1e9;
    for (double share = 0; share <= 1; share += 0.05) {
        if (values.empty()) break;
        const double q = quantile(ordered, share);
        RC_ASSERT(q >= before);
        RC_ASSERT(std::abs(q - quantile(other, share)) < 1e-6) ;
        before = q;
    }
    const NormalScores scores = normal_scores(values, weights, Ties::shared);
    for (std::size_t a = 0; a < values.size(); ++a)
        for (std::size_t b = 0; b < values.size(); ++b) {
            if (values[a] < values[b]) RC_ASSERT(scores.score[a] < scores.score[b]);
            if (values[a] == values[b]) RC_ASSERT(scores.score[a] == scores.score[b]);
        }
    if (values.empty()) return;
    Tails tails;
    tails.low = scores.table.value.front() - 1;
    tails.high = scores.table.value.back() + 1;
    for (std::size_t n = 0; n < values.size(); ++n) {
        RC_ASSERT(std::abs(back_transform(scores.table, tails, scores.score[n]) - values[n]) < 1e-9);
        RC_ASSERT(std::abs(score_of(scores.table, values[n]) - scores.score[n]) < 1e-12);
    }
    double last = -1e9;
    for (double y = -5; y <= 5; y += 0.25) {
        const double z = back_transform(scores.table, tails, y);
        RC_ASSERT(z >= last && z >= tails.low - 1e-9 && z <= tails.high + 1e-9);
        last = z;
    }
}

TEST(NormalScore, TailsThatCannotBeAreRefused) {
    const NormalScores scores = normal_scores(std::vector<double>{1, 2, 3}, {}, Ties::in_order);
    Tails tails;
    tails.low = 1.5;
    tails.high = 3;
    EXPECT_EQ(check_tails(scores.table, tails).error().what.key, "statistics.bad_low_tail");
    tails.low = 0;
    tails.high = 2;
    EXPECT_EQ(check_tails(scores.table, tails).error().what.key, "statistics.bad_high_tail");
    tails.upper = Tails::Upper::hyperbolic;
    tails.exponent = 0;
    EXPECT_EQ(check_tails(scores.table, tails).error().what.key, "statistics.bad_hyperbola");
    EXPECT_EQ(check_tails(ScoreTable{}, tails).error().what.key, "statistics.no_values");
}

TEST(Histogram, EveryValueIsInOneClass) {
    const std::vector<double> values{0, 1, 2, 3, 4, none, 10};
    const Histogram h = histogram(values, {}, 5, false);
    ASSERT_EQ(h.weight.size(), 5U);
    EXPECT_EQ(h.weight, (std::vector<double>{2, 2, 1, 0, 1}));
    EXPECT_DOUBLE_EQ(h.edge(0), 0);
    EXPECT_DOUBLE_EQ(h.edge(3), 6);
    EXPECT_DOUBLE_EQ(h.edge(5), 10);
    const Histogram logs = histogram(std::vector<double>{1, 10, 100, 0, -3}, {}, 2, true);
    EXPECT_EQ(logs.weight, (std::vector<double>{1, 2}));
    EXPECT_EQ(logs.left_out, 2);
    EXPECT_NEAR(logs.edge(1), 10, 1e-12);
    EXPECT_EQ(histogram(std::vector<double>{5, 5}, {}, 0, false).weight, (std::vector<double>{2}));
    EXPECT_TRUE(histogram({}, {}, 0, false).weight.empty());
    std::vector<double> many;
    for (int n = 0; n < 5000; ++n) many.push_back(std::sin(n));
    EXPECT_GE(histogram(many, {}, 0, false).weight.size(), 10U);
    EXPECT_LE(histogram(many, {}, 0, false).weight.size(), 60U);
}

TEST(Histogram, BoxByHand) {
    std::vector<double> values;
    for (int n = 1; n <= 20; ++n) values.push_back(n);
    values.push_back(200);
    const Box box = box_of(values);
    EXPECT_EQ(box.count, 21);
    EXPECT_DOUBLE_EQ(box.median, 11);
    EXPECT_DOUBLE_EQ(box.low_quartile, 5.75);
    EXPECT_DOUBLE_EQ(box.high_quartile, 16.25);
    EXPECT_EQ(box.low_whisker, 1);
    EXPECT_EQ(box.high_whisker, 20);
    EXPECT_EQ(box.above, 1);
    EXPECT_EQ(box.below, 0);
    EXPECT_TRUE(std::isnan(box_of({}).median));
}

TEST(Summary, ByDomain) {
    const std::vector<double> values{1, 2, 3, none, 10};
    const std::vector<double> weights{1, 1, 2, 0, 1};
    const std::vector<std::int32_t> domain{0, 0, 2, 2, -1};
    const auto rows = summaries_by_domain(values, weights, domain, 3, base::Progress());
    ASSERT_EQ(rows.size(), 3U) << "a domain without samples has no row";
    EXPECT_EQ(rows[0].domain, -1);
    EXPECT_EQ(rows[0].count, 4);
    EXPECT_EQ(rows[0].missing, 1);
    EXPECT_DOUBLE_EQ(rows[0].mean, 4);
    EXPECT_DOUBLE_EQ(rows[0].weighted_mean, 19.0 / 5);
    EXPECT_EQ(rows[1].domain, 0);
    EXPECT_DOUBLE_EQ(rows[1].mean, 1.5);
    EXPECT_EQ(rows[2].domain, 2);
    EXPECT_EQ(rows[2].count, 1);
    EXPECT_EQ(rows[2].missing, 1);
}

}  // namespace
}  // namespace orelens::statistics
