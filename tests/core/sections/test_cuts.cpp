// What sections meet, against independent computation: points in cells, straight lines, laws of areas and lengths.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "core/sections/Cuts.h"
#include "tests/core/sections/Ground.h"
#include "tests/support/CancelAt.h"

namespace orelens::sections {
namespace {

bool inside(const std::vector<Vec2>& corners, const Vec2& p) {
    for (std::size_t n = 0; n < corners.size(); ++n) {
        const Vec2 &a = corners[n], &b = corners[(n + 1) % corners.size()];
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < 0) return false;
    }
    return true;
}

Section through(double x, double y, double azimuth_deg, double length) {
    const double a = azimuth_deg * std::numbers::pi / 180;
    Section section;
    section.along = {std::sin(a), std::cos(a)};
    section.start = {x - section.along[0] * length / 2, y - section.along[1] * length / 2};
    section.length_m = length;
    section.corridor_m = 25;
    return section;
}

struct Turned {
    double azimuth, dip, roll, section;
};

class Faces : public ::testing::TestWithParam<Turned> {};

// The cell of a point in the plane is found by the grid itself; the faces must say the same, and nothing twice.
TEST_P(Faces, HoldThePointsOfTheirCells) {
    const Turned& t = GetParam();
    const blocks::GridGeometry grid = testing::turned_grid(t.azimuth, t.dip, t.roll);
    const blocks::BlockModel model = testing::graded(grid);
    const Vec3 middle = grid.to_world({11.3, 8.6, 9.4});
    const Section section = through(middle[0], middle[1], t.section, 900);
    const auto faces = cut_blocks(model, section, base::Progress());
    ASSERT_TRUE(faces);
    ASSERT_GT(faces->size(), 100U);
    std::map<blocks::Index3, const BlockFace*> by_cell;
    for (const BlockFace& face : *faces) {
        EXPECT_GE(area(face.corners), 0);
        EXPECT_LE(face.corners.size(), 6U);
        EXPECT_TRUE(by_cell.emplace(model.leaf(face.leaf).index(face.at), &face).second) << "a block twice";
    }
    std::mt19937 random(7);
    std::uniform_real_distribution<double> s(0, 900), z(-100, 400);
    int within = 0, tries = 20000;
    double sum = 0;
    for (const BlockFace& face : *faces) sum += area(face.corners);
    for (int n = 0; n < tries; ++n) {
        const Vec2 p{s(random), z(random)};
        const Vec3 cell = grid.to_grid(section.world(p[0], p[1]));
        const blocks::Index3 ijk{static_cast<int>(std::floor(cell[0])), static_cast<int>(std::floor(cell[1])),
                                 static_cast<int>(std::floor(cell[2]))};
        const auto found = by_cell.find(ijk);
        if (!grid.contains(ijk)) continue;
        ++within;
        ASSERT_NE(found, by_cell.end());
        EXPECT_TRUE(inside(found->second->corners, p));
    }
    // The faces' area is the share of points that lie in the model: four standard errors.
    const double whole = 900.0 * 500, share = static_cast<double>(within) / tries;
    EXPECT_NEAR(sum, share * whole, 4 * whole * std::sqrt(share * (1 - share) / tries));
}

INSTANTIATE_TEST_SUITE_P(Turned, Faces,
                         ::testing::Values(Turned{0, 0, 0, 90}, Turned{0, 0, 0, 37}, Turned{33, 0, 0, 90}, Turned{33, 0, 0, 123},
                                           Turned{300, 25, 0, 10}, Turned{118, -12, 17, 205}));

TEST(BlockFaces, APlaneBetweenTwoRowsShowsOneOfThem) {
    const blocks::GridGeometry grid = testing::turned_grid(0);
    const blocks::BlockModel model = testing::graded(grid);
    const Section section = through(grid.origin[0] + 230, grid.origin[1] + 50, 90, 2000);  // between rows 4 and 5
    const auto faces = cut_blocks(model, section, base::Progress());
    ASSERT_TRUE(faces);
    EXPECT_EQ(faces->size(), 23U * 19U);
    double sum = 0;
    for (const BlockFace& face : *faces) {
        EXPECT_EQ(model.leaf(face.leaf).index(face.at)[1], model.leaf(faces->front().leaf).index(faces->front().at)[1]);
        EXPECT_NEAR(area(face.corners), 100, 1e-6);
        sum += area(face.corners);
    }
    EXPECT_NEAR(sum, 23.0 * 20 * 19 * 5, 1e-4);
}

TEST(BlockFaces, AreLeftOffWhenCancelled) {
    const blocks::BlockModel model = testing::graded(testing::turned_grid(0));
    testing::CancelAt cancel(1);
    const auto faces = cut_blocks(model, through(500300, 4100250, 90, 900), cancel.progress);
    ASSERT_FALSE(faces);
    EXPECT_EQ(faces.error().kind, base::ErrorKind::cancelled);
}

// A straight hole crosses the corridor of ±25 m where its distance says so, by trigonometry.
TEST(HolePieces, EnterAndLeaveTheCorridorWhereTrigonometrySays) {
    // Section runs east through northing 1000; holes go south at 60°, so that off changes with depth · cos 60°.
    Section section = through(5000, 1000, 90, 400);
    const testing::Holes holes = testing::straight_holes({{5000, 1040, 300}, {5050, 1500, 300}, {5190, 1000, 300}}, 180, -60);
    const auto pieces = project_holes(holes.set, holes.traces, section);
    ASSERT_EQ(pieces.size(), 2U);
    const HolePiece& piece = pieces[0];
    EXPECT_EQ(piece.hole, 0U);
    EXPECT_NEAR(piece.depth_m.front(), (40 - 25) / 0.5, 1e-9);
    EXPECT_NEAR(piece.depth_m.back(), 120, 1e-9) << "65 m from the section would be 130 m deep";
    EXPECT_FALSE(piece.from_collar);
    EXPECT_TRUE(piece.to_end);
    const Spot half = piece.at(80);
    EXPECT_NEAR(half.s, 200, 1e-9);
    EXPECT_NEAR(half.z, 300 - 80 * std::sqrt(3) / 2, 1e-9);
    EXPECT_NEAR(half.off, 0, 1e-9);
    EXPECT_TRUE(pieces[1].from_collar);
    EXPECT_NEAR(pieces[1].depth_m.back(), 50, 1e-9);
    EXPECT_FALSE(pieces[1].to_end);
}

// Parallel corridors of half the spacing leave nothing out and show nothing twice.
TEST(HolePieces, EachMetreOfHoleStandsOnOneSheet) {
    std::vector<std::array<double, 3>> collars;
    for (int n = 0; n < 40; ++n) collars.push_back({1000 + 37.0 * (n % 8), 2000 + 71.0 * (n / 8), 500.0 + n});
    const testing::Holes holes = testing::straight_holes(collars, 127, -55);
    SectionRule rule;
    rule.line = "900 1900; 1500 2400";
    rule.spacing_m = 45;
    const auto sections = place_sections(rule, {.holes = &holes.set, .traces = &holes.traces});
    ASSERT_TRUE(sections);
    EXPECT_EQ(sections->size(), 18U) << "781 m hold 17 spacings";
    double metres = 0;
    for (const Section& section : *sections)
        for (const HolePiece& piece : project_holes(holes.set, holes.traces, section))
            metres += piece.depth_m.back() - piece.depth_m.front();
    EXPECT_NEAR(metres, 40 * 120, 1e-6);
}

TEST(MeshCut, LiesOnTheSectionInItsCoordinates) {
    shapes::TriangleMesh plane;  // z = 0.1 · (northing − 1000) + 50, over a square
    plane.points = {{4000, 0, -50}, {6000, 0, -50}, {6000, 2000, 150}, {4000, 2000, 150}};
    plane.triangles = {{0, 1, 2}, {0, 2, 3}};
    const Section section = through(5000, 1000, 30, 600);
    const auto lines = cut_mesh(plane, section);
    ASSERT_EQ(lines.size(), 1U);
    double low = 1e9, high = -1e9;
    for (const Vec2& p : lines[0]) {
        EXPECT_NEAR(p[1], 50 + 0.1 * (section.world(p[0], 0)[1] - 1000), 1e-9);
        low = std::min(low, p[0]);
        high = std::max(high, p[0]);
    }
    EXPECT_NEAR(low, 0, 1e-9);
    EXPECT_NEAR(high, 600, 1e-9);
}

TEST(Clip, PolygonKeepsTheAreaWithin) {
    const Window window{0, 10, 0, 5};
    EXPECT_NEAR(area(clip_polygon({{-5, -5}, {20, -5}, {20, 20}, {-5, 20}}, window)), 50, 1e-12);
    EXPECT_NEAR(area(clip_polygon({{-2, 0}, {2, 0}, {2, 4}, {-2, 4}}, window)), 8, 1e-12);
    EXPECT_TRUE(clip_polygon({{20, 20}, {30, 20}, {30, 30}}, window).empty());
    const auto parts = clip_line({{-5, 1}, {5, 1}, {5, 9}, {7, 9}, {7, 2}}, window);
    ASSERT_EQ(parts.size(), 2U) << "leaves above and comes back";
    EXPECT_EQ(parts[0], (std::vector<Vec2>{{0, 1}, {5, 1}, {5, 5}}));
    EXPECT_EQ(parts[1], (std::vector<Vec2>{{7, 5}, {7, 2}}));
}

TEST(Grid, StandsAtRoundCoordinates) {
    Section section = through(500123.4, 4100217.9, 62, 1000);
    const Grid grid = coordinate_grid(section, {0, 1000, -37, 411}, 130);
    EXPECT_TRUE(grid.by_easting);
    EXPECT_EQ(grid.step_m, 200);
    EXPECT_EQ(grid.elevations, (std::vector<double>{0, 200, 400}));
    ASSERT_EQ(grid.uprights.size(), 4U) << "883 m of easting";
    for (const Upright& upright : grid.uprights) {
        const Vec3 place = section.world(upright.s, 0);
        EXPECT_NEAR(std::remainder(place[0], 200), 0, 1e-6);
        EXPECT_NEAR(place[1], upright.place[1], 1e-6);
    }
    section = through(0, 0, 181, 1000);
    EXPECT_FALSE(coordinate_grid(section, {0, 1000, 0, 100}, 50).by_easting);
}

}  // namespace
}  // namespace orelens::sections
