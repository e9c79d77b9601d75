// Samples that share a place: one sample with their mean in every estimator, and pairs that tell the nugget.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "core/geostat/Fit.h"
#include "core/geostat/Pairs.h"
#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

ElementEstimate spherical(Method method, double nugget) {
    ElementEstimate how;
    how.element = "Cu";
    how.method = method;
    how.variogram = {nugget, {{StructureType::spherical, 1 - nugget, {0, 0, 0, 100, 100, 100}}}};
    how.search = {0, 0, 0, 200, 200, 200};
    how.passes = {{1, 1, 16, 0}};
    how.simple_mean = 2;
    return how;
}

Data without_order(const Data& data, const std::vector<std::size_t>& order) {
    Data out;
    for (const std::size_t n : order) {
        out.x.push_back(data.x[n]);
        out.y.push_back(data.y[n]);
        out.z.push_back(data.z[n]);
        out.value.push_back(data.value[n]);
        out.hole.push_back(data.hole[n]);
    }
    return out;
}

constexpr Method methods[] = {Method::ordinary_kriging, Method::simple_kriging, Method::inverse_distance,
                              Method::nearest_neighbour};

/// Every sample of `alone` with its copies around the same mean, all of one place.
Data with_copies(const Data& alone, int copies) {
    Data many = alone;
    for (std::size_t n = 0; n < alone.value.size(); ++n)
        for (int c = 1; c <= copies; ++c)
            for (const int sign : {-1, 1}) {
                many.x.push_back(alone.x[n]);
                many.y.push_back(alone.y[n]);
                many.z.push_back(alone.z[n]);
                many.value.push_back(alone.value[n] + sign * 0.25 * c);
                many.hole.push_back(alone.hole[n]);
            }
    return many;
}

TEST(OnePlace, CountsAsOneSampleWithTheMeanInEveryMethod) {
    const Data alone = reference::random_data(3, 6, 8);
    const Data many = with_copies(alone, 2);
    const Targets t = reference::targets(1, 1, 1, {100, 100, 40}, {17, 13, 9});
    for (const Method method : methods)
        for (const double nugget : {0.0, 0.3})
            for (const int per_hole : {0, 3}) {
                ElementEstimate how = spherical(method, nugget);
                how.passes = {{2, 1, 12, per_hole}};
                const PointResults one = reference::run_one(alone, how, t);
                const PointResults all = reference::run_one(many, how, t);
                EXPECT_EQ(all.samples, one.samples);
                EXPECT_EQ(all.redundant, 0);
                for (std::size_t i = 0; i < t.centres.size(); ++i) {
                    ASSERT_NEAR(all.estimate[i], one.estimate[i], 1e-10);
                    ASSERT_NEAR(all.distance[i], one.distance[i], 1e-10);
                }
            }
}

// By hand, at the place itself with zero nugget: the mean of 1 and 3, of 1 … 6, and of 1 and the cut 2.
TEST(OnePlace, IsTheMeanAtThePlaceItself) {
    const Data twins{{0, 0, 50}, {0, 0, 0}, {0, 0, 0}, {1, 3, 2}, {0, 1, 2}};
    const Data six{{0, 0, 0, 0, 0, 0, 50},
                   {0, 0, 0, 0, 0, 0, 0},
                   {0, 0, 0, 0, 0, 0, 0},
                   {6, 2, 3, 5, 4, 1, 2},
                   {0, 1, 2, 3, 4, 5, 6}};
    for (const Method method : methods) {
        ElementEstimate how = spherical(method, 0);
        EXPECT_NEAR(reference::run_one(twins, how, {{{0, 0, 0}}, {1}}).estimate[0], 2, 1e-12);
        EXPECT_NEAR(reference::run_one(six, how, {{{0, 0, 0}}, {1}}).estimate[0], 3.5, 1e-12);
        how.top_cut = 2;
        EXPECT_NEAR(reference::run_one(twins, how, {{{0, 0, 0}}, {1}}).estimate[0], 1.5, 1e-12)
            << "each sample is cut, not the mean";
        how.top_cut = std::nan("");
        how.codes = true;
        EXPECT_NEAR(reference::run_one(twins, how, {{{0, 0, 0}}, {1}}).estimate[0], 1, 1e-12)
            << "codes have no mean";
    }
}

TEST(OnePlace, MissingValuesTakeNoPart) {
    const double none = std::nan("");
    const Data data{{0, 0, 50}, {0, 0, 0}, {0, 0, 0}, {none, 3, 2}, {0, 1, 2}};
    const PointResults out =
        reference::run_one(data, spherical(Method::ordinary_kriging, 0), {{{0, 0, 0}}, {1}});
    EXPECT_NEAR(out.estimate[0], 3, 1e-12);
    EXPECT_EQ(out.samples[0], 2);
}

RC_GTEST_PROP(OnePlace, TheOrderOfItsRowsChangesNothing, ()) {
    const Data sorted = with_copies(reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 3, 3), 2);
    std::vector<std::size_t> order(sorted.value.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    std::shuffle(order.begin(), order.end(), random);
    const Data mixed = without_order(sorted, order);
    const Targets t = reference::targets(1, 1, 1, {100, 100, 40}, {17, 13, 9});
    for (const Method method : methods) {
        ElementEstimate how = spherical(method, 0);
        how.passes = {{4, 1, 40, 0}};
        const PointResults a = reference::run_one(sorted, how, t), b = reference::run_one(mixed, how, t);
        for (std::size_t i = 0; i < t.centres.size(); ++i)
            RC_ASSERT(std::abs(a.estimate[i] - b.estimate[i]) < 1e-9 * std::abs(a.estimate[i]));
    }
}

drilling::CompositeTable table(const Data& data) {
    drilling::CompositeTable t;
    t.x = data.x;
    t.y = data.y;
    t.z = data.z;
    t.hole = data.hole;
    t.grades = {{"Cu", base::GradeUnit::percent, data.value, {}}};
    return t;
}

// Values 1, 3, 6 at one place: (4 + 25 + 9) / (2·3) = 19/3; 2, 2 at another: 0 more over four pairs: 38/8.
TEST(OnePlace, GammaOfZeroByHand) {
    const Data data{{0, 9, 0, 0, 9}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {6, 2, 1, 3, 2}, {0, 0, 0, 1, 1}};
    const auto samples = samples_with_value(table(data), "Cu");
    ASSERT_TRUE(samples);
    const PlacePairs all = pairs_at_one_place(*samples, false);
    EXPECT_EQ(all.pairs, 4);
    EXPECT_DOUBLE_EQ(all.gamma, 38.0 / 8);
    EXPECT_FALSE(all.copies);
    const PlacePairs down = pairs_at_one_place(*samples, true);
    EXPECT_EQ(down.pairs, 1);
    EXPECT_DOUBLE_EQ(down.gamma, 12.5);
    base::Progress progress;
    const auto v =
        experimental_variogram(table(data), "Cu", {.lag_m = 9, .lags = 2, .tolerance_m = 4}, progress);
    ASSERT_TRUE(v);
    ASSERT_EQ(v->points.size(), 2U);
    EXPECT_EQ(v->points[0].distance_m, 0);
    EXPECT_DOUBLE_EQ(v->points[0].gamma, 38.0 / 8);
    EXPECT_EQ(v->points[1].pairs, 6) << "a pair is counted once";
}

TEST(OnePlace, ValuesEnteredTwiceAreCopies) {
    const Data data{{0, 0, 5, 5}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0.1, 0.1, 0.7, 0.7}, {0, 1, 0, 1}};
    const auto samples = samples_with_value(table(data), "Cu");
    ASSERT_TRUE(samples);
    const PlacePairs pairs = pairs_at_one_place(*samples, false);
    EXPECT_EQ(pairs.pairs, 2);
    EXPECT_EQ(pairs.gamma, 0);
    EXPECT_TRUE(pairs.copies);
}

/// A smooth field on a grid with `noise` on every sample, `times` samples per place.
Data noisy(int times, double noise) {
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal(0, 1);
    Data d;
    for (int i = 0; i < 12; ++i)
        for (int j = 0; j < 12; ++j)
            for (int k = 0; k < times; ++k) {
                d.x.push_back(20.0 * i);
                d.y.push_back(20.0 * j);
                d.z.push_back(0);
                d.value.push_back(2 + 0.6 * std::sin(i / 2.0) * std::cos(j / 2.5) + noise * normal(random));
                d.hole.push_back(static_cast<std::int32_t>(d.hole.size()));
            }
    return d;
}

VariogramFit fit_of(const Data& data) {
    base::Progress progress;
    auto fit = fit_variogram(table(data), "Cu", {}, progress);
    if (!fit) throw std::runtime_error(fit.error().what.key);
    return *fit;
}

TEST(OnePlace, PairsTellTheNugget) {
    const VariogramFit fit = fit_of(noisy(2, 0.3));  // noise variance 0.09
    EXPECT_EQ(fit.at_one_place.pairs, 144);
    EXPECT_NEAR(fit.at_one_place.gamma, 0.09, 0.025);
    EXPECT_NEAR(fit.model.nugget, fit.at_one_place.gamma, 0.02);
    for (const ExperimentalVariogram& shown : fit.experimental) {
        ASSERT_FALSE(shown.points.empty());
        EXPECT_EQ(shown.points[0].distance_m, 0);
    }
}

TEST(OnePlace, CopiesDoNotPullTheNuggetDown) {
    Data once = noisy(1, 0.3), twice = once;
    for (std::size_t n = 0; n < once.value.size(); ++n) {
        twice.x.push_back(once.x[n]);
        twice.y.push_back(once.y[n]);
        twice.z.push_back(once.z[n]);
        twice.value.push_back(once.value[n]);
        twice.hole.push_back(once.hole[n] + 1000);
    }
    const VariogramFit a = fit_of(once), b = fit_of(twice);
    EXPECT_TRUE(b.copies);
    EXPECT_NEAR(b.model.nugget, a.model.nugget, 0.005);
}

}  // namespace
}  // namespace orelens::geostat
