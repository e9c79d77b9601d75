#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Explain.h"
#include "core/economics/Rates.h"
#include "tests/core/economics/Decks.h"

namespace orelens::economics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr CutoffTest full = CutoffTest::full;

/// Intervals of one set of grades.
std::vector<PriceInterval> usable(const PriceDeck& deck, const std::vector<double>& fractions,
                                  CutoffTest test = CutoffTest::full) {
    const auto plan = make_plan(deck, main_slider(deck));
    if (!plan) return {};
    LeafValue value(*plan);
    value.take(loose_block(*plan, fractions, deck.costs.reference_elevation_m));
    return value.usable(0, test);
}

TEST(RoutedValue, ConcentrateOfTheAcceptanceValues) {
    PriceDeck deck = testing::concentrate_deck();
    ASSERT_TRUE(check_deck(deck));
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}), 61.5755, 5e-5);
    EXPECT_NEAR(margin_at(deck, "Cu", 9000, full, {0.00736, 0.276e-6}, 0), 11.5755, 5e-5);
    // Straight in the copper price: by an independent script.
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.00736, 0.276e-6}, 0), 7127.664091238984, 1e-8);
}

TEST(RoutedValue, TheDeductionRulesBelowItsSwitch) {
    PriceDeck deck = testing::concentrate_deck();
    deck.payables[1].minimum_deduction = 6;  // gold at 5.625 g/t is then not paid at all
    const double without = nsr(deck, {0.00736, 0.276e-6});
    EXPECT_NEAR(nsr(deck, {0.00736, std::nan("")}), without, 1e-12);
    // 356.87 and its refining 0.74 USD per dry tonne of 0.02944 t.
    EXPECT_NEAR(61.5755 - without, (4.6250 * 2400 / 31.1034768 - 4.6250 * 5 / 31.1034768) * 0.029440, 5e-5);
}

TEST(RoutedValue, RouteChoiceOfTheAcceptanceValues) {
    // Price 10 a unit, cost 10 and 15: here the price moves and the ore holds one unit of 1 t.
    PriceDeck deck;
    deck.costs = {};
    deck.commodities = {{.name = "X", .price = 5}};
    deck.routes = {{.name = "1", .processing = 1}, {.name = "2", .processing = 1.5}};
    deck.products = {{.name = "a", .route = "1"}, {.name = "b", .route = "2"}};
    deck.payables = {{.name = "a", .product = "a", .commodity = "X", .recovery = "90"},
                     {.name = "b", .product = "b", .commodity = "X", .recovery = "98"}};
    EXPECT_NEAR(break_even(deck, "X", full, {1.0}, 0), 1.1111, 5e-5);
    const auto plan = make_plan(deck, {"X"});
    ASSERT_TRUE(plan);
    LeafValue value(*plan);
    value.take(loose_block(*plan, {1.0}, 0));
    EXPECT_EQ(value.best(0, full, 6.2499), 0U);
    EXPECT_EQ(value.best(0, full, 6.2501), 1U);
    EXPECT_GT(value.margin(1, 0, full, 1.5307), 0);  // its own break-even, never used
    EXPECT_LT(value.margin(1, 0, full, 1.5305), 0);
    // One stretch of usable prices, from waste to the first route on: the second begins inside it.
    const auto stretches = usable(deck, {1.0});
    ASSERT_EQ(stretches.size(), 1U);
    EXPECT_NEAR(stretches[0].from, 1.1111, 5e-5);
    EXPECT_EQ(stretches[0].to, infinity);
    // A margin of zero is used; of equal routes the first is taken; one that is never the best changes nothing.
    EXPECT_NEAR(value.best_margin(0, full, 1 / 0.9), 0, 1e-12);
    deck.routes.push_back({.name = "worse", .processing = 3});
    deck.products.push_back({.name = "c", .route = "worse"});
    deck.payables.push_back({.name = "c", .product = "c", .commodity = "X", .recovery = "80"});
    EXPECT_NEAR(break_even(deck, "X", full, {1.0}, 0), 1.1111, 5e-5);
    deck.routes = {{.name = "1", .processing = 1}, {.name = "2", .processing = 1}};
    deck.products = {{.name = "a", .route = "1"}, {.name = "b", .route = "2"}};
    deck.payables = {{.name = "a", .product = "a", .commodity = "X", .recovery = "90"},
                     {.name = "b", .product = "b", .commodity = "X", .recovery = "90"}};
    const auto equal = make_plan(deck, {"X"});
    ASSERT_TRUE(equal);
    LeafValue either(*equal);
    either.take(loose_block(*equal, {1.0}, 0));
    EXPECT_EQ(either.best(0, full, 5), 0U);
}

TEST(RoutedValue, BestRouteChangesWithThePriceAndTheBreakEvenFollows) {
    const PriceDeck deck = testing::two_route_deck();
    // By hand: leach 0.0048·P − 37, mill 0.0072·P + 27 (gold pays the mill).
    EXPECT_EQ(break_even(deck, "Cu", full, {0.008, 0.3e-6}, 0), -infinity);
    EXPECT_NEAR(margin_at(deck, "Cu", 20000, full, {0.008, 0.3e-6}, 0), 171, 1e-9);
    // Without gold the leach comes first, 37 / 0.0048; the mill overtakes it at 35 / 0.0024.
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.008, 0}, 0), 37 / 0.0048, 1e-9);
    EXPECT_NEAR(margin_at(deck, "Cu", 14583.3, full, {0.008, 0}, 0), 0.0048 * 14583.3 - 37, 1e-9);
    EXPECT_NEAR(margin_at(deck, "Cu", 14583.4, full, {0.008, 0}, 0), 0.0072 * 14583.4 - 72, 1e-9);
}

TEST(RoutedValue, DumpingSavedCountsInTheMarginalTestAlone) {
    PriceDeck deck = testing::two_route_deck();
    const double before = break_even(deck, "Cu", CutoffTest::marginal, {0.008, 0}, 0);
    const double before_full = break_even(deck, "Cu", full, {0.008, 0}, 0);
    deck.routes.push_back({.name = "dump", .kind = RouteKind::dump, .processing = 3});
    EXPECT_NEAR(break_even(deck, "Cu", CutoffTest::marginal, {0.008, 0}, 0), before - 3 / 0.0048, 1e-9);
    EXPECT_EQ(break_even(deck, "Cu", full, {0.008, 0}, 0), before_full);
}

TEST(RoutedValue, AStockpileIsDiscountedButItsMiningIsNot) {
    PriceDeck deck = testing::two_route_deck();
    deck.routes = {{.name = "later", .kind = RouteKind::stockpile, .processing = 25, .ore_handling = 2, .delay_years = 10}};
    deck.products = {{.name = "cathode", .route = "later"}};
    deck.payables = {{.name = "Cu", .product = "cathode", .commodity = "Cu", .recovery = "60"}};
    deck.costs.detail.discount_percent = 8;
    const double f = std::pow(1.08, -10);
    EXPECT_NEAR(margin_at(deck, "Cu", 20000, full, {0.008, 0}, 0), (0.0048 * 20000 - 25) * f - 2 - 12, 1e-9);
}

TEST(RoutedValue, ChineseCoefficientsAndGradeDifferences) {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu", .price = 70000, .price_includes_vat = true, .vat_percent = 13}};
    deck.routes = {{.name = "mill", .processing = 60}};
    deck.products = {{.name = "c", .route = "mill", .dialect = Dialect::chinese, .host = "Cu", .grade = "21"}};
    deck.payables = {{.name = "Cu",
                      .product = "c",
                      .commodity = "Cu",
                      .recovery = "90",
                      .coefficients = "18: 82; 20: 84; 22: 86",
                      .base_grade = 20,
                      .grade_step = 1,
                      .amount_per_step = 50}};
    EXPECT_NEAR(nsr(deck, {0.012}), 562.5223008849558, 1e-9);  // by an independent script
    deck.products[0].grade = "17.9";  // below the first band nothing is paid
    EXPECT_EQ(nsr(deck, {0.012}), 0);
}

TEST(RoutedValue, ARefusedProductEarnsNothing) {
    PriceDeck deck = testing::concentrate_deck();
    deck.products[0].impurities = "As grade 0.35 free 0.2 step 0.1 charge 3 reject 0.3";
    EXPECT_EQ(nsr(deck, {0.00736, 0.276e-6}), 0);
    EXPECT_EQ(break_even(deck, "Cu", full, {0.00736, 0.276e-6}, 0), infinity);
    deck = testing::concentrate_deck();
    deck.products[0].lowest_grade_percent = 22.5;
    EXPECT_EQ(nsr(deck, {0.00736, 0.276e-6}), 0);
    deck.products[0].lowest_grade_percent = 22;
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}), 61.5755, 5e-5);
}

TEST(RoutedValue, ChargesInAnotherCurrencyAndWithVat) {
    PriceDeck deck = testing::concentrate_deck();
    const double in_dollars = nsr(deck, {0.00736, 0.276e-6});
    deck.costs.currency = "CNY";
    deck.fiscal.currency_rates = "EUR: 7.8; USD: 7.1";
    deck.products[0].currency = "USD";
    for (Commodity& c : deck.commodities) c.currency = "USD";
    set_rates(deck);
    ASSERT_TRUE(check_deck(deck));
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}), 7.1 * in_dollars, 1e-9);
    EXPECT_EQ(quotation_unit(deck, deck.commodities[0]), "USD/t");
    // The slider still moves the quotation in dollars.
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.00736, 0.276e-6}, 0),
                9000 - (7.1 * in_dollars - 50) / 7.1 / (0.00736 * 0.88 * 21 / 22), 1e-6);
    deck.products[0].charges_include_vat = true;  // every charge is 1.13 times too high then
    const double charges = (58 + 26.85 + 0.743 + 4.5 + 65.217) * 0.02944;
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}), 7.1 * (in_dollars + charges * (1 - 1 / 1.13)), 2e-3);
    deck.fiscal.currency_rates = "EUR: 7.8";
    set_rates(deck);
    const auto refused = check_deck(deck);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.no_rate");
    EXPECT_EQ(refused.error().place.field, "commodity.Cu.currency");
}

TEST(RoutedValue, RatesAreReadWhetherOrNotACurrencyNeedsThem) {
    PriceDeck deck = testing::concentrate_deck();
    ASSERT_TRUE(check_deck(deck));
    deck.fiscal.currency_rates = "EUR: 7.8; USD: none";
    set_rates(deck);
    auto refused = check_deck(deck);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "fiscal.currency_rates");
    deck.fiscal.currency_rates = "";
    deck.costs.detail.cost_index = "2020: 100; 2019: 95";
    set_rates(deck);
    refused = check_deck(deck);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "cost.index");
    deck.costs.detail.cost_index = "2019: 95; 2020: 100";
    set_rates(deck);
    EXPECT_TRUE(check_deck(deck));
}

PriceDeck tier_deck(double cost, double price) {
    PriceDeck deck;
    deck.costs = {.processing = cost};
    deck.commodities = {{.name = "Cu",
                         .price = price,
                         .recovery_percent = 90,
                         .royalty_percent = 2,
                         .royalty_tiers = "50000: 6; 60000: 10"}};
    return deck;
}

// Limits by an independent script that walks the price in steps of 0.1.
TEST(Tiers, AWholePriceTierLeavesGaps) {
    struct Case {
        double cost;
        std::vector<PriceInterval> intervals;
    };
    for (const Case& one : {Case{430, {{48752.83, 50000}, {50827.42, infinity}}},
                            Case{440, {{49886.62, 50000}, {52009.46, infinity}}}, Case{445, {{52600.47, infinity}}},
                            Case{500, {{59101.65, 60000}, {61728.40, infinity}}},
                            Case{507, {{59929.08, 60000}, {62592.59, infinity}}}}) {
        const auto found = usable(tier_deck(one.cost, 55000), {0.01});
        ASSERT_EQ(found.size(), one.intervals.size()) << one.cost;
        for (std::size_t n = 0; n < found.size(); ++n) {
            EXPECT_NEAR(found[n].from, one.intervals[n].from, 0.01) << one.cost;
            EXPECT_EQ(found[n].to, one.intervals[n].to) << one.cost;
        }
    }
}

TEST(Tiers, TheSliderAnswersTheDecksOwnPriceExactly) {
    const auto even = [](double price) { return break_even(tier_deck(430, price), "Cu", full, {0.01}, 0); };
    EXPECT_NEAR(even(49000), 430 / 0.009 / 0.98, 1e-9);  // in the lower interval: where that begins
    EXPECT_NEAR(even(50500), 430 / 0.009 / 0.94, 1e-9);  // in the gap: the next one above
    EXPECT_NEAR(even(70000), 430 / 0.009 / 0.94, 1e-9);  // in the upper interval
    EXPECT_NEAR(even(40000), 430 / 0.009 / 0.98, 1e-9);  // below both: the first one
    for (const double price : {40000.0, 49000.0, 50000.0, 50500.0, 52000.0, 70000.0})
        EXPECT_EQ(even(price) <= price, margin_at(tier_deck(430, price), "Cu", price, full, {0.01}, 0) >= 0) << price;
}

TEST(Tiers, BracketsBendButLeaveNoGap) {
    PriceDeck deck = tier_deck(520, 55000);
    deck.commodities[0].tier_rule = TierRule::brackets;
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.01}, 0), 59338.061465721046, 1e-6);
    EXPECT_EQ(usable(deck, {0.01}).size(), 1U);
}

TEST(Tiers, PriceParticipation) {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu", .price = 55000}};
    deck.routes = {{.name = "mill", .processing = 300}};
    deck.products = {{.name = "c", .route = "mill"}};
    deck.payables = {{.name = "Cu",
                      .product = "c",
                      .commodity = "Cu",
                      .recovery = "90",
                      .participation_base = 60000,
                      .participation_above_percent = 20,
                      .participation_below_percent = 10}};
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.01}, 0), 30370.370370370372, 1e-6);
    deck.routes[0].processing = 600;
    EXPECT_NEAR(break_even(deck, "Cu", full, {0.01}, 0), 68333.33333333334, 1e-6);
}

TEST(Fiscal, TheLargestReliefCountsOnce) {
    PriceDeck deck = tier_deck(100, 55000);
    Commodity& copper = deck.commodities[0];
    const auto value = [&](double grade) { return nsr(deck, {grade}) / (0.9 * grade); };
    EXPECT_NEAR(value(0.01), 55000 * 0.94, 1e-6);
    copper.relief_percent = 20;
    EXPECT_NEAR(value(0.01), 55000 * (1 - 0.06 * 0.8), 1e-6);
    copper.low_grade_below = 0.5;
    copper.low_grade_relief_percent = 50;
    EXPECT_NEAR(value(0.01), 55000 * (1 - 0.06 * 0.8), 1e-6);
    EXPECT_NEAR(value(0.004), 55000 * (1 - 0.06 * 0.5), 1e-6);
}

TEST(CostDetail, AnnuityAndSinkingFund) {
    CostDetail detail{.mine_state = MineState::undeveloped,
                      .construction_cost = 2e9,
                      .annual_output_t = 3e6,
                      .life_years = 15,
                      .discount_percent = 8,
                      .restart_cost = 1e9,
                      .closure_cost = 3e8};
    EXPECT_NEAR(one_off_costs(detail).construction, 77.88636329068, 1e-9);
    EXPECT_NEAR(one_off_costs(detail).closure, 3.6829544936019993, 1e-9);
    EXPECT_EQ(one_off_costs(detail).restart, 0);
    detail.mine_state = MineState::suspended;
    EXPECT_EQ(one_off_costs(detail).construction, 0);
    EXPECT_NEAR(one_off_costs(detail).restart, 77.88636329068 / 2, 1e-9);
    detail.discount_percent = 0;
    EXPECT_NEAR(one_off_costs_if(detail, MineState::undeveloped).construction, 44.44444444444444, 1e-12);
    detail.life_years = 0;
    EXPECT_EQ(one_off_costs(detail).sum(), 0);
}

TEST(CostDetail, FullAndMarginalCarryTheirOwnParts) {
    Costs costs{.mining = 12, .processing = 60, .general = 8};
    costs.detail = {.mine_state = MineState::undeveloped,
                    .construction_cost = 3e8,
                    .annual_output_t = 1e6,
                    .life_years = 10,
                    .stripping_ratio = 3,
                    .waste_mining = 8,
                    .haul_km = 5,
                    .haul_per_km = 0.5};
    EXPECT_NEAR(cost_per_tonne(costs, full, 0), 80 + 30 + 24 + 2.5, 1e-12);
    EXPECT_NEAR(cost_per_tonne(costs, CutoffTest::marginal, 0), 68 + 2.5, 1e-12);
    costs.detail.cost_year = 2020;
    costs.detail.money_year = 2024;
    costs.detail.cost_index = "2020: 100; 2024: 112";
    EXPECT_NEAR(*cost_factor(costs.detail), 1.12, 1e-12);
    costs.detail.cost_index = "2020: 100; 2023: 112";
    ASSERT_FALSE(cost_factor(costs.detail));
    EXPECT_EQ(cost_factor(costs.detail).error().place.field, "cost.money_year");
}

TEST(DeckRefusals, EachNamesItsParameter) {
    struct Case {
        const char* what;
        void (*spoil)(PriceDeck&);
        const char *key, *field;
    };
    const Case cases[] = {
        {"recovery over 100", [](PriceDeck& d) { d.payables[0].recovery = "101"; }, "economics.entry_range",
         "payable.Cu.recovery"},
        {"no recovery", [](PriceDeck& d) { d.payables[0].recovery = ""; }, "economics.no_recovery_stated",
         "payable.Cu.recovery"},
        {"unknown commodity", [](PriceDeck& d) { d.payables[1].commodity = "Ag"; }, "economics.unknown_commodity",
         "payable.Au.commodity"},
        {"unknown product", [](PriceDeck& d) { d.payables[1].product = "slag"; }, "economics.unknown_product",
         "payable.Au.product"},
        {"unknown route", [](PriceDeck& d) { d.products[0].route = "mil"; }, "economics.unknown_route",
         "product.concentrate.route"},
        {"host not paid", [](PriceDeck& d) { d.products[0].host = "Mo"; }, "economics.host_not_in_product",
         "product.concentrate.host"},
        {"no mass", [](PriceDeck& d) { d.products[0].grade = ""; }, "economics.no_mass", "product.concentrate.grade"},
        {"grade of zero", [](PriceDeck& d) { d.products[0].grade = "0"; }, "economics.product_grade",
         "product.concentrate.grade"},
        {"nothing paid", [](PriceDeck& d) { d.payables.clear(); }, "economics.product_pays_nothing",
         "product.concentrate.route"},
        {"only a dump", [](PriceDeck& d) {
             d.routes = {{.name = "mill", .kind = RouteKind::dump}};
         }, "economics.only_dumps", "route"},
        {"tiers overlap", [](PriceDeck& d) { d.commodities[0].royalty_tiers = "5: 2; 4: 3"; },
         "economics.bands_overlap", "commodity.Cu.royalty_tiers"},
        {"no rate", [](PriceDeck& d) { d.products[0].currency = "EUR"; }, "economics.no_rate",
         "product.concentrate.currency"},
        {"rock without a column", [](PriceDeck& d) { d.costs.detail.mining_by_rock = "a: 3"; },
         "economics.no_column_for", "cost.rock_column"},
        {"reliefs without a column", [](PriceDeck& d) { d.fiscal.reliefs = "a: 3"; }, "economics.no_column_for",
         "fiscal.relief_column"},
        {"negative price", [](PriceDeck& d) { d.commodities[0].price = -1; }, "economics.out_of_range",
         "commodity.Cu.price"},
    };
    for (const Case& one : cases) {
        PriceDeck deck = testing::concentrate_deck();
        ASSERT_TRUE(check_deck(deck));
        one.spoil(deck);
        const auto refused = check_deck(deck);
        ASSERT_FALSE(refused) << one.what;
        EXPECT_EQ(refused.error().what.key, one.key) << one.what;
        EXPECT_EQ(refused.error().place.field, one.field) << one.what;
    }
}

double between(double low, double high) {
    return low + (high - low) * (*rc::gen::inRange(0, 1000001)) / 1e6;
}

PriceDeck any_routed_deck() {
    PriceDeck deck = testing::two_route_deck();
    deck.commodities[0].price = between(1000, 90000);
    deck.commodities[0].royalty_percent = between(0, 10);
    if (*rc::gen::arbitrary<bool>())
        deck.commodities[0].royalty_tiers = "20000: " + base::number(between(0, 20)) + "; 40000: " +
                                            base::number(between(0, 30));
    deck.commodities[0].tier_rule = *rc::gen::element(TierRule::whole, TierRule::brackets);
    deck.payables[1].participation_base = between(1000, 60000);
    deck.payables[1].participation_above_percent = between(0, 50);
    deck.payables[0].recovery = "0.1: 40; 1: 75";
    for (RouteRule& route : deck.routes) route.processing = between(1, 200);
    return deck;
}

RC_GTEST_PROP(RoutedLaws, IntervalsHoldExactlyThePricesThatPay, ()) {
    const PriceDeck deck = any_routed_deck();
    const std::vector<double> grades{between(0, 0.02), between(0, 1e-6)};
    const auto intervals = usable(deck, grades);
    for (int n = 0; n < 20; ++n) {
        const double price = between(0, 100000);
        bool inside = false, near = false;
        for (const PriceInterval& one : intervals) {
            inside = inside || (price >= one.from && price < one.to);
            near = near || std::abs(price - one.from) < 1e-6 || std::abs(price - one.to) < 1e-6;
        }
        if (!near) RC_ASSERT(inside == (margin_at(deck, "Cu", price, full, grades, 0) >= 0));
    }
}

RC_GTEST_PROP(RoutedLaws, TheBreakEvenAnswersTheDecksPrice, ()) {
    const PriceDeck deck = any_routed_deck();
    const std::vector<double> grades{between(0, 0.02), between(0, 1e-6)};
    const double price = deck.commodities[0].price;
    const double margin = margin_at(deck, "Cu", price, full, grades, 0);
    if (std::abs(margin) > 1e-6) RC_ASSERT((break_even(deck, "Cu", full, grades, 0) <= price) == (margin >= 0));
}

RC_GTEST_PROP(RoutedLaws, AllPricesTogetherAgreeWithMovingEachByHand, ()) {
    const PriceDeck deck = any_routed_deck();
    const auto plan = make_plan(deck, {});
    RC_ASSERT(plan.has_value());
    LeafValue value(*plan);
    const std::vector<double> grades{between(0, 0.02), between(0, 1e-6)};
    value.take(loose_block(*plan, grades, 0));
    const double percent = between(10, 250);
    const double by_hand =
        margin_at(moved(deck, {}, percent), "Cu", deck.commodities[0].price * percent / 100, full, grades, 0);
    RC_ASSERT(std::abs(value.best_margin(0, full, percent) - by_hand) < 1e-8 * (1 + std::abs(by_hand)));
}

}  // namespace
}  // namespace orelens::economics
