#include "core/economics/MetalPrices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

UsableCurve curve_of(const PriceDeck& deck) {
    auto model = testing::random_model(4);
    base::Progress quiet;
    EXPECT_TRUE(evaluate(model, deck, quiet));
    return *UsableCurve::build(model, deck, CutoffTest::full, {});
}

TEST(MetalPrices, EachIsTheLowestPriceThatIsEnough) {
    const UsableCurve curve = curve_of(testing::random_model_deck());
    for (std::size_t element = 0; element < curve.elements().size(); ++element) {
        const double total = curve.total().metal_tonnes[element];
        const auto all = metal_prices(curve, element);
        ASSERT_EQ(all.size(), 10U);
        double before = -HUGE_VAL;
        for (std::size_t n = 0; n < all.size(); ++n) {
            EXPECT_NEAR(all[n].share, 0.1 * static_cast<double>(n + 1), 1e-15);
            EXPECT_GE(all[n].price, before);
            before = all[n].price;
            if (!std::isfinite(all[n].price)) continue;
            EXPECT_GE(all[n].usable.metal_tonnes[element], total * all[n].share * (1 - 1e-9));
            EXPECT_EQ(all[n].usable.blocks, curve.at(all[n].price).blocks);
            EXPECT_LT(curve.at(std::nextafter(all[n].price, 0)).metal_tonnes[element], total * all[n].share);
        }
    }
}

TEST(MetalPrices, WhatNoPriceReachesAndWhatNeedsNone) {
    PriceDeck deck = testing::random_model_deck();
    deck.commodities[0].recovery_percent = 0;
    deck.commodities[1].recovery_percent = 90;
    // The price of copper moves nothing: gold alone pays, or nothing does.
    const auto all = metal_prices(curve_of(deck), 0);
    ASSERT_EQ(all.size(), 10U);
    EXPECT_EQ(all.front().price, -HUGE_VAL);
    EXPECT_EQ(all.back().price, HUGE_VAL);
    EXPECT_GT(all.front().usable.blocks, 0);
}

TEST(MetalPrices, OfNoMetalThereIsNone) {
    const UsableCurve curve = curve_of(testing::random_model_deck());
    EXPECT_TRUE(metal_prices(curve, 99).empty());
}

}  // namespace
}  // namespace orelens::economics
