// Signed distance to an open surface against exact answers (shared/data/geostat, section 11), and by hand.
#include "core/shapes/SurfaceDistance.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

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

/// Triangles of every form: long ones, needles, many at one place, open and closed, small and large beside blocks.
TriangleMesh any_mesh(std::uint32_t seed, double size) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> anywhere(-1, 1);
    TriangleMesh mesh = seed % 3 == 0 ? testing::ball({0, 0, 0}, size, 3) : TriangleMesh{};
    const auto point = [&](double reach) { return Vec3{anywhere(random) * reach, anywhere(random) * reach, anywhere(random) * reach}; };
    for (int n = 0; n < 120; ++n) {
        const Vec3 at = point(size), off = point(size * (n % 4 == 0 ? 1.0 : 0.1)), way = point(size * (n % 7 == 0 ? 1e-7 : 0.2));
        const auto first = static_cast<std::int32_t>(mesh.points.size());
        mesh.points.push_back(at);
        mesh.points.push_back({at[0] + off[0], at[1] + off[1], at[2] + off[2]});
        mesh.points.push_back({at[0] + off[0] * 0.4 + way[0], at[1] + off[1] * 0.4 + way[1], at[2] + off[2] * 0.4 + way[2]});
        mesh.triangles.push_back({first, first + 1, first + 2});
    }
    for (Vec3& p : mesh.points) p = {p[0] + 5e5, p[1] + 4e6, p[2] + 300};
    return mesh;
}

/// A law: for any surface and any grid the blocks' distance is the least over all triangles, each asked alone.
TEST(SurfaceDistance, OfBlocksIsTheLeastOverAllTriangles) {
    for (std::uint32_t seed = 0; seed < 24; ++seed) {
        const TriangleMesh mesh = any_mesh(seed, std::array{3.0, 40.0, 400.0}[seed % 3 == 2 ? 0 : seed / 2 % 3]);
        const auto surface = SurfaceDistance::build(mesh, base::Progress());
        ASSERT_TRUE(surface);
        std::vector<SurfaceDistance> single;
        for (const auto& triangle : mesh.triangles) {
            const auto at = [&](std::size_t k) { return mesh.points[static_cast<std::size_t>(triangle[k])]; };
            auto one = SurfaceDistance::build({"", {at(0), at(1), at(2)}, {{0, 1, 2}}}, base::Progress());
            if (one) single.push_back(std::move(*one));
        }
        blocks::GridGeometry grid{{5e5 - 50, 4e6 - 60, 250}, {9, 12, 7}, {9, 12, 11}};
        grid.azimuth_deg = 17.0 * (seed % 5);
        grid.dip_deg = seed % 2 == 0 ? 0 : 25;
        auto model = blocks::BlockModel::where(grid, [&](const blocks::Index3& b) { return seed % 4 != 1 || (b[0] + b[1] * 5 + b[2]) % 3 == 0; });
        ASSERT_TRUE(model);
        ASSERT_TRUE(add_distance(*model, "d", *surface, base::Progress()));
        for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                if (!model->leaf(leaf).is_active(n)) continue;
                const blocks::Index3 b = model->leaf(leaf).index(n);
                const Vec3 centre = grid.centre(b);
                double least = std::numeric_limits<double>::infinity();
                for (const SurfaceDistance& one : single) least = std::min(least, std::abs(one.nearest(centre).distance_m));
                const double held = model->value("d", b);
                ASSERT_NEAR(std::abs(held), least, 1e-6 * least + 1e-8) << "seed " << seed << ", block " << b[0] << " " << b[1] << " " << b[2];
                const double side = surface->nearest(centre).distance_m;
                if (least > 1e-3) {
                    ASSERT_EQ(std::signbit(held), std::signbit(side)) << seed;
                }
            }
    }
}

TEST(SurfaceDistance, CandidatesHoldTheNearestOfEveryPlaceOfTheRegion) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> part(0, 1);
    const auto surface = SurfaceDistance::build(testing::ball({0, 0, 0}, 100, 4), base::Progress());
    ASSERT_TRUE(surface);
    std::vector<std::uint32_t> few, all;
    int fewer = 0;
    for (int round = 0; round < 200; ++round) {
        const Vec3 low{part(random) * 400 - 200, part(random) * 400 - 200, part(random) * 400 - 200};
        const double width = 5 + 40 * part(random);
        const Box region{low, {low[0] + width, low[1] + width, low[2] + width}};
        const std::array<Vec3, 2> known = {surface->nearest(region.low).point, surface->nearest(region.high).point};
        ASSERT_TRUE(surface->candidates(region, known, 1'000'000, few));
        ASSERT_FALSE(few.empty());
        ASSERT_TRUE(surface->candidates(region, {}, 1'000'000, all)) << "with nothing known, all";
        ASSERT_EQ(all.size(), 2048U);
        EXPECT_FALSE(surface->candidates(region, {}, 2047, all));
        fewer += few.size() < 400 ? 1 : 0;
        for (int n = 0; n < 20; ++n) {
            const Vec3 place{low[0] + width * part(random), low[1] + width * part(random), low[2] + width * part(random)};
            double least = std::numeric_limits<double>::infinity();
            for (const std::uint32_t t : few) least = std::min(least, std::abs(surface->nearest_on(t, place).distance_m));
            ASSERT_DOUBLE_EQ(least, std::abs(surface->nearest(place).distance_m));
        }
    }
    EXPECT_GT(fewer, 150) << "and far from all triangles are asked";
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
