#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

double between(double low, double high) {
    return low + (high - low) * (*rc::gen::inRange(0, 1000001)) / 1e6;
}

Commodity any_commodity(const std::string& name) {
    static const std::vector<std::string> units{"t", "kg", "g", "oz", "lb"};
    Commodity c{.name = name};
    c.price_unit = *rc::gen::elementOf(units);
    c.price_includes_vat = *rc::gen::arbitrary<bool>();
    c.recovery_percent = between(0, 100);
    c.payable_percent = between(10, 100);
    c.selling_cost = between(0, 5000);
    c.royalty_percent = between(0, 20);
    c.subsidy = between(0, 500);
    c.waste_grade_percent = between(0, 0.05);
    c.price = quoted_price(c, between(0, 100000));
    return c;
}

PriceDeck any_deck() {
    PriceDeck deck;
    for (const char* name : {"Cu", "Mo", "Au"}) deck.commodities.push_back(any_commodity(name));
    deck.main_commodity = "Cu";
    deck.costs.mining = between(1, 20);
    deck.costs.mining_per_metre = between(0, 0.05);
    deck.costs.processing = between(10, 100);
    deck.costs.general = between(1, 10);
    deck.costs.sustaining = between(0, 5);
    deck.costs.ore_mining_difference = between(-2, 2);
    deck.costs.dilution_percent = between(0, 40);
    deck.costs.dilution_convention =
        *rc::gen::element(DilutionConvention::waste_per_mined, DilutionConvention::waste_per_ore);
    return deck;
}

std::vector<double> any_grades() {
    std::vector<double> grades;
    for (int i = 0; i < 3; ++i)
        grades.push_back(*rc::gen::inRange(0, 8) == 0 ? std::nan("") : between(0, 0.02));
    return grades;
}

RC_GTEST_PROP(ValueLaws, UsableMeansThatTheMarginIsNotNegative, ()) {
    const PriceDeck deck = any_deck();
    const auto grades = any_grades();
    const double z = between(-500, 500);
    const CutoffTest test = *rc::gen::element(CutoffTest::full, CutoffTest::marginal);
    const double price = quoted_price(deck.commodities[0], between(0, 200000));
    const double even = break_even(deck, "Cu", test, grades, z);
    const double margin = margin_at(deck, "Cu", price, test, grades, z);
    RC_PRE(!std::isnan(even));
    const double scale = 1e-9 * (std::abs(margin) + std::abs(cost_per_tonne(deck.costs, test, z)) + 1);
    if (even <= price)
        RC_ASSERT(margin >= -scale);
    else
        RC_ASSERT(margin < scale);
}

RC_GTEST_PROP(ValueLaws, MarginAtTheBreakEvenIsZero, ()) {
    const PriceDeck deck = any_deck();
    const auto grades = any_grades();
    const double even = break_even(deck, "Cu", CutoffTest::full, grades, 0);
    RC_PRE(std::isfinite(even));
    const double cost = cost_per_tonne(deck.costs, CutoffTest::full, 0);
    RC_ASSERT(even > 0);
    RC_ASSERT(std::abs(margin_at(deck, "Cu", even, CutoffTest::full, grades, 0)) < 1e-9 * (cost + 1000));
}

RC_GTEST_PROP(ValueLaws, MarginNeverFallsWhenThePriceRises, ()) {
    const PriceDeck deck = any_deck();
    const auto grades = any_grades();
    const double low = between(0, 1e5);
    const double high = low + between(0, 1e5);
    const double at_low = margin_at(deck, "Cu", low, CutoffTest::full, grades, 0);
    const double at_high = margin_at(deck, "Cu", high, CutoffTest::full, grades, 0);
    RC_PRE(!std::isnan(at_low));
    RC_ASSERT(at_high >= at_low);
}

RC_GTEST_PROP(ValueLaws, CurrencyScalesBreakEvenPrices, ()) {
    const PriceDeck deck = any_deck();
    const auto grades = any_grades();
    const double even = break_even(deck, "Cu", CutoffTest::full, grades, -50);
    RC_PRE(std::isfinite(even));
    const double rate = between(0.01, 100);
    PriceDeck other = deck;
    for (Commodity& c : other.commodities) {
        c.price *= rate;
        c.selling_cost *= rate;
        c.subsidy *= rate;
    }
    for (double* cost : {&other.costs.mining, &other.costs.mining_per_metre, &other.costs.processing,
                         &other.costs.general, &other.costs.sustaining, &other.costs.ore_mining_difference})
        *cost *= rate;
    const double converted = break_even(other, "Cu", CutoffTest::full, grades, -50);
    RC_ASSERT(std::abs(converted - even * rate) <= 1e-6 * even * rate);
}

}  // namespace
}  // namespace orelens::economics
