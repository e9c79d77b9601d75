#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "ui/scene/Decor.h"
#include "ui/scene/Moves.h"
#include "ui/scene/Palette.h"

namespace orelens::scene {
namespace {

double number(int low, int high) {
    return *rc::gen::inRange(low * 100, high * 100) / 100.0;
}
double distance(const Vec3& a, const Vec3& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

RC_GTEST_PROP(Moves, FittedBoxLiesInThePicture, ()) {
    const Vec3 low{number(-500, 0), number(-500, 0), number(-500, 0)};
    const std::array<Vec3, 2> box{
        low, Vec3{low[0] + number(1, 900), low[1] + number(1, 900), low[2] + number(1, 900)}};
    Eye eye;
    eye.orthographic = *rc::gen::arbitrary<bool>();
    const auto view = static_cast<StandardView>(*rc::gen::inRange(0, 7));
    eye = fitted(standard_eye(view, eye), box, 1.6);
    const Projector project(eye, 1600, 1000);
    double widest = 0;
    for (int bits = 0; bits < 8; ++bits) {
        Point2 at{};
        RC_ASSERT(project({box[bits & 1][0], box[(bits >> 1) & 1][1], box[(bits >> 2) & 1][2]}, at));
        RC_ASSERT(at[0] >= 0 && at[0] <= 1600 && at[1] >= 0 && at[1] <= 1000);
        widest = std::max({widest, std::abs(at[0] - 800) / 800, std::abs(at[1] - 500) / 500});
    }
    RC_ASSERT(widest > 0.6);
}

RC_GTEST_PROP(Moves, OrbitKeepsDistanceAndUpright, ()) {
    Eye eye;
    eye.position = {number(-90, 90), number(-90, -1), number(-90, 90)};
    eye.up = {0, 0, 1};
    eye.up = basis(eye).up;
    const Vec3 pivot{number(-9, 9), number(-9, 9), number(-9, 9)};
    const Eye after = orbited(eye, pivot, number(-400, 400), number(-400, 400));
    RC_ASSERT(std::abs(distance(eye.position, pivot) - distance(after.position, pivot)) < 1e-6);
    const Basis b = basis(after);
    RC_ASSERT(std::abs(b.right[2]) < 1e-6);
    RC_ASSERT(b.up[2] > -1e-6);
}

RC_GTEST_PROP(Moves, ZoomKeepsThePointUnderTheCursor, ()) {
    Eye eye = standard_eye(StandardView::iso, {});
    eye.orthographic = *rc::gen::arbitrary<bool>();
    eye = fitted(eye, {Vec3{-50, -50, -20}, Vec3{50, 50, 20}}, 1.6);
    const double x = number(-1, 1), y = number(-1, 1);
    const Basis b = basis(eye);
    const double half = eye.orthographic
                            ? eye.parallel_scale
                            : distance(eye.position, eye.focus) * std::tan(eye.angle_deg * M_PI / 360);
    Vec3 target{};
    for (int a = 0; a < 3; ++a) target[a] = eye.focus[a] + half * (1.6 * x * b.right[a] + y * b.up[a]);
    const Eye nearer = zoomed(eye, number(1, 4), x, y, 1.6);
    Point2 at{};
    RC_ASSERT(Projector(nearer, 1600, 1000)(target, at));
    RC_ASSERT(std::abs(at[0] - 800 * (1 + x)) < 1e-3 && std::abs(at[1] - 500 * (1 + y)) < 1e-3);
}

/// Pixels that ten metres across the picture take at the focus.
double size_at_focus(const Eye& eye) {
    const Basis b = basis(eye);
    const Projector project(eye, 1600, 1000);
    Point2 middle{}, aside{};
    EXPECT_TRUE(project(eye.focus, middle));
    EXPECT_TRUE(project(
        {eye.focus[0] + 10 * b.right[0], eye.focus[1] + 10 * b.right[1], eye.focus[2] + 10 * b.right[2]},
        aside));
    return std::hypot(aside[0] - middle[0], aside[1] - middle[1]);
}

RC_GTEST_PROP(Moves, SwitchingTheProjectionKeepsTheSizeAtTheFocus, ()) {
    const std::array<Vec3, 2> box{Vec3{-number(1, 900), -number(1, 900), -number(1, 90)},
                                  Vec3{number(1, 900), number(1, 900), number(1, 90)}};
    Eye eye = fitted(standard_eye(StandardView::iso, {}), box, 1.6);
    for (const int move : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5))) {
        switch (move) {
            case 0:
                eye = zoomed(eye, number(1, 4), number(-1, 1), number(-1, 1), 1.6);
                break;
            case 1:
                eye = panned(eye, eye.focus, number(-90, 90), number(-90, 90), 1000);
                break;
            case 2:
                eye = orbited(eye, eye.focus, number(-90, 90), number(-90, 90));
                break;
            case 3:
                eye = fitted(standard_eye(static_cast<StandardView>(*rc::gen::inRange(0, 7)), eye), box, 1.6);
                break;
            default:
                break;
        }
        const double before = size_at_focus(eye);
        eye.orthographic = !eye.orthographic;
        RC_ASSERT(std::abs(size_at_focus(eye) / before - 1) < 1e-6);
        RC_ASSERT(std::abs(size_at_focus(matched(eye)) / before - 1) < 1e-6);
    }
}

TEST(Moves, ViewsLookTheWayTheyAreNamed) {
    EXPECT_NEAR(basis(standard_eye(StandardView::north, {})).into[1], -1, 1e-12);
    EXPECT_NEAR(basis(standard_eye(StandardView::east, {})).into[0], -1, 1e-12);
    const Basis top = basis(standard_eye(StandardView::top, {}));
    EXPECT_NEAR(top.into[2], -1, 1e-12);
    EXPECT_NEAR(top.up[1], 1, 1e-12);
    EXPECT_NEAR(top.right[0], 1, 1e-12);
}

TEST(Moves, DraggingRightTurnsTheFrontToTheRight) {
    Eye eye = standard_eye(StandardView::south, {});
    const Eye after = orbited(eye, {0, 0, 0}, 10, 0);
    // The southern tip of the model, in front of the viewer.
    EXPECT_GT(basis(after).right[0] * 0 + basis(after).right[1] * -1, 0);
    EXPECT_GT(orbited(eye, {0, 0, 0}, 0, 10).position[2], 0);
}

TEST(Palette, TicksAreRoundAndInside) {
    EXPECT_EQ(round_ticks(0, 100, 5), (std::vector<double>{0, 20, 40, 60, 80, 100}));
    EXPECT_EQ(round_ticks(3, 4, 4), (std::vector<double>{3, 3.25, 3.5, 3.75, 4}));
    EXPECT_TRUE(round_ticks(5, 5, 4).empty());
}

TEST(Palette, RangeIgnoresExtremesAndMissing) {
    std::vector<float> values;
    for (int n = 0; n <= 1000; ++n) values.push_back(static_cast<float>(n));
    values.push_back(1e9F);
    values.push_back(std::numeric_limits<float>::quiet_NaN());
    const ValueRange range = value_range(values);
    EXPECT_EQ(range.low, 0);
    EXPECT_LE(range.high, 1000);
    EXPECT_GE(range.high, 970);
    EXPECT_TRUE(range.open_high);
}

TEST(Palette, RampsGetLighterAllTheWay) {
    for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis}) {
        double before = -1;
        for (int n = 0; n <= 50; ++n) {
            const Rgb c = ramp(map, n / 50.0);
            const double light =
                0.2126 * std::pow(c[0], 2.2) + 0.7152 * std::pow(c[1], 2.2) + 0.0722 * std::pow(c[2], 2.2);
            EXPECT_GT(light, before);
            before = light;
        }
    }
}

/// What lies at the foot of the picture covers nothing of the box: every corner is drawn above it, in both projections.
TEST(Moves, AFootKeepsTheBoxAboveIt) {
    const std::array<Vec3, 2> box{Vec3{0, 0, 0}, Vec3{1000, 600, 300}};
    for (const bool orthographic : {false, true}) {
        double without = 0;
        for (const double foot : {0.0, 0.1, 0.25}) {
            Eye eye;
            eye.orthographic = orthographic;
            eye = standard_eye(StandardView::iso, eye);
            const double aspect = 1.6;
            const Eye seen = lifted(fitted(eye, box, aspect / (1 - foot)), foot);
            const Basis b = basis(seen);
            const double tangent = std::tan(seen.angle_deg * std::numbers::pi / 360);
            double lowest = 1, highest = -1, widest = 0;
            for (int bits = 0; bits < 8; ++bits) {
                Vec3 at{};
                double into = 0, up = 0, right = 0;
                for (std::size_t a = 0; a < 3; ++a) {
                    at[a] = box[static_cast<std::size_t>((bits >> a) & 1)][a] - seen.position[a];
                    into += at[a] * b.into[a];
                    up += at[a] * b.up[a];
                    right += at[a] * b.right[a];
                }
                const double half = orthographic ? seen.parallel_scale : into * tangent;
                lowest = std::min(lowest, up / half);
                highest = std::max(highest, up / half);
                widest = std::max(widest, std::abs(right) / half / aspect);
            }
            EXPECT_GE(lowest, -1 + 2 * foot) << orthographic << ' ' << foot;
            EXPECT_LE(highest, 1) << orthographic << ' ' << foot;
            EXPECT_LE(widest, 1) << orthographic << ' ' << foot;
            const double filled = std::max(widest, (highest - lowest) / 2 / (1 - foot));
            if (foot == 0) without = filled;
            EXPECT_GT(filled, 0.85 * without) << "as much of what is left as of the whole";
        }
    }
}

/// What stands at the left covers nothing of the box, and it still fills as much of what is left.
TEST(Moves, WhatStandsAtTheLeftKeepsTheBoxBesideIt) {
    const std::array<Vec3, 2> box{Vec3{0, 0, 0}, Vec3{1000, 600, 300}};
    for (const bool orthographic : {false, true})
        for (const double left : {0.1, 0.3}) {
            Eye eye;
            eye.orthographic = orthographic;
            eye = standard_eye(StandardView::iso, eye);
            constexpr double width = 900, height = 600;
            const double aspect = width / height;
            const Eye seen = clear_of(fitted(eye, box, aspect * (1 - left)), {.left = left}, aspect);
            const Projector project(seen, width, height);
            double least = width, most = 0;
            for (int bits = 0; bits < 8; ++bits) {
                Vec3 corner{};
                for (std::size_t a = 0; a < 3; ++a) corner[a] = box[static_cast<std::size_t>((bits >> a) & 1)][a];
                Point2 at{};
                ASSERT_TRUE(project(corner, at));
                least = std::min(least, at[0]);
                most = std::max(most, at[0]);
            }
            EXPECT_GT(least, left * width);
            EXPECT_LT(most, width);
            EXPECT_NEAR((least + most) / 2, (1 + left) / 2 * width, 0.06 * width);
        }
}

}  // namespace
}  // namespace orelens::scene
