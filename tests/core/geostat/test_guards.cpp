// What keeps an estimate within reason, and what it says of it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/geostat/ConvexHull.h"
#include "core/geostat/PositiveWeights.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

const kernel::Table& best() {
    return *usable_kernels().front();
}

base::Expected<PlannedSamples> planned(const Data& data, const ElementEstimate& how) {
    const auto plan = plan_estimation(data.places(), {{how, data.value, {}}}, reference::block, best());
    if (!plan) return std::unexpected(plan.error());
    return planned_samples(**plan, 0);
}

// ------------------------------------------------------------------------------------- Gaussian, no nugget

/// Sixteen samples of 1.0 to 1.5, 2 m apart in one vertical hole.
Data close_samples() {
    Data data;
    const double values[] = {1.0, 1.25, 1.5, 1.12, 1.38};
    for (int n = 0; n < 16; ++n) {
        data.x.push_back(0);
        data.y.push_back(0);
        data.z.push_back(-1 - 2.0 * n);
        data.value.push_back(values[n % 5]);
        data.hole.push_back(0);
    }
    return data;
}

TEST(Guards, AGaussianModelWithoutNuggetIsGivenOneAndSaysSo) {
    const Data data = close_samples();
    ElementEstimate how = reference::usual();
    how.variogram = {0, {{StructureType::gaussian, 1, {0, 0, 0, 200, 200, 200}}}};
    how.search = {0, 0, 0, 1e5, 1e5, 1e5};
    how.passes = {{1, 1, 64}};
    const auto seen = planned(data, how);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->added_nugget, given_nugget);
    const Targets t = reference::targets(1, 1, 1, {-20, -20, -40}, {20, 20, 20});
    const PointResults out = reference::run_one(data, how, t);
    for (const double value : out.estimate) {
        ASSERT_GT(value, 1.0 - 0.25);
        ASSERT_LT(value, 1.5 + 0.25);
    }
    // The same as with that nugget stated.
    ElementEstimate stated = how;
    stated.variogram.nugget = given_nugget;
    EXPECT_EQ(reference::run_one(data, stated, t).estimate, out.estimate);
    EXPECT_EQ(planned(data, stated)->added_nugget, 0);
}

TEST(Guards, AStatedNuggetAndOtherModelsAreTakenAtTheirWord) {
    ElementEstimate how = reference::usual();
    const Anisotropy shape{0, 0, 0, 200, 200, 200};
    const Structure gauss{StructureType::gaussian, 1, shape}, round{StructureType::spherical, 0.1, shape};
    const std::pair<Variogram, double> cases[] = {
        {{0, {gauss}}, given_nugget}, {{1e-8, {gauss}}, given_nugget}, {{0, {gauss, gauss}}, given_nugget},
        {{1e-6, {gauss}}, 0},         {{0, {gauss, round}}, 0},        {{0, {round}}, 0}};
    for (const auto& [variogram, added] : cases) {
        how.variogram = variogram;
        const auto seen = planned(close_samples(), how);
        ASSERT_TRUE(seen);
        EXPECT_DOUBLE_EQ(seen->added_nugget, added) << variogram.nugget;
    }
}

// ------------------------------------------------------------------------------------ estimates below zero

/// A rich sample screened by four poor ones.
Data screened() {
    return {{0, 10, -10, 0, 0},
            {0, 0, 0, 10, -10},
            {0, 0, 0, 0, 0},
            {0.05, 5, 0.05, 0.05, 0.05},
            {0, 1, 2, 3, 4}};
}

ElementEstimate screening() {
    ElementEstimate how = reference::usual();
    how.variogram = {0, {{StructureType::gaussian, 1, {0, 0, 0, 60, 60, 60}}}};
    how.search = {0, 0, 0, 1e5, 1e5, 1e5};
    how.passes = {{1, 1, 64}};
    return how;
}

TEST(Guards, EstimatesBelowZeroAreKeptOrSetToZeroOrMadeWithPositiveWeightsAndCounted) {
    const Data data = screened();
    const Targets t = reference::targets(4, 4, 1, {-37.5, -17.5, 0}, {5, 5, 5});
    ElementEstimate how = screening();
    const PointResults kept = reference::run_one(data, how, t);
    EXPECT_GT(kept.negative, 10);
    how.negative = NegativeEstimates::zero;
    const PointResults zero = reference::run_one(data, how, t);
    how.negative = NegativeEstimates::positive_weights;
    const PointResults positive = reference::run_one(data, how, t);
    EXPECT_EQ(zero.negative, kept.negative);
    EXPECT_EQ(positive.negative, kept.negative);
    std::int64_t below = 0;
    for (std::size_t i = 0; i < kept.estimate.size(); ++i) {
        if (kept.estimate[i] >= 0) {
            EXPECT_EQ(zero.estimate[i], kept.estimate[i]);
            EXPECT_EQ(positive.estimate[i], kept.estimate[i]);
            continue;
        }
        ++below;
        EXPECT_EQ(zero.estimate[i], 0);
        EXPECT_EQ(zero.variance[i], kept.variance[i]);
        // A mean of the samples, and no more certain than the best one.
        EXPECT_GE(positive.estimate[i], 0.05 - 1e-12);
        EXPECT_LE(positive.estimate[i], 5);
        EXPECT_GE(positive.variance[i], kept.variance[i] - 1e-12);
    }
    EXPECT_EQ(below, kept.negative);
}

TEST(Guards, SamplesBelowZeroMayHaveEstimatesBelowZero) {
    Data data = screened();
    data.value[0] = -1;
    ElementEstimate how = screening();
    const Targets t = reference::targets(2, 2, 1, {-17.5, -17.5, 0}, {5, 5, 5});
    const PointResults kept = reference::run_one(data, how, t);
    how.negative = NegativeEstimates::zero;
    const PointResults zero = reference::run_one(data, how, t);
    EXPECT_EQ(zero.estimate, kept.estimate);
    EXPECT_EQ(zero.negative, 0);
    EXPECT_LT(*std::min_element(kept.estimate.begin(), kept.estimate.end()), 0);
}

/// Least variance over all sets of samples that may have weight: exact for a handful.
double best_of_all_sets(const Eigen::MatrixXd& c, const Eigen::VectorXd& b, double block, bool ordinary,
                        Eigen::VectorXd& best) {
    const auto n = static_cast<int>(b.size());
    double least = std::numeric_limits<double>::infinity();
    for (int set = ordinary ? 1 : 0; set < 1 << n; ++set) {
        std::vector<int> in;
        for (int i = 0; i < n; ++i)
            if ((set >> i) % 2 == 1) in.push_back(i);
        const auto m = static_cast<Eigen::Index>(in.size());
        Eigen::MatrixXd left = Eigen::MatrixXd::Zero(m + 1, m + 1);
        Eigen::VectorXd right = Eigen::VectorXd::Zero(m + 1);
        left.topLeftCorner(m, m) = c(in, in);
        right.head(m) = b(in);
        if (ordinary)
            left.col(m).head(m).setOnes(), left.row(m).head(m).setOnes(), right(m) = 1;
        else
            left(m, m) = 1;
        const Eigen::VectorXd w = left.partialPivLu().solve(right);
        if (m > 0 && w.head(m).minCoeff() < -1e-12) continue;
        Eigen::VectorXd all = Eigen::VectorXd::Zero(n);
        for (Eigen::Index k = 0; k < m; ++k) all(in[static_cast<std::size_t>(k)]) = w(k);
        const double variance = block - 2 * all.dot(b) + all.dot(c * all);
        if (variance < least) least = variance, best = all;
    }
    return least;
}

RC_GTEST_PROP(Guards, PositiveWeightsHaveTheLeastVarianceOfAll, ()) {
    const Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 3, 3);
    ElementEstimate how =
        *rc::gen::elementOf(std::vector<ElementEstimate>{reference::usual(), reference::nested()});
    const auto model = covariance_model(how.variogram, how.search);
    RC_ASSERT(model.has_value());
    const bool ordinary = *rc::gen::arbitrary<bool>();
    std::vector<std::array<double, 3>> places;
    for (std::size_t i = 0; i < data.x.size(); ++i) places.push_back(transform(model->frame, data.at(i)));
    const std::array<double, 3> target = transform(
        model->frame,
        {*rc::gen::inRange(0, 400) * 1.0, *rc::gen::inRange(0, 300) * 1.0, *rc::gen::inRange(0, 120) * 1.0});
    const std::vector<std::array<double, 3>> centre{{0, 0, 0}};
    const PositiveKriging ours = krige_positive(*model, places, target, centre, 1, ordinary);
    const auto n = static_cast<Eigen::Index>(places.size());
    const auto apart = [](const auto& a, const auto& b) {
        return std::array<double, 3>{a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    };
    Eigen::MatrixXd c(n, n);
    Eigen::VectorXd b(n), best;
    double sum = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto& p = places[static_cast<std::size_t>(i)];
        for (Eigen::Index j = 0; j < n; ++j)
            c(i, j) = i == j ? 1 : covariance(*model, apart(p, places[static_cast<std::size_t>(j)]));
        b(i) = covariance(*model, apart(p, target));
        RC_ASSERT(ours.weights[static_cast<std::size_t>(i)] >= 0);
        sum += ours.weights[static_cast<std::size_t>(i)];
    }
    if (ordinary) RC_ASSERT(std::abs(sum - 1) < 1e-9);
    RC_ASSERT(std::abs(ours.variance - std::max(0.0, best_of_all_sets(c, b, 1, ordinary, best))) < 1e-7);
}

// --------------------------------------------------------------------------------- limits of extrapolation

TEST(Guards, BlocksTooFarFromTheirSamplesOrOutsideThemAreLeftOutAndCounted) {
    const Data data = reference::random_data(31, 12, 12);
    const Targets t = reference::targets(6, 6, 2, {-100, -100, -20}, {26, 22, 20});
    ElementEstimate how = reference::usual();
    how.passes = {{3, 2, 12}};
    const PointResults all = reference::run_one(data, how, t);
    how.limits.max_distance_m = 40;
    const PointResults near = reference::run_one(data, how, t);
    how.limits = {.inside_hull = true, .hull_margin_m = 5};
    const PointResults inside = reference::run_one(data, how, t);
    std::vector<std::array<double, 3>> places;
    for (std::size_t n = 0; n < data.x.size(); ++n) places.push_back(data.at(n));
    const ConvexHull hull(places);
    std::int64_t far = 0, outside = 0;
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (all.pass[i] == 0) continue;
        const auto chosen = reference::search(data, how, t.centres[i]).samples;
        double nearest = 1e9;
        for (const std::size_t s : chosen)
            nearest = std::min(nearest, std::hypot(data.x[s] - t.centres[i][0], data.y[s] - t.centres[i][1],
                                                   data.z[s] - t.centres[i][2]));
        far += nearest > 40;
        ASSERT_EQ(near.pass[i] == 0, nearest > 40) << i;
        ASSERT_EQ(std::isnan(near.estimate[i]), nearest > 40) << i;
        const bool in = hull.contains(t.centres[i], 5);
        outside += !in;
        ASSERT_EQ(inside.pass[i] > 0, in) << i;
        if (in) {
            ASSERT_EQ(inside.estimate[i], all.estimate[i]);
        }
    }
    EXPECT_EQ(near.beyond, far);
    EXPECT_EQ(inside.beyond, outside);
    EXPECT_GT(far, 50);
    EXPECT_GT(outside, 50);
}

TEST(Guards, RichSamplesFarAwayCountForLess) {
    Data data{{0, 30, 200}, {0, 0, 0}, {0, 0, 0}, {1, 10, 100}, {0, 1, 2}};
    ElementEstimate how = reference::usual();
    how.search = how.variogram.structures[0].shape = {0, 0, 0, 400, 400, 400};
    how.passes = {{1, 1, 8}};
    const Targets t{{{10, 0, 0}}, {1}};
    for (const Method method : {Method::ordinary_kriging, Method::inverse_distance, Method::moving_average}) {
        how.method = method;
        how.restrict_above = 5;
        how.restrict_beyond_m = 50;
        const double limited = reference::run_one(data, how, t).estimate[0];
        Data cut = data;
        cut.value[2] = 5;  // 190 m away; the one 20 m away keeps its value
        how.restrict_above = std::nan("");
        EXPECT_NEAR(limited, reference::run_one(cut, how, t).estimate[0], 1e-12);
        EXPECT_GT(reference::run_one(data, how, t).estimate[0], limited);
    }
}

// --------------------------------------------------------------------------------------------- poor input

TEST(Guards, OneSampleAndEqualSamplesAndNoneGiveAnAnswerOrNone) {
    const Targets t = reference::targets(1, 1, 1, {-2, -2, -2}, {1, 1, 1});
    for (const Method method : {Method::ordinary_kriging, Method::universal_kriging, Method::inverse_distance,
                                Method::moving_average, Method::nearest_neighbour, Method::external_drift,
                                Method::indicator_kriging}) {
        ElementEstimate how = reference::usual();
        how.method = method;
        how.passes = {{1, 1, 8}};
        how.indicator.thresholds = {1, 2, 3};
        how.quality = true;
        Data data{{0.25, 3, -4, 5}, {0, 1, 2, -2}, {0, 1, 1, -1}, {2, 2, 2, 2}, {0, 0, 1, 1}};
        const std::vector<double> drift(4, 7.0), at(64, 7.0);
        const PointResults equal = reference::estimate_at(data.places(), {how, data.value, drift}, t.centres,
                                                          best(), reference::block, at)[0];
        data = {{0.25}, {0}, {0}, {2}, {0}};
        const PointResults one =
            reference::estimate_at(data.places(), {how, data.value, std::span(drift).first(1)}, t.centres,
                                   best(), reference::block, at)[0];
        data.value[0] = std::nan("");
        const PointResults none =
            reference::estimate_at(data.places(), {how, data.value, std::span(drift).first(1)}, t.centres,
                                   best(), reference::block, at)[0];
        for (std::size_t i = 0; i < 64; ++i) {
            // The indicators' classes are wide: their mean is that of a class, not of the samples.
            if (method != Method::indicator_kriging) {
                ASSERT_NEAR(equal.estimate[i], 2, 1e-12) << static_cast<int>(method);
                ASSERT_NEAR(one.estimate[i], 2, 1e-12) << static_cast<int>(method);
            } else {
                ASSERT_NEAR(equal.estimate[i], 1.5, 1e-12);
            }
            ASSERT_TRUE(std::isnan(none.estimate[i]));
            ASSERT_EQ(none.pass[i], 0);
        }
    }
}

TEST(Guards, ADriftThatIsConstantIsLeftOutAndCounted) {
    const Data data = reference::random_data(6, 10, 10);
    const Targets t = reference::targets(2, 2, 1, {20, 20, 10}, {30, 30, 20});
    ElementEstimate how = reference::usual();
    const PointResults ordinary = reference::run_one(data, how, t);
    how.method = Method::external_drift;
    const std::vector<double> constant(data.x.size(), 3.5), there(t.centres.size(), 9.0);
    const PointResults out = reference::estimate_at(data.places(), {how, data.value, constant}, t.centres,
                                                    best(), reference::block, there)[0];
    std::int64_t estimated = 0;
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (ordinary.pass[i] == 0) continue;
        ++estimated;
        ASSERT_NEAR(out.estimate[i], ordinary.estimate[i], 1e-12);
        ASSERT_NEAR(out.variance[i], ordinary.variance[i], 1e-12);
    }
    EXPECT_EQ(out.reduced_trend, estimated);
    EXPECT_GT(estimated, 100);
}

TEST(Guards, WhatLacksASecondaryValueIsLeftOutAndCounted) {
    Data data = reference::random_data(6, 10, 10);
    const Targets t = reference::targets(2, 2, 1, {20, 20, 10}, {30, 30, 20});
    std::vector<double> drift(data.x.size()), there(t.centres.size());
    for (std::size_t n = 0; n < drift.size(); ++n) drift[n] = n % 3 == 0 ? std::nan("") : data.z[n];
    for (std::size_t n = 0; n < there.size(); ++n) there[n] = n % 4 == 0 ? std::nan("") : t.centres[n][2];
    for (const Method method : {Method::external_drift, Method::local_mean}) {
        ElementEstimate how = reference::usual();
        how.method = method;
        const ElementSamples element{how, data.value, drift};
        const auto plan = plan_estimation(data.places(), {element}, reference::block, best());
        ASSERT_TRUE(plan);
        EXPECT_EQ(planned_samples(**plan, 0).without_secondary, 34U);
        EXPECT_EQ(planned_samples(**plan, 0).places, 66U);
        const PointResults out =
            reference::estimate_at(data.places(), element, t.centres, best(), reference::block, there)[0];
        std::int64_t missing = 0;
        for (std::size_t n = 0; n < there.size(); n += 4) {
            ASSERT_EQ(out.pass[n], 0);
            ++missing;
        }
        EXPECT_GT(out.no_secondary, 0);
        EXPECT_LE(out.no_secondary, missing);
        ElementSamples without = element;
        without.secondary = {};
        const auto refused = plan_estimation(data.places(), {without}, reference::block, best());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().what.key, "geostat.no_secondary");
    }
}

}  // namespace
}  // namespace orelens::geostat
