// The ball that covers a place furthest, what is left of balls with gaps filled, and a distance asked for near 0 only.
#include "core/shapes/Closing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/shapes/LeafSample.h"
#include "core/shapes/VoxelBody.h"

namespace orelens::shapes {
namespace {

TEST(Balls, AsEveryBallAskedInTurn) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> at(-50, 50), size(0.5, 20);
    std::vector<Vec3> centres;
    std::vector<double> radii;
    for (int n = 0; n < 300; ++n) {
        centres.push_back({at(random), at(random), at(random)});
        radii.push_back(size(random));
    }
    const Balls balls(centres, radii);
    for (int n = 0; n < 500; ++n) {
        const Vec3 p{2 * at(random), at(random), at(random)};
        double least = 1e9;
        for (std::size_t b = 0; b < centres.size(); ++b)
            least = std::min(least, std::hypot(p[0] - centres[b][0], p[1] - centres[b][1], p[2] - centres[b][2]) - radii[b]);
        const Balls::Found found = balls.nearest(p), near = balls.nearest(p, -3, 3);
        EXPECT_NEAR(found.off, least, 1e-9);
        EXPECT_NEAR(std::hypot(p[0] - centres[found.ball][0], p[1] - centres[found.ball][1], p[2] - centres[found.ball][2]) -
                        radii[found.ball],
                    least, 1e-9);
        if (std::abs(least) < 3)
            EXPECT_NEAR(near.off, least, 1e-9);
        else if (least > 0)
            EXPECT_EQ(near.ball, Balls::none);
        else
            EXPECT_LE(near.off, -3 + 1e-9);
    }
    EXPECT_EQ(Balls({}, {}).nearest({0, 0, 0}, -1, 5).off, 5);
}

TEST(Closing, InThePlaneAsInSpace) {
    std::vector<Vec3> points{{0, 0, 0}, {30, 4, 0}, {55, -10, 0}, {20, 40, 0}, {130, 0, 0}};
    const auto body = VoxelBody::around(alike(points, 30, 10), 1, base::Progress());
    const Vec3 low{-20, -30, 0};
    const auto flat = closed_over(alike(points, 30, 10), low, 1, 180, 90, base::Progress());
    ASSERT_TRUE(body && flat);
    int differ = 0, in_one = 0, in_other = 0;
    for (int j = 0; j < 90; ++j)
        for (int i = 0; i < 180; ++i) {
            const double in_plane = (*flat)[static_cast<std::size_t>(j * 180 + i)], in_space = body->reach_at({low[0] + i, low[1] + j, 0});
            differ += std::abs(in_plane - in_space) > 0.75 ? 1 : 0;
            in_one += in_plane < 0 ? 1 : 0;
            in_other += in_space < 0 ? 1 : 0;
        }
    EXPECT_LT(differ, 243) << "of 16 200; at the corners of gaps faces are known to a step or two";
    EXPECT_NEAR(static_cast<double>(in_one) / in_other, 1, 0.03) << "space has more places about a corner";
}

TEST(Closing, EachPointKeepsItsOwnReach) {
    // A fine net beside a wide one: nothing that is wide takes from what is fine, and the gap between them is filled.
    Surroundings both;
    const auto add = [&](double x, double y, double reach) {
        both.points.push_back({x, y, 0});
        both.reach.push_back(reach);
        both.radius.push_back(3 * reach);
    };
    for (double x = -40; x <= 0; x += 10)
        for (double y = -40; y <= 40; y += 10) add(x, y, 5);
    for (double x = 80; x <= 240; x += 80)
        for (double y = -80; y <= 80; y += 80) add(x, y, 40);
    const Vec3 low{-80, -160, 0};
    const auto flat = closed_over(both, low, 2, 200, 160, base::Progress());
    ASSERT_TRUE(flat);
    const auto off = [&](double x, double y) {
        return (*flat)[static_cast<std::size_t>(std::lround((y - low[1]) / 2) * 200 + std::lround((x - low[0]) / 2))];
    };
    for (std::size_t n = 0; n < both.points.size(); ++n)
        EXPECT_LT(off(both.points[n][0], both.points[n][1]), 0) << both.points[n][0] << " " << both.points[n][1];
    EXPECT_LT(off(40, 0), 0) << "the gap";
    EXPECT_LT(off(120, 40), 0);
    EXPECT_LT(off(-44, 0), 0);
    EXPECT_GT(off(-46, 0), 0) << "five metres beyond the fine net";
    EXPECT_LT(off(278, 0), 0);
    EXPECT_GT(off(282, 0), 0) << "forty beyond the wide one";
}

TEST(LeafSample, AsksOnlyNearTheFace) {
    const auto distance = [](int i, int j, int k) { return std::hypot(i - 3.3, j - 30.0, k - 4.1) - 28; };
    int asked = 0;
    LeafSample sample([&](int i, int j, int k) {
        ++asked;
        return distance(i, j, k);
    });
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 8; ++j)
            for (int k = 0; k < 8; ++k) {
                const double told = sample.at(i, j, k), true_one = distance(i, j, k);
                EXPECT_EQ(told > 0, true_one > 0);
                if (std::abs(true_one) < 1) {
                    EXPECT_EQ(told, true_one);
                }
                EXPECT_NEAR(told, true_one, 0.2);
            }
    EXPECT_LT(asked, 500) << "of 729, and the face passes through";
    asked = 0;
    LeafSample far([&](int i, int, int) {
        ++asked;
        return 20.0 + i;
    });
    for (int i = 0; i < 8; ++i) EXPECT_EQ(far.at(i, 3, 5), 20 + i);
    EXPECT_LE(asked, 27);
}

}  // namespace
}  // namespace orelens::shapes
