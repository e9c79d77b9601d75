#include "core/blocks/GridGeometry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace orelens::blocks {
namespace {

double dot(const Vec3& a, const Vec3& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

GridGeometry random_geometry() {
    const auto number = [](int low, int high) { return *rc::gen::inRange(low * 100, high * 100) / 100.0; };
    GridGeometry geometry;
    geometry.origin = {number(-500000, 500000), number(-5000000, 5000000), number(-1000, 4000)};
    geometry.block_size = {number(1, 50), number(1, 50), number(1, 20)};
    geometry.count = {*rc::gen::inRange(1, 300), *rc::gen::inRange(1, 300), *rc::gen::inRange(1, 300)};
    geometry.azimuth_deg = number(-360, 360);
    geometry.dip_deg = number(-90, 90);
    geometry.roll_deg = number(-90, 90);
    return geometry;
}

struct AxisCase {
    double azimuth, dip, roll;
    Vec3 u, v, w;
};

TEST(GridGeometry, AxesAtQuarterTurnsAreExact) {
    const AxisCase cases[] = {
        {0, 0, 0, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}},     {90, 0, 0, {0, -1, 0}, {1, 0, 0}, {0, 0, 1}},
        {180, 0, 0, {-1, 0, 0}, {0, -1, 0}, {0, 0, 1}}, {-90, 0, 0, {0, 1, 0}, {-1, 0, 0}, {0, 0, 1}},
        {450, 0, 0, {0, -1, 0}, {1, 0, 0}, {0, 0, 1}},  {0, 90, 0, {1, 0, 0}, {0, 0, -1}, {0, 1, 0}},
        {0, 0, 90, {0, 0, 1}, {0, 1, 0}, {-1, 0, 0}},
    };
    for (const AxisCase& c : cases) {
        GridGeometry geometry;
        geometry.azimuth_deg = c.azimuth;
        geometry.dip_deg = c.dip;
        geometry.roll_deg = c.roll;
        const auto axes = geometry.axes();
        EXPECT_EQ(axes[0], c.u) << c.azimuth << " " << c.dip << " " << c.roll;
        EXPECT_EQ(axes[1], c.v) << c.azimuth << " " << c.dip << " " << c.roll;
        EXPECT_EQ(axes[2], c.w) << c.azimuth << " " << c.dip << " " << c.roll;
    }
}

TEST(GridGeometry, DipIsPositiveDownAndRollLiftsU) {
    GridGeometry geometry;
    geometry.azimuth_deg = 40;
    geometry.dip_deg = 30;
    EXPECT_NEAR(geometry.axes()[1][2], -0.5, 1e-15);
    geometry.dip_deg = 0;
    geometry.roll_deg = 30;
    EXPECT_NEAR(geometry.axes()[0][2], 0.5, 1e-15);
}

TEST(GridGeometry, CentreOfFirstBlockIsHalfABlockFromTheOrigin) {
    GridGeometry geometry;
    geometry.origin = {100, 200, 300};
    geometry.block_size = {10, 20, 4};
    EXPECT_EQ(geometry.centre({0, 0, 0}), (Vec3{105, 210, 302}));
    geometry.azimuth_deg = 90;  // u now points south, v east
    EXPECT_EQ(geometry.centre({0, 0, 0}), (Vec3{110, 195, 302}));
}

RC_GTEST_PROP(GridGeometry, AxesAreOrthonormalAndRightHanded, ()) {
    const auto axes = random_geometry().axes();
    for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b) RC_ASSERT(std::abs(dot(axes[a], axes[b]) - (a == b)) < 1e-14);
    const Vec3 cross{axes[0][1] * axes[1][2] - axes[0][2] * axes[1][1],
                     axes[0][2] * axes[1][0] - axes[0][0] * axes[1][2],
                     axes[0][0] * axes[1][1] - axes[0][1] * axes[1][0]};
    RC_ASSERT(std::abs(dot(cross, axes[2]) - 1) < 1e-14);
}

RC_GTEST_PROP(GridGeometry, WorldAndGridAreInverse, ()) {
    const GridGeometry geometry = random_geometry();
    const Index3 b{*rc::gen::inRange(0, geometry.count[0]), *rc::gen::inRange(0, geometry.count[1]),
                   *rc::gen::inRange(0, geometry.count[2])};
    const Vec3 back = geometry.to_grid(geometry.centre(b));
    for (int a = 0; a < 3; ++a) RC_ASSERT(std::abs(back[a] - (b[a] + 0.5)) < 1e-7);
}

}  // namespace
}  // namespace orelens::blocks
