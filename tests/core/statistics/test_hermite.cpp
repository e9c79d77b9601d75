#include "core/statistics/Hermite.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/statistics/Gaussian.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {
namespace {

TEST(Hermite, PolynomialsAreOrthonormal) {
    // Midpoint rule over ±12 under the normal density.
    constexpr int terms = 8, steps = 24000;
    double products[terms + 1][terms + 1] = {};
    for (int n = 0; n < steps; ++n) {
        const double y = -12 + (n + 0.5) * 24.0 / steps, weight = normal_density(y) * 24.0 / steps;
        const auto h = hermite_values(y, terms);
        for (std::size_t a = 0; a <= terms; ++a)
            for (std::size_t b = 0; b <= terms; ++b) products[a][b] += weight * h[a] * h[b];
    }
    for (std::size_t a = 0; a <= terms; ++a)
        for (std::size_t b = 0; b <= terms; ++b) EXPECT_NEAR(products[a][b], a == b ? 1 : 0, 1e-9) << a << " " << b;
    EXPECT_EQ(hermite_values(2, 1)[1], -2);
}

TEST(Hermite, BlocksOfPointSupportGiveTheSamplesBack) {
    std::mt19937_64 random(8);
    std::normal_distribution<double> normal;
    std::vector<double> values;
    for (int n = 0; n < 20000; ++n) values.push_back(2 + normal(random));
    const auto phi = hermite_coefficients(values, {}, 20);
    ASSERT_TRUE(phi);
    const Moments m = moments(values);
    EXPECT_NEAR((*phi)[0], m.mean, 1e-9);
    EXPECT_NEAR(hermite_variance(*phi, 1), m.variance, 0.01);
    // Normal values: block grades are normal with sd r·σ, so the median splits them.
    const auto r = support_coefficient(*phi, 0.25 * hermite_variance(*phi, 1));
    ASSERT_TRUE(r);
    EXPECT_NEAR(*r, 0.5, 0.01);
    const std::vector<double> cutoffs{-10, 2, 2.5, 20};
    const auto points = grade_tonnage(*phi, *r, cutoffs);
    EXPECT_EQ(points[0].tonnage, 1);
    EXPECT_NEAR(points[0].mean, m.mean, 1e-9);
    EXPECT_NEAR(points[1].tonnage, 0.5, 0.02);
    EXPECT_NEAR(points[2].tonnage, normal_share(-1), 0.02);
    EXPECT_NEAR(points[2].mean, 2 + 0.5 * normal_density(1) / normal_share(-1), 0.02);
    EXPECT_EQ(points[3].tonnage, 0);
    EXPECT_TRUE(std::isnan(points[3].mean));
}

TEST(Hermite, RefusesWhatCannotBe) {
    EXPECT_FALSE(hermite_coefficients({}, {}, 10));
    EXPECT_FALSE(hermite_coefficients(std::vector<double>{1, 2}, {}, 0));
    const auto phi = hermite_coefficients(std::vector<double>{1, 2, 5}, {}, 10);
    ASSERT_TRUE(phi);
    EXPECT_FALSE(support_coefficient(*phi, -1));
    EXPECT_EQ(support_coefficient(*phi, 1e6).error().what.key, "statistics.bad_block_variance");
    EXPECT_EQ(*support_coefficient(*phi, 0), 0);
}

}  // namespace
}  // namespace orelens::statistics
