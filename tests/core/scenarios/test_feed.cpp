// Why many blocks together do not pay, with routes, tiers, reliefs and columns: the steps are the sum over the blocks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/economics/Explain.h"
#include "core/economics/GradeColumns.h"
#include "core/scenarios/Levers.h"
#include "core/scenarios/Parcel.h"
#include "core/scenarios/Waterfall.h"
#include "tests/core/economics/Decks.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::CutoffTest;
using economics::PriceDeck;
using economics::TierRule;
using economics::testing::random_model;

/// Two routes, tiers of royalty by brackets on one metal and whole on the other, relief of low grades, a dump.
PriceDeck tiered_deck(CutoffTest test) {
    PriceDeck deck = economics::testing::two_route_deck();
    deck.test = test;
    deck.commodities[0].royalty_percent = 2;
    deck.commodities[0].royalty_tiers = "8000: 4; 15000: 7";
    deck.commodities[0].tier_rule = TierRule::brackets;
    deck.commodities[0].low_grade_below = 0.4;
    deck.commodities[0].low_grade_relief_percent = 50;
    deck.commodities[0].price_includes_vat = true;
    deck.commodities[0].vat_percent = 13;
    deck.commodities[1].royalty_tiers = "300: 3; 500: 5";
    deck.commodities[1].subsidy = 1000;
    deck.routes.push_back({.name = "waste", .kind = economics::RouteKind::dump, .processing = 2});
    deck.routes[1].ore_handling = 3;
    deck.routes[0].ore_types = "oxide; mixed";
    deck.costs.detail.ore_type_column = "ore_type";
    deck.costs.mining_per_metre = 0.05;
    deck.costs.reference_elevation_m = -270;
    deck.costs.mining_recovery_percent = 92;
    deck.costs.dilution_percent = 8;
    deck.costs.ore_mining_difference = 2;
    deck.costs.general = 4;
    return deck;
}

/// A concentrate with deductions, charges and a penalty beside a stockpile that is treated years later.
PriceDeck concentrate_and_stockpile(CutoffTest test) {
    PriceDeck deck = economics::testing::concentrate_deck();
    deck.test = test;
    deck.commodities[0].royalty_percent = 5;
    deck.commodities[0].relief_percent = 10;
    deck.costs.mining = 6;
    deck.costs.detail.discount_percent = 8;
    deck.costs.detail.stripping_ratio = 2;
    deck.costs.detail.waste_mining = 1.5;
    deck.routes.push_back({.name = "heap",
                           .kind = economics::RouteKind::stockpile,
                           .processing = 12,
                           .ore_handling = 1,
                           .ore_subsidy = 0.5,
                           .delay_years = 4});
    deck.products.push_back({.name = "later", .route = "heap"});
    deck.payables.push_back({.name = "heap Cu", .product = "later", .commodity = "Cu", .recovery = "55"});
    return deck;
}

blocks::BlockModel evaluated(const PriceDeck& deck) {
    blocks::BlockModel model = random_model(11);
    base::Progress quiet;
    const auto done = economics::evaluate(model, deck, quiet);
    EXPECT_TRUE(done) << (done ? "" : base::describe(done.error(), base::Language::english));
    return model;
}

struct Worth {
    double worth = 0, size = 0, tonnes = 0;
};
/// Block by block, from the answer about each single block.
Worth by_hand(const blocks::BlockModel& model, const PriceDeck& deck, const blocks::BlockMask& taken) {
    const economics::BlockTonnes tonnes(model, deck.costs);
    Worth sum;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!taken.has(n, at)) continue;
            const auto answer = economics::block_answer(model, deck, economics::main_slider(deck), deck.test,
                                                        model.leaf(n).index(at));
            if (answer->best == economics::nowhere) continue;
            const double mined = economics::mined_tonnes(deck.costs, tonnes(n, at));
            sum.worth += mined * answer->routes[answer->best].margin;
            sum.size += mined * std::abs(answer->routes[answer->best].margin);
            sum.tonnes += mined;
        }
    return sum;
}

TEST(Feed, StepsEndAtTheSumOfTheBlocksMargins) {
    for (const auto make : {&tiered_deck, &concentrate_and_stockpile})
        for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
            const PriceDeck deck = make(test);
            const blocks::BlockModel model = evaluated(deck);
            for (const Take take : {Take::evaluated, Take::usable, Take::not_usable}) {
                const auto taken = *taken_blocks(model, deck, nullptr, take);
                ASSERT_GT(taken.kept, 100);
                const Worth wanted = by_hand(model, deck, taken);
                const auto fall = waterfall_of(model, deck, taken);
                ASSERT_TRUE(fall);
                EXPECT_NEAR(fall->margin, wanted.worth, 1e-9 * std::max(wanted.size, fall->gross));
                EXPECT_NEAR(fall->mined_tonnes, wanted.tonnes, 1e-9 * wanted.tonnes);
                double sum = 0;
                for (const WaterfallLine& line : fall->lines) sum += line.amount;
                EXPECT_NEAR(sum, fall->margin, 1e-9 * fall->gross);
            }
        }
}

TEST(Feed, TheMeanGradeAsOneFeedWouldBeAnotherAnswer) {
    const PriceDeck deck = tiered_deck(CutoffTest::full);
    const blocks::BlockModel model = evaluated(deck);
    const auto taken = *taken_blocks(model, deck, nullptr, Take::not_usable);
    const Parcel parcel = *parcel_of(model, deck, nullptr, Take::not_usable);
    EXPECT_EQ(taken.kept, parcel.taken.blocks);
    const Waterfall mean = waterfall(deck, deck.test, parcel.fractions, parcel.elevation_m, parcel.taken.tonnes);
    const Waterfall own = *waterfall_of(model, deck, taken);
    // Every block has its own choice and relief, and not every ore type may be leached; the mean knows none of that.
    EXPECT_GT(std::abs(own.margin - mean.margin), 1e-3 * own.gross);
}

TEST(Feed, BlocksThatNoRouteTakesAreInNoStep) {
    PriceDeck deck = tiered_deck(CutoffTest::full);
    deck.routes[1].ore_types = "sulphide";
    const blocks::BlockModel model = evaluated(deck);
    const auto taken = *taken_blocks(model, deck, nullptr, Take::evaluated);
    const Waterfall fall = *waterfall_of(model, deck, taken);
    EXPECT_GT(fall.no_way.blocks, 0);
    const Parcel parcel = *parcel_of(model, deck, nullptr, Take::evaluated);
    EXPECT_NEAR(fall.in_situ_tonnes + fall.no_way.tonnes, parcel.taken.tonnes, 1e-9 * parcel.taken.tonnes);
    EXPECT_NEAR(fall.margin, by_hand(model, deck, taken).worth, 1e-9 * fall.gross);
}

TEST(Feed, OneBlockIsTheBlock) {
    const PriceDeck deck = tiered_deck(CutoffTest::full);
    const blocks::BlockModel model = evaluated(deck);
    EXPECT_EQ(one_block(model, {-1, 0, 0}).kept, 0);
    int seen = 0;
    for (int at = 0; at < 512; at += 7) {
        if (!model.leaf(0).is_active(at)) continue;
        const auto ijk = model.leaf(0).index(at);
        const auto answer = economics::block_answer(model, deck, economics::main_slider(deck), deck.test, ijk);
        if (answer->best == economics::nowhere) continue;
        const Waterfall fall = *waterfall_of(model, deck, one_block(model, ijk));
        const double margin = answer->routes[answer->best].margin;
        EXPECT_NEAR(fall.per_tonne(fall.margin), margin, 1e-9 * std::max(100.0, std::abs(margin)));
        ++seen;
    }
    EXPECT_GT(seen, 20);
}

TEST(Feed, NeededChangesMakeTheSumPay) {
    const PriceDeck deck = tiered_deck(CutoffTest::full);
    const blocks::BlockModel model = evaluated(deck);
    const auto taken = *taken_blocks(model, deck, nullptr, Take::not_usable);
    const double size = by_hand(model, deck, taken).size;
    const auto all = needed_changes(model, deck, taken);
    ASSERT_TRUE(all);
    int moved_levers = 0;
    for (const Needed& one : *all) {
        if (!one.value) continue;
        PriceDeck moved = deck;
        one.lever.set(moved, *one.value);
        EXPECT_NEAR(by_hand(model, moved, taken).worth, 0, 1e-9 * size) << one.lever.id;
        one.lever.set(moved, *one.value + (one.lever.now - *one.value) * 1e-3);
        EXPECT_LT(by_hand(model, moved, taken).worth, 0) << one.lever.id;
        ++moved_levers;
    }
    EXPECT_GT(moved_levers, 2);
    EXPECT_TRUE(std::ranges::any_of(*all, [](const Needed& one) { return one.lever.id == "route.mill.processing"; }));
    EXPECT_TRUE(std::ranges::any_of(*all, [](const Needed& one) { return one.lever.id == "payable.Cu.recovery"; }));
}

TEST(Feed, WithoutRoutesTheMeanIsTheSum) {
    PriceDeck deck = economics::testing::random_model_deck();
    deck.costs.detail.haul_km = 4;
    deck.costs.detail.haul_per_km = 0.6;
    deck.costs.detail.cost_factor = 1;
    const blocks::BlockModel model = evaluated(deck);
    const auto taken = *taken_blocks(model, deck, nullptr, Take::not_usable);
    const Parcel parcel = *parcel_of(model, deck, nullptr, Take::not_usable);
    const Waterfall mean = waterfall(deck, deck.test, parcel.fractions, parcel.elevation_m, parcel.taken.tonnes);
    const Waterfall own = *waterfall_of(model, deck, taken);
    EXPECT_NEAR(own.margin, mean.margin, 1e-9 * own.gross);
    ASSERT_EQ(own.lines.size(), mean.lines.size());
    for (std::size_t n = 0; n < own.lines.size(); ++n)
        EXPECT_NEAR(own.lines[n].amount, mean.lines[n].amount, 1e-9 * own.gross) << own.lines[n].key;
}

TEST(Feed, ACancelAndAnotherModelsBlocksGiveNoAnswer) {
    const PriceDeck deck = tiered_deck(CutoffTest::full);
    const blocks::BlockModel model = evaluated(deck);
    const auto taken = *taken_blocks(model, deck, nullptr, Take::not_usable);
    base::Progress stopped;
    stopped.cancel();
    EXPECT_EQ(waterfall_of(model, deck, taken, stopped).error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(needed_changes(model, deck, taken, stopped).error().kind, base::ErrorKind::cancelled);
    EXPECT_FALSE(waterfall_of(random_model(1, {40, 40, 40}), deck, taken));
}

}  // namespace
}  // namespace orelens::scenarios
