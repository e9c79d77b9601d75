// Signed distance to an open surface against exact answers (shared/data/geostat, section 11), and by hand.
#include "core/shapes/SurfaceDistance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/shapes/Solids.h"
#include "tests/support/NumberTable.h"
#include "tests/support/SharedData.h"

namespace orelens::shapes {
namespace {

TEST(SurfaceDistance, EqualsTheReference) {
    ORELENS_SHARED(folder, "geostat");
    const auto vertices = testing::read_numbers(folder / "surface_vertices.csv"), triangles = testing::read_numbers(folder / "surface_triangles.csv");
    const auto points = testing::read_numbers(folder / "enrichment_points.csv");
    TriangleMesh mesh;
    for (std::size_t n = 0; n < vertices.rows(); ++n) mesh.points.push_back({vertices["x"][n], vertices["y"][n], vertices["z"][n]});
    for (std::size_t n = 0; n < triangles.rows(); ++n)
        mesh.triangles.push_back({static_cast<std::int32_t>(triangles["a"][n]) - 1, static_cast<std::int32_t>(triangles["b"][n]) - 1,
                                  static_cast<std::int32_t>(triangles["c"][n]) - 1});
    const auto surface = SurfaceDistance::build(mesh, base::Progress());
    ASSERT_TRUE(surface);
    for (std::size_t n = 0; n < points.rows(); ++n) {
        const auto found = surface->nearest({points["x"][n], points["y"][n], points["z"][n]});
        EXPECT_NEAR(found.distance_m, points["signed_distance"][n], 1e-10) << n;
        EXPECT_EQ(static_cast<double>(found.feature), points["nearest_feature"][n]) << n;
        if (found.feature != SurfaceDistance::Feature::corner) {
            EXPECT_EQ(found.on_border, points["nearest_on_border"][n] == 1) << n;
        }
    }
}

TEST(SurfaceDistance, ByHand) {
    const TriangleMesh square{"", {{0, 0, 0}, {2, 0, 0}, {2, 2, 0}, {0, 2, 0}}, {{0, 1, 2}, {0, 2, 3}}};
    const auto surface = SurfaceDistance::build(square, base::Progress());
    ASSERT_TRUE(surface);
    EXPECT_DOUBLE_EQ(surface->nearest({1.5, 0.5, 3}).distance_m, 3);
    EXPECT_DOUBLE_EQ(surface->nearest({1.5, 0.5, -3}).distance_m, -3);
    EXPECT_DOUBLE_EQ(surface->nearest({1, -1, 0.5}).distance_m, std::sqrt(1.25));
    EXPECT_TRUE(surface->nearest({1, -1, 0.5}).on_border);
    EXPECT_DOUBLE_EQ(surface->nearest({3, 3, -1}).distance_m, -std::sqrt(3.0));
    EXPECT_EQ(surface->nearest({3, 3, -1}).feature, SurfaceDistance::Feature::corner);
    EXPECT_FALSE(surface->nearest({1, 1, 1}).on_border) << "the diagonal is no border";
    EXPECT_TRUE(std::isnan(surface->nearest({std::nan(""), 0, 0}).distance_m));
    EXPECT_EQ(SurfaceDistance::build({"flat", {{0, 0, 0}, {1, 0, 0}}, {{0, 1, 1}}}, base::Progress()).error().what.key, "shapes.no_surface");
}

/// A ball at a map's coordinates: blocks near and far, inside and out, cut through by the walk along the leaves.
TEST(SurfaceDistance, OfEveryBlockIsThatOfItsCentre) {
    const Vec3 middle{5e5, 4e6, 300};
    const auto surface = SurfaceDistance::build(testing::ball(middle, 60, 4), base::Progress());
    ASSERT_TRUE(surface);
    blocks::GridGeometry grid{{5e5 - 200, 4e6 - 150, 150}, {20, 15, 25}, {21, 20, 13}};
    grid.azimuth_deg = 30;
    auto model = blocks::BlockModel::where(grid, [](const blocks::Index3& b) { return (b[0] * 7 + b[1] * 3 + b[2]) % 5 != 0; });
    ASSERT_TRUE(model);
    ASSERT_TRUE(add_distance(*model, "distance.ball", *surface, base::Progress()));
    EXPECT_EQ(model->info("distance.ball")->unit, "m");
    std::int64_t inside = 0, seen = 0;
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model->leaf(leaf).is_active(n)) continue;
            const blocks::Index3 b = model->leaf(leaf).index(n);
            const Vec3 centre = grid.centre(b);
            const double held = model->value("distance.ball", b);
            ASSERT_EQ(held, static_cast<double>(static_cast<float>(surface->nearest(centre).distance_m)));
            const double exact = std::hypot(centre[0] - middle[0], centre[1] - middle[1], centre[2] - middle[2]) - 60;
            // The corners of the mesh lie on the ball, its faces up to a quarter of a metre below.
            ASSERT_NEAR(held, exact, 0.3);
            inside += held < 0 ? 1 : 0;
            ++seen;
        }
    EXPECT_EQ(seen, model->block_count());
    EXPECT_GT(inside, 20);
}

TEST(SurfaceDistance, ACancelLeavesTheModelAsItWas) {
    const auto surface = SurfaceDistance::build(testing::ball({0, 0, 0}, 60, 2), base::Progress());
    auto model = blocks::BlockModel::full({{-80, -80, -80}, {20, 20, 20}, {8, 8, 8}});
    base::Progress progress;
    progress.cancel();
    const auto done = add_distance(*model, "distance.ball", *surface, progress);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    EXPECT_FALSE(model->has("distance.ball"));
}

}  // namespace
}  // namespace orelens::shapes
