#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/economics/Equivalent.h"
#include "core/economics/Route.h"

namespace orelens::economics {
namespace {

const std::vector<Route> reference{{"route 1", 0.90, 10}, {"route 2", 0.98, 15}};

TEST(Route, IntervalsOfTheAcceptanceValues) {
    const auto intervals = route_intervals(reference, 10);
    ASSERT_EQ(intervals.size(), 3U);
    EXPECT_EQ(intervals[0].route, waste_route);
    EXPECT_NEAR(intervals[1].from, 1.1111, 5e-5);
    EXPECT_EQ(intervals[1].route, 0U);
    EXPECT_NEAR(intervals[2].from, 6.2500, 5e-5);
    EXPECT_EQ(intervals[2].route, 1U);
    EXPECT_NEAR(own_break_even(reference[1], 10), 1.5306, 5e-5);
    for (const RouteInterval& one : intervals) EXPECT_GT(std::abs(one.from - 1.5306), 0.01);  // never used
}

TEST(Route, ZeroMarginIsUsedAndTiesGoToTheCheaper) {
    EXPECT_EQ(best_route({{"a", 1.0, 10}}, 10), 0U);
    EXPECT_EQ(best_route({{"a", 1.0, 10}}, 9.999), waste_route);
    EXPECT_EQ(best_route({{"dear", 1.0, 20}, {"cheap", 0.5, 10}}, 20), 1U);
    EXPECT_EQ(best_margin(reference, 5), 0);
}

TEST(Route, HopelessRoutesNeverAppear) {
    const auto intervals = route_intervals({{"good", 0.9, 10}, {"worse", 0.8, 12}, {"none", 0, 1}}, 1);
    ASSERT_EQ(intervals.size(), 2U);
    EXPECT_EQ(intervals[1].route, 0U);
    EXPECT_EQ(route_intervals(reference, 0).size(), 1U);
    EXPECT_TRUE(std::isinf(own_break_even({"none", 0, 1}, 1)));
}

RC_GTEST_PROP(RouteLaws, IntervalsAgreeWithTheArgmax, ()) {
    std::vector<Route> routes;
    for (int i = 0, count = *rc::gen::inRange(1, 7); i < count; ++i)
        routes.push_back({"", *rc::gen::inRange(0, 1000) / 1000.0, *rc::gen::inRange(1, 400) / 10.0});
    const double value = *rc::gen::inRange(1, 500) / 10.0, x = *rc::gen::inRange(0, 100000) / 1000.0;
    const auto intervals = route_intervals(routes, value);
    RC_ASSERT(std::is_sorted(intervals.begin(), intervals.end(),
                             [](const auto& a, const auto& b) { return a.from < b.from; }));
    std::size_t chosen = waste_route;
    for (const RouteInterval& one : intervals)
        if (one.from <= x) chosen = one.route;
    const double margin =
        chosen == waste_route ? 0 : routes[chosen].recovery * value * x - routes[chosen].cost;
    RC_ASSERT(std::abs(margin - best_margin(routes, value * x)) < 1e-9);
}

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
