// Sections of known bodies, and surfaces over points.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Vectors.h"
#include "core/shapes/Delaunay.h"
#include "core/shapes/Measure.h"
#include "core/shapes/Section.h"
#include "tests/core/shapes/Solids.h"

namespace orelens::shapes {
namespace {

using base::dot;
using base::minus;

double length(const Polylines& lines) {
    double sum = 0;
    for (const auto& line : lines.lines)
        for (std::size_t n = 1; n < line.size(); ++n) {
            const Vec3 step = minus(lines.points[static_cast<std::size_t>(line[n])],
                                    lines.points[static_cast<std::size_t>(line[n - 1])]);
            sum += std::sqrt(dot(step, step));
        }
    return sum;
}

TEST(Section, OfABoxIsItsOutline) {
    const TriangleMesh box = testing::box({100, 200, 50}, {40, 20, 10});
    const Polylines level = section_lines(box, {{0, 0, 52}, {0, 0, 3}});
    ASSERT_EQ(level.lines.size(), 1U);
    EXPECT_EQ(level.lines[0].front(), level.lines[0].back()) << "closed";
    EXPECT_NEAR(length(level), 120, 1e-9);
    // Through corners and along edges nothing is cut twice.
    EXPECT_NEAR(length(section_lines(box, {{100, 200, 50}, {1, 2, 0}})), 2 * (10 + std::hypot(40, 20)), 1e-9);
    EXPECT_NEAR(length(section_lines(box, {{120, 0, 0}, {1, 0, 0}})), 60, 1e-9) << "in the face itself";
    EXPECT_TRUE(section_lines(box, {{0, 0, 56}, {0, 0, 1}}).lines.empty());
    TriangleMesh open = box;
    open.triangles.resize(10);
    for (const auto& line : section_lines(open, {{0, 0, 52}, {0, 0, 1}}).lines) EXPECT_NE(line.front(), line.back());
}

TEST(Section, LinesArePiercedOnce) {
    const Polylines line{"", {{0, 0, 0}, {10, 0, 0}, {10, 0, 10}, {0, 0, 10}}, {{0, 1, 2, 3}}};
    const PointCloud points = section_points(line, {{5, 0, 0}, {1, 0, 0}});
    ASSERT_EQ(points.points.size(), 2U);
    EXPECT_EQ(points.points[1], (Vec3{5, 0, 10}));
}

TEST(Delaunay, ASurfaceOverPointsCoversTheirHull) {
    std::vector<Vec3> points;
    for (int j = 0; j < 20; ++j)
        for (int i = 0; i < 30; ++i)
            points.push_back({5e5 + i * 10 + j % 3, 4e6 + j * 10 + i % 2, 100 + i * 1.0});
    points.push_back({5e5, 4e6, 500});  // over the first
    const auto made = triangulate(points, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->same_place, 1);
    EXPECT_EQ(made->mesh.points.size(), 600U);
    EXPECT_EQ(bounds(made->mesh).high[2], 500) << "the highest counts";
    TriangleMesh flat = made->mesh;
    for (Vec3& p : flat.points) p[2] = 0;
    EXPECT_NEAR(area(flat), 290 * 190, 290 * 190 * 0.02);
    EXPECT_FALSE(triangulate({{0, 0, 0}, {1, 1, 0}}, base::Progress()));
    EXPECT_FALSE(triangulate({{0, 0, 0}, {1, 1, 0}, {2, 2, 5}, {3, 3, 1}}, base::Progress())) << "on one line";
}

}  // namespace
}  // namespace orelens::shapes
