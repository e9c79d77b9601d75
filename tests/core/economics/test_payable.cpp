// The acceptance values of domain.md §3 on payables and concentrates, line by line, through what the program itself adds up.
#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Payable.h"
#include "tests/core/economics/Decks.h"

namespace orelens::economics {
namespace {

TEST(Payable, ShareSubjectToAMinimumDeduction) {
    const PayableRule rule{.share = 0.965, .minimum_deduction = 1};
    EXPECT_NEAR(paid_grade(rule, 24), 23.000, 5e-4);
    EXPECT_NEAR(paid_grade(rule, 29), 27.985, 5e-4);
    const double switches = 28.5714;
    EXPECT_NEAR(paid_grade(rule, switches), 0.965 * switches, 1e-5);
    EXPECT_NEAR(paid_grade(rule, switches), switches - 1, 1e-5);
    EXPECT_LT(paid_grade(rule, switches + 1), switches);          // the share above
    EXPECT_LT(paid_grade(rule, switches - 1), 0.965 * (switches - 1));  // the deduction below
    EXPECT_EQ(paid_grade(rule, 0.4), 0);                          // never negative
}

/// Of one tonne fed.
FeedSums sums_of(const PriceDeck& deck, const std::vector<double>& fractions) {
    const auto plan = make_plan(deck, main_slider(deck));
    EXPECT_TRUE(plan.has_value());
    LeafValue value(*plan);
    const LeafData data = loose_block(*plan, fractions, 0);
    value.take(data);
    FeedSums sums;
    const double tonnes = 1;
    value.add_sums(sums, 0, CutoffTest::full, plan->x, data, &tonnes);
    return sums;
}

TEST(Payable, ConcentrateOfTheAcceptanceValuesLineByLine) {
    const PriceDeck deck = testing::concentrate_deck();
    const FeedSums sums = sums_of(deck, {0.00736, 0.276e-6});
    std::vector<double> pull;
    const auto plan = make_plan(deck, main_slider(deck));
    LeafValue value(*plan);
    const LeafData data = loose_block(*plan, {0.00736, 0.276e-6}, 0);
    value.take(data);
    value.product_mass(0, data, pull);
    EXPECT_NEAR(pull.at(0), 0.029440, 5e-7);
    const auto per_dry_tonne = [&](double amount) { return amount / pull[0]; };
    EXPECT_NEAR(per_dry_tonne(sums.metals[1].sold) * 1e6, 5.6250, 5e-5);
    EXPECT_NEAR(per_dry_tonne(sums.metals[0].paid), 1890.00, 5e-3);
    EXPECT_NEAR(per_dry_tonne(sums.metals[1].paid), 356.87, 5e-3);
    EXPECT_NEAR(per_dry_tonne(sums.metals[0].refining), -26.85, 5e-3);
    EXPECT_NEAR(per_dry_tonne(sums.metals[1].refining), -0.74, 5e-3);
    EXPECT_NEAR(per_dry_tonne(sums.charges), 58.00 + 65.22, 5e-3);
    EXPECT_NEAR(per_dry_tonne(sums.penalties), 4.50, 5e-3);
    EXPECT_NEAR(per_dry_tonne(nsr(deck, {0.00736, 0.276e-6})), 2091.56, 5e-3);
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}), 61.5755, 5e-5);
}

TEST(Payable, NoConcentrateWithoutItsMetal) {
    PriceDeck deck = testing::concentrate_deck();
    deck.payables[0].recovery = "0";
    EXPECT_EQ(nsr(deck, {0.00736, 0.276e-6}), 0);
    deck = testing::concentrate_deck();
    deck.products[0].impurities = "As grade 0.15 free 0.2 step 0.1 charge 3";  // below the free limit
    EXPECT_NEAR(nsr(deck, {0.00736, 0.276e-6}) / 0.029440, 2091.56 + 4.50, 1e-2);
}

/// Copper at 60 000 per t in a product of a stated grade, by Chinese terms; per dry tonne of it.
double coefficient_value(const std::string& grade, const std::string& arsenic) {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu", .price = 60000}};
    deck.routes = {{.name = "mill"}};
    deck.products = {{.name = "c", .route = "mill", .dialect = Dialect::chinese, .host = "Cu", .grade = grade,
                      .impurities = "As grade " + arsenic + " above 0.3 charge 20 above 0.5 charge 50"}};
    deck.payables = {{.name = "Cu", .product = "c", .commodity = "Cu", .recovery = "100",
                      .coefficients = "18: 82; 20: 85; 23: 87", .base_grade = 20, .grade_step = 1, .amount_per_step = 100}};
    EXPECT_TRUE(check_deck(deck).has_value());
    const double fraction = std::stod(grade) / 100;
    return nsr(deck, {0.01}) / (0.01 / fraction);
}

TEST(Payable, ChineseCoefficientTerms) {
    // 22 %: 0.22 t × (60 000 × 0.85 + 2 × 100) − 20 for 0.35 % As.
    EXPECT_NEAR(coefficient_value("22", "0.35"), 0.22 * 51200 - 20, 1e-8);
    EXPECT_NEAR(coefficient_value("20", "0.1"), 0.20 * 51000, 1e-8);  // a band starts at its limit
    EXPECT_NEAR(coefficient_value("19", "0.6"), 0.19 * (49200 - 100) - 50, 1e-8);
}

}  // namespace
}  // namespace orelens::economics
