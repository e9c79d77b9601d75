#include "core/shapes/VoxelBody.h"

#include <gtest/gtest.h>

#include <numbers>

#include "core/shapes/Measure.h"
#include "core/shapes/MeshCheck.h"

namespace orelens::shapes {
namespace {

double ball(double radius) { return 4.0 / 3 * std::numbers::pi * std::pow(radius, 3); }

TEST(VoxelBody, ShrinksFromAllSides) {
    const std::vector<Vec3> point{{500'000, 4'000'000, 300}};
    for (const double shrink : {0.0, 8.0}) {
        auto body = VoxelBody::around(alike(point, 20, 20 - shrink), 0.5, base::Progress());
        ASSERT_TRUE(body);
        ASSERT_TRUE(body->cut([](const Vec3&) { return -100.0; }, base::Progress()));
        const auto mesh = body->mesh(base::Progress());
        ASSERT_TRUE(mesh);
        EXPECT_NEAR(volume(*mesh) / ball(20 - shrink), 1, 0.03);
        EXPECT_TRUE(check(*mesh, base::Progress())->closed());
        EXPECT_NEAR(body->cells() * 0.125 / ball(20 - shrink), 1, 0.03);
        EXPECT_GT(body->open_share(), 0.99);
    }
}

TEST(VoxelBody, FillsGapsBetweenPoints) {
    std::vector<Vec3> net;
    for (double x = 0; x <= 200; x += 20)
        for (double y = 0; y <= 200; y += 20) net.push_back({x, y, 0});
    const auto body = VoxelBody::around(alike(net, 30, 10), 1, base::Progress());
    ASSERT_TRUE(body);
    EXPECT_LT(body->reach_at({90, 90, 0}), 0) << "half way between the points";
    EXPECT_GT(body->reach_at({-15, 90, 0}), 0);
    EXPECT_LT(body->reach_at({-7, 100, 0}), 0);
    EXPECT_GT(body->reach_at({100, 100, 14}), 0);
}

TEST(VoxelBody, IsCutAndItsPartsCounted) {
    std::vector<Vec3> points{{0, 0, 0}, {1, 0, 0}, {100, 0, 0}};
    auto body = VoxelBody::around(alike(points, 20, 20), 1, base::Progress());
    ASSERT_TRUE(body);
    // The upper halves.
    ASSERT_TRUE(body->cut([](const Vec3& p) { return -0.25 - p[2]; }, base::Progress()));
    const auto parts = body->drop_parts(points, 2, base::Progress());
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->kept, 1);
    EXPECT_EQ(parts->dropped, 1);
    EXPECT_EQ(parts->dropped_points, 1);
    const auto mesh = body->mesh(base::Progress());
    EXPECT_NEAR(volume(*mesh) / (ball(20) / 2 + std::numbers::pi * 400 * (0.25 + 0.5)), 1, 0.05);
    EXPECT_LT(bounds(*mesh).high[0], 25);
    EXPECT_NEAR(*body->share_within({{0, 0, 0}}, {10}, base::Progress()), 1.0 / 8, 0.03);
}

TEST(VoxelBody, SlabBetweenSurfaces) {
    SlabColumns columns;
    columns.step = 2;
    columns.step_z = 2;
    columns.nx = columns.ny = 81;
    for (int j = 0; j < 81; ++j)
        for (int i = 0; i < 81; ++i) {
            const double middle = 0.3 * 2 * i, r = 2 * std::hypot(i - 40, j - 40);
            columns.top.push_back(middle + 3.3);
            columns.bottom.push_back(middle - 2.1);
            columns.outside.push_back(r - 70);
        }
    EXPECT_GT(slab_cells(columns), 1000);
    const auto mesh = slab_mesh(columns, base::Progress());
    ASSERT_TRUE(mesh);
    EXPECT_TRUE(check(*mesh, base::Progress())->closed());
    EXPECT_NEAR(volume(*mesh) / (std::numbers::pi * 70 * 70 * 5.4), 1, 0.02);
}

TEST(VoxelBody, SaysHowManyCells) {
    EXPECT_NEAR(cells_around(alike({{0, 0, 0}}, 10, 10), 1) / ball(10), 1, 0.1);
    EXPECT_EQ(cells_around({}, 1), 0);
}

}  // namespace
}  // namespace orelens::shapes
