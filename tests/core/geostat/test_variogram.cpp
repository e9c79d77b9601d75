#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {
namespace {

TEST(Variogram, MajorAxisFollowsAzimuthAndDipsDown) {
    const auto rows = isotropic_frame({90, 30, 0, 100, 50, 25});
    EXPECT_NEAR(rows[0][0] * 100, std::cos(30 * M_PI / 180), 1e-15);
    EXPECT_NEAR(rows[0][1] * 100, 0, 1e-15);
    EXPECT_NEAR(rows[0][2] * 100, -0.5, 1e-15);
    const auto north = isotropic_frame({0, 0, 0, 1, 1, 1});
    EXPECT_NEAR(north[0][1], 1, 1e-15);
    EXPECT_NEAR(north[1][0], -1, 1e-15);  // GSLIB's semi-major axis points west
    EXPECT_NEAR(north[2][2], 1, 1e-15);
}

// The sign of plunge in points of space: a plate 200 m along north, 100 m across and 10 m thick, rolled by
// 30°. Positive is clockwise looking along the longest axis, so looking north the west (left) side rises.
TEST(Variogram, PositivePlungeRaisesTheWestOfAnAxisThatPointsNorth) {
    const Anisotropy plate{0, 0, 30, 200, 100, 10};
    const Variogram v{0, {{StructureType::spherical, 1, plate}}};
    const double c = std::cos(30 * M_PI / 180), s = std::sin(30 * M_PI / 180);
    EXPECT_NEAR(semivariance(v, {-50 * c, 0, 50 * s}), 0.6875, 1e-12) << "west and up lies in the plate";
    EXPECT_NEAR(semivariance(v, {50 * c, 0, -50 * s}), 0.6875, 1e-12) << "and east and down";
    EXPECT_EQ(semivariance(v, {50 * c, 0, 50 * s}), 1) << "east and up does not";
    EXPECT_NEAR(semivariance(v, {5 * s, 0, 5 * c}), 0.6875, 1e-12) << "its normal leans to the east";
    // Along an axis that points east the left side is north.
    const Variogram east{0, {{StructureType::spherical, 1, {90, 0, 30, 200, 100, 10}}}};
    EXPECT_NEAR(semivariance(east, {0, 50 * c, 50 * s}), 0.6875, 1e-12) << "north rises";
}

// GSLIB's order: plunge turns about the axis that azimuth and dip have given, so it leaves that axis alone.
TEST(Variogram, PlungeComesLastAndLeavesTheLongestAxis) {
    const auto flat = isotropic_frame({35, 20, 0, 200, 100, 10});
    const auto rolled = isotropic_frame({35, 20, 50, 200, 100, 10});
    for (int k = 0; k < 3; ++k) EXPECT_DOUBLE_EQ(flat[0][k], rolled[0][k]);
    EXPECT_GT(rolled[1][2], flat[1][2]) << "the semi-major axis rises";
}

// Rows of GSLIB's setrot for its angles 35, −20, 15 and ranges 200, 150, 50, computed independently in numpy.
TEST(Variogram, FrameEqualsGslib) {
    const auto rows = isotropic_frame({35, 20, 15, 200, 150, 50});
    const double a = 55 * M_PI / 180, b = 20 * M_PI / 180, t = 15 * M_PI / 180;
    const double expected[3][3] = {
        {std::cos(b) * std::cos(a) / 200, std::cos(b) * std::sin(a) / 200, -std::sin(b) / 200},
        {(-std::cos(t) * std::sin(a) + std::sin(t) * std::sin(b) * std::cos(a)) / 150,
         (std::cos(t) * std::cos(a) + std::sin(t) * std::sin(b) * std::sin(a)) / 150,
         std::sin(t) * std::cos(b) / 150},
        {(std::sin(t) * std::sin(a) + std::cos(t) * std::sin(b) * std::cos(a)) / 50,
         (-std::sin(t) * std::cos(a) + std::cos(t) * std::sin(b) * std::sin(a)) / 50,
         std::cos(t) * std::cos(b) / 50}};
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(rows[r][c], expected[r][c], 1e-17) << r << c;
}

TEST(Variogram, PracticalRangeReaches95PercentOfTheSill) {
    const Anisotropy ball{0, 0, 0, 80, 80, 80};
    for (const StructureType type : {StructureType::exponential, StructureType::gaussian})
        EXPECT_NEAR(semivariance({0, {{type, 2, ball}}}, {80, 0, 0}), 2 * (1 - std::exp(-3)), 1e-14);
    EXPECT_DOUBLE_EQ(semivariance({0, {{StructureType::spherical, 2, ball}}}, {0, 80, 0}), 2);
    EXPECT_DOUBLE_EQ(semivariance({0, {{StructureType::spherical, 2, ball}}}, {0, 0, 40}), 2 * 0.6875);
}

TEST(Variogram, NuggetIsTheLimitAtZeroButNotTheValue) {
    const Variogram v{0.3, {{StructureType::spherical, 0.7, {0, 0, 0, 100, 100, 100}}}};
    EXPECT_EQ(semivariance(v, {0, 0, 0}), 0);
    EXPECT_NEAR(semivariance(v, {1e-9, 0, 0}), 0.3, 1e-10);
    EXPECT_DOUBLE_EQ(v.sill(), 1.0);
}

TEST(Variogram, AxesRiseAtTheirOwnRanges) {
    const Anisotropy shape{35, 20, 15, 200, 150, 50};
    const Variogram v{0, {{StructureType::spherical, 1, shape}}};
    const auto rows = isotropic_frame(shape);
    const double ranges[3] = {200, 150, 50};
    for (int axis = 0; axis < 3; ++axis) {
        std::array<double, 3> half{};  // row · range = unit axis; half the range along it
        for (int c = 0; c < 3; ++c) half[c] = rows[axis][c] * ranges[axis] * ranges[axis] / 2;
        EXPECT_NEAR(semivariance(v, half), 0.6875, 1e-12) << axis;
    }
}

TEST(CovarianceModel, MeanCovarianceOfBlockLeavesTheNuggetOut) {
    const Variogram v{1, {{StructureType::spherical, 3, {0, 0, 0, 100, 100, 100}}}};
    const auto model = covariance_model(v, {});
    ASSERT_TRUE(model);
    EXPECT_DOUBLE_EQ(mean_covariance(*model, {{0, 0, 0}}), 1.0);
    // Two points a tenth of the range apart: half the pairs at 0, half at γ = 3·0.1495.
    const double expected = (0.5 * 3 + 0.5 * (3 - 3 * (0.15 - 0.0005))) / 4;
    EXPECT_NEAR(mean_covariance(*model, {{0, 0, 0}, {0.1, 0, 0}}), expected, 1e-15);
}

struct Refusal {
    Variogram variogram;
    const char* key;
};

TEST(CovarianceModel, RefusesModelsWithoutMeaning) {
    const Anisotropy ball{0, 0, 0, 80, 80, 80}, flat{0, 0, 0, 80, 80, 0};
    const Structure one{StructureType::spherical, 1, ball};
    const std::vector<Refusal> cases{
        {{-0.1, {one}}, "geostat.bad_sill"},
        {{0, {}}, "geostat.bad_sill"},
        {{0.5, {{StructureType::spherical, -1, ball}}}, "geostat.bad_sill"},
        {{std::nan(""), {one}}, "geostat.bad_sill"},
        {{0, {{StructureType::spherical, 1, flat}}}, "geostat.bad_range"},
        {{0, std::vector<Structure>(9, one)}, "geostat.too_many_structures"},
    };
    for (const Refusal& c : cases) {
        const auto model = covariance_model(c.variogram, ball);
        ASSERT_FALSE(model);
        EXPECT_EQ(model.error().what.key, c.key);
    }
    EXPECT_TRUE(covariance_model({1, {}}, ball));
    EXPECT_FALSE(covariance_model({1, {}}, flat));
}

}  // namespace
}  // namespace orelens::geostat
