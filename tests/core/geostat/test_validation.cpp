// Cross-validation: against ../shared/data/geostat §7, and that nothing of what is left out is used.
#include <gtest/gtest.h>

#include <set>

#include "core/geostat/Swath.h"
#include "core/geostat/Validation.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::close;
using reference::Samples3d;

const kernel::Table& best() {
    return *usable_kernels().front();
}

CrossValidation validated(const SamplePlaces& places, const ElementSamples& element,
                          const std::vector<std::int32_t>& groups, const kernel::Table& kernel = best()) {
    base::Progress progress;
    auto done = cross_validate(places, element, groups, kernel, progress);
    if (!done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
    return *done;
}

void compare_summary(const ValidationSummary& s, const testing::NumberTable& expected, std::size_t row) {
    const auto near = [&](double ours, const char* column) {
        const double theirs = expected[column][row];
        EXPECT_NEAR(ours, theirs, 1e-10 * std::max(1.0, std::abs(theirs))) << column;
    };
    EXPECT_EQ(s.count, expected["count"][row]);
    near(s.mean_error, "mean_error");
    near(s.mean_squared, "mse");
    near(s.mean_absolute, "mae");
    near(s.mean_standard, "mean_std_error");
    near(s.mean_squared_standard, "mean_sq_std_error");
    near(s.correlation, "correlation");
    near(s.slope, "slope_true_on_est");
    near(s.inside_50, "inside_50");
    near(s.inside_90, "inside_90");
}

TEST(Validation, LeaveOneOutOfTheClusteredSamples) {
    ORELENS_SHARED(folder, "geostat");
    ORELENS_SHARED(gslib, "gslib");
    const testing::NumberTable cluster = testing::read_geo_eas(gslib / "cluster.dat");
    const testing::NumberTable expected = testing::read_numbers(folder / "loo_cluster_ref.csv");
    const testing::NumberTable summaries = testing::read_numbers(folder / "validation_summary.csv");
    const std::vector<double>& x = cluster.columns.at(0);
    const std::vector<double>&y = cluster.columns.at(1), &primary = cluster.columns.at(2);
    const std::vector<double> z(x.size(), 0.0);
    ElementEstimate how;
    how.element = "primary";
    how.variogram = {3, {{StructureType::spherical, 17, {0, 0, 0, 10, 10, 10}}}};
    const struct {
        const char* suffix;
        double radius;
        int fewest;
    } cases[] = {{"all", 1e9, 1}, {"radius", 14.9, 3}};
    for (std::size_t c = 0; c < 2; ++c) {
        SCOPED_TRACE(cases[c].suffix);
        how.search = {0, 0, 0, cases[c].radius, cases[c].radius, cases[c].radius};
        how.passes = {{1, cases[c].fewest, 140}};
        const CrossValidation out = validated({x, y, z, {}, {}}, {how, primary, {}}, each_alone(x.size()));
        ASSERT_EQ(out.truth.size(), 140U);
        for (std::size_t n = 0; n < 140; ++n) {
            const std::string suffix = cases[c].suffix;
            const double est = expected["est_" + suffix][n], var = expected["var_" + suffix][n];
            ASSERT_EQ(out.row[n], n);
            ASSERT_TRUE(close(out.estimate[n], est, 1e-10 * std::max(1.0, std::abs(est)))) << n;
            ASSERT_TRUE(close(out.variance[n], var, 1e-10 * std::max(1.0, var))) << n;
            if (!std::isnan(est)) {
                ASSERT_EQ(out.samples[n], expected["n_" + suffix][n]) << n;
            }
        }
        compare_summary(summarise(out), summaries, c);
    }
}

TEST(Validation, FoldsOfWholeHoles) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "kfold_3d_ref.csv");
    ElementEstimate how;
    how.element = "cu";
    how.variogram = {0.012, {{StructureType::spherical, 0.07, reference::t0()}}};
    how.search = reference::t0();
    how.passes = {{1, 6, 16}};
    for (const kernel::Table* table : usable_kernels()) {
        const CrossValidation out = validated(data.places(), {how, data.table["cu"], {}}, data.fold, *table);
        ASSERT_EQ(out.truth.size(), expected.rows());
        for (std::size_t n = 0; n < out.truth.size(); ++n) {
            ASSERT_TRUE(close(out.estimate[n], expected["est"][n], 1e-10)) << n;
            ASSERT_TRUE(close(out.variance[n], expected["var"][n], 1e-10)) << n;
            ASSERT_EQ(data.fold[n], expected["fold"][n]);
            ASSERT_EQ(out.truth[n], expected["true"][n]);
            if (!std::isnan(out.estimate[n])) {
                ASSERT_EQ(out.samples[n], expected["n"][n]) << n;
            }
        }
        compare_summary(summarise(out), testing::read_numbers(folder / "validation_summary.csv"), 2);
        EXPECT_EQ(summarise(out).not_estimated, 1152 - 1149);
    }
}

TEST(Validation, NoSampleOfAHoleHelpsItsOwnHole) {
    reference::Data data = reference::random_data(8, 9, 12);
    ElementEstimate how = reference::usual();
    how.passes = {{2, 2, 12, 3}};
    const CrossValidation before = validated(data.places(), {how, data.value, {}}, data.hole);
    // Whatever one hole's samples say, its estimates are the same, and the others' are not.
    for (std::size_t n = 0; n < data.value.size(); ++n)
        if (data.hole[n] == 4) data.value[n] += 50;
    const CrossValidation after = validated(data.places(), {how, data.value, {}}, data.hole);
    int others = 0, own = 0;
    for (std::size_t n = 0; n < data.value.size(); ++n) {
        if (data.hole[n] != 4) {
            others += before.estimate[n] != after.estimate[n];
            continue;
        }
        own += !std::isnan(before.estimate[n]);
        ASSERT_TRUE(close(after.estimate[n], before.estimate[n], 0));
    }
    EXPECT_GT(others, 10);
    EXPECT_GT(own, 5);
}

TEST(Validation, SamplesAtOnePlaceAreLeftOutTogether) {
    reference::Data data = reference::random_data(8, 9, 12);
    const std::size_t n = data.value.size();
    data.x.push_back(data.x[20]);
    data.y.push_back(data.y[20]);
    data.z.push_back(data.z[20]);
    data.value.push_back(data.value[20] + 2);
    data.hole.push_back(77);
    ElementEstimate how = reference::usual();
    how.variogram.nugget = 0;
    how.passes = {{2, 2, 12}};
    const CrossValidation out = validated(data.places(), {how, data.value, {}}, each_alone(n + 1));
    ASSERT_EQ(out.truth.size(), n);
    EXPECT_EQ(out.row[20], 20U);
    EXPECT_NEAR(out.truth[20], data.value[20] + 1, 1e-12);
    EXPECT_GT(std::abs(out.estimate[20] - out.truth[20]), 1e-6) << "it would be exact from itself";
}

TEST(Validation, FoldsHoldWholeHolesAndAreDrawnByTheSeed) {
    const reference::Data data = reference::random_data(8, 23, 4);
    const auto folds = folds_of_holes(data.hole, 5, 1);
    std::map<std::int32_t, std::set<std::int32_t>> of_hole, of_fold;
    for (std::size_t n = 0; n < folds.size(); ++n) {
        of_hole[data.hole[n]].insert(folds[n]);
        of_fold[folds[n]].insert(data.hole[n]);
    }
    for (const auto& [hole, in] : of_hole) EXPECT_EQ(in.size(), 1U);
    ASSERT_EQ(of_fold.size(), 5U);
    for (const auto& [fold, holes] : of_fold) EXPECT_TRUE(holes.size() == 4 || holes.size() == 5);
    EXPECT_EQ(folds, folds_of_holes(data.hole, 5, 1));
    EXPECT_NE(folds, folds_of_holes(data.hole, 5, 2));
    const std::vector<std::int32_t> without{-1, -1, -1, -1, -1, -1};
    const auto alone = folds_of_holes(without, 6, 3);
    EXPECT_EQ(std::set<std::int32_t>(alone.begin(), alone.end()).size(), 6U);
}

/// Errors of a known normal distribution: the plot is the diagonal; too narrow a variance lies below it.
TEST(Validation, TheAccuracyPlotTellsVariancesThatAreTooSmall) {
    std::mt19937_64 random(4);
    std::normal_distribution<double> normal;
    CrossValidation v;
    for (int n = 0; n < 20000; ++n) {
        v.truth.push_back(3);
        v.estimate.push_back(3 + 2 * normal(random));
        v.variance.push_back(4);
        v.samples.push_back(1);
        v.row.push_back(static_cast<std::size_t>(n));
    }
    const AccuracyPlot right = accuracy_plot(v, 10);
    ASSERT_EQ(right.probability.size(), 9U);
    for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(right.share[k], right.probability[k], 0.015);
    EXPECT_GT(right.goodness, 0.98);
    for (double& variance : v.variance) variance = 1;
    const AccuracyPlot narrow = accuracy_plot(v, 10);
    for (std::size_t k = 1; k < 9; ++k) EXPECT_LT(narrow.share[k], narrow.probability[k]);
    EXPECT_LT(narrow.goodness, 0.7);
    const ValidationSummary s = summarise(v);
    EXPECT_NEAR(s.mean_squared_standard, 4, 0.2);
    EXPECT_EQ(s.count, 20000);
}

TEST(Validation, NothingToValidateIsNotANumber) {
    const ValidationSummary s = summarise({});
    EXPECT_EQ(s.count, 0);
    EXPECT_TRUE(std::isnan(s.mean_error) && std::isnan(s.correlation) && std::isnan(s.inside_90));
    const reference::Data data = reference::random_data(8, 3, 3);
    base::Progress progress;
    const std::vector<std::int32_t> few(4, 0);
    const auto refused =
        cross_validate(data.places(), {reference::usual(), data.value, {}}, few, best(), progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "geostat.unequal_lengths");
    progress.cancel();
    const auto cancelled =
        cross_validate(data.places(), {reference::usual(), data.value, {}}, data.hole, best(), progress);
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().kind, base::ErrorKind::cancelled);
}

// --------------------------------------------------------------------------------------- swaths and bias

TEST(Swath, SlicesHoldTheMeansOfWhatLiesInThem) {
    blocks::GridGeometry grid;
    grid.origin = {1000, 2000, 0};
    grid.block_size = {10, 20, 5};
    grid.count = {20, 10, 9};
    auto model = blocks::BlockModel::full(grid);
    ASSERT_TRUE(model);
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    const auto leaves = model->real_leaves("Cu");
    for (std::size_t l = 0; l < model->leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            if (model->leaf(l).is_active(n) && model->leaf(l).index(n)[1] != 3)
                leaves[l][n] = static_cast<float>(model->leaf(l).index(n)[0]);
    const std::vector<std::array<double, 3>> places{
        {1001, 2001, 1}, {1011, 2001, 1}, {1049, 2001, 1}, {1300, 0, 0}};
    const std::vector<double> values{1, 4, 7, 9}, weights{3, 1, 1, 2};
    base::Progress progress;
    const auto out = swath(*model, "Cu", places, values, weights, {{2, 0, 0}, 20}, progress);
    ASSERT_TRUE(out);
    ASSERT_EQ(out->from_m.size(), 16U) << "from 1000 to 1320";
    EXPECT_EQ(out->from_m[0], 1000);
    for (std::size_t k = 0; k < 10; ++k) {
        EXPECT_EQ(out->blocks[k], 2 * 9 * 9) << "one row of blocks has no grade";
        EXPECT_NEAR(out->block_mean[k], 2.0 * static_cast<double>(k) + 0.5, 1e-6);
    }
    EXPECT_EQ(out->blocks[10], 0);
    EXPECT_TRUE(std::isnan(out->block_mean[10]));
    EXPECT_EQ(out->samples[0], 2);
    EXPECT_NEAR(out->sample_mean[0], 7.0 / 4, 1e-12);
    EXPECT_NEAR(out->sample_mean[2], 7, 1e-12);
    EXPECT_NEAR(out->sample_mean[15], 9, 1e-12);
    const auto bias = global_bias(*model, "Cu", values, weights, progress);
    ASSERT_TRUE(bias);
    EXPECT_EQ(bias->blocks, 20 * 9 * 9);
    EXPECT_NEAR(bias->block_mean, 9.5, 1e-6);
    EXPECT_NEAR(bias->sample_mean, 32.0 / 7, 1e-12);
    EXPECT_NEAR(bias->bias, 9.5 / (32.0 / 7) - 1, 1e-6);
}

TEST(Swath, RefusesWhatHasNoMeaning) {
    auto model = blocks::BlockModel::full({});
    ASSERT_TRUE(model);
    base::Progress progress;
    const std::vector<std::array<double, 3>> places{{0, 0, 0}};
    const std::vector<double> one{1}, two{1, 2};
    EXPECT_EQ(swath(*model, "Cu", places, one, {}, {}, progress).error().what.key, "geostat.no_such_column");
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    EXPECT_EQ(swath(*model, "Cu", places, one, two, {}, progress).error().what.key,
              "geostat.unequal_lengths");
    EXPECT_EQ(swath(*model, "Cu", places, two, {}, {}, progress).error().what.key, "geostat.unequal_lengths");
    for (const SwathRule& rule : {SwathRule{{0, 0, 0}, 10}, SwathRule{{1, 0, 0}, 0},
                                  SwathRule{{1, 0, 0}, 1e-9}, SwathRule{{std::nan(""), 0, 0}, 10}})
        EXPECT_EQ(swath(*model, "Cu", places, one, {}, rule, progress).error().what.key, "geostat.bad_swath");
    const auto nothing = swath(*model, "Cu", {}, {}, {}, {}, progress);
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(nothing->from_m.empty());
}

}  // namespace
}  // namespace orelens::geostat
