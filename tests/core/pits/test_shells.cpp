// Nested shells: each pit is the one that a solution of its own would give, and prices that do not move
// together are solved apart and said to be.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/pits/Shells.h"
#include "tests/core/pits/MaxFlow.h"

namespace orelens::pits {
namespace {

struct Ladder {
    Precedence precedence;
    std::vector<std::vector<double>> worth;  // per step
    [[nodiscard]] WorthAt reader() const {
        return [this](std::size_t step, std::span<double> out, const base::Progress& /*progress*/) {
            std::ranges::copy(worth[step], out.begin());
            return true;
        };
    }
};

/// A block pays max(0, factor · revenue − cost) − moving: what a price ladder does to it.
Ladder random_ladder(unsigned seed, std::size_t steps) {
    std::mt19937 random(seed);
    const auto up_to = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    Ladder made;
    made.precedence.count = {up_to(4, 10), up_to(4, 10), up_to(2, 6)};
    auto pattern = minimal_pattern({{0, 40.0 + up_to(0, 15)}}, {10, 10, 10}, 0, 4);
    made.precedence.patterns = {*pattern};
    const std::size_t blocks = static_cast<std::size_t>(made.precedence.count[0] * made.precedence.count[1] *
                                                        made.precedence.count[2]);
    std::vector<double> revenue;
    for (std::size_t n = 0; n < blocks; ++n) revenue.push_back(up_to(0, 5) == 0 ? up_to(0, 60) : 0);
    for (std::size_t step = 0; step < steps; ++step) {
        const double factor = 0.3 + 0.2 * static_cast<double>(step);
        made.worth.emplace_back();
        for (const double r : revenue) made.worth.back().push_back(std::max(0.0, factor * r - 5) - 2);
    }
    return made;
}

std::vector<std::int64_t> tenths(const std::vector<double>& worth) {
    std::vector<std::int64_t> values;
    for (const double w : worth) values.push_back(std::llround(w * 10));
    return values;
}

TEST(Shells, AreThePitsOfEachPriceAndNest) {
    int several = 0;
    for (unsigned seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(seed);
        const Ladder ladder = random_ladder(seed, 8);
        const auto shells = nested_shells(ladder.precedence, 8, ladder.reader(), base::Progress());
        ASSERT_TRUE(shells.has_value());
        EXPECT_TRUE(shells->nested);
        const Closure arcs(ladder.precedence);
        for (std::size_t step = 0; step < 8; ++step) {
            const auto flow = testing::ask_boost(arcs, tenths(ladder.worth[step]), step % 2 == 0);
            std::int64_t count = 0;
            for (std::size_t n = 0; n < flow.in.size(); ++n) {
                const bool in = shells->number[n] != 0 && shells->number[n] <= step + 1;
                ASSERT_EQ(in, flow.in[n] != 0) << "step " << step << " block " << n;
                count += in ? 1 : 0;
            }
            EXPECT_EQ(shells->blocks[step], count);
            EXPECT_NEAR(shells->worth[step], static_cast<double>(flow.value) / 10,
                        1e-9 * (1 + static_cast<double>(flow.value)));
        }
        several += std::ranges::count(shells->number, 0) > 0 && shells->blocks[7] > shells->blocks[3] &&
                           shells->blocks[3] > 0
                       ? 1
                       : 0;
    }
    EXPECT_GT(several, 30) << "too few ladders with more than one pit";
}

TEST(Shells, PricesThatPartAreSolvedApartAndSaidSo) {
    int parted = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        SCOPED_TRACE(seed);
        Ladder ladder = random_ladder(seed, 6);
        std::swap(ladder.worth[2], ladder.worth[4]);  // a price that falls again
        std::vector<std::vector<std::uint8_t>> pits(6);
        const auto shells = nested_shells(ladder.precedence, 6, ladder.reader(), base::Progress(),
                                          [&](std::size_t step, const Closure& pit) {
                                              for (std::size_t n = 0; n < pit.size(); ++n)
                                                  pits[step].push_back(pit.holds(n) ? 1 : 0);
                                          });
        ASSERT_TRUE(shells.has_value());
        const Closure arcs(ladder.precedence);
        for (std::size_t step = 0; step < 6; ++step)
            EXPECT_EQ(pits[step], testing::ask_boost(arcs, tenths(ladder.worth[step]), true).in)
                << "step " << step;
        if (ladder.worth[2] == ladder.worth[4]) continue;
        EXPECT_FALSE(shells->nested);
        ++parted;
    }
    EXPECT_GT(parted, 20);
}

TEST(Shells, RefuseWhatCannotBeSolvedAndStopWhenAsked) {
    const Ladder ladder = random_ladder(1, 3);
    EXPECT_EQ(nested_shells(ladder.precedence, 0, ladder.reader(), base::Progress()).error().what.key,
              "pits.steps_range");
    EXPECT_EQ(nested_shells(ladder.precedence, 201, ladder.reader(), base::Progress()).error().what.key,
              "pits.steps_range");
    Ladder broken = ladder;
    broken.worth[1][3] = std::nan("");
    EXPECT_EQ(nested_shells(broken.precedence, 3, broken.reader(), base::Progress()).error().what.key,
              "pits.not_finite");
    const base::Progress progress;
    const auto stopped = nested_shells(
        ladder.precedence, 3,
        [&](std::size_t step, std::span<double> out, const base::Progress& part) {
            if (step == 1) progress.cancel();
            return ladder.reader()(step, out, part);
        },
        progress);
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled);
    Precedence wide = ladder.precedence;
    wide.count = {70000, 70000, 1};
    EXPECT_EQ(nested_shells(wide, 3, ladder.reader(), base::Progress()).error().what.key, "pits.too_many");
}

}  // namespace
}  // namespace orelens::pits
