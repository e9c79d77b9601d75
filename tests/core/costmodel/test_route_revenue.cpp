// Orebodies under a deck with routes, products and payable metals are worth what the deck says of the same ore.
#include <gtest/gtest.h>

#include <cmath>

#include "core/costmodel/Activation.h"
#include "core/costmodel/Worth.h"
#include "core/economics/Value.h"

namespace orelens::costmodel {
namespace {

struct Smelted {
    Orebody orebody;
    economics::PriceDeck deck;
    Smelted() {
        orebody.name.assign("A");
        orebody.commodity.assign("Cu");
        orebody.ore_tonnes = 50e6;
        orebody.grades = {{"Cu", 0.008}, {"Au", 0.3e-6}, {"Ag", 2e-6}};
        orebody.mining_recovery = 0.9;
        orebody.dilution = 0.08;
        economics::Commodity cu, au;
        cu.name.assign("Cu");
        cu.price = 9000;
        cu.recovery_percent = 88;
        cu.royalty_percent = 4;
        au.name.assign("Au");
        au.price = 60;
        au.price_unit.assign("g");
        au.recovery_percent = 60;
        au.royalty_percent = 4;
        deck.commodities = {cu, au};
        deck.costs.currency.assign("USD");
        economics::RouteRule mill;
        mill.name.assign("flotation");
        mill.processing = 6;
        deck.routes = {mill};
        economics::Product concentrate;
        concentrate.name.assign("concentrate");
        concentrate.route.assign("flotation");
        concentrate.host.assign("Cu");
        concentrate.grade.assign("26");
        concentrate.treatment_charge = 85;
        concentrate.freight_per_wet_tonne = 60;
        concentrate.moisture_percent = 8;
        deck.products = {concentrate};
        economics::PayableMetal copper, gold;
        copper.name.assign("Cu in concentrate");
        copper.product.assign("concentrate");
        copper.commodity.assign("Cu");
        copper.recovery.assign("86");
        copper.payable_percent = 96.5;
        copper.minimum_deduction = 1;
        copper.refining_charge = 187;
        copper.participation_base = 7000;
        copper.participation_above_percent = 5;
        gold.name.assign("Au in concentrate");
        gold.product.assign("concentrate");
        gold.commodity.assign("Au");
        gold.recovery.assign("62");
        gold.grade_unit.assign("g/t");
        gold.payable_percent = 92;
        gold.minimum_deduction = 1;
        deck.payables = {copper, gold};
    }
};

/// What the deck says of the ore by itself, at a price of copper.
double deck_says(economics::PriceDeck deck, const Orebody& o, double price) {
    deck.main_commodity.assign("Cu");
    deck.costs.dilution_percent = 100 * o.dilution;
    deck.commodities[0].price = price;
    return economics::nsr(deck, {o.grade("Cu"), o.grade("Au")});
}

TEST(RouteRevenue, IsWhatTheDeckSaysAtEveryPrice) {
    const Smelted s;
    ASSERT_TRUE(economics::check_deck(s.deck)) << base::describe(economics::check_deck(s.deck).error(), base::Language::english);
    const auto plan = mining_plan(s.orebody, 350);
    const auto worth = worth_of(s.orebody, *plan, s.deck);
    ASSERT_TRUE(worth) << base::describe(worth.error(), base::Language::english);
    for (const double price : {0.0, 500.0, 3333.0, 6999.0, 7000.0, 7001.0, 9000.0, 25000.0, 2e5}) {
        const double wanted = deck_says(s.deck, s.orebody, price);
        EXPECT_NEAR(worth->revenue_at(price), wanted, 1e-7 * (1 + std::abs(wanted))) << price;
    }
    // The charges are in it: less than one recovery and price per metal would give.
    economics::PriceDeck plain = s.deck;
    plain.routes.clear();
    plain.products.clear();
    plain.payables.clear();
    const auto simple = worth_of(s.orebody, *plan, plain);
    ASSERT_TRUE(simple);
    EXPECT_LT(worth->revenue_at(9000), simple->revenue_at(9000));
    EXPECT_EQ(worth->routed.route, "flotation");
    EXPECT_NEAR(worth->main.metal_per_tonne, 0.008 * 0.92 * 0.86, 1e-12);
    EXPECT_EQ(worth->unpriced, std::vector<std::string>{"Ag"});
    // And the activation price is where the deck's revenue pays for the costs.
    const CashFlowRule rule;
    const double price = activation_price(rule, Criterion::margin, *worth, *plan, {14, 0}, 350);
    EXPECT_NEAR(deck_says(s.deck, s.orebody, price), 14, 1e-6);
    EXPECT_GT(price, activation_price(rule, Criterion::margin, *simple, *plan, {14, 0}, 350));
}

TEST(RouteRevenue, TakesTheRecoveryOfTheTableWhereItStandsForOneProduct) {
    Smelted s;
    s.orebody.processing_recovery = 0.90;
    const auto plan = mining_plan(s.orebody, 350);
    const auto worth = worth_of(s.orebody, *plan, s.deck);
    ASSERT_TRUE(worth);
    EXPECT_FALSE(worth->routed.recovery_unused);
    economics::PriceDeck ninety = s.deck;
    ninety.payables[0].recovery.assign("90");
    EXPECT_NEAR(worth->revenue_at(9000), deck_says(ninety, s.orebody, 9000), 1e-9);
    economics::Product second = s.deck.products[0];
    second.name.assign("second");
    economics::PayableMetal rest = s.deck.payables[0];
    rest.name.assign("Cu in second");
    rest.product.assign("second");
    rest.recovery.assign("4");
    s.deck.products.push_back(second);
    s.deck.payables.push_back(rest);
    const auto two = worth_of(s.orebody, *plan, s.deck);
    ASSERT_TRUE(two);
    EXPECT_TRUE(two->routed.recovery_unused) << "whose recovery it is nobody knows";
    EXPECT_NEAR(two->main.metal_per_tonne, 0.008 * 0.92 * 0.90, 1e-12);
}

TEST(RouteRevenue, GoesWhereItsOreMayGoAndChoosesTheBest) {
    Smelted s;
    economics::RouteRule leach;
    leach.name.assign("leaching");
    leach.kind = economics::RouteKind::leach;
    leach.processing = 3;
    leach.ore_types.assign("oxide");
    s.deck.routes[0].ore_types.assign("sulphide");
    s.deck.routes.push_back(leach);
    const auto plan = mining_plan(s.orebody, 350);
    for (const auto& [type, route] : {std::pair("Oxide", "leaching"), std::pair("sulphide", "flotation")}) {
        s.orebody.ore_type.assign(type);
        const auto worth = worth_of(s.orebody, *plan, s.deck);
        ASSERT_TRUE(worth);
        EXPECT_EQ(worth->routed.route, route);
    }
    // No route is open to an ore that none names, and nobody can say which takes an ore that is not stated.
    for (const auto& [type, why] : {std::pair("laterite", "costmodel.other_ores"), std::pair("", "costmodel.no_ore_type")}) {
        s.orebody.ore_type.assign(type);
        const auto none = worth_of(s.orebody, *plan, s.deck);
        ASSERT_FALSE(none) << type;
        EXPECT_EQ(none.error().what.key, why);
        EXPECT_NE(base::describe(none.error(), base::Language::english).find("sulphide, oxide"), std::string::npos);
    }
    // A route for every ore takes the one; of the other nobody knows whether a better route is its own.
    economics::PriceDeck general = s.deck;
    general.routes[0].ore_types.clear();
    s.orebody.ore_type.assign("laterite");
    const auto by_mill = worth_of(s.orebody, *plan, general);
    ASSERT_TRUE(by_mill) << base::describe(by_mill.error(), base::Language::english);
    EXPECT_EQ(by_mill->routed.route, "flotation");
    s.orebody.ore_type.clear();
    EXPECT_FALSE(worth_of(s.orebody, *plan, general));
    general.routes[1].ore_types.clear();
    EXPECT_TRUE(worth_of(s.orebody, *plan, general)) << "routes that name no ore ask for none";
    // A recovery that only blocks state is known of no orebody.
    s.orebody.ore_type.assign("sulphide");
    s.deck.payables[0].recovery.assign("column Cu.recovery");
    const auto blocks_only = worth_of(s.orebody, *plan, s.deck);
    EXPECT_TRUE(!blocks_only || std::isfinite(blocks_only->revenue_at(9000)));
}

}  // namespace
}  // namespace orelens::costmodel
