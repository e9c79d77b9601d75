#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Equivalent.h"

namespace orelens::economics {
namespace {

TEST(Equivalent, AcceptanceValues) {
    const Commodity copper{.name = "Cu", .price = 70000};
    const Commodity gold{.name = "Au", .price = 550, .price_unit = "g"};
    const double by_price = equivalent_of(copper, gold, 0.30e-6, EquivalentRule::price_only);
    EXPECT_NEAR(by_price * 100, 0.235714, 5e-7);
    EXPECT_NEAR((0.008 + by_price) * 100, 1.035714, 5e-7);
    // Recovery and payable: gold 60 % and 90 %, copper 88 % and 95.5 %; 1 g/t of gold is then 0.504862 % of
    // copper.
    PriceDeck deck{.commodities = {copper, gold}, .main_commodity = "Cu"};
    deck.commodities[0].recovery_percent = 88;
    deck.commodities[0].payable_percent = 95.5;
    deck.commodities[1].recovery_percent = 60;
    deck.commodities[1].payable_percent = 90;
    EXPECT_NEAR(
        equivalent_of(deck.commodities[0], deck.commodities[1], 1e-6, EquivalentRule::recovery_and_payable) *
            100,
        0.504862, 5e-7);
    EXPECT_NEAR(metal_equivalent(deck, {0.008, 0.30e-6}, EquivalentRule::price_only) * 100, 1.035714, 5e-7);
    EXPECT_NEAR(metal_equivalent(deck, {0.008, 0.30e-6}, EquivalentRule::recovery_and_payable) * 100,
                0.951458, 5e-7);
}

TEST(Equivalent, MissingAddsNothingAndNothingKnownIsUnknown) {
    const PriceDeck deck{
        .commodities = {{.name = "Cu", .price = 70000, .recovery_percent = 88},
                        {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60}}};
    const double missing = std::nan("");
    EXPECT_DOUBLE_EQ(metal_equivalent(deck, {0.008, missing}, EquivalentRule::price_only), 0.008);
    EXPECT_GT(metal_equivalent(deck, {missing, 1e-6}, EquivalentRule::price_only), 0);
    EXPECT_TRUE(std::isnan(metal_equivalent(deck, {missing, missing}, EquivalentRule::price_only)));
    EXPECT_TRUE(
        std::isnan(equivalent_of({.name = "Cu"}, deck.commodities[1], 1e-6, EquivalentRule::price_only)));
}

}  // namespace
}  // namespace orelens::economics
