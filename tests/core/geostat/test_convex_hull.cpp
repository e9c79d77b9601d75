// The convex hull as a limit of extrapolation: against the definition, and for samples without volume.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "core/geostat/ConvexHull.h"

namespace orelens::geostat {
namespace {

using Point = ConvexHull::Point;

std::vector<Point> random_points(std::uint64_t seed, std::size_t count, const Point& origin,
                                 const Point& extent) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> u(0, 1);
    std::vector<Point> points(count);
    for (Point& p : points)
        for (int a = 0; a < 3; ++a) p[a] = origin[a] + extent[a] * u(random);
    return points;
}

RC_GTEST_PROP(ConvexHull, HoldsItsPointsAndTheirMeansAndNothingBeyondThem, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Point origin{5e5, 4.2e6, 300},
        extent{800, *rc::gen::inRange(1, 900) * 1.0, *rc::gen::inRange(1, 300) * 1.0};
    const std::vector<Point> points =
        random_points(seed, *rc::gen::inRange<std::size_t>(4, 300), origin, extent);
    const ConvexHull hull(points);
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> weight;
    std::normal_distribution<double> normal;
    for (const Point& p : points) RC_ASSERT(hull.contains(p, 1e-3));
    for (int n = 0; n < 30; ++n) {
        Point mean{};
        double whole = 0;
        for (const Point& p : points) {
            const double w = weight(random);
            whole += w;
            for (int a = 0; a < 3; ++a) mean[a] += w * p[a];
        }
        for (double& m : mean) m /= whole;
        RC_ASSERT(hull.contains(mean, 1e-3));
        // Beyond the farthest point along any direction by more than the margin.
        Point d{normal(random), normal(random), normal(random)};
        const double length = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        double far = -1e300;
        for (const Point& p : points) far = std::max(far, (d[0] * p[0] + d[1] * p[1] + d[2] * p[2]) / length);
        const double here = (d[0] * mean[0] + d[1] * mean[1] + d[2] * mean[2]) / length;
        Point out = mean;
        for (int a = 0; a < 3; ++a) out[a] += d[a] / length * (far - here + 7.01);
        RC_ASSERT(!hull.contains(out, 7));
    }
}

TEST(ConvexHull, RegularGridsHaveManyPointsInEachFace) {
    std::vector<Point> grid;
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 20; ++j)
            for (int k = 0; k < 20; ++k) grid.push_back({5e5 + 10 * i, 4e6 + 10 * j, 5.0 * k});
    const ConvexHull hull(grid);
    for (const Point& p : grid) ASSERT_TRUE(hull.contains(p, 1e-3));
    EXPECT_TRUE(hull.contains({5e5 + 95, 4e6 + 95, 50}, 0));
    EXPECT_FALSE(hull.contains({5e5 - 0.01, 4e6 + 95, 50}, 0));
    EXPECT_TRUE(hull.contains({5e5 - 1, 4e6 + 95, 50}, 1.001));
    EXPECT_FALSE(hull.contains({5e5 - 1, 4e6 - 1, 50}, 1.3)) << "an edge is rounded, not sharp";
    EXPECT_TRUE(hull.contains({5e5 - 1, 4e6 - 1, 50}, 1.42));
    EXPECT_TRUE(hull.surely_inside({5e5 + 95, 4e6 + 95, 47}, 40));
    EXPECT_FALSE(hull.surely_inside({5e5 + 95, 4e6 + 95, 47}, 60));
}

struct Flat {
    const char* name;
    std::vector<Point> points;
    Point near, far;  ///< 4.9 and 5.1 m away
};

TEST(ConvexHull, SamplesWithoutVolumeHoldWhatLiesWithinTheMargin) {
    Flat plane{"plane", {}, {5e5 + 95, 4e6 + 95, 104.9}, {5e5 + 95, 4e6 + 95, 105.1}};
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 20; ++j) plane.points.push_back({5e5 + 10 * i, 4e6 + 10 * j, 100});
    Flat line{"line", {}, {5e5 + 4.9, 4e6, -100}, {5e5, 4e6 + 5.1, -100}};
    for (int n = 0; n < 300; ++n) line.points.push_back({5e5, 4e6, -2.0 * n});
    const Flat all[] = {plane,
                        line,
                        {"place", {{1e5, 2e5, 3}}, {1e5 + 4.9, 2e5, 3}, {1e5, 2e5 - 5.1, 3}},
                        {"pair", {{0, 0, 0}, {10, 0, 0}}, {5, 4.9, 0}, {5, 0, 5.1}}};
    for (const Flat& flat : all) {
        const ConvexHull hull(flat.points);
        for (const Point& p : flat.points) ASSERT_TRUE(hull.contains(p, 1e-2)) << flat.name;
        EXPECT_TRUE(hull.contains(flat.near, 5)) << flat.name;
        EXPECT_FALSE(hull.contains(flat.far, 5)) << flat.name;
        EXPECT_FALSE(hull.surely_inside(flat.points[0], 1)) << flat.name;
    }
    const ConvexHull none(std::vector<Point>{});
    EXPECT_FALSE(none.contains({0, 0, 0}, 1e9));
    EXPECT_FALSE(none.surely_inside({0, 0, 0}, 0));
}

}  // namespace
}  // namespace orelens::geostat
