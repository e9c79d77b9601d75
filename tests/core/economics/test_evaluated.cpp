#include "core/economics/Evaluated.h"

#include <gtest/gtest.h>

#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;
using testing::random_model_deck;

TEST(Evaluated, OnlyAModelWithItsColumnsAnswers) {
    auto model = random_model(1);
    const PriceDeck deck = random_model_deck();
    EXPECT_EQ(evaluated(nullptr, deck), Evaluated::not_run);
    EXPECT_EQ(evaluated(&model, deck), Evaluated::not_run);
    base::Progress progress;
    ASSERT_TRUE(evaluate(model, deck, progress));
    EXPECT_EQ(evaluated(&model, deck), Evaluated::yes);
    EXPECT_TRUE(is_evaluated(&model, deck));
    PriceDeck marginal = deck;
    marginal.test = CutoffTest::marginal;
    EXPECT_TRUE(is_evaluated(&model, marginal)) << "evaluate writes both tests";
    PriceDeck gold = deck;
    gold.main_commodity = "Au";
    EXPECT_EQ(evaluated(&model, gold), Evaluated::not_run) << "a copper price says nothing about gold";
    for (const std::string& column :
         {break_even_column("Cu", CutoffTest::full), std::string(status_column)}) {
        auto lacking = model;
        lacking.remove_column(column);
        EXPECT_EQ(evaluated(&lacking, deck), Evaluated::not_run) << column;
        lacking.add_column({column,
                            column == status_column ? blocks::ColumnType::real : blocks::ColumnType::integer,
                            "",
                            {}});
        EXPECT_EQ(evaluated(&lacking, deck), Evaluated::not_run) << column << " of another type";
    }
}

TEST(Evaluated, WithoutPriceOrCostsThereIsNoAnswer) {
    auto model = random_model(1);
    PriceDeck deck = random_model_deck();
    base::Progress progress;
    ASSERT_TRUE(evaluate(model, deck, progress));
    for (const double price :
         {0.0, -5.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        deck.commodities[0].price = price;
        EXPECT_EQ(evaluated(&model, deck), Evaluated::no_price) << price;
    }
    deck = random_model_deck();
    deck.commodities[1].price = 0;
    EXPECT_EQ(evaluated(&model, deck), Evaluated::yes) << "a by-product may be worth nothing";
    deck.main_commodity = "Zn";
    EXPECT_EQ(evaluated(&model, deck), Evaluated::no_commodity);
    EXPECT_EQ(evaluable(PriceDeck{}), Evaluated::no_commodity);
    deck = random_model_deck();
    deck.costs.processing = deck.costs.general = 0;
    EXPECT_EQ(evaluated(&model, deck), Evaluated::yes) << "mining still costs";
    deck.test = CutoffTest::marginal;
    EXPECT_EQ(evaluated(&model, deck), Evaluated::no_costs) << "but the marginal test does not count it";
    deck.test = CutoffTest::full;
    deck.costs = {};
    EXPECT_EQ(evaluated(&model, deck), Evaluated::no_costs);
    deck.costs.mining_per_metre = 0.1;
    EXPECT_EQ(evaluated(&model, deck), Evaluated::yes);
}

TEST(Evaluated, EachStateHasItsWords) {
    EXPECT_TRUE(why_not(Evaluated::yes).empty());
    for (const auto state :
         {Evaluated::no_commodity, Evaluated::no_price, Evaluated::no_costs, Evaluated::not_run})
        for (const auto language : {base::Language::english, base::Language::chinese}) {
            const std::string words = base::text(why_not(state), language);
            EXPECT_FALSE(words.empty());
            EXPECT_EQ(words.find("value."), std::string::npos) << words;
        }
}

}  // namespace
}  // namespace orelens::economics
