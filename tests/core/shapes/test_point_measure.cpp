#include "core/shapes/PointMeasure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace orelens::shapes {
namespace {

TEST(PointMeasure, ALineHasLengthBearingAndPlunge) {
    // 300 east, 400 north, 500 down: 45° below the horizontal, towards N 36.87° E.
    const std::vector<Point3> points{{1000, 2000, 800}, {1300, 2400, 300}};
    const auto told = measure(points);
    ASSERT_TRUE(told);
    EXPECT_DOUBLE_EQ(told->line.horizontal_m, 500);
    EXPECT_NEAR(told->line.length_m, 500 * std::sqrt(2), 1e-9);
    EXPECT_DOUBLE_EQ(told->path_m, told->line.length_m);
    EXPECT_DOUBLE_EQ(told->line.rise_m, -500);
    EXPECT_NEAR(told->line.bearing_deg, 36.869897645844, 1e-9);
    EXPECT_NEAR(told->line.plunge_deg, 45, 1e-9);
    EXPECT_FALSE(told->plane);
    EXPECT_FALSE(told->plan_area_m2);
}

TEST(PointMeasure, BearingsGoRoundTheCompass) {
    const auto to = [](double x, double y) { return measure(std::vector<Point3>{{0, 0, 0}, {x, y, 0}})->line.bearing_deg; };
    EXPECT_DOUBLE_EQ(to(0, 1), 0);
    EXPECT_DOUBLE_EQ(to(1, 0), 90);
    EXPECT_DOUBLE_EQ(to(0, -1), 180);
    EXPECT_DOUBLE_EQ(to(-1, 0), 270);
    const auto up = measure(std::vector<Point3>{{5, 5, 0}, {5, 5, 10}});
    EXPECT_TRUE(std::isnan(up->line.bearing_deg));
    EXPECT_DOUBLE_EQ(up->line.plunge_deg, -90);
}

TEST(PointMeasure, APlaneHasDipAndDirectionAndAFourthPointItsThickness) {
    // z = 100 − x: dips 45° to the east. A point 20 m above it at the same place is 20·cos 45° off.
    const std::vector<Point3> points{{0, 0, 100}, {100, 0, 0}, {0, 50, 100}, {30, 30, 90}};
    const auto told = measure(points);
    ASSERT_TRUE(told && told->plane && told->thickness_m);
    EXPECT_NEAR(told->plane->dip_deg, 45, 1e-9);
    EXPECT_NEAR(told->plane->dip_direction_deg, 90, 1e-9);
    EXPECT_NEAR(*told->thickness_m, 20 * std::sqrt(0.5), 1e-9);
    const auto level = measure(std::vector<Point3>{{0, 0, 7}, {10, 0, 7}, {0, 10, 7}});
    EXPECT_DOUBLE_EQ(level->plane->dip_deg, 0);
    EXPECT_TRUE(std::isnan(level->plane->dip_direction_deg));
    EXPECT_DOUBLE_EQ(*level->plan_area_m2, 50);
}

TEST(PointMeasure, WhatHasNoAnswerHasNone) {
    EXPECT_FALSE(measure({}));
    EXPECT_FALSE(measure(std::vector<Point3>{{1, 2, 3}}));
    EXPECT_FALSE(measure(std::vector<Point3>{{1, 2, 3}, {1, std::nan(""), 3}}));
    const auto straight = measure(std::vector<Point3>{{0, 0, 0}, {1, 1, 1}, {5, 5, 5}});
    ASSERT_TRUE(straight);
    EXPECT_FALSE(straight->plane);
    const auto one_place = measure(std::vector<Point3>{{4, 4, 4}, {4, 4, 4}, {4, 4, 4}, {4, 4, 4}});
    ASSERT_TRUE(one_place);
    EXPECT_EQ(one_place->line.length_m, 0);
    EXPECT_FALSE(one_place->plane);
}

/// A polygon's area on the map does not depend on where it lies or where it begins.
RC_GTEST_PROP(PointMeasure, AreasStayWhenTheyAreMovedAndTurned, ()) {
    const auto coordinate = rc::gen::map(rc::gen::inRange(-5000, 5000), [](int n) { return n / 10.0; });
    const auto corners = *rc::gen::container<std::vector<std::pair<double, double>>>(
        5, rc::gen::pair(coordinate, coordinate));
    std::vector<Point3> here, there;
    for (std::size_t n = 0; n < corners.size(); ++n) {
        here.push_back({corners[n].first, corners[n].second, 0});
        const auto& other = corners[(n + 2) % corners.size()];
        there.push_back({other.first + 500000, other.second + 4000000, 30});
    }
    const double a = *measure(here)->plan_area_m2, b = *measure(there)->plan_area_m2;
    RC_ASSERT(std::abs(a - b) <= 1e-6 * (1 + a));
}

TEST(PointMeasure, TheAreaOfAnOutlineInSpaceIsThatOfItsPlane) {
    // A rectangle of 30 by 40 whose longer side rises at 60 degrees: half as large on the map.
    const double c = 40 * std::cos(M_PI / 3), h = 40 * std::sin(M_PI / 3);
    const Point3 far{500'000, 4'000'000, 1200};
    const auto at = [&](double x, double y, double z) { return Point3{far[0] + x, far[1] + y, far[2] + z}; };
    const auto told = measure(std::vector<Point3>{at(0, 0, 0), at(30, 0, 0), at(30, c, h), at(0, c, h)});
    ASSERT_TRUE(told && told->area_m2 && told->off_plane_m);
    EXPECT_NEAR(*told->area_m2, 1200, 1e-6);
    EXPECT_NEAR(*told->plan_area_m2, 600, 1e-6);
    EXPECT_NEAR(*told->off_plane_m, 0, 1e-9);
    // Upright it has none on the map, and all of it in space; an L is less than the square around it.
    const auto wall = measure(std::vector<Point3>{{0, 0, 0}, {10, 0, 0}, {10, 0, 5}, {5, 0, 5}, {5, 0, 10}, {0, 0, 10}});
    EXPECT_NEAR(*wall->area_m2, 75, 1e-9);
    EXPECT_NEAR(*wall->plan_area_m2, 0, 1e-9);
    // The way round does not matter, and a triangle is half of a cross product.
    const auto triangle = measure(std::vector<Point3>{{0, 0, 0}, {0, 0, 4}, {3, 0, 0}});
    EXPECT_NEAR(*triangle->area_m2, 6, 1e-12);
    EXPECT_EQ(*triangle->off_plane_m, 0);
}

TEST(PointMeasure, AnOutlineThatIsNotFlatSaysHowFar) {
    // A square with two opposite corners lifted by 2: its mean plane is level, a metre from each corner.
    const auto told = measure(std::vector<Point3>{{0, 0, 0}, {10, 0, 2}, {10, 10, 0}, {0, 10, 2}});
    EXPECT_NEAR(*told->area_m2, 100, 1e-9);
    EXPECT_NEAR(*told->off_plane_m, 1, 1e-9);
    // On one line there is neither area nor plane.
    const auto straight = measure(std::vector<Point3>{{0, 0, 0}, {1, 1, 1}, {5, 5, 5}});
    EXPECT_NEAR(*straight->area_m2, 0, 1e-9);
    EXPECT_FALSE(straight->off_plane_m);
}

}  // namespace
}  // namespace orelens::shapes
