// Signed distance to an open surface against exact answers (shared/data/geostat, section 11), and by hand.
#include "core/shapes/SurfaceDistance.h"

#include <gtest/gtest.h>

#include <cmath>

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

}  // namespace
}  // namespace orelens::shapes
