// Fractions of blocks against boxes, balls and planes whose answer is known, and against points counted inside.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/shapes/Fraction.h"
#include "core/shapes/Inside.h"
#include "core/shapes/Measure.h"
#include "core/shapes/Solid.h"
#include "tests/core/shapes/Solids.h"

namespace orelens::shapes {
namespace {

using blocks::BlockModel;
using blocks::GridGeometry;

double sum(const std::vector<float>& shares) {
    return std::accumulate(shares.begin(), shares.end(), 0.0);
}

std::vector<float> of(const GridGeometry& grid, const TriangleMesh& mesh, Kind kind = Kind::solid) {
    auto shares = fractions(grid, mesh, kind, base::Progress());
    EXPECT_TRUE(shares);
    return shares ? *shares : std::vector<float>();
}

TEST(Fraction, OfABoxAlongTheGridIsTheProductOfItsSides) {
    const GridGeometry grid{{1000, 2000, 300}, {10, 20, 5}, {6, 5, 9}};
    // 1013…1047 by 2011…2075 by 302…334.
    const auto shares = of(grid, testing::box({1030, 2043, 318}, {34, 64, 32}));
    const auto part = [](double low, double high, double from, double size) {
        return std::max(0.0, std::min(high, from + size) - std::max(low, from)) / size;
    };
    for (int i = 0; i < 6; ++i)
        for (int j = 0; j < 5; ++j)
            for (int k = 0; k < 9; ++k) {
                const double wanted = part(1013, 1047, 1000 + 10 * i, 10) * part(2011, 2075, 2000 + 20 * j, 20) *
                                      part(302, 334, 300 + 5 * k, 5);
                EXPECT_NEAR(shares[static_cast<std::size_t>(grid.linear({i, j, k}))], wanted, 1e-6)
                    << i << ' ' << j << ' ' << k;
            }
}

TEST(Fraction, OfABallAddsUpToItsVolumeAndReachesNothingElse) {
    const GridGeometry grid{{-60, -60, -60}, {5, 5, 5}, {24, 24, 24}};
    const TriangleMesh ball = testing::ball({1.3, -2.1, 0.7}, 50, 5);
    const auto shares = of(grid, ball);
    EXPECT_NEAR(sum(shares) * grid.block_volume(), volume(ball), volume(ball) * 1e-6);
    EXPECT_NEAR(volume(ball), 4.0 / 3 * std::numbers::pi * 50 * 50 * 50, 1000);
    EXPECT_EQ(shares[0], 0.0F);
    EXPECT_EQ(shares[static_cast<std::size_t>(grid.linear({12, 12, 12}))], 1.0F);
    // Under the ball and over it: sums of areas that cancel, to the last bit that is kept.
    for (int k : {0, 1, 23}) EXPECT_EQ(shares[static_cast<std::size_t>(grid.linear({12, 12, k}))], 0.0F);
}

RC_GTEST_PROP(FractionLaws, VolumeIsKeptWhateverTheGridAndTheBox, ()) {
    const auto angle = [] { return *rc::gen::inRange(0, 360); };
    const auto length = [] { return 5 + *rc::gen::inRange(0, 400) / 10.0; };
    GridGeometry grid{{0, 0, 0}, {length(), length(), length()}, {9, 11, 10}};
    grid.azimuth_deg = angle();
    grid.dip_deg = angle() / 4.0 - 45;
    grid.roll_deg = angle() / 4.0 - 45;
    const Vec3 shift{500'000, 4'000'000, 300};
    grid.origin = shift;
    const Vec3 middle = grid.to_world({4.5, 5.5, 5});
    const double fits = 0.4 * std::min({grid.block_size[0] * 9, grid.block_size[1] * 11, grid.block_size[2] * 10});
    const auto part = [&] { return fits * (0.1 + *rc::gen::inRange(0, 100) / 111.0) / std::sqrt(3.0) * 1.7; };
    const TriangleMesh box = testing::box(middle, {part(), part(), part()}, angle(), angle());
    const auto shares = fractions(grid, box, Kind::solid, base::Progress());
    RC_ASSERT(shares.has_value());
    const double whole = volume(box);
    RC_ASSERT(std::abs(sum(*shares) * grid.block_volume() - whole) <= 1e-5 * whole + 1e-3);
    for (const float share : *shares) RC_ASSERT(share >= 0 && share <= 1);
}

RC_GTEST_PROP(FractionLaws, EachBlockHoldsAsManyPointsAsItsFractionSays, ()) {
    GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {4, 4, 4}};
    grid.azimuth_deg = *rc::gen::inRange(0, 90);
    const Vec3 middle = grid.to_world({2, 2, 2});
    const auto angle = [] { return *rc::gen::inRange(0, 360); };
    const TriangleMesh box = testing::box(middle, {9.0 + *rc::gen::inRange(0, 20), 14, 17.5}, angle(), angle());
    const auto shares = fractions(grid, box, Kind::solid, base::Progress());
    RC_ASSERT(shares.has_value());
    const Plumb plumb(box);
    constexpr int fine = 20;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j)
            for (int k = 0; k < 4; ++k) {
                int count = 0;
                for (int n = 0; n < fine * fine * fine; ++n) {
                    const Vec3 at = grid.to_world({i + (n % fine + 0.5) / fine, j + (n / fine % fine + 0.5) / fine,
                                                   k + (n / fine / fine + 0.5) / fine});
                    count += plumb.winding(at) != 0 ? 1 : 0;
                }
                const double share = (*shares)[static_cast<std::size_t>(grid.linear({i, j, k}))];
                RC_ASSERT(std::abs(share - count / static_cast<double>(fine * fine * fine)) < 0.08);
            }
}

TEST(Fraction, HolesAreLeftOutAndBodiesInBodiesCountOnce) {
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {10, 10, 10}};
    TriangleMesh hollow = testing::box({50, 50, 50}, {80, 80, 80});
    testing::append(hollow, testing::box({50, 50, 50}, {40, 40, 40}), true);
    EXPECT_NEAR(sum(of(grid, hollow)), 512 - 64, 1e-3);
    TriangleMesh twice = testing::box({50, 50, 50}, {80, 80, 80});
    testing::append(twice, testing::box({50, 50, 50}, {40, 40, 40}));
    EXPECT_NEAR(sum(of(grid, twice)), 512, 1e-3);
}

TEST(Fraction, BelowASlopeIsExactAndWhatIsNotCoveredIsCounted) {
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {4, 4, 10}};
    // z = 20 + x: in the column at x 0…10 level 2 is half below.
    TriangleMesh slope{"", {{-1, -1, 19}, {31, -1, 51}, {31, 41, 51}, {-1, 41, 19}}, {{0, 1, 2}, {0, 2, 3}}};
    const auto shares = of(grid, slope, Kind::surface);
    const auto at = [&](int i, int j, int k) { return shares[static_cast<std::size_t>(grid.linear({i, j, k}))]; };
    EXPECT_EQ(at(0, 1, 1), 1.0F);
    EXPECT_NEAR(at(0, 1, 2), 0.5, 1e-6);
    EXPECT_EQ(at(0, 1, 3), 0.0F);
    EXPECT_NEAR(at(2, 3, 4), 0.5, 1e-6);
    EXPECT_EQ(at(3, 0, 9), 0.0F) << "covered by a tenth: the slope ends at x = 31";
    auto model = BlockModel::full(grid);
    ASSERT_TRUE(model);
    const auto summary = add_fraction(*model, "below", slope, Kind::surface, base::Progress());
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->uncovered, 4 * 10);
    TriangleMesh elsewhere = slope;
    for (Vec3& point : elsewhere.points) point[0] += 1e5;
    EXPECT_EQ(sum(of(grid, elsewhere, Kind::surface)), 160) << "no surface, no air";
}

TEST(Fraction, AModelOfSomeBlocksGetsTheSameNumbers) {
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {20, 19, 17}};
    const TriangleMesh ball = testing::ball({100, 95, 85}, 70, 4);
    const auto wanted = of(grid, ball);
    auto model = BlockModel::where(grid, [](const blocks::Index3& ijk) { return (ijk[0] + ijk[1] + ijk[2]) % 3 != 0; });
    ASSERT_TRUE(model);
    const auto summary = add_fraction(*model, "inside", ball, Kind::solid, base::Progress());
    ASSERT_TRUE(summary);
    double all = 0;
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 19; ++j)
            for (int k = 0; k < 17; ++k) {
                if ((i + j + k) % 3 == 0) continue;
                const float share = wanted[static_cast<std::size_t>(grid.linear({i, j, k}))];
                EXPECT_EQ(static_cast<float>(model->value("inside", {i, j, k})), share);
                all += static_cast<double>(share) * 1000;
            }
    EXPECT_NEAR(summary->volume_m3, all, 1e-3);
    EXPECT_GT(summary->cut, 0);
    EXPECT_EQ(model->info("inside")->unit, "") << "no grade";
}

TEST(Fraction, CancelLeavesNoColumn) {
    auto model = BlockModel::full({{0, 0, 0}, {10, 10, 10}, {8, 8, 8}});
    ASSERT_TRUE(model);
    base::Progress progress;
    progress.cancel();
    EXPECT_FALSE(add_fraction(*model, "inside", testing::ball({40, 40, 40}, 30, 3), Kind::solid, progress));
    EXPECT_FALSE(model->has("inside"));
}

}  // namespace
}  // namespace orelens::shapes
