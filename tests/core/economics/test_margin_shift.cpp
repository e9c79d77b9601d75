#include "core/economics/MarginShift.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

// What is moved along the line is what another evaluation at the other price gives, under both tests.
TEST(MarginShift, IsWhatAnEvaluationAtTheOtherPriceGives) {
    const PriceDeck deck = testing::random_model_deck();
    auto model = testing::random_model(3);
    base::Progress progress;
    ASSERT_TRUE(evaluate(model, deck, progress));
    for (const double price : {0.0, 41'000.0, 70'000.0, 123'456.0}) {
        PriceDeck other = deck;
        other.commodities[0].price = price;
        auto again = testing::random_model(3);
        ASSERT_TRUE(evaluate(again, other, progress));
        const auto shift = MarginShift::of(model, deck);
        ASSERT_TRUE(shift);
        int compared = 0, moved = 0;
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                for (const char* column : {margin_full, margin_marginal}) {
                    if (!model.leaf(n).is_active(at)) continue;
                    const float before = model.real(column, n)[at], after = again.real(column, n)[at];
                    ASSERT_EQ(std::isnan(before), std::isnan(after));
                    if (std::isnan(before)) continue;
                    const double told = static_cast<double>(before) + shift->at(n, at, price);
                    ASSERT_NEAR(told, static_cast<double>(after), 1e-4 + 1e-6 * std::abs(told));
                    ++compared;
                    moved += before != after ? 1 : 0;
                }
        EXPECT_GT(compared, 1000);
        if (price != deck.commodities[0].price) {
            EXPECT_GT(moved, 1000);
        } else {
            EXPECT_EQ(moved, 0);
        }
    }
}

TEST(MarginShift, NeedsTheCommodityAndItsGrade) {
    PriceDeck deck = testing::random_model_deck();
    auto model = testing::random_model(1);
    deck.main_commodity = "Zn";
    EXPECT_FALSE(MarginShift::of(model, deck));
    deck.main_commodity = "Cu";
    model.remove_column("Cu");
    EXPECT_FALSE(MarginShift::of(model, deck));
}

}  // namespace
}  // namespace orelens::economics
