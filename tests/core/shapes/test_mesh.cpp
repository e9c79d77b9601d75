#include <gtest/gtest.h>

#include <limits>

#include "core/shapes/Mesh.h"

namespace orelens::shapes {
namespace {

TEST(Mesh, BoundsAreThoseOfWhatIsUsed) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    TriangleMesh mesh{"", {{0, 0, 0}, {4, 0, 1}, {0, 3, -2}, {100, 100, 100}, {nan, 0, 0}}, {{0, 1, 2}, {0, 1, 4}}};
    const Box box = bounds(mesh);
    EXPECT_EQ(box.low, (Vec3{0, 0, -2}));
    EXPECT_EQ(box.high, (Vec3{4, 3, 1}));
    EXPECT_TRUE(bounds(TriangleMesh{}).empty());
    EXPECT_EQ(bounds(Polylines{"", mesh.points, {{3, 1}}}).high, (Vec3{100, 100, 100}));
    EXPECT_EQ(bounds(PointCloud{"", {{1, 2, 3}}}).low, (Vec3{1, 2, 3}));
}

}  // namespace
}  // namespace orelens::shapes
