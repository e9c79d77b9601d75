// Surfaces through points: what makes none is refused, quietly.
#include "core/shapes/Delaunay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace orelens::shapes {
namespace {

/// Along a line that runs over a map, every third point `off` beside it.
std::vector<Vec3> row(double off, int count = 50) {
    std::vector<Vec3> points;
    for (int n = 0; n < count; ++n) points.push_back({5e5 + 10.0 * n, 4e6 + 5.0 * n + (n % 3) * off, 100.0 + n % 7});
    return points;
}

TEST(Delaunay, PointsInALineAreRefusedWithoutAWordOnTheTerminal) {
    for (const double off : {0.0, 1e-12, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1.0}) {
        ::testing::internal::CaptureStderr();
        const auto made = triangulate(row(off), base::Progress());
        EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << off;
        EXPECT_EQ(made.has_value(), off > 4e-4) << off;
        if (!made) {
            EXPECT_EQ(made.error().what.key, "shapes.few_points");
        }
    }
    for (std::vector<Vec3> points : {std::vector<Vec3>{}, {{1, 1, 1}, {1, 1, 2}, {1, 1, 3}}, {{0, 0, 0}, {1e200, 0, 0}, {0, 1e-200, 0}},
                                     {{0, 0, 0}, {1e308, 0, 0}, {-1e308, 1e308, 0}}}) {
        ::testing::internal::CaptureStderr();
        EXPECT_FALSE(triangulate(points, base::Progress()));
        EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    }
}

TEST(Delaunay, EveryPlaceIsACornerAndTheHullIsFilled) {
    std::vector<Vec3> points;
    for (int n = 0; n < 400; ++n) points.push_back({std::fmod(n * 61.803, 100), std::fmod(n * 38.197, 70), 1.0 * n});
    for (const Vec3& corner : {Vec3{-1, -1, 0}, {101, -1, 0}, {101, 71, 0}, {-1, 71, 0}}) points.push_back(corner);
    points.push_back({-1, -1, 5});
    const auto made = triangulate(points, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->same_place, 1);
    EXPECT_EQ(made->largest_step_m, 5);
    ASSERT_EQ(made->mesh.points.size(), 404U);
    double area = 0;
    std::vector<bool> used(404, false);
    for (const auto& [a, b, c] : made->mesh.triangles) {
        const Vec3 &p = made->mesh.points[static_cast<std::size_t>(a)], &q = made->mesh.points[static_cast<std::size_t>(b)],
                   &r = made->mesh.points[static_cast<std::size_t>(c)];
        area += std::abs((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])) / 2;
        for (const std::int32_t n : {a, b, c}) used[static_cast<std::size_t>(n)] = true;
    }
    EXPECT_NEAR(area, 102.0 * 72, 1e-6);
    EXPECT_EQ(std::ranges::count(used, true), 404);
}

}  // namespace
}  // namespace orelens::shapes
