// One price per block for the slider over pits: at every price of the ladder usable inside means ore, as the table of pits
// counts it, of the pit that is found at that price alone.
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/economics/PitWorth.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "core/pits/Inside.h"
#include "core/pits/KnownDeposit.h"
#include "core/pits/Study.h"

namespace orelens::pits {
namespace {

class Inside : public ::testing::Test {
  protected:
    Inside() : model(known_deposit().value()) {
        rule.factors = "0.5, 0.8, 1, 1.3";
        base::Progress progress;
        EXPECT_TRUE(economics::evaluate(model, deck, progress).has_value());
        study = study_pits(model, deck, rule, progress).value();
    }
    template <class Body>
    void each(const Body& body) const {
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at)) body(n, at);
    }
    economics::PriceDeck deck = known_deposit_deck();
    PitRule rule = known_deposit_rule();
    blocks::BlockModel model;
    PitStudy study;
    const std::string even = economics::break_even_column("Cu", economics::CutoffTest::full);
};

TEST_F(Inside, PricesAreOfTheMainCommodityAloneAndNestWithThem) {
    ASSERT_EQ(study.main_prices.size(), 4U);
    EXPECT_EQ(study.main, "Cu");
    EXPECT_EQ(study.price_unit, "USD/t");
    EXPECT_DOUBLE_EQ(study.main_prices[3], 8000 * 1.3);
    // The pit of each price, found alone with gold as it is, holds the blocks that the column says.
    for (std::size_t step = 0; step < 4; ++step) {
        economics::PriceDeck moved = deck;
        moved.commodities[0].price = study.main_prices[step];
        blocks::BlockModel other = known_deposit().value();
        PitRule one = rule;
        one.factors = "1";
        base::Progress progress;
        ASSERT_TRUE(study_pits(other, moved, one, progress).has_value());
        std::int64_t differ = 0;
        each([&](std::size_t n, int at) {
            const bool held = std::as_const(other).integer(shell_column, n)[at] == 1;
            const bool said =
                static_cast<double>(std::as_const(model).real(price_column, n)[at]) <= study.main_prices[step];
            differ += held != said ? 1 : 0;
        });
        EXPECT_EQ(differ, 0) << "at " << study.main_prices[step];
    }
}

TEST_F(Inside, UsableInsideIsOreOfThePit) {
    const auto inside = usable_inside(model, deck, price_column, base::Progress());
    ASSERT_TRUE(inside.has_value());
    const auto whole = economics::UsableCurve::build(model, deck, economics::CutoffTest::marginal, {});
    const auto curve = economics::UsableCurve::build(*inside, deck, deck.test, {});
    ASSERT_TRUE(whole && curve);
    for (const double price : {3000.0, 4000.0, 7000.0, 8000.0, 9000.0, 10400.0, 20000.0}) {
        economics::PriceDeck moved = deck;
        moved.commodities[0].price = price;
        const auto worth = economics::PitWorth::of(model, moved);
        ASSERT_TRUE(worth.has_value());
        std::vector<double> fractions(worth->commodities());
        std::int64_t both = 0;
        each([&](std::size_t n, int at) {
            const auto pit = static_cast<double>(std::as_const(model).real(price_column, n)[at]);
            both += worth->at(n, at, model.leaf(n).index(at), fractions.data()).ore() && pit <= price ? 1 : 0;
        });
        EXPECT_EQ(curve->at(price).blocks, both) << price;
        EXPECT_LE(curve->at(price).tonnes, whole->at(price).tonnes);
    }
    EXPECT_EQ(curve->at(3999).blocks, 0) << "below the ladder there is no pit";
    EXPECT_GT(curve->at(4000).blocks, 0) << "the lowest price of the ladder reaches its own pit";
    EXPECT_LT(curve->at(8000).tonnes, whole->at(8000).tonnes);
    EXPECT_FALSE(usable_inside(model, deck, "absent", base::Progress()));
}

TEST_F(Inside, TheCurveAndTheTableOfPitsCallTheSameTonnesOre) {
    const auto told = [&] {
        const auto inside = usable_inside(model, deck, price_column, base::Progress());
        EXPECT_TRUE(inside.has_value());
        const auto curve = economics::UsableCurve::build(*inside, deck, deck.test, {});
        return curve->at(deck.commodities[0].price).tonnes;
    };
    ASSERT_EQ(study.rows[2].factor, 1);
    EXPECT_GT(study.rows[2].ore_tonnes, 0);
    EXPECT_NEAR(told(), study.rows[2].ore_tonnes, 1e-9 * study.rows[2].ore_tonnes);
    // Under the full test too there is ore that would not pay for its own mining.
    const auto whole = economics::UsableCurve::build(model, deck, deck.test, {});
    std::int64_t moved_anyway = 0;
    const auto inside = usable_inside(model, deck, price_column, base::Progress());
    each([&](std::size_t n, int at) {
        moved_anyway += std::as_const(*inside).real(even, n)[at] <= 8000 && std::as_const(model).real(even, n)[at] > 8000;
    });
    EXPECT_GT(moved_anyway, 0);
    // The same with a dump, with rock that costs what waste mining costs, with sustaining cost, and under the other test.
    for (const auto test : {economics::CutoffTest::full, economics::CutoffTest::marginal}) {
        deck.test = test;
        deck.costs.sustaining = 0.7;
        deck.costs.detail.waste_mining = 0.9 * deck.costs.mining;
        deck.costs.detail.haul_km = 2;
        deck.costs.detail.haul_per_km = 0.1;
        base::Progress progress;
        ASSERT_TRUE(economics::evaluate(model, deck, progress).has_value());
        model.remove_column(shell_column);
        model.remove_column(price_column);
        study = study_pits(model, deck, rule, progress).value();
        EXPECT_NEAR(told(), study.rows[2].ore_tonnes, 1e-9 * study.rows[2].ore_tonnes);
    }
}

TEST_F(Inside, WhatHasNoBreakEvenHasNoneInside) {
    const auto inside = usable_inside(model, deck, price_column, base::Progress());
    ASSERT_TRUE(inside.has_value());
    std::int64_t unknown = 0;
    each([&](std::size_t n, int at) {
        const float own = std::as_const(model).real(even, n)[at];
        const float now = std::as_const(*inside).real(even, n)[at];
        if (std::isnan(own)) ++unknown;
        EXPECT_EQ(std::isnan(own), std::isnan(now));
        EXPECT_FALSE(now < std::as_const(model).real(price_column, n)[at]);
    });
    EXPECT_GT(unknown, 0);
}

}  // namespace
}  // namespace orelens::pits
