// Heights that no ground has.
#include "core/shapes/Heights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/shapes/Delaunay.h"

namespace orelens::shapes {
namespace {

/// Rolling ground with a cliff of 60 m along x = 150.
std::vector<Vec3> ground() {
    std::vector<Vec3> points;
    for (int j = 0; j < 20; ++j)
        for (int i = 0; i < 30; ++i)
            points.push_back({i * 10.0 + j % 2, j * 10.0, 1300 + 5 * std::sin(i * 0.7) + j + (i < 15 ? 0 : 60)});
    return points;
}

Spikes spikes_of(const std::vector<Vec3>& points) {
    const auto made = triangulate(points, base::Progress());
    EXPECT_TRUE(made);
    return spikes(made->mesh);
}

TEST(Heights, ACliffIsNoSpikeAndADigitTooFewIsOne) {
    std::vector<Vec3> points = ground();
    EXPECT_EQ(spikes_of(points).count, 0);
    points[215][2] = 130;
    const Spikes pit = spikes_of(points);
    EXPECT_EQ(pit.count, 1);
    EXPECT_EQ(pit.first, points[215]);
    points[300][2] = 13000;
    EXPECT_EQ(spikes_of(points).count, 2);
}

TEST(Heights, NumbersThatMeanNotKnown) {
    std::vector<Vec3> points = ground();
    EXPECT_FALSE(null_height(points));
    points[3][2] = points[9][2] = -9999;
    ASSERT_TRUE(null_height(points));
    EXPECT_EQ(null_height(points)->value, -9999);
    EXPECT_EQ(null_height(points)->count, 2);
    points = ground();
    points[3][2] = 0;
    EXPECT_EQ(null_height(points)->value, 0) << "no other height within 200 m";
    // At the sea it is a height like any other.
    for (Vec3& point : points) point[2] -= 1290;
    EXPECT_FALSE(null_height(points));
    points[3][2] = -999;
    EXPECT_EQ(null_height(points)->value, -999);
}

}  // namespace
}  // namespace orelens::shapes
