// What is wrong with meshes, and what making a solid of them mends.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/shapes/Inside.h"
#include "core/shapes/Measure.h"
#include "core/shapes/Solid.h"
#include "tests/core/shapes/Solids.h"

namespace orelens::shapes {
namespace {

MeshReport looked(const TriangleMesh& mesh) {
    auto report = check(mesh, base::Progress());
    EXPECT_TRUE(report);
    return report ? *report : MeshReport();
}

TEST(MeshCheck, AGoodBoxHasNoFault) {
    const MeshReport report = looked(testing::box({5e5, 4e6, 300}, {10, 20, 30}, 33, 12));
    EXPECT_TRUE(report.closed());
    EXPECT_EQ(report.triangles, 12);
    EXPECT_EQ(report.points, 8);
    EXPECT_NEAR(report.volume_m3, 6000, 1e-5);
    EXPECT_NEAR(report.area_m2, 2 * (200 + 300 + 600), 1e-5);
    for (const Fault* fault : {&report.open, &report.branching, &report.turned, &report.crossing, &report.duplicated,
                               &report.degenerate})
        EXPECT_EQ(fault->count, 0);
    ASSERT_EQ(report.shells.size(), 1U);
    EXPECT_TRUE(report.shells[0].closed);
}

TEST(MeshCheck, FaultsAreCountedAndPlaced) {
    const TriangleMesh good = testing::box({0, 0, 0}, {10, 10, 10});
    TriangleMesh open = good;
    open.triangles.pop_back();
    EXPECT_EQ(looked(open).open.count, 3);
    EXPECT_NEAR(looked(open).open_length_m, 20 + std::sqrt(200), 1e-9);

    TriangleMesh turned = good;
    std::swap(turned.triangles[3][0], turned.triangles[3][1]);
    EXPECT_EQ(looked(turned).turned.count, 3);

    TriangleMesh twice = good;
    twice.triangles.push_back({2, 1, 0});
    EXPECT_EQ(looked(twice).duplicated.count, 1);
    EXPECT_TRUE(looked(twice).closed());

    // Both sides of every triangle: one of each counts. A fold on itself: none does.
    TriangleMesh both = good;
    testing::append(both, good, true);
    EXPECT_EQ(looked(both).duplicated.count, 12);
    EXPECT_TRUE(looked(both).closed());
    TriangleMesh fold = good;
    fold.triangles.push_back({0, 1, 6});
    fold.triangles.push_back({0, 6, 1});
    EXPECT_EQ(looked(fold).duplicated.count, 2);
    EXPECT_TRUE(looked(fold).closed());

    TriangleMesh thin = good;
    thin.triangles.push_back({3, 3, 5});
    EXPECT_EQ(looked(thin).degenerate.count, 1);

    TriangleMesh wing = good;
    wing.points.push_back({0, 0, 50});
    wing.triangles.push_back({6, 7, 8});
    EXPECT_EQ(looked(wing).branching.count, 1);

    TriangleMesh two = good;
    testing::append(two, testing::box({6, 1, 1}, {10, 3, 3}, 10, 5));
    EXPECT_GT(looked(two).crossing.count, 0);
    EXPECT_EQ(looked(two).shells.size(), 2U);

    TriangleMesh apart = good;
    testing::append(apart, testing::box({30, 0, 0}, {10, 10, 10}));
    EXPECT_EQ(looked(apart).crossing.count, 0);
    EXPECT_EQ(looked(apart).shells[1].around, 0);

    TriangleMesh within = good;
    testing::append(within, testing::box({0, 0, 0}, {4, 4, 4}));
    EXPECT_EQ(looked(within).shells[1].around, 1);
    EXPECT_EQ(looked(within).crossing.count, 0);
}

TEST(MeshCheck, RefusesWhatIsNoMesh) {
    TriangleMesh mesh = testing::box({0, 0, 0}, {1, 1, 1});
    EXPECT_FALSE(check(TriangleMesh{}, base::Progress()));
    TriangleMesh bad = mesh;
    bad.triangles[2][1] = 8;
    EXPECT_FALSE(check(bad, base::Progress()));
    mesh.points[3][2] = std::nan("");
    EXPECT_FALSE(check(mesh, base::Progress()));
}

TEST(Solid, FacesOutwardWhateverTheFileDid) {
    const TriangleMesh good = testing::box({0, 0, 0}, {10, 10, 10});
    TriangleMesh inward;
    testing::append(inward, good, true);
    const auto made = make_solid(inward, {}, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_NEAR(made->volume_m3, 1000, 1e-9);
    EXPECT_EQ(made->repairs.turned_shells, 1);

    TriangleMesh mixed = good;
    for (const std::size_t n : {0U, 5U, 9U}) std::swap(mixed.triangles[n][0], mixed.triangles[n][2]);
    const auto mended = make_solid(mixed, {}, base::Progress());
    ASSERT_TRUE(mended);
    EXPECT_NEAR(mended->volume_m3, 1000, 1e-9);
    EXPECT_EQ(mended->repairs.turned, 3);
}

TEST(Solid, AHoleStaysAHoleWhenTheWholeIsTurned) {
    TriangleMesh hollow = testing::box({0, 0, 0}, {10, 10, 10});
    testing::append(hollow, testing::box({0, 0, 0}, {4, 4, 4}), true);
    const auto made = make_solid(hollow, {}, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_NEAR(made->volume_m3, 1000 - 64, 1e-9);
    EXPECT_EQ(made->repairs, Repairs{});
    TriangleMesh inward;
    testing::append(inward, hollow, true);
    const auto turned = make_solid(inward, {}, base::Progress());
    ASSERT_TRUE(turned);
    EXPECT_NEAR(turned->volume_m3, 1000 - 64, 1e-9);
}

TEST(Solid, SmallGapsAreClosedAndLargeOnesRefusedWithTheirPlace) {
    TriangleMesh ball = testing::ball({100, 200, 300}, 50, 5);
    ball.triangles.erase(ball.triangles.begin() + 1000);
    const auto made = make_solid(ball, {}, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->repairs.gaps, 1);
    EXPECT_TRUE(looked(made->mesh).closed());
    TriangleMesh cup = testing::box({100, 200, 300}, {10, 10, 10});
    cup.triangles.resize(10);
    const auto refused = make_solid(cup, {}, base::Progress());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "shapes.open_solid");
    const auto closed = make_solid(cup, {.largest_gap_percent = 100}, base::Progress());
    ASSERT_TRUE(closed);
    EXPECT_NEAR(closed->volume_m3, 1000, 1e-6);
}

TEST(Solid, CornersARoundingApartAreOne) {
    TriangleMesh loose;
    const TriangleMesh good = testing::box({5e5, 4e6, 300}, {10, 10, 10}, 20);
    for (std::size_t n = 0; n < good.triangles.size(); ++n) {
        std::array<std::int32_t, 3> triangle{};
        for (std::size_t c = 0; c < 3; ++c) {
            triangle[c] = static_cast<std::int32_t>(loose.points.size());
            Vec3 point = good.points[static_cast<std::size_t>(good.triangles[n][c])];
            point[n % 3] += 1e-4 * static_cast<double>(n % 5);
            loose.points.push_back(point);
        }
        loose.triangles.push_back(triangle);
    }
    EXPECT_FALSE(looked(loose).closed());
    const auto made = make_solid(loose, {}, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_GT(made->repairs.joined, 0);
    EXPECT_NEAR(made->volume_m3, 1000, 0.2);
}

TEST(Inside, EdgesAndCornersCountOnce) {
    // Plumb lines through corners and along edges of a box of unit steps.
    const TriangleMesh box = testing::box({5, 5, 5}, {4, 4, 4});
    const Plumb plumb(box);
    for (int x = 0; x <= 10; ++x)
        for (int y = 0; y <= 10; ++y) {
            const int winding = plumb.winding({x * 1.0, y * 1.0, 5});
            EXPECT_TRUE(winding == 0 || winding == 1);
            if (x > 3 && x < 7 && y > 3 && y < 7) {
                EXPECT_EQ(winding, 1);
            }
            if (x < 3 || x > 7 || y < 3 || y > 7) {
                EXPECT_EQ(winding, 0);
            }
            EXPECT_EQ(plumb.winding({x * 1.0, y * 1.0, 2}), 0);
        }
    EXPECT_EQ(plumb.height(5, 5), 7);
    EXPECT_TRUE(std::isnan(plumb.height(50, 5)));
    EXPECT_EQ(plumb.winding({5, 5, std::nan("")}), 0);
}

RC_GTEST_PROP(InsideLaws, PointsOfABallAreThoseWithinItsRadius, ()) {
    const TriangleMesh ball = testing::ball({5e5, 4e6, 100}, 50, 4);
    const Plumb plumb(ball);
    for (int n = 0; n < 200; ++n) {
        const auto coordinate = [] { return *rc::gen::inRange(-700, 700) / 10.0; };
        const Vec3 from{coordinate(), coordinate(), coordinate()};
        const double distance = std::hypot(from[0], from[1], from[2]);
        if (distance > 49 && distance < 50) continue;
        RC_ASSERT((plumb.winding({5e5 + from[0], 4e6 + from[1], 100 + from[2]}) != 0) == (distance < 49.5));
    }
}

TEST(Measure, PrismsOfOutlinesWithHoles) {
    Polylines lines{"", {{0, 0, 5}, {100, 0, 5}, {100, 100, 5}, {0, 100, 5}, {40, 40, 0}, {60, 40, 0}, {60, 60, 0}, {40, 60, 0}},
                    {{0, 1, 2, 3, 0}, {4, 5, 6, 7, 4}}};
    const auto solid = prism(lines, -10, 10, 0.1);
    ASSERT_TRUE(solid);
    EXPECT_NEAR(volume(*solid), 20 * (10'000 - 400), 1e-6);
    const auto inner = inside(*solid, {{50, 50, 0}, {10, 10, 0}, {10, 10, 11}}, base::Progress());
    ASSERT_TRUE(inner);
    EXPECT_EQ(*inner, (std::vector<std::uint8_t>{0, 1, 0}));
    lines.lines = {{0, 1, 2, 3}};
    EXPECT_FALSE(prism(lines, -10, 10, 0.1));
    lines.lines = {{0, 1, 2}};
    EXPECT_FALSE(prism(lines, -10, 10, 0.1)) << "ends far apart";
}

}  // namespace
}  // namespace orelens::shapes
