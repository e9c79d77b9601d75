// Cash flows and activation prices against figures of an independent program (numpy, scipy), and the laws they obey.
#include <gtest/gtest.h>

#include <cmath>

#include "core/costmodel/Activation.h"
#include "core/costmodel/Availability.h"

namespace orelens::costmodel {
namespace {

struct Case {
    CashFlowRule rule;
    CashFlowInput input;
    double npv, irr, payback;  ///< NaN: none
};
const Case cases[] = {
    {{0.08, 0.25, 2, 0.02, 3}, {1e6, 10.4, 60, 25, 120e6}, 55312362.32630222, 0.15935433132666965, 4.618685802729702},
    {{0.10, 0.30, 1, 0.0, 0}, {5e5, 7, 80, 50, 60e6}, 3637188.831271883, 0.11818355116279888, 4.59016393442623},
    {{0.05, 0.0, 3, 0.03, 6}, {2e7, 25.75, 12, 9, 8e8}, -354085710.9295933, 0.00886219220431994, 24.72222222222222},
    {{0.08, 0.25, 2, 0.02, 3}, {1e6, 10.4, 30, 25, 120e6}, -102293733.62794507, -0.1524701042379364, not_stated},
};

TEST(CashFlow, IsWhatAnotherProgramSays) {
    for (const Case& c : cases) {
        const auto flow = cash_flow(c.rule, c.input);
        ASSERT_TRUE(flow);
        EXPECT_NEAR(present_value(*flow, c.rule.discount), c.npv, 1e-6 * std::abs(c.npv));
        EXPECT_NEAR(net_present_value(c.rule, cash_flow_factors(c.rule, c.input.life_years), c.input), c.npv, 1e-9 * std::abs(c.npv));
        const auto rate = internal_rate(*flow);
        ASSERT_TRUE(rate);
        EXPECT_NEAR(*rate, c.irr, 1e-9);
        const auto paid = payback_years(*flow, c.rule.construction_years - 1);
        ASSERT_EQ(paid.has_value(), !std::isnan(c.payback));
        if (paid) {
            EXPECT_NEAR(*paid, c.payback, 1e-9);
        }
    }
}

TEST(CashFlow, TaxIsTheSameWhetherLossesAreCarriedForwardOrNot) {
    const CashFlowRule rule{0.08, 0.25, 2, 0.02, 3};
    for (const double revenue : {20.0, 27.0, 37.0, 38.9, 39.0, 45.0, 60.0}) {
        const CashFlowInput input{1e6, 10.4, revenue, 25, 120e6};
        const auto flow = cash_flow(rule, input);
        ASSERT_TRUE(flow);
        const double working = 1e6 * 25 * 3 / 12;
        double losses = 0, taxes = 0;
        for (int year = 1; year <= 11; ++year) {
            const double part = year == 11 ? 0.4 : 1;
            const double cash = part * (1e6 * (revenue - 25) - 0.02 * 120e6);
            const double profit = cash - part * 120e6 / 10.4;
            const double set_off = profit > 0 ? std::min(losses, profit) : 0;
            losses += profit > 0 ? -set_off : -profit;
            const double tax = 0.25 * std::max(0.0, profit - set_off);
            taxes += tax;
            EXPECT_NEAR((*flow)[static_cast<std::size_t>(1 + year)], cash - tax + (year == 11 ? working : 0), 1e-6) << revenue << " year " << year;
        }
        // 25 + 2.4 + 120/10.4 = 38.938… is where a tonne leaves a profit.
        EXPECT_EQ(taxes > 0, revenue > 38.94) << revenue;
    }
}

TEST(CashFlow, RefusesWhatCannotBe) {
    for (const auto& [rule, input, field] : {std::tuple(CashFlowRule{}, CashFlowInput{0, 10, 1, 1, 1}, "ore_per_year"),
                                             std::tuple(CashFlowRule{}, CashFlowInput{1, -1, 1, 1, 1}, "life_years"),
                                             std::tuple(CashFlowRule{}, CashFlowInput{1, 10, not_stated, 1, 1}, "revenue"),
                                             std::tuple(CashFlowRule{}, CashFlowInput{1, 10, 1, 1, -1}, "capital"),
                                             std::tuple(CashFlowRule{.construction_years = 0}, CashFlowInput{1, 10, 1, 1, 1}, "construction_years"),
                                             std::tuple(CashFlowRule{.tax = 1.5}, CashFlowInput{1, 10, 1, 1, 1}, "tax")}) {
        const auto flow = cash_flow(rule, input);
        ASSERT_FALSE(flow) << field;
        EXPECT_EQ(flow.error().place.field, field);
    }
    EXPECT_FALSE(internal_rate({1, 2, 3}));
    EXPECT_FALSE(internal_rate({-1, -2}));
}

struct Copper {
    Orebody orebody;
    economics::PriceDeck deck;
    Copper() {
        orebody.name.assign("A");
        orebody.commodity.assign("Cu");
        orebody.ore_tonnes = 50e6;
        orebody.grades = {{"Cu", 0.008}, {"Au", 0.3e-6}, {"Ag", 2e-6}};
        orebody.mining_recovery = 0.9;
        orebody.dilution = 0.05;
        economics::Commodity cu, au;
        cu.name.assign("Cu");
        cu.price = 9000;
        cu.recovery_percent = 88;
        cu.payable_percent = 96;
        cu.royalty_percent = 4;
        au.name.assign("Au");
        au.price = 60;
        au.price_unit.assign("g");
        au.recovery_percent = 60;
        au.payable_percent = 95;
        au.royalty_percent = 4;
        deck.commodities = {cu, au};
        deck.costs.currency.assign("USD");
    }
};

TEST(Activation, IsThePriceAtWhichAnotherProgramFindsNothingLeft) {
    const Copper c;
    const auto plan = mining_plan(c.orebody, 350);
    ASSERT_TRUE(plan);
    EXPECT_NEAR(plan->life_years, 17.001148374750915, 1e-9);
    EXPECT_NEAR(plan->ore_per_day, 7960.541422346389, 1e-6);
    EXPECT_EQ(plan->assumed, std::vector<std::string>{"capacity"});
    const auto worth = worth_of(c.orebody, *plan, c.deck);
    ASSERT_TRUE(worth);
    EXPECT_NEAR(worth->by_product_revenue, 9.35712, 1e-9) << "gold by the same deck";
    EXPECT_EQ(worth->unpriced, std::vector<std::string>{"Ag"}) << "silver has no price and is said to have none";
    const CashFlowRule rule{0.08, 0.25, 2, 0.02, 3};
    EXPECT_NEAR(activation_price(rule, Criterion::net_present_value, *worth, *plan, {14, 4e8}, 350), 4365.418852152702, 1e-4);
    EXPECT_NEAR(activation_price(rule, Criterion::margin, *worth, *plan, {14, 4e8}, 350), 1219.1107367308116, 1e-4);
    EXPECT_EQ(activation_price(rule, Criterion::margin, *worth, *plan, {5, 0}, 350), 0) << "gold alone pays";
    EXPECT_TRUE(std::isnan(activation_price(rule, Criterion::margin, *worth, *plan, {not_stated, 4e8}, 350)));
}

TEST(Activation, RoyaltyOfTiersIsThatOfThePrice) {
    Copper c;
    const CashFlowRule rule;
    const auto price_with = [&](double flat, const char* tiers, economics::TierRule how) {
        c.deck.commodities.front().royalty_percent = flat;
        c.deck.commodities.front().royalty_tiers.assign(tiers);
        c.deck.commodities.front().tier_rule = how;
        const auto plan = mining_plan(c.orebody, 350);
        const auto worth = worth_of(c.orebody, *plan, c.deck);
        return activation_price(rule, Criterion::net_present_value, *worth, *plan, {14, 4e8}, 350);
    };
    using enum economics::TierRule;
    const double four = price_with(4, "", whole), forty = price_with(40, "", whole);
    EXPECT_GT(forty, 1.4 * four);
    EXPECT_NEAR(price_with(4, "0: 40", whole), forty, 1e-5 * forty);
    EXPECT_NEAR(price_with(4, "0: 40", brackets), forty, 1e-5 * forty);
    const std::string above = std::to_string(1.2 * four) + ": 40", below = std::to_string(0.9 * four) + ": 40";
    EXPECT_NEAR(price_with(4, above.c_str(), whole), four, 1e-5 * four) << "it pays before the tier begins";
    EXPECT_NEAR(price_with(4, below.c_str(), whole), forty, 1e-5 * forty);
    const double bracket = price_with(4, below.c_str(), brackets);
    EXPECT_GT(bracket, four);
    EXPECT_LT(bracket, forty) << "only what lies above the limit";
}

TEST(Activation, RisesWithCostAndItsBandHoldsTheMiddle) {
    const Copper c;
    const auto plan = mining_plan(c.orebody, 350);
    const auto worth = worth_of(c.orebody, *plan, c.deck);
    ASSERT_TRUE(plan && worth);
    const CashFlowRule rule;
    std::vector<CostPair> draws;
    double last = 0;
    for (int i = 0; i < 101; ++i) {
        draws.push_back({14 * std::exp(0.01 * (i - 50)), 4e8 * std::exp(0.01 * (i - 50))});
        const double price = activation_price(rule, Criterion::net_present_value, *worth, *plan, draws.back(), 350);
        EXPECT_GT(price, last);
        last = price;
    }
    const auto band = activation_band(rule, Criterion::net_present_value, *worth, *plan, {14, 4e8}, draws, 0.9, 350);
    EXPECT_LT(band.lower, band.price);
    EXPECT_GT(band.upper, band.price);
    EXPECT_NEAR(band.probability(band.price), 0.5, 0.01);
    EXPECT_EQ(band.probability(0), 0);
    EXPECT_EQ(band.probability(1e9), 1);
    double before = -1;
    for (double p = 1000; p < 12000; p += 100) {
        EXPECT_GE(band.probability(p), before);
        before = band.probability(p);
    }
}

TEST(Activation, NoRateNoPriceAndALifeWithoutEnd) {
    Copper c;
    const auto plan = mining_plan(c.orebody, 350);
    c.deck.commodities.front().currency_rate = not_stated;
    const auto worth = worth_of(c.orebody, *plan, c.deck);
    ASSERT_TRUE(plan && worth);
    for (const Criterion criterion : {Criterion::margin, Criterion::net_present_value})
        EXPECT_TRUE(std::isnan(activation_price(CashFlowRule(), criterion, *worth, *plan, {14, 4e8}, 350)));
    const CashFlowFactors endless = cash_flow_factors(CashFlowRule(), 1e300);
    EXPECT_EQ(endless.annuity, cash_flow_factors(CashFlowRule(), 10000).annuity);
}

TEST(Activation, SaysWhatIsMissingInsteadOfGuessing) {
    const Copper c;
    const struct {
        void (*spoil)(Copper&);
        const char* key;
    } wrong[] = {{[](Copper& x) { x.orebody.ore_tonnes = not_stated; }, "costmodel.no_tonnes"},
                 {[](Copper& x) { x.orebody.commodity.clear(); }, "costmodel.no_commodity"},
                 {[](Copper& x) { x.deck.commodities.erase(x.deck.commodities.begin()); }, "costmodel.no_price"},
                 {[](Copper& x) { x.orebody.grades.front().fraction = not_stated; }, "costmodel.no_grade"},
                 {[](Copper& x) { x.deck.commodities.front().recovery_percent = 0; }, "costmodel.no_recovery"}};
    for (const auto& w : wrong) {
        Copper x = c;
        w.spoil(x);
        const auto plan = mining_plan(x.orebody, 350);
        const std::string key = !plan ? plan.error().what.key : worth_of(x.orebody, *plan, x.deck).error().what.key;
        EXPECT_EQ(key, w.key);
    }
}

TEST(Availability, SumsAreThoseOfALoop) {
    std::vector<AvailableOrebody> bodies;
    std::vector<AvailabilityKey> keys;
    for (int i = 0; i < 500; ++i) {
        const double price = i % 37 == 0 ? std::numeric_limits<double>::infinity() : i % 41 == 0 ? not_stated : 100 + 7 * ((i * 7919) % 1000);
        bodies.push_back({i, price, price * 0.8, price * 1.3, 1000.0 + i, 10.0 + i});
        keys.push_back({i % 2 == 0 ? "Cu" : "Li", "belt " + std::to_string(i % 3), "type", "undeveloped"});
    }
    const AvailabilityCurve curve(bodies, keys);
    EXPECT_EQ(curve.groups().size(), 6U);
    for (const double price : {0.0, 100.0, 1234.0, 4000.0, 1e7}) {
        const auto parts = curve.at(price);
        double metal = 0, low = 0, high = 0, of_parts = 0;
        std::int64_t count = 0;
        for (const AvailableOrebody& b : bodies) {
            if (b.price <= price) metal += b.metal_tonnes, ++count;
            if (b.upper <= price) low += b.metal_tonnes;
            if (b.lower <= price) high += b.metal_tonnes;
        }
        AvailableQuantity all;
        for (const AvailableQuantity& part : parts) {
            all.orebodies += part.orebodies;
            of_parts += part.metal_tonnes;
            all.metal_low += part.metal_low;
            all.metal_high += part.metal_high;
        }
        EXPECT_EQ(all.orebodies, count);
        EXPECT_NEAR(of_parts, metal, 1e-9 * (1 + metal));
        EXPECT_NEAR(all.metal_low, low, 1e-9 * (1 + low));
        EXPECT_NEAR(all.metal_high, high, 1e-9 * (1 + high));
    }
    std::int64_t without = 0, never = 0;
    for (std::size_t g = 0; g < 6; ++g) {
        without += curve.without_verdict(g);
        never += curve.never(g);
    }
    EXPECT_EQ(never, 14);
    EXPECT_EQ(without, 12) << "no verdict is on no curve, and counted";
    for (const int row : curve.near("Cu", 2000, 0.2)) {
        EXPECT_EQ(row % 2, 0);
        EXPECT_LE(std::abs(bodies[static_cast<std::size_t>(row)].price - 2000), 400);
    }
    EXPECT_FALSE(curve.near("Cu", 2000, 0.2).empty());
}

// A step of the slider over 100 000 orebodies: sums alone, and the marks between the two prices. Work is counted.
TEST(Availability, AStepAsksPrefixSumsAlone) {
    constexpr int count = 100'000, belts = 20;
    std::vector<AvailableOrebody> bodies;
    std::vector<AvailabilityKey> keys;
    for (int i = 0; i < count; ++i) {
        const double price = 1 + (i * 7919LL) % count;
        bodies.push_back({i, price, 0.8 * price, 1.3 * price, 1, 1});
        keys.push_back({"Cu", "belt " + std::to_string(i % belts), "type", "undeveloped"});
    }
    const AvailabilityCurve curve(bodies, keys);
    const auto groups = curve.of_commodity("Cu");
    const std::int64_t before = curve.looked_at();
    const auto now = curve.at(50'000, groups);
    const std::int64_t step = curve.looked_at() - before;
    EXPECT_EQ(now.orebodies, 50'000);
    EXPECT_EQ(now.metal_low, 38'461) << "upper end at most the price: price ≤ 50 000 / 1.3";
    // Three ladders of 5 000 in each of 20 groups, 13 halvings each.
    EXPECT_LE(step, belts * 3 * 14);
    EXPECT_GT(step, 0);
    const std::int64_t between = curve.looked_at();
    const auto changed = curve.between("Cu", 50'000, 50'010);
    EXPECT_EQ(changed.size(), 10U);
    for (const int row : changed) {
        EXPECT_GT(bodies[static_cast<std::size_t>(row)].price, 50'000);
        EXPECT_LE(bodies[static_cast<std::size_t>(row)].price, 50'010);
    }
    EXPECT_LE(curve.looked_at() - between, belts * 2 * 14);
    EXPECT_TRUE(curve.between("Li", 0, 1e9).empty());
}

TEST(Availability, TheCumulativeCurveIsSortedAndAddsUp) {
    const std::vector<double> cost{30, not_stated, 10, 20, 10}, quantity{1, 5, 2, 3, 4};
    const auto steps = cumulative_cost(cost, quantity);
    ASSERT_EQ(steps.size(), 4U);
    EXPECT_EQ(steps[0].row, 2);
    EXPECT_EQ(steps[1].row, 4) << "equal costs in the order given";
    EXPECT_EQ(steps[3].row, 0);
    EXPECT_EQ(steps[3].cumulative, 10);
}

}  // namespace
}  // namespace orelens::costmodel
