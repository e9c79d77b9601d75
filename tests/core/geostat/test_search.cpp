// Which samples a block gets: against a search that looks at every sample.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/geostat/SampleIndex.h"
#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

/// Which samples were used cannot be read from a kriged value; simple kriging of indicator values can.
/// So: compare numbers, passes and mean distances, which together with the dense test settle it.
RC_GTEST_PROP(Search, EqualsLookingAtEverySample, ()) {
    const Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::inRange(1, 30),
                                             *rc::gen::inRange(1, 25));
    ElementEstimate how = reference::usual();
    const auto length = [] { return *rc::gen::inRange(10, 400) * 1.0; };
    how.search = {*rc::gen::inRange(-360, 360) * 1.0,
                  *rc::gen::inRange(-90, 90) * 1.0,
                  *rc::gen::inRange(-90, 90) * 1.0,
                  length(),
                  length(),
                  length()};
    how.method = Method::inverse_distance;
    how.passes.clear();
    const int passes = *rc::gen::inRange(1, 4);
    double factor = 0.4;
    for (int p = 0; p < passes; ++p, factor *= 1.7) {
        const int least = *rc::gen::inRange(1, 6);
        how.passes.push_back({factor, least, least + *rc::gen::inRange(0, 20), *rc::gen::inRange(0, 5),
                              std::max(0, *rc::gen::inRange(-3, 4))});
    }
    how.octant_axes = *rc::gen::element(OctantAxes::ellipsoid, OctantAxes::map);
    const Targets t =
        reference::targets(2, 1, 2, {*rc::gen::inRange(-50, 300) * 1.0, *rc::gen::inRange(-50, 200) * 1.0, 0},
                           {*rc::gen::inRange(1, 40) * 1.0, 12.5, 9});
    for (const kernel::Table* table : usable_kernels()) {
        const PointResults out = reference::run_one(data, how, t, *table);
        for (std::size_t i = 0; i < t.centres.size(); ++i) {
            const auto chosen = reference::search(data, how, t.centres[i]);
            RC_ASSERT(out.pass[i] == chosen.pass);
            RC_ASSERT(out.samples[i] == static_cast<int>(chosen.samples.size()));
            if (chosen.pass == 0) continue;
            double metres = 0;
            for (const std::size_t s : chosen.samples)
                metres += std::hypot(data.x[s] - t.centres[i][0], data.y[s] - t.centres[i][1],
                                     data.z[s] - t.centres[i][2]);
            RC_ASSERT(std::abs(out.distance[i] - metres / static_cast<double>(chosen.samples.size())) < 1e-9);
        }
    }
}

// Four samples around a centre, all equally far: the first of the table are taken, on every instruction set.
TEST(Search, TiesGoToTheLowerIndex) {
    Data data;
    const double corner[8][3] = {{1, 1, 1},   {-1, 1, 1},  {1, -1, 1},  {1, 1, -1},
                                 {-1, -1, 1}, {-1, 1, -1}, {1, -1, -1}, {-1, -1, -1}};
    for (int i = 0; i < 8; ++i) {
        data.x.push_back(1000.1 + 10 * corner[i][0]);
        data.y.push_back(2000.7 + 10 * corner[i][1]);
        data.z.push_back(300.3 + 10 * corner[i][2]);
        data.value.push_back(1 << i);
        data.hole.push_back(i);
    }
    ElementEstimate how = reference::usual();
    how.search = {0, 0, 0, 33, 33, 33};
    how.method = Method::inverse_distance;
    for (int most = 1; most <= 8; ++most)
        for (const kernel::Table* table : usable_kernels()) {
            how.passes = {{1, 1, most, 0}};
            const PointResults out = reference::run_one(data, how, {{{1000.1, 2000.7, 300.3}}, {1}}, *table);
            EXPECT_NEAR(out.estimate[0], ((1 << most) - 1) / static_cast<double>(most), 1e-9)
                << most << table->name;
        }
}

TEST(Search, TheSurfaceBelongsToTheEllipsoid) {
    const Data data{{12, 20.0000001}, {16, 0}, {0, 0}, {5, 7}, {0, 1}};
    ElementEstimate how = reference::usual();
    how.search = {0, 0, 0, 20, 20, 20};
    how.passes = {{1, 1, 8, 0}};
    const PointResults out = reference::run_one(data, how, {{{0, 0, 0}}, {1}});
    EXPECT_EQ(out.samples[0], 1);
    EXPECT_EQ(out.estimate[0], 5);
}

TEST(Search, SamplesWithoutAHoleAreNotLimited) {
    Data data{{1, 2, 3, 4, 5, 6},
              {0, 0, 0, 0, 0, 0},
              {0, 0, 0, 0, 0, 0},
              {1, 1, 1, 1, 1, 1},
              {-1, -1, -1, 4, 4, 4}};
    ElementEstimate how = reference::usual();
    how.passes = {{1, 1, 8, 2}};
    EXPECT_EQ(reference::run_one(data, how, {{{0, 0, 0}}, {1}}).samples[0], 5);
    data.hole.clear();
    EXPECT_EQ(reference::run_one(data, how, {{{0, 0, 0}}, {1}}).samples[0], 6);
}

// Tiles of any shape and order must give what single centres give, bit for bit.
RC_GTEST_PROP(Search, ResultsDoNotDependOnHowCentresAreGrouped, ()) {
    const Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 12, 12);
    ElementEstimate how = reference::nested();
    how.passes = {{0.4, 6, 10, *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 3)}, {1, 2, 10, 0}};
    const Targets grouped = reference::targets(2, 2, 1, {10, 10, 10}, {35, 30, 20});
    const PointResults expected = reference::run_one(data, how, grouped);
    for (std::size_t i = 0; i < grouped.centres.size(); i += 5) {
        const PointResults alone = reference::run_one(data, how, {{grouped.centres[i]}, {1}});
        RC_ASSERT(alone.pass[0] == expected.pass[i]);
        if (alone.pass[0] > 0) {
            RC_ASSERT(alone.estimate[0] == expected.estimate[i]);
            RC_ASSERT(alone.variance[0] == expected.variance[i]);
        }
    }
}

TEST(Search, OctantsOwnTheirBoundsAsInGslib) {
    const double d[][3] = {{0, 1, 0},  {1, 1, 1},  {1, 0, 0},   {1, -1, 0}, {0, -1, 0}, {-1, -1, 0},
                           {-1, 0, 0}, {-1, 1, 0}, {0, 1, -1}, {1, 0, -1}, {-1, 0, -1}, {0, -1, -1}};
    const int expected[] = {0, 1, 1, 3, 3, 2, 2, 0, 4, 5, 6, 7};
    for (std::size_t n = 0; n < std::size(expected); ++n)
        EXPECT_EQ(octant(d[n][0], d[n][1], d[n][2]), expected[n]) << n;
}

// Dense data, where the bounds of a tile let almost nothing through: both limits, one, none.
TEST(Search, OctantsInDenseData) {
    const Data data = reference::random_data(17, 40, 100);
    const Targets t = reference::targets(3, 2, 2, {20, 10, 10}, {12, 11, 6});
    for (const int per_octant : {1, 2, 3})
        for (const int per_hole : {0, 3}) {
            ElementEstimate how = reference::usual();
            how.method = Method::inverse_distance;
            how.passes = {{1, 3, 14, per_hole, per_octant}};
            std::vector<decltype(reference::search(data, how, t.centres[0]).samples)> wanted;
            for (const auto& centre : t.centres) wanted.push_back(reference::search(data, how, centre).samples);
            for (const kernel::Table* table : usable_kernels()) {
                const auto plan = plan_estimation(data.places(), {{how, data.value, {}}}, reference::block, *table);
                ASSERT_TRUE(plan);
                const auto scratch = make_scratch();
                std::vector<PointResults> out;
                ASSERT_TRUE(estimate_points(**plan, t.centres, t.tile_ends, *scratch, out));
                for (std::size_t i = 0; i < t.centres.size(); ++i)
                    ASSERT_EQ(samples_of(**plan, *scratch, 0, i), wanted[i]) << table->name << i;
            }
        }
}

// Many more candidates than one bin or one vector holds, with the k-th nearest far inside.
TEST(Search, DenseDataFarFromUniform) {
    Data data = reference::random_data(11, 3, 4000);
    ElementEstimate how = reference::usual();
    how.passes = {{1, 3, 24, 5}, {3, 3, 24, 0}};
    how.method = Method::inverse_distance;
    const Targets t = reference::targets(2, 2, 1, {-100, -100, -20}, {60, 50, 30});
    const PointResults out = reference::run_one(data, how, t);
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        const auto chosen = reference::search(data, how, t.centres[i]);
        ASSERT_EQ(out.pass[i], chosen.pass);
        ASSERT_EQ(out.samples[i], static_cast<int>(chosen.samples.size()));
    }
}

}  // namespace
}  // namespace orelens::geostat
