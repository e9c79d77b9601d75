#include "core/shapes/RadialFit.h"

#include <gtest/gtest.h>

#include <random>

namespace orelens::shapes {
namespace {

std::vector<Vec3> scattered(std::size_t count, bool flat) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(0, 1000);
    std::vector<Vec3> points;
    for (std::size_t n = 0; n < count; ++n) points.push_back({place(random), place(random), flat ? 0 : place(random)});
    return points;
}

TEST(RadialFit, MeetsTheValues) {
    const std::vector<Vec3> points = scattered(800, false);
    std::vector<double> values;
    for (const Vec3& p : points) values.push_back(std::sin(p[0] / 100) + p[2] / 300);
    const auto fit = RadialFit::build(points, values, {}, base::Progress());
    ASSERT_TRUE(fit);
    EXPECT_GT(fit->parts(), 5U);
    for (std::size_t n = 0; n < points.size(); ++n) EXPECT_NEAR(fit->at(points[n]), values[n], 1e-8);
}

TEST(RadialFit, ThinPlatesHoldPlanesWhateverTheParts) {
    const std::vector<Vec3> points = scattered(1500, true);
    std::vector<double> values;
    for (const Vec3& p : points) values.push_back(3 + 0.2 * p[0] - 0.7 * p[1]);
    RadialRule rule;
    rule.kernel = RadialRule::Kernel::thin_plate;
    const auto fit = RadialFit::build(points, values, rule, base::Progress());
    ASSERT_TRUE(fit);
    for (const Vec3& p : scattered(50, true)) EXPECT_NEAR(fit->at(p), 3 + 0.2 * p[0] - 0.7 * p[1], 1e-6);
    EXPECT_NEAR(fit->at({1200, -300, 0}), 3 + 0.2 * 1200 + 0.7 * 300, 1e-5) << "and beyond the points";
}

TEST(RadialFit, HasNoStepsBetweenParts) {
    const std::vector<Vec3> points = scattered(1500, true);
    std::vector<double> values;
    for (const Vec3& p : points) values.push_back(20 * std::sin(p[0] / 90) * std::cos(p[1] / 120));
    RadialRule rule;
    rule.kernel = RadialRule::Kernel::thin_plate;
    const auto fit = RadialFit::build(points, values, rule, base::Progress());
    ASSERT_TRUE(fit);
    double before = fit->at({50, 400, 0});
    for (double x = 50; x < 950; x += 0.1) {
        const double now = fit->at({x, 400, 0});
        EXPECT_LT(std::abs(now - before), 0.1) << x;
        before = now;
    }
}

TEST(RadialFit, PointsOnALine) {
    RadialRule rule;
    rule.kernel = RadialRule::Kernel::thin_plate;
    const auto fit = RadialFit::build({{0, 0, 0}, {10, 0, 0}, {20, 0, 0}, {30, 0, 0}, {40, 0, 0}}, {0, 1, 2, 3, 4}, rule, base::Progress());
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->at({15, 0, 0}), 1.5, 1e-9);
    EXPECT_TRUE(std::isfinite(fit->at({15, 100, 0})));
    EXPECT_NEAR(RadialFit::build({{3, 4, 5}}, {7}, {}, base::Progress())->at({0, 0, 0}), 7, 1e-9);
    EXPECT_FALSE(RadialFit::build({}, {}, {}, base::Progress()));
}

}  // namespace
}  // namespace orelens::shapes
