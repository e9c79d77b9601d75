#include "core/blocks/Outside.h"

#include <gtest/gtest.h>

#include <cmath>

namespace orelens::blocks {
namespace {

TEST(Outside, NothingOnOrInsideTheFaces) {
    const GridGeometry grid{.origin = {100, 200, -50}, .block_size = {10, 5, 2}, .count = {4, 6, 10}};
    const auto none =
        points_outside(grid, {100, 140, 120, 1e9}, {200, 230, 215, std::nan("")}, {-50, -30, -41, 0});
    EXPECT_EQ(none.points, 0);
}

TEST(Outside, CountsAndFindsTheFarthestInARotatedGrid) {
    GridGeometry grid{
        .origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {10, 2, 1}, .azimuth_deg = 90};
    // u points south, v east: the grid covers x 0…20, y −100…0.
    const auto found = points_outside(grid, {10, 10, 25, 10}, {-50, 7, -50, -50}, {5, 5, 5, 41});
    EXPECT_EQ(found.points, 3);
    EXPECT_EQ(found.first, 1U);
    EXPECT_EQ(found.farthest, 3U);
    EXPECT_NEAR(found.farthest_m, 31, 1e-9);
}

}  // namespace
}  // namespace orelens::blocks
