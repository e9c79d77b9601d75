// Handles: how far a knob comes from one line of sight to another, and where knobs of planes, boxes and ellipsoids stand.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"
#include "ui/scene/Decor.h"
#include "ui/scene/Handles.h"

namespace orelens::scene {
namespace {

constexpr double degrees = std::numbers::pi / 180;

double number(int low, int high) { return *rc::gen::inRange(low * 100, high * 100) / 100.0; }

Vec3 direction() {
    const double turn = number(0, 360) * degrees, up = number(-80, 80) * degrees;
    return {std::cos(turn) * std::cos(up), std::sin(turn) * std::cos(up), std::sin(up)};
}
Vec3 sum(const Vec3& a, const Vec3& b, double by) { return {a[0] + by * b[0], a[1] + by * b[1], a[2] + by * b[2]}; }
Sight seen(const Vec3& from, const Vec3& at) { return {from, base::minus(at, from)}; }

/// A point that turns about the axis, rotated here by Rodrigues' formula.
Vec3 turned(const Vec3& arm, const Vec3& axis, double angle) {
    const Vec3 side = base::cross(axis, arm);
    const double along = base::dot(axis, arm) * (1 - std::cos(angle));
    return {arm[0] * std::cos(angle) + side[0] * std::sin(angle) + axis[0] * along,
            arm[1] * std::cos(angle) + side[1] * std::sin(angle) + axis[1] * along,
            arm[2] * std::cos(angle) + side[2] * std::sin(angle) + axis[2] * along};
}

RC_GTEST_PROP(HandleTravel, APointOnTheAxisIsAsFarAsItIs, ()) {
    const Vec3 axis = direction();
    // From anywhere but along it.
    const Vec3 across = turned(base::cross({0, 0, 1}, axis), axis, number(0, 360) * degrees);
    const Vec3 eye = sum(base::scaled(across, 1 / base::length(across)), axis, number(-2, 2));
    const Vec3 at{number(-50, 50), number(-50, 50), number(-50, 50)}, from = sum(at, eye, 900);
    const double by = number(-200, 200);
    const Handle handle{.at = at, .axis = axis};
    RC_ASSERT(std::abs(travel(handle, seen(from, at), seen(from, sum(at, axis, by))) - by) < 1e-6);
}

RC_GTEST_PROP(HandleTravel, APointOnTheCircleHasTurnedAsFarAsItHas, ()) {
    const Vec3 axis = direction(), eye = direction();
    RC_PRE(std::abs(base::dot(axis, eye)) > 0.2);
    Vec3 arm = base::cross(axis, direction());
    RC_PRE(base::length(arm) > 0.1);
    arm = base::scaled(arm, 100 / base::length(arm));
    const Vec3 pivot{10, -20, 30};
    const double by = number(-170, 170);
    const Handle handle{.at = sum(pivot, arm, 1), .motion = Handle::Motion::turn, .axis = axis, .pivot = pivot};
    const Vec3 from = sum(pivot, eye, 5000);
    RC_ASSERT(std::abs(travel(handle, seen(from, handle.at), seen(from, sum(pivot, turned(arm, axis, by * degrees), 1))) - by) < 1e-6);
}

TEST(HandleTravel, OfACircleSeenFromItsEdgeFollowsTheHandAlongIt) {
    // About the vertical, seen level from the south: the knob stands in front.
    const Handle handle{.at = {0, -100, 0}, .motion = Handle::Motion::turn, .axis = {0, 0, 1}, .pivot = {0, 0, 0}};
    const Vec3 from{0, -1e6, 0};
    EXPECT_NEAR(travel(handle, seen(from, {0, -100, 0}), seen(from, {50, -100, 0})), 30, 0.1);
    EXPECT_NEAR(travel(handle, seen(from, {0, -100, 0}), seen(from, {-50, -100, 0})), -30, 0.1);
    EXPECT_TRUE(std::isfinite(travel(handle, seen(from, {0, -100, 0}), seen(from, {500, -100, 0}))));
}

TEST(HandleTravel, AlongTheLineOfSightNothingCanBeTold) {
    const Handle handle{.at = {0, 0, 0}, .axis = {0, 1, 0}};
    const Vec3 from{0, -1000, 0};
    EXPECT_EQ(travel(handle, seen(from, {0, 0, 0}), seen(from, {0.01, 0, 0})), 0);
}

TEST(SectionHandles, StandOnThePlaneAndTurnItTheirWay) {
    Section section{.on = true, .point = {50, 50, 50}, .azimuth_deg = 30, .dip_deg = 60};
    const HandleSet set = section_handles(section, {0, 0, 0}, {100, 100, 100});
    ASSERT_EQ(set.handles.size(), 3U);
    const Vec3 normal = section_normal(section);
    for (const Handle& handle : set.handles)
        EXPECT_NEAR(base::dot(normal, base::minus(handle.at, section.point)), 0, 1e-9) << handle.id;
    for (const Vec3& corner : set.lines.at(0).points)
        EXPECT_NEAR(base::dot(normal, base::minus(corner, section.point)), 0, 1e-9);
    // What turns by an angle about its axis lies on the plane of that strike or dip.
    constexpr double by = 20;
    for (const Handle& handle : set.handles) {
        if (handle.motion != Handle::Motion::turn) continue;
        Section after = section;
        (handle.id == "section.strike" ? after.azimuth_deg : after.dip_deg) += handle.id == "section.strike" ? -by : by;
        const Vec3 arm = turned(base::minus(handle.at, handle.pivot), handle.axis, by * degrees);
        EXPECT_NEAR(base::dot(section_normal(after), arm), 0, 1e-9) << handle.id;
    }
    section.dip_deg = 0;
    for (const Handle& handle : section_handles(section, {0, 0, 0}, {100, 100, 100}).handles)
        EXPECT_NE(handle.id, "section.strike") << "a plan has none";
    section.on = false;
    EXPECT_TRUE(section_handles(section, {0, 0, 0}, {100, 100, 100}).handles.empty());
    section.on = true;
    section.point = {50, 50, 500};
    EXPECT_TRUE(section_handles(section, {0, 0, 0}, {100, 100, 100}).handles.empty()) << "beside the box";
}

TEST(BoxHandles, StandOnTheFacesOfATurnedBox) {
    const std::array<Vec3, 3> axes{Vec3{0.6, 0.8, 0}, Vec3{-0.8, 0.6, 0}, Vec3{0, 0, 1}};
    const HandleSet set = box_handles("clip.", {1000, 2000, 0}, axes, {0, 10, 20}, {100, 50, 40});
    ASSERT_EQ(set.handles.size(), 6U);
    EXPECT_EQ(set.lines.size(), 12U);
    for (std::size_t n = 0; n < 6; ++n) {
        const Handle& handle = set.handles[n];
        EXPECT_EQ(handle.id, "clip." + std::to_string(n));
        const double along = base::dot(axes[n / 2], base::minus(handle.at, {1000, 2000, 0}));
        constexpr std::array ends{0.0, 100.0, 10.0, 50.0, 20.0, 40.0};
        EXPECT_NEAR(along, ends[n], 1e-9);
    }
}

TEST(EllipsoidHandles, StandAtItsEndsAndTurnOnlyWhatIsNotRound) {
    Ellipsoid body{{1, 2, 3}, {Vec3{0, 1, 0}, {-1, 0, 0}, {0, 0, 1}}, {200, 100, 50}};
    const HandleSet set = ellipsoid_handles("v.", body);
    ASSERT_EQ(set.handles.size(), 6U);
    EXPECT_EQ(set.handles[0].at, (Vec3{1, 202, 3}));
    EXPECT_EQ(set.handles[1].at, (Vec3{-99, 2, 3}));
    EXPECT_EQ(set.handles[2].at, (Vec3{1, 2, 53}));
    // Points of the outlines lie on it, and their outward vectors point away from it.
    for (const HandleLine& line : set.lines)
        for (std::size_t n = 0; n < line.outward.size(); ++n) {
            double share = 0, away = 0;
            for (std::size_t a = 0; a < 3; ++a) {
                const double on = base::dot(body.axis[a], base::minus(line.points[n], body.centre));
                share += on * on / (body.half[a] * body.half[a]);
                away += on * base::dot(body.axis[a], line.outward[n]);
            }
            EXPECT_NEAR(share, 1, 1e-9);
            EXPECT_GT(away, 0);
        }
    body.half = {100, 100, 100};
    EXPECT_EQ(ellipsoid_handles("v.", body).handles.size(), 3U);
}

TEST(Handles, AreFoundUnderThePixelTheyAreDrawnAt) {
    Eye eye = fitted(standard_eye(StandardView::iso, {}), {Vec3{-100, -100, -100}, Vec3{100, 100, 100}}, 1.6);
    const Projector project(eye, 800, 500);
    HandleSet set;
    set.handles = {{.id = "a", .at = {-60, 0, 0}}, {.id = "b", .at = {60, 0, 40}}};
    Point2 at{};
    ASSERT_TRUE(project({60, 0, 40}, at));
    EXPECT_EQ(handle_at(set, Space(), project, at, 1), 1);
    EXPECT_EQ(handle_at(set, Space(), project, {at[0] + 8, at[1]}, 1), 1);
    EXPECT_EQ(handle_at(set, Space(), project, {at[0] + 30, at[1]}, 1), -1);
    EXPECT_EQ(handle_at(set, Space(), project, {at[0] + 20, at[1]}, 2), 1) << "at twice the size";
}

}  // namespace
}  // namespace orelens::scene
