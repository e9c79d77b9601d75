#include "core/scenarios/Tornado.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "tests/core/economics/Decks.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::PriceDeck;
using economics::testing::random_model;
using economics::testing::random_model_deck;

const TornadoRow* of(const Tornado& made, const std::string& id) {
    const auto found = std::ranges::find_if(made.rows, [&](const TornadoRow& row) { return row.lever.id == id; });
    return found == made.rows.end() ? nullptr : &*found;
}

TEST(TornadoOfInputs, EveryEndIsAnEvaluationOfTheMovedDeck) {
    const PriceDeck deck = random_model_deck();
    const auto model = random_model(5);
    const auto made = tornado(model, deck, 10);
    ASSERT_TRUE(made);
    const Usable now = *usable_under(model, deck);
    EXPECT_EQ(made->usable, now.held);
    EXPECT_EQ(made->worth, now.worth);
    ASSERT_NE(of(*made, "commodity.Cu.price"), nullptr);
    ASSERT_NE(of(*made, "economics.processing"), nullptr);
    ASSERT_NE(of(*made, "commodity.Cu.royalty_percent"), nullptr);
    EXPECT_EQ(of(*made, "economics.ore_mining_difference"), nullptr);  // not counted by the full test
    EXPECT_EQ(of(*made, "commodity.Cu.subsidy"), nullptr);             // none that a share could be taken of
    for (const TornadoRow& row : made->rows)
        for (const TornadoEnd* end : {&row.low, &row.high}) {
            PriceDeck moved = deck;
            row.lever.set(moved, end->value);
            const Usable wanted = *usable_under(model, moved);
            EXPECT_EQ(end->usable, wanted.held) << row.lever.id;
            EXPECT_EQ(end->worth, wanted.worth) << row.lever.id;
        }
    EXPECT_NEAR(of(*made, "commodity.Cu.price")->low.value, 63000, 1e-9);
    EXPECT_NEAR(of(*made, "commodity.Cu.price")->high.value, 77000, 1e-9);
    EXPECT_GT(of(*made, "commodity.Cu.price")->high.usable.tonnes, made->usable.tonnes);
    EXPECT_LT(of(*made, "economics.processing")->high.usable.tonnes, made->usable.tonnes);
}

TEST(TornadoOfInputs, WidestFirstAndNoRecoveryOverAll) {
    PriceDeck deck = random_model_deck();
    deck.commodities[0].recovery_percent = 95;
    const auto made = *tornado(random_model(5), deck, 20);
    for (std::size_t n = 1; n < made.rows.size(); ++n)
        EXPECT_GE(std::abs(made.rows[n - 1].high.worth - made.rows[n - 1].low.worth),
                  std::abs(made.rows[n].high.worth - made.rows[n].low.worth));
    const TornadoRow* recovery = of(made, "commodity.Cu.recovery_percent");
    ASSERT_NE(recovery, nullptr);
    EXPECT_EQ(recovery->high.value, 100);
    EXPECT_TRUE(recovery->high.at_limit);
    EXPECT_NEAR(recovery->low.value, 76, 1e-9);
    EXPECT_FALSE(recovery->low.at_limit);
}

TEST(TornadoOfInputs, TheChartIsTheTableSortedByWhatItShows) {
    const auto made = *tornado(random_model(5), random_model_deck(), 10);
    for (const TornadoQuantity quantity : {TornadoQuantity::tonnes, TornadoQuantity::worth}) {
        const TornadoChart chart = tornado_chart(made, quantity);
        EXPECT_EQ(chart.centre, quantity == TornadoQuantity::tonnes ? made.usable.tonnes : made.worth);
        ASSERT_EQ(chart.bars.size(), made.rows.size());
        for (std::size_t n = 0; n < chart.bars.size(); ++n) {
            const TornadoRow& row = made.rows[chart.bars[n].row];
            EXPECT_EQ(chart.bars[n].low, quantity == TornadoQuantity::tonnes ? row.low.usable.tonnes : row.low.worth);
            if (n > 0) {
                EXPECT_GE(chart.bars[n - 1].width(), chart.bars[n].width());
            }
        }
    }
}

TEST(TornadoOfInputs, RoutesHaveTheirOwnInputs) {
    const PriceDeck deck = economics::testing::two_route_deck();
    const auto made = *tornado(random_model(3), deck, 10);
    for (const char* id : {"route.mill.processing", "payable.Cu.recovery", "payable.leached.recovery", "costs", "prices"})
        EXPECT_NE(of(made, id), nullptr) << id;
    EXPECT_EQ(of(made, "economics.processing"), nullptr);
}

TEST(TornadoOfInputs, BadSharesAndACancelGiveNone) {
    const auto model = random_model(5);
    for (const double share : {0.0, -5.0, 100.0, std::nan("")})
        EXPECT_EQ(tornado(model, random_model_deck(), share).error().what.key, "scenarios.tornado_share");
    base::Progress stopped;
    stopped.cancel();
    EXPECT_EQ(tornado(model, random_model_deck(), 10, nullptr, stopped).error().kind, base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::scenarios
