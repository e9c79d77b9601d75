#include "core/scenarios/Levers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::CutoffTest;
using economics::PriceDeck;
using economics::testing::random_model_deck;
using Why = Needed::Why;

const Needed& of(const std::vector<Needed>& all, const std::string& id) {
    const auto found = std::ranges::find_if(all, [&](const Needed& one) { return one.lever.id == id; });
    EXPECT_NE(found, all.end()) << id;
    return found == all.end() ? all.front() : *found;
}

/// One metal: everything by hand. Head 0.15 %, ε 88 %, n = 53 259.7345: NSR 70.302850 against 80 of cost.
PriceDeck copper() {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = 70000,
                         .price_includes_vat = true,
                         .vat_percent = 13,
                         .recovery_percent = 88,
                         .payable_percent = 95.5,
                         .selling_cost = 2500,
                         .royalty_percent = 6}};
    deck.costs = {.mining = 12, .processing = 60, .general = 8, .mining_recovery_percent = 90};
    return deck;
}

TEST(Levers, ByHand) {
    const auto all = needed_changes(copper(), CutoffTest::full, {0.0015}, 0);
    // n needed: 80 / (0.0015·0.88) = 60 606.0606.
    const double n = 80 / (0.0015 * 0.88);
    EXPECT_NEAR(*of(all, "commodity.Cu.price").value, (n / 0.94 + 2500) / 0.955 * 1.13, 1e-6);
    EXPECT_NEAR(of(all, "commodity.Cu.price").change, (n / 0.94 + 2500) / 0.955 * 1.13 / 70000 - 1, 1e-12);
    // The price of the evaluation itself.
    EXPECT_NEAR(*of(all, "commodity.Cu.price").value,
                economics::break_even(copper(), "Cu", CutoffTest::full, {0.0015}, 0), 1e-6);
    const double now = 0.0015 * 0.88 * economics::net_price(copper().commodities[0]);
    EXPECT_NEAR(*of(all, "costs").value, now / 80, 1e-12);
    EXPECT_NEAR(*of(all, "economics.processing").value, 60 - (80 - now), 1e-9);
    EXPECT_EQ(of(all, "economics.general").why, Why::not_enough);
    EXPECT_NEAR(of(all, "economics.general").margin_at_limit, now - 72, 1e-9);
    EXPECT_NEAR(*of(all, "economics.mining").value, 12 - (80 - now), 1e-9);
    // 100.14 % would be needed.
    EXPECT_EQ(of(all, "commodity.Cu.recovery_percent").why, Why::not_enough);
    EXPECT_NEAR(*of(all, "commodity.Cu.subsidy").value, n - economics::net_price(copper().commodities[0]), 1e-6);
    EXPECT_EQ(of(all, "economics.mining_recovery").why, Why::no_effect);
    EXPECT_EQ(of(all, "economics.ore_mining_difference").why, Why::not_counted);
    EXPECT_EQ(of(all, "economics.dilution").why, Why::not_enough);  // none to take away
    // Cheapest first, impossible ones last.
    for (std::size_t i = 1; i < all.size(); ++i)
        if (all[i].value) {
            ASSERT_TRUE(all[i - 1].value);
            EXPECT_LE(all[i - 1].change, all[i].change);
        }
}

TEST(Levers, NothingIsNeededWhereItPays) {
    for (const Needed& one : needed_changes(copper(), CutoffTest::full, {0.01}, 0)) {
        EXPECT_EQ(one.why, Why::pays);
        EXPECT_FALSE(one.value);
    }
}

TEST(Levers, WithoutAGradeThereIsNoAnswer) {
    EXPECT_TRUE(needed_changes(copper(), CutoffTest::full, {std::nan("")}, 0).empty());
}

TEST(Levers, BarrenRockHasNoPriceThatPays) {
    const auto all = needed_changes(copper(), CutoffTest::full, {0.0}, 0);
    EXPECT_EQ(of(all, "commodity.Cu.price").why, Why::no_effect);
    EXPECT_NEAR(*of(all, "costs").value, 0, 1e-300);
}

/// What is said to be needed makes the evaluation say usable, and a millionth less does not.
RC_GTEST_PROP(LeverLaws, TheNeededChangeIsTheEvaluationsOwn, ()) {
    PriceDeck deck = random_model_deck();
    const auto between = [](double low, double high) { return low + (high - low) * *rc::gen::inRange(0, 10001) / 1e4; };
    deck.commodities[0].recovery_percent = between(20, 95);
    deck.commodities[1].recovery_percent = between(0, 90);
    deck.commodities[0].royalty_percent = between(0, 30);
    deck.commodities[0].waste_grade_percent = between(0, 0.05);
    deck.costs.dilution_percent = between(0, 30);
    deck.costs.sustaining = between(0, 10);
    deck.costs.ore_mining_difference = between(0, 10);
    deck.costs.dilution_convention = *rc::gen::element(economics::DilutionConvention::waste_per_mined,
                                                       economics::DilutionConvention::waste_per_ore);
    const CutoffTest test = *rc::gen::element(CutoffTest::full, CutoffTest::marginal);
    deck.test = test;
    const std::vector<double> grades{between(0, 0.003), between(0, 4e-7)};
    const double elevation = between(-600, 0);
    RC_PRE(margin_of(deck, test, grades, elevation) < -1e-3);
    for (const Needed& one : needed_changes(deck, test, grades, elevation)) {
        PriceDeck moved = deck;
        if (one.value) {
            one.lever.set(moved, *one.value);
            RC_ASSERT(margin_of(moved, test, grades, elevation) >= 0);
            const double back = *one.value + (one.lever.now - *one.value) * 1e-6;
            one.lever.set(moved, back);
            RC_ASSERT(margin_of(moved, test, grades, elevation) < 0);
        } else if (one.why == Why::not_enough) {
            one.lever.set(moved, one.lever.limit);
            if (one.lever.limit != 0 || one.lever.now > 0) RC_ASSERT(margin_of(moved, test, grades, elevation) < 0);
        }
    }
}

}  // namespace
}  // namespace orelens::scenarios
