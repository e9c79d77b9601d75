#include "core/scenarios/Compare.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/scenarios/Activation.h"
#include "core/scenarios/Shapley.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::PriceDeck;
using economics::testing::random_model;
using economics::testing::random_model_deck;

/// Another deck that differs in what the bits say: price, recovery, royalty, processing cost, dilution.
PriceDeck moved(std::uint32_t bits, double factor) {
    PriceDeck deck = random_model_deck();
    if ((bits & 1U) != 0) deck.commodities[0].price *= factor;
    if ((bits & 2U) != 0) deck.commodities[0].recovery_percent *= std::min(1.0, 0.5 + factor / 4);
    if ((bits & 4U) != 0) deck.commodities[0].royalty_percent *= factor;
    if ((bits & 8U) != 0) deck.costs.processing *= factor;
    if ((bits & 16U) != 0) deck.costs.dilution_percent *= factor;
    return deck;
}
const std::vector<std::string> five{"price", "recovery", "fiscal", "cost", "mining"};

Comparison compared(const blocks::BlockModel& model, const PriceDeck& first, const PriceDeck& second) {
    return *compare(model, {"price"}, [&](std::uint32_t mask) -> base::Expected<PriceDeck> {
        return mask == 0 ? first : second;
    });
}

TEST(Compare, TheSameChangesNothing) {
    const blocks::BlockModel model = random_model(3);
    const PriceDeck deck = random_model_deck();
    const Comparison made = *compare(model, {}, [&](std::uint32_t) -> base::Expected<PriceDeck> { return deck; });
    EXPECT_EQ(made.before, made.after);
    EXPECT_EQ(made.activated.blocks, 0);
    EXPECT_EQ(made.deactivated.blocks, 0);
    EXPECT_TRUE(made.parts.empty());
    EXPECT_GT(made.unknown_blocks, 0);
}

TEST(Compare, ADearerMetalOnlyActivates) {
    const blocks::BlockModel model = random_model(3);
    const Comparison made = compared(model, random_model_deck(), moved(1, 1.3));
    EXPECT_GT(made.activated.blocks, 0);
    EXPECT_EQ(made.deactivated.blocks, 0);
    EXPECT_EQ(made.after.blocks - made.before.blocks, made.activated.blocks);
    EXPECT_NEAR(made.after.metal[0] - made.before.metal[0], made.activated.metal[0], 1e-6);
    EXPECT_GT(made.worth_after, made.worth_before);
}

TEST(Compare, RefusesWhatCannotBeCompared) {
    const blocks::BlockModel model = random_model(3);
    PriceDeck other = random_model_deck();
    other.costs.density_t_per_m3 = 3;
    const auto ends = [&](std::uint32_t mask) -> base::Expected<PriceDeck> {
        return mask == 0 ? random_model_deck() : other;
    };
    EXPECT_EQ(compare(model, {"price"}, ends).error().what.key, "scenarios.not_comparable");
    other = random_model_deck();
    other.commodities.pop_back();
    EXPECT_FALSE(compare(model, {"price"}, ends));
    other = random_model_deck();
    other.commodities[0].price = 0;
    EXPECT_EQ(compare(model, {"price"}, ends).error().what.key, "value.not_evaluated.no_price");
    EXPECT_FALSE(compare(model, std::vector<std::string>(8, "price"), ends));
}

/// s0 → s1 → s0: activated and deactivated change places, blocks are as they were, and shares turn their sign.
RC_GTEST_PROP(CompareLaws, IsReversible, ()) {
    const blocks::BlockModel model = random_model(*rc::gen::inRange(0U, 50U), {9, 9, 9});
    const auto bits = *rc::gen::inRange(1U, 32U), other = *rc::gen::inRange(0U, 32U);
    const double factor = 0.6 + *rc::gen::inRange(0, 100) / 100.0;
    const PriceDeck a = moved(other, 1.1), b = moved(bits, factor);
    const Comparison there = compared(model, a, b), back = compared(model, b, a), again = compared(model, a, b);
    RC_ASSERT(there.before == back.after);
    RC_ASSERT(there.after == back.before);
    RC_ASSERT(there.activated == back.deactivated);
    RC_ASSERT(there.deactivated == back.activated);
    RC_ASSERT(there.worth_before == back.worth_after);
    RC_ASSERT(there.before == again.before && there.after == again.after && there.activated == again.activated);
    RC_ASSERT(there.parts[0].tonnes == -back.parts[0].tonnes);
    const Usable first = *usable_under(model, a), home = *usable_under(model, a);
    RC_ASSERT(first.usable.leaf == home.usable.leaf);
    RC_ASSERT(there.after.blocks - there.before.blocks == there.activated.blocks - there.deactivated.blocks);
}

RC_GTEST_PROP(CompareLaws, SharesAddUpToTheDifference, ()) {
    const blocks::BlockModel model = random_model(*rc::gen::inRange(0U, 50U), {9, 9, 9});
    const double factor = 0.6 + *rc::gen::inRange(0, 100) / 100.0;
    const Comparison made = *compare(
        model, five, [&](std::uint32_t mask) -> base::Expected<PriceDeck> { return moved(mask, factor); });
    RC_ASSERT(made.parts.size() == 5);
    double blocks = 0, tonnes = 0, worth = 0, metal = 0;
    for (const Attributed& part : made.parts) {
        blocks += part.blocks;
        tonnes += part.tonnes;
        worth += part.worth;
        metal += part.metal[1];
    }
    const auto near = [](double a, double b, double scale) { return std::abs(a - b) <= 1e-12 * std::max(1.0, scale); };
    RC_ASSERT(near(blocks, static_cast<double>(made.after.blocks - made.before.blocks), 1e3));
    RC_ASSERT(near(tonnes, made.after.tonnes - made.before.tonnes, made.after.tonnes + made.before.tonnes));
    RC_ASSERT(near(worth, made.worth_after - made.worth_before,
                   std::abs(made.worth_after) + std::abs(made.worth_before)));
    RC_ASSERT(near(metal, made.after.metal[1] - made.before.metal[1], made.after.metal[1] + made.before.metal[1]));
}

TEST(Compare, TheColumnSaysWhatBecomesOfEachBlock) {
    blocks::BlockModel model = random_model(5);
    const Usable a = *usable_under(model, random_model_deck()), b = *usable_under(model, moved(9, 0.8));
    add_change_column(model, "scenario.other", a, b);
    std::vector<std::int64_t> counts(5, 0);
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) ++counts[static_cast<std::size_t>(std::as_const(model).integer("scenario.other", n)[at])];
    const Comparison made = compared(model, random_model_deck(), moved(9, 0.8));
    EXPECT_EQ(counts[1], made.activated.blocks);
    EXPECT_EQ(counts[2], made.deactivated.blocks);
    EXPECT_EQ(counts[0] + counts[2], made.before.blocks);
    EXPECT_EQ(counts[4], made.unknown_blocks);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), model.block_count());
    EXPECT_TRUE(model.is_small("scenario.other"));
}

TEST(Compare, CanBeCancelled) {
    base::Progress progress;
    progress.cancel();
    const auto made = compare(random_model(5), {"price"}, [](std::uint32_t mask) -> base::Expected<PriceDeck> {
        return moved(mask, 1.2);
    }, nullptr, progress);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled);
}

/// v({1}) 80, v({2}) 56, v({3}) 70, v(12) 80, v(13) 85, v(23) 72, v(123) 90: the textbook cost game, shares
/// 39 1/6, 20 2/3, 30 1/6.
TEST(Shapley, ATextbookGame) {
    const auto shares = shapley(3, {{0}, {80}, {56}, {80}, {70}, {85}, {72}, {90}});
    EXPECT_NEAR(shares[0][0], 39 + 1.0 / 6, 1e-12);
    EXPECT_NEAR(shares[1][0], 20 + 2.0 / 3, 1e-12);
    EXPECT_NEAR(shares[2][0], 30 + 1.0 / 6, 1e-12);
}

TEST(Activation, StepsActivateWhatAnotherDeckDoes) {
    const blocks::BlockModel model = random_model(11);
    PriceDeck deck = random_model_deck();
    const auto all = *lever_activation(model, deck, {5, 20, 60});
    ASSERT_FALSE(all.empty());
    for (const LeverActivation& row : all) {
        ASSERT_EQ(row.steps.size(), 3U);
        EXPECT_LE(row.steps[0].activated.tonnes, row.steps[1].activated.tonnes);
        EXPECT_LE(row.steps[1].activated.tonnes, row.steps[2].activated.tonnes);
        EXPECT_TRUE(std::ranges::none_of(row.steps, [](const ActivationStep& step) { return std::isnan(step.value); }));
    }
    for (std::size_t n = 1; n < all.size(); ++n)
        EXPECT_GE(all[n - 1].steps.back().activated.tonnes, all[n].steps.back().activated.tonnes);
    const auto price = std::ranges::find_if(
        all, [](const LeverActivation& row) { return row.lever.id == "commodity.Cu.price"; });
    ASSERT_NE(price, all.end());
    EXPECT_EQ(price->steps[1].activated, compared(model, deck, moved(1, 1.2)).activated);
    EXPECT_DOUBLE_EQ(price->steps[1].value, 84000);
    const auto recovery = std::ranges::find_if(
        all, [](const LeverActivation& row) { return row.lever.id == "commodity.Cu.recovery_percent"; });
    ASSERT_NE(recovery, all.end());
    EXPECT_TRUE(recovery->steps[1].at_limit);
    EXPECT_EQ(recovery->steps[1].value, 100);
    EXPECT_FALSE(recovery->steps[0].at_limit);
}

TEST(Activation, OfASetOnly) {
    const blocks::BlockModel model = random_model(11);
    const PriceDeck deck = random_model_deck();
    const Usable now = *usable_under(model, deck);
    EXPECT_TRUE(lever_activation(model, deck, {10}, &now.usable)->empty());
}

}  // namespace
}  // namespace orelens::scenarios
