#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockCodes.h"
#include "ui/scene/PriceLadder.h"

namespace orelens::scene {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::vector<float> some_prices() {
    const auto raw =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-4000, 90'000)));
    std::vector<float> out;
    for (const int v : raw) out.push_back(static_cast<float>(v) / 7);
    return out;
}

TEST(PriceLadder, SpecialValuesHaveTheirOwnCodes) {
    const PriceLadder ladder = PriceLadder::from({1, 2, 3}, 3);
    EXPECT_EQ(ladder.code_of(blocks::missing_float), code::unassigned);
    EXPECT_EQ(ladder.code_of(infinity), code::unrecoverable);
    EXPECT_EQ(ladder.code_of(-infinity), 0);
    EXPECT_EQ(ladder.code_of(2), 1);
    EXPECT_EQ(ladder.level(2), 2);
    EXPECT_EQ(ladder.level(std::nextafter(2.0, 0.0)), 1);
}

TEST(PriceLadder, BlocksThatAlwaysPayAreUsableWithoutAnyFinitePrice) {
    const PriceLadder ladder = PriceLadder::from({-infinity, infinity}, -infinity);
    EXPECT_EQ(ladder.code_of(-infinity), 0);
    EXPECT_GE(ladder.level(-1e9), 1);
}

TEST(PriceLadder, ManyValuesStayWithin251Steps) {
    std::vector<float> sample;
    for (int n = 0; n < 100'000; ++n) sample.push_back(static_cast<float>(n));
    const PriceLadder ladder = PriceLadder::from(sample, 150'000);
    EXPECT_LE(ladder.edges().size(), 251U);
    EXPECT_GT(ladder.edges().size(), 200U);
    EXPECT_EQ(ladder.edges().back(), 150'000);
}

RC_GTEST_PROP(PriceLadder, CodeIsTheFirstEdgeNotBelow, ()) {
    const std::vector<float> sample = some_prices();
    const PriceLadder ladder = PriceLadder::from(sample, *std::max_element(sample.begin(), sample.end()));
    for (const float v : sample) {
        const auto edge = std::lower_bound(ladder.edges().begin(), ladder.edges().end(), v);
        RC_ASSERT(edge != ladder.edges().end());
        RC_ASSERT(ladder.code_of(v) == edge - ladder.edges().begin());
    }
}

/// A model of 30×9×10 blocks with random break-even prices, among them the special ones.
blocks::BlockModel random_model() {
    blocks::GridGeometry geometry;
    geometry.count = {30, 9, 10};
    auto model = blocks::BlockModel::full(geometry).value();
    model.add_column({.name = "be"});
    const unsigned seed = *rc::gen::arbitrary<unsigned>();
    std::uint64_t state = seed + 1;
    for (std::size_t l = 0; l < model.leaf_count(); ++l) {
        float* values = model.real("be", l);
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(l).is_active(n)) continue;
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            const auto r = static_cast<int>(state >> 40) % 10'000;
            values[n] = r < 50    ? infinity
                        : r < 90  ? -infinity
                        : r < 150 ? blocks::missing_float
                                  : std::sqrt(static_cast<float>(r));
        }
    }
    return model;
}

std::int64_t brute_count(const blocks::BlockModel& model, double price) {
    std::int64_t sum = 0;
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            sum += model.leaf(l).is_active(n) && static_cast<double>(model.real("be", l)[n]) <= price;
    return sum;
}

RC_GTEST_PROP(BlockCodes, SettledPictureIsExactlyTheBlocksThatPay, ()) {
    const blocks::BlockModel model = random_model();
    BlockCodes codes = BlockCodes::build(model, "be");
    // One after the other: each split must undo the one before.
    for (int n = 0; n < 6; ++n) {
        const double price = *rc::gen::inRange(0, 110'000) / 1000.0;
        bool changed = false;
        const UsableTest usable = codes.exact(model, price, changed);
        RC_ASSERT(codes.count(usable) == brute_count(model, price));
        for (std::size_t l = 0; l < model.leaf_count(); ++l)
            for (int c = 0; c < 512; ++c)
                if (model.leaf(l).is_active(c))
                    RC_ASSERT(usable(codes.at(model.leaf(l).index(c))) ==
                              (static_cast<double>(model.real("be", l)[c]) <= price));
        // Dragging away from a split shows whole steps of the ladder.
        const double other = *rc::gen::inRange(0, 110'000) / 1000.0;
        const UsableTest coarse = codes.coarse(other);
        const int level = codes.ladder().level(other);
        RC_ASSERT(
            codes.count(coarse) ==
            (level == 0 ? 0 : brute_count(model, static_cast<double>(codes.ladder().edges()[level - 1]))));
    }
}

TEST(BlockCodes, AtLadderPricesNothingNeedsToChange) {
    const auto model = test::ore_model();
    BlockCodes codes = BlockCodes::build(*model, "break_even.Cu.full");
    bool changed = true;
    const double price = static_cast<double>(codes.ladder().edges()[40]);
    const UsableTest exact = codes.exact(*model, price, changed);
    EXPECT_FALSE(changed);
    EXPECT_EQ(exact, codes.coarse(price));
}

TEST(BlockCodes, BlocksOutsideAndCutAwayAreNone) {
    const auto model = test::ore_model();
    const BlockCodes codes = BlockCodes::build(*model, "break_even.Cu.full");
    EXPECT_EQ(codes.at({0, 0, 0}), code::none);
    EXPECT_EQ(codes.at({-1, 5, 5}), code::none);
    EXPECT_EQ(codes.at({24, 5, 5}), code::none);
    EXPECT_EQ(codes.at({18, 1, 5}), code::unassigned);
    EXPECT_EQ(codes.at({22, 18, 5}), code::unrecoverable);
    std::int64_t sum = 0;
    for (int c = 0; c < 254; ++c) sum += codes.histogram()[c];
    EXPECT_EQ(sum, model->block_count());
}

}  // namespace
}  // namespace orelens::scene
