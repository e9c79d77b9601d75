// The most valuable set of blocks is that of an independent maximum flow, block by block.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "tests/core/pits/MaxFlow.h"

namespace orelens::pits {
namespace {

using testing::ask_boost;
using testing::FlowAnswer;

Pattern pattern_of(const SlopeRose& rose, blocks::Vec3 size, int benches) {
    auto made = minimal_pattern(rose, size, 0, benches);
    EXPECT_TRUE(made.has_value());
    return made.value_or(Pattern{});
}

struct Case {
    Precedence precedence;
    std::vector<std::int64_t> values;
};

/// A small ground of random shape: sizes, slopes (all round, by azimuth, by region), keep-outs, values with
/// many ties and zeros or none.
Case random_case(unsigned seed) {
    std::mt19937 random(seed);
    const auto up_to = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    Case made;
    made.precedence.count = {up_to(1, 9), up_to(1, 9), up_to(1, 7)};
    const blocks::Vec3 size{5.0 * up_to(1, 3), 5.0 * up_to(1, 3), 5.0 * up_to(1, 2)};
    const int benches = up_to(1, 5);
    const int regions = up_to(1, 3);
    for (int n = 0; n < regions; ++n) {
        SlopeRose rose{{.azimuth_deg = 0, .slope_deg = 1.0 * up_to(30, 70)}};
        if (up_to(0, 1) == 1)
            rose.push_back({.azimuth_deg = 1.0 * up_to(60, 300), .slope_deg = 1.0 * up_to(30, 70)});
        made.precedence.patterns.push_back(pattern_of(rose, size, benches));
    }
    const std::size_t blocks = static_cast<std::size_t>(made.precedence.count[0]) *
                               static_cast<std::size_t>(made.precedence.count[1]) *
                               static_cast<std::size_t>(made.precedence.count[2]);
    if (regions > 1)
        for (std::size_t n = 0; n < blocks; ++n)
            made.precedence.pattern_of.push_back(static_cast<std::uint8_t>(up_to(0, regions - 1)));
    if (up_to(0, 3) == 0)
        for (std::size_t n = 0; n < blocks; ++n) made.precedence.barred.push_back(up_to(0, 40) == 0 ? 1 : 0);
    const int size_of_values = up_to(0, 1) == 0 ? 3 : 1000;
    const int ore_in = up_to(2, 12);
    for (std::size_t n = 0; n < blocks; ++n)
        made.values.push_back(up_to(1, ore_in) == 1 ? up_to(0, size_of_values * ore_in)
                                                    : -up_to(0, size_of_values));
    return made;
}

std::int64_t worth(const Closure& closure, const std::vector<std::int64_t>& values) {
    std::int64_t sum = 0;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (closure.holds(n)) sum += values[n];
    return sum;
}

void expect_same(const Closure& closure, const FlowAnswer& flow, const std::vector<std::int64_t>& values) {
    EXPECT_EQ(worth(closure, values), flow.value);
    for (std::size_t n = 0; n < values.size(); ++n)
        ASSERT_EQ(closure.holds(n), flow.in[n] != 0) << "block " << n;
}

TEST(Closure, EqualsTheMaximumFlowOfBoostOnRandomModels) {
    int pits = 0;
    for (unsigned seed = 0; seed < 600; ++seed) {
        SCOPED_TRACE(seed);
        const Case made = random_case(seed);
        Closure closure(made.precedence);
        ASSERT_TRUE(closure.solve(made.values, base::Progress()));
        expect_same(closure, ask_boost(closure, made.values, seed % 2 == 0), made.values);
        if (::testing::Test::HasFatalFailure()) return;
        pits += worth(closure, made.values) > 0 ? 1 : 0;
    }
    EXPECT_GT(pits, 200) << "too few of the models have a pit at all";
}

TEST(Closure, RaisedValuesGiveThePitsThatBoostFinds) {
    int grown = 0;
    for (unsigned seed = 1000; seed < 1300; ++seed) {
        SCOPED_TRACE(seed);
        Case made = random_case(seed);
        std::mt19937 random(seed);
        Closure warm(made.precedence);
        ASSERT_TRUE(warm.solve(made.values, base::Progress()));
        for (int step = 0; step < 6; ++step) {
            const std::int64_t before = worth(warm, std::vector<std::int64_t>(made.values.size(), 1));
            for (std::int64_t& value : made.values)
                if (random() % 3 == 0)
                    value += static_cast<std::int64_t>(random() % 4) * (1 + std::abs(value) / 4);
            ASSERT_TRUE(warm.raise(made.values, base::Progress()));
            expect_same(warm, ask_boost(warm, made.values, step % 2 == 0), made.values);
            if (::testing::Test::HasFatalFailure()) return;
            const std::int64_t after = worth(warm, std::vector<std::int64_t>(made.values.size(), 1));
            EXPECT_GE(after, before);
            grown += after > before && before > 0 ? 1 : 0;
        }
    }
    EXPECT_GT(grown, 100);
}

RC_GTEST_PROP(Closure, HoldsWhatItsBlocksNeedAndNothingThatCouldBeAddedPays, (unsigned seed)) {
    const Case made = random_case(seed);
    Closure closure(made.precedence);
    RC_ASSERT(closure.solve(made.values, base::Progress()));
    for (std::size_t n = 0; n < made.values.size(); ++n) {
        if (!closure.holds(n)) continue;
        RC_ASSERT(!closure.barred(n));
        closure.each_before(n, [&](std::size_t before) { RC_ASSERT(closure.holds(before)); });
    }
    RC_ASSERT(worth(closure, made.values) >= 0);
}

TEST(Closure, OneBlockOfOrePaysForItsConeOrStays) {
    // 45° on cubes: three benches down a cone of 1 + 5 + 13 blocks.
    Precedence precedence{.count = {5, 5, 3},
                          .patterns = {pattern_of({{0, 45}}, {10, 10, 10}, 3)},
                          .pattern_of = {},
                          .barred = {}};
    std::vector<std::int64_t> values(75, -1);
    values[12] = 18;
    Closure closure(precedence);
    ASSERT_TRUE(closure.solve(values, base::Progress()));
    EXPECT_EQ(worth(closure, std::vector<std::int64_t>(75, 1)), 0)
        << "worth nothing: the smallest set is taken";
    values[12] = 19;
    ASSERT_TRUE(closure.raise(values, base::Progress()));
    EXPECT_EQ(worth(closure, std::vector<std::int64_t>(75, 1)), 19);
    EXPECT_EQ(worth(closure, values), 1);
    precedence.barred.assign(75, 0);
    precedence.barred[50 + 12 + 2] = 1;  // at the rim of the cone
    Closure around(precedence);
    ASSERT_TRUE(around.solve(values, base::Progress()));
    EXPECT_EQ(worth(around, std::vector<std::int64_t>(75, 1)), 0);
    EXPECT_TRUE(around.barred(12)) << "needs a block that is kept";
}

TEST(Closure, StopsWhenCancelled) {
    const Case made = random_case(5);
    Closure closure(made.precedence);
    const base::Progress progress;
    progress.cancel();
    EXPECT_FALSE(closure.solve(made.values, progress));
}

}  // namespace
}  // namespace orelens::pits
