// What stands beside a variogram that is shaped by hand: curves counted pair by pair, the model's own curve by its
// formula, the score by what kriging cannot but do, and the recipe's numbers there and back.
#include <gtest/gtest.h>

#include <cmath>

#include "core/project/VariogramDraft.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using geostat::StructureType;
using geostat::Variogram;

Variogram tilted() {
    return {0.1, {{StructureType::spherical, 0.4, {30, 20, 10, 60, 50, 40}}, {StructureType::spherical, 0.5, {30, 20, 10, 200, 120, 50}}}};
}

double spherical(double h, double range) {
    const double r = h / range;
    return r >= 1 ? 1 : 1.5 * r - 0.5 * r * r * r;
}

TEST(VariogramDraft, TheModelIsDrawnAlongItsAxes) {
    const Variogram model = tilted();
    for (const double h : {5.0, 45.0, 80.0, 150.0, 400.0}) {
        EXPECT_NEAR(draft_gamma(model, DraftWay::major, h), 0.1 + 0.4 * spherical(h, 60) + 0.5 * spherical(h, 200), 1e-12);
        EXPECT_NEAR(draft_gamma(model, DraftWay::semi, h), 0.1 + 0.4 * spherical(h, 50) + 0.5 * spherical(h, 120), 1e-12);
        EXPECT_NEAR(draft_gamma(model, DraftWay::minor, h), 0.1 + 0.4 * spherical(h, 40) + 0.5 * spherical(h, 50), 1e-12);
        EXPECT_NEAR(draft_gamma(model, DraftWay::any, h),
                    0.1 + 0.4 * spherical(h, std::cbrt(60.0 * 50 * 40)) + 0.5 * spherical(h, std::cbrt(200.0 * 120 * 50)), 1e-12);
    }
    EXPECT_EQ(draft_gamma(model, DraftWay::major, 0), 0);
    EXPECT_EQ(draft_gamma({0.3, {}}, DraftWay::minor, 10), 0.3);
}

TEST(VariogramDraft, TheRecipeStatesWhatWasShaped) {
    geostat::VariogramRule before;
    before.simple_mean = 0.7;
    const geostat::VariogramRule stated = stating(before, tilted());
    EXPECT_FALSE(stated.fit);
    EXPECT_EQ(stated.simple_mean, 0.7) << "what is no part of the model stays";
    EXPECT_EQ(geostat::stated_variogram(stated), tilted());
    const Variogram one{0.2, {{StructureType::exponential, 0.8, {10, 5, 0, 90, 80, 70}}}};
    EXPECT_EQ(geostat::stated_variogram(stating(stated, one)), one) << "a second structure of before is gone";
}

TEST(VariogramDraft, WhatAModelWasFittedToKeepsItsMeasureAndItsAxes) {
    geostat::VariogramFit fit;
    fit.scale = geostat::FitScale::normal_scores;
    geostat::ExperimentalVariogram one;
    one.scale = geostat::Scale::normal_scores;
    one.rule.downhole = true;
    one.variance = 1;
    fit.experimental.push_back(one);
    one.rule.downhole = false;
    one.rule.direction = {120, 10};
    one.variance = 2;
    fit.experimental.push_back(one);
    one.rule.direction = {30, 0};
    fit.experimental.push_back(one);
    one.rule.direction = {210, 80};
    one.variance = 4;
    fit.experimental.push_back(one);
    const auto curves = fitted_curves(fit);
    ASSERT_EQ(curves.size(), 4U);
    const DraftWay ways[] = {DraftWay::downhole, DraftWay::major, DraftWay::semi, DraftWay::minor};
    for (std::size_t n = 0; n < curves.size(); ++n) {
        EXPECT_EQ(curves[n].way, ways[n]) << n;
        EXPECT_EQ(curves[n].points.variance, fit.experimental[n].variance) << n;
        EXPECT_EQ(curves[n].points.scale, geostat::Scale::normal_scores) << n;
    }
    fit.experimental = {geostat::ExperimentalVariogram{}};
    ASSERT_EQ(fitted_curves(fit).size(), 1U);
    EXPECT_EQ(fitted_curves(fit).front().way, DraftWay::any);
    fit.is_default = true;
    EXPECT_TRUE(fitted_curves(fit).empty()) << "what was assumed was fitted to nothing";
}

TEST(VariogramDraft, CurvesArePairsCountedOneByOne) {
    drilling::CompositeTable samples;
    samples.grades.push_back({"Cu", {}});
    for (int hole = 0; hole < 6; ++hole)
        for (int n = 0; n < 8; ++n) {
            samples.x.push_back(40.0 * (hole % 3));
            samples.y.push_back(40.0 * (hole / 3));
            samples.z.push_back(-10.0 * n);
            samples.hole.push_back(hole);
            samples.grades[0].values.push_back(std::sin(hole * 1.7 + n * 0.9) + 2);
        }
    const drilling::DrillSpacing spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole);
    base::Progress progress;
    const Variogram round{0, {{StructureType::spherical, 1, {0, 0, 0, 60, 60, 60}}}};
    const double top = 2.7;
    const auto curves = draft_curves(samples, "Cu", round, top, spacing, 90, progress);
    ASSERT_TRUE(curves) << base::describe(curves.error(), base::Language::english);
    ASSERT_EQ(curves->size(), 2U);
    EXPECT_EQ((*curves)[0].way, DraftWay::downhole);
    EXPECT_EQ((*curves)[1].way, DraftWay::any);
    // Down the holes at 10 m.
    double sum = 0;
    int pairs = 0;
    const auto& v = samples.grades[0].values;
    for (std::size_t a = 0; a < v.size(); ++a)
        for (std::size_t b = a + 1; b < v.size(); ++b)
            if (samples.hole[a] == samples.hole[b] && std::abs(std::abs(samples.z[a] - samples.z[b]) - 10) < 1e-9) {
                sum += std::pow(std::min(v[a], top) - std::min(v[b], top), 2);
                ++pairs;
            }
    const auto& points = (*curves)[0].points.points;
    const auto first = std::ranges::find_if(points, [](const auto& point) { return std::abs(point.distance_m - 10) < 1e-9; });
    ASSERT_NE(first, points.end());
    EXPECT_EQ(first->pairs, pairs);
    EXPECT_NEAR(first->gamma, sum / (2 * pairs), 1e-12);
    const auto along = draft_curves(samples, "Cu", tilted(), top, spacing, 90, progress);
    ASSERT_TRUE(along);
    ASSERT_EQ(along->size(), 4U);
    // The longest axis of the model: azimuth 30°, 20° down.
    ASSERT_TRUE((*along)[1].points.rule.direction);
    EXPECT_NEAR((*(*along)[1].points.rule.direction)[0], 30, 1e-9);
    EXPECT_NEAR((*(*along)[1].points.rule.direction)[1], 20, 1e-9);
    EXPECT_FALSE(draft_curves(samples, "Zn", round, top, spacing, 90, progress));
    progress.cancel();
    EXPECT_FALSE(draft_curves(samples, "Cu", round, top, spacing, 90, progress));
}

TEST(VariogramDraft, TheScoreFollowsTheModel) {
    const testing::SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "variogram"));
    const std::string element = project.elements().front();
    Variogram model = project.results.estimate.variograms->front().model;
    const auto score = draft_score(project, element, model, 200, progress);
    ASSERT_TRUE(score) << base::describe(score.error(), base::Language::english);
    EXPECT_GT(score->summary.count, 20);
    EXPECT_LE(score->summary.count, 260) << "about as many as were asked for";
    EXPECT_GE(score->of, score->summary.count);
    // Four times the sills: the same estimates, four times the variances.
    Variogram four = model;
    four.nugget *= 4;
    for (geostat::Structure& one : four.structures) one.sill *= 4;
    const auto scaled = draft_score(project, element, four, 200, progress);
    ASSERT_TRUE(scaled);
    EXPECT_NEAR(scaled->summary.mean_squared, score->summary.mean_squared, 1e-9 * score->summary.mean_squared);
    EXPECT_NEAR(scaled->summary.mean_squared_standard * 4, score->summary.mean_squared_standard, 1e-9 * score->summary.mean_squared_standard);
    EXPECT_FALSE(draft_score(project, "Xx", model, 200, progress));
    progress.cancel();
    EXPECT_FALSE(draft_score(project, element, model, 200, progress));
    EXPECT_FALSE(draft_score(deposit.project(), element, model, 200, progress)) << "without composites";
}

}  // namespace
}  // namespace orelens::project
