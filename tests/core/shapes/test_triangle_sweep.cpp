// The nearest triangle of a list, against each triangle asked alone.
#include "core/shapes/TriangleSweep.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/shapes/SurfaceDistance.h"

namespace orelens::shapes {
namespace {

TEST(TriangleSweep, FindsTheNearestOfRandomTriangles) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> anywhere(-10, 10);
    const auto point = [&] { return Vec3{anywhere(random), anywhere(random), anywhere(random)}; };
    for (int round = 0; round < 60; ++round) {
        TriangleMesh mesh;
        std::vector<PlaneTriangle> planes;
        std::vector<SurfaceDistance> single;
        for (std::int32_t n = 0; n < 25; ++n) {
            for (int k = 0; k < 3; ++k) mesh.points.push_back(point());
            const auto at = mesh.points.end() - 3;
            planes.push_back(plane_triangle({at[0], at[1], at[2]}));
            single.push_back(*SurfaceDistance::build({"", {at[0], at[1], at[2]}, {{0, 1, 2}}}, base::Progress()));
        }
        PointColumns points;
        for (int n = 0; n < 13; ++n) points.add(point());
        points.pad();
        ASSERT_EQ(points.size(), 16U);
        std::vector<std::int64_t> nearest;
        sweep(planes, points, nearest);
        ASSERT_EQ(nearest.size(), 16U);
        for (std::size_t n = 0; n < points.size(); ++n) {
            const Vec3 p{points.x[n], points.y[n], points.z[n]};
            const double found = std::abs(single[static_cast<std::size_t>(nearest[n])].nearest(p).distance_m);
            for (const SurfaceDistance& one : single) ASSERT_LE(found, std::abs(one.nearest(p).distance_m) + 1e-12);
        }
    }
}

/// Where rounding has made a line or less of a triangle it still stands where it stood.
TEST(TriangleSweep, TrianglesThatHaveShrunkStillHaveAPlace) {
    const std::vector<PlaneTriangle> planes = {plane_triangle({Vec3{0, 0, 0}, {10, 0, 0}, {4, 0, 0}}),
                                               plane_triangle({Vec3{0, 0, 50}, {0, 0, 60}, {0, 0, 60}}),
                                               plane_triangle({Vec3{40, 0, 0}, {40, 1, 0}, {41, 0, 0}})};
    PointColumns points;
    points.add({5, 1, 0});
    points.add({1, 0, 58});
    points.add({24.9, 0, 0});  // 14.9 from the end of the first, 15.1 from the third
    points.add({25.1, 0, 0});
    points.add({0, 0, 24.9});
    points.add({0, 0, 25.1});
    points.add({40.2, 0.2, -3});
    points.add({-3, 0, 0});
    std::vector<std::int64_t> nearest;
    sweep(planes, points, nearest);
    EXPECT_EQ(nearest, (std::vector<std::int64_t>{0, 1, 0, 2, 0, 1, 2, 0}));
}

}  // namespace
}  // namespace orelens::shapes
