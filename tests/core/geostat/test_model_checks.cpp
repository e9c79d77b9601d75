// A model against its samples: small cases by hand, and what must hold for any.
#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/ModelChecks.h"
#include "core/geostat/Verdict.h"
#include "core/statistics/Gaussian.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;

/// n blocks of 10 m towards east with these grades, and their nearest neighbours'.
BlockModel row_of(const std::vector<float>& grades, const std::vector<float>& nearest) {
    blocks::GridGeometry grid;
    grid.origin = {0, 0, 0};
    grid.block_size = {10, 10, 10};
    grid.count = {static_cast<std::int32_t>(grades.size()), 1, 1};
    BlockModel model = *BlockModel::full(grid);
    for (const char* column : {"Cu", "near"}) model.add_column({column, blocks::ColumnType::real, "%", {}});
    const auto a = model.real_leaves("Cu"), b = model.real_leaves("near");
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) {
                const auto at = static_cast<std::size_t>(model.leaf(leaf).index(n)[0]);
                a[leaf][n] = grades[at];
                b[leaf][n] = nearest[at];
            }
    return model;
}

ReferenceData data_at(const std::vector<double>& x, const std::vector<double>& values, const std::vector<double>& weights) {
    ReferenceData data;
    for (const double at : x) data.places.push_back({at, 5, 5});
    data.values = values;
    data.weights = weights;
    return data;
}

const Variogram variogram{0.1, {{StructureType::spherical, 0.9, {0, 0, 0, 40, 40, 40}}}};

TEST(ModelChecks, MeansByHand) {
    const BlockModel model = row_of({1, 2, 3, NAN}, {2, 2, 2, NAN});
    const MeanCheck check = mean_check(model, "Cu", "near", data_at({5, 15, 25}, {1, 1, 4}, {0.5, 0.5, 2}));
    EXPECT_EQ(check.blocks, 3);
    EXPECT_DOUBLE_EQ(check.model, 2);
    EXPECT_DOUBLE_EQ(check.nearest, 2);
    EXPECT_DOUBLE_EQ(check.data, 3);   // (0.5 + 0.5 + 8) / 3
    EXPECT_DOUBLE_EQ(check.plain, 2);  // (1 + 1 + 4) / 3
}

TEST(ModelChecks, SwathsByHand) {
    const BlockModel model = row_of({1, 2, 3, 4}, {1, 1, 4, 4});
    ValidationRule rule;
    rule.slice_samples = 1;
    rule.swath_width_m = 20;
    base::Progress progress;
    const auto lines = swath_lines(model, "Cu", "near", data_at({5, 25, 35}, {1, 2, 4}, {1, 1, 1}), rule, progress);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 3U);
    const SwathLine& east = lines->front();
    EXPECT_THAT(east.from_m, ::testing::ElementsAre(0, 20));
    EXPECT_THAT(east.blocks, ::testing::ElementsAre(2, 2));
    EXPECT_THAT(east.model, ::testing::ElementsAre(1.5, 3.5));
    EXPECT_THAT(east.nearest, ::testing::ElementsAre(1, 4));
    EXPECT_THAT(east.data, ::testing::ElementsAre(1, 3));
    EXPECT_THAT(east.samples, ::testing::ElementsAre(1, 2));
    EXPECT_EQ(east.judged, 2);
    EXPECT_DOUBLE_EQ(east.deviation, (2 * 0.5 + 2 * 0.5) / (2 * 1 + 2 * 4));
    EXPECT_EQ(lines->at(2).from_m.size(), 1U) << "one level";
}

TEST(ModelChecks, AFourthSwathGoesWhereItIsToldTo) {
    const BlockModel model = row_of({1, 2, 3, 4}, {1, 1, 4, 4});
    ValidationRule rule;
    rule.swath_azimuth_deg = 90;
    base::Progress progress;
    const auto lines = swath_lines(model, "Cu", "near", data_at({5}, {1}, {1}), rule, progress);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 4U);
    EXPECT_EQ(lines->at(3).axis, SwathAxis::stated);
    EXPECT_NEAR(lines->at(3).direction[0], 1, 1e-12);
    EXPECT_DOUBLE_EQ(lines->at(3).width_m, 10) << "a block where a twentieth of the extent is less";
    ASSERT_EQ(lines->at(3).model.size(), 4U);
    EXPECT_DOUBLE_EQ(lines->at(3).model[2], 3);
}

/// C̄(v,v)/C(0) of 6³ points, pair by pair.
double share_by_hand() {
    const auto covariance_at = [](double h) { return h >= 40 ? 0.0 : 0.9 * (1 - 1.5 * h / 40 + 0.5 * std::pow(h / 40, 3)); };
    std::vector<std::array<double, 3>> points;
    for (int i = 0; i < 6; ++i)
        for (int j = 0; j < 6; ++j)
            for (int k = 0; k < 6; ++k) points.push_back({(i + 0.5) / 6 * 10, (j + 0.5) / 6 * 10, (k + 0.5) / 6 * 10});
    double sum = 0;
    for (const auto& a : points)
        for (const auto& b : points) sum += covariance_at(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    return sum / static_cast<double>(points.size() * points.size());
}

/// Samples of a lognormal distribution, evenly from it.
ReferenceData lognormal(int n) {
    std::vector<double> x, values;
    for (int k = 0; k < n; ++k) {
        x.push_back(k);
        values.push_back(std::exp(0.5 * statistics::normal_score((k + 0.5) / n)));
    }
    return data_at(x, values, std::vector<double>(values.size(), 1.0));
}

TEST(ModelChecks, TheVarianceOfBlocksIsTheirShareOfTheSills) {
    const ReferenceData data = lognormal(4000);
    const BlockModel model = row_of({1}, {1});
    const SupportCheck check = support_check(std::vector<double>{1.0, 1.1}, data, variogram, model.geometry());
    ASSERT_TRUE(check.known);
    EXPECT_NEAR(check.block_variance / check.point_variance, share_by_hand(), 1e-9);
    // A lognormal sample's blocks: variance m²(exp(σ²r²) − 1) under the discrete Gaussian model.
    const double m = std::exp(0.125), r = check.coefficient;
    EXPECT_NEAR(check.block_variance, m * m * (std::exp(0.25 * r * r) - 1), 0.01 * check.block_variance);
}

TEST(ModelChecks, BlocksAsExpectedPassAndSmoothedOnesDoNot) {
    const ReferenceData data = lognormal(4000);
    const BlockModel model = row_of({1}, {1});
    const double r = support_check(std::vector<double>{1.0, 1.1}, data, variogram, model.geometry()).coefficient;
    std::vector<double> as_expected, smooth, doubled;
    for (int k = 0; k < 4000; ++k) {
        const double y = statistics::normal_score((k + 0.5) / 4000);
        const double mean = std::exp(0.125);
        as_expected.push_back(mean * std::exp(0.5 * r * y - 0.125 * r * r));
        smooth.push_back(mean + 0.3 * (as_expected.back() - mean));
        doubled.push_back(2 * as_expected.back());
    }
    const SupportCheck right = support_check(as_expected, data, variogram, model.geometry());
    EXPECT_LT(right.most_off, 0.01);
    EXPECT_NEAR(right.model_variance / right.block_variance, 1, 0.02);
    EXPECT_GT(support_check(smooth, data, variogram, model.geometry()).most_off, 0.1);
    EXPECT_LT(support_check(doubled, data, variogram, model.geometry()).most_off, 0.01)
        << "twice the grade is bias, which others judge, not smoothing";
    for (const QuantilePoint& point : quantile_check(as_expected, data, variogram, model.geometry()))
        EXPECT_NEAR(point.model, point.block, 0.02 * point.block) << point.share;
}

TEST(ModelChecks, NothingToCompareWithIsSaid) {
    const BlockModel model = row_of({1, 1}, {1, 1});
    const std::vector<double> grades{1, 1};
    EXPECT_FALSE(support_check(grades, data_at({5, 15}, {1, 1}, {1, 1}), variogram, model.geometry()).known) << "constant";
    EXPECT_FALSE(support_check(grades, data_at({}, {}, {}), variogram, model.geometry()).known) << "no samples";
    EXPECT_FALSE(support_check({}, lognormal(50), variogram, model.geometry()).known) << "no blocks";
    EXPECT_FALSE(support_check(grades, data_at({5, 15}, {-1, -3}, {1, 1}), variogram, model.geometry()).known) << "below 0";
    const MeanCheck means = mean_check(row_of({NAN}, {NAN}), "Cu", "near", data_at({}, {}, {}));
    EXPECT_EQ(means.blocks, 0);
    EXPECT_TRUE(std::isnan(means.model) && std::isnan(means.data));
}

TEST(Validation, ClassesOfErrorsByHand) {
    CrossValidation v;
    v.estimate = {3, 1, 2, NAN, 4};
    v.truth = {2, 1, 1, 9, 6};
    const auto classes = error_classes(v, 2);
    ASSERT_EQ(classes.size(), 2U);
    EXPECT_EQ(classes[0].count, 2);
    EXPECT_DOUBLE_EQ(classes[0].estimate, 1.5);
    EXPECT_DOUBLE_EQ(classes[0].truth, 1);
    EXPECT_DOUBLE_EQ(classes[0].error_sd, 0.5);  // errors 0 and 1
    EXPECT_DOUBLE_EQ(classes[1].low, 3);
    EXPECT_DOUBLE_EQ(classes[1].high, 4);
    EXPECT_DOUBLE_EQ(classes[1].truth, 4);
    EXPECT_DOUBLE_EQ(classes[1].error_sd, 1.5);  // errors 1 and −2
    EXPECT_TRUE(error_classes({}, 10).empty());
}

TEST(Validation, SomeSamplesAreEstimatedAsAllAre) {
    ORELENS_SHARED(folder, "geostat");
    const reference::Samples3d samples(folder);
    ElementSamples element;
    element.how.element = "cu";
    element.how.variogram = {0.012, {{StructureType::spherical, 0.07, reference::t0()}}};
    element.how.search = reference::t0();
    element.values = samples.table["cu"];
    base::Progress progress;
    const kernel::Table& kernel = *usable_kernels().front();
    const auto some = some_of(samples.hole.size(), 100, 7);
    EXPECT_EQ(std::ranges::count(some, 1), 100);
    EXPECT_EQ(some, some_of(samples.hole.size(), 100, 7));
    EXPECT_NE(some, some_of(samples.hole.size(), 100, 8));
    EXPECT_EQ(std::ranges::count(some_of(50, 100, 7), 1), 50);
    const auto all = cross_validate(samples.places(), element, samples.fold, kernel, progress);
    const auto few = cross_validate(samples.places(), element, samples.fold, kernel, progress, some);
    ASSERT_TRUE(all && few);
    ASSERT_EQ(few->row.size(), 100U);
    for (std::size_t n = 0; n < few->row.size(); ++n) {
        const std::size_t at = few->row[n];
        EXPECT_EQ(all->row[at], at);
        EXPECT_EQ(some[at], 1);
        EXPECT_TRUE(few->estimate[n] == all->estimate[at] || std::isnan(all->estimate[at]));
        EXPECT_EQ(few->truth[n], all->truth[at]);
    }
}

}  // namespace
}  // namespace orelens::geostat
