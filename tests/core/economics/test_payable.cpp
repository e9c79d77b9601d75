#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Payable.h"

namespace orelens::economics {
namespace {

TEST(Payable, ShareSubjectToAMinimumDeduction) {
    const PayableRule rule{.share = 0.965, .minimum_deduction = 1};
    EXPECT_NEAR(paid_grade(rule, 24), 23.000, 5e-4);
    EXPECT_NEAR(paid_grade(rule, 29), 27.985, 5e-4);
    EXPECT_NEAR(switch_grade(rule), 28.5714, 5e-5);
    EXPECT_NEAR(0.965 * switch_grade(rule), switch_grade(rule) - 1, 1e-12);
    EXPECT_EQ(paid_grade(rule, 0.4), 0);  // never negative
    EXPECT_EQ(switch_grade({.share = 1, .minimum_deduction = 0}), 0);
    EXPECT_TRUE(std::isinf(switch_grade({.share = 1, .minimum_deduction = 1})));
}

constexpr double per_tonne_of_lb = 2204.62262185;
constexpr double gram_per_ounce = 31.1034768;

ConcentrateTerms reference_terms() {
    ConcentrateTerms terms;
    terms.metals = {{.name = "Cu",
                     .head = 0.736,
                     .recovery = 0.88,
                     .unit_fraction = 0.01,
                     .payable = {.share = 0.965, .minimum_deduction = 1},
                     .price_per_tonne = 9000,
                     .refining_charge_per_tonne = 0.058 * per_tonne_of_lb},
                    {.name = "Au",
                     .head = 0.276,
                     .recovery = 0.60,
                     .unit_fraction = 1e-6,
                     .payable = {.share = 1, .minimum_deduction = 1},
                     .price_per_tonne = 2400 / gram_per_ounce * 1e6,
                     .refining_charge_per_tonne = 5 / gram_per_ounce * 1e6}};
    terms.concentrate_grade = 22;
    terms.treatment_charge = 58;
    terms.penalties = {{.name = "As", .grade = 0.35, .free_up_to = 0.20, .step = 0.1, .charge_per_step = 3}};
    terms.freight_per_wet_tonne = 60;
    terms.moisture = 0.08;
    return terms;
}

TEST(Payable, ConcentrateOfTheAcceptanceValues) {
    const ConcentrateValue value = concentrate_value(reference_terms());
    EXPECT_NEAR(value.mass_pull, 0.029440, 5e-7);
    ASSERT_EQ(value.lines.size(), 7U);
    EXPECT_NEAR(value.lines[1].grade, 5.6250, 5e-5);
    EXPECT_NEAR(value.lines[0].paid, 21.000, 5e-4);
    EXPECT_NEAR(value.lines[1].paid, 4.6250, 5e-5);
    const double expected[] = {1890.00, 356.87, -58.00, -26.85, -0.74, -4.50, -65.22};
    for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(value.lines[i].amount, expected[i], 5e-3) << i;
    EXPECT_NEAR(value.per_dry_tonne, 2091.56, 5e-3);
    EXPECT_NEAR(value.per_tonne_feed, 61.5755, 5e-5);
}

TEST(Payable, NoConcentrateWithoutItsMetal) {
    ConcentrateTerms terms = reference_terms();
    terms.metals[0].recovery = 0;
    EXPECT_EQ(concentrate_value(terms).per_tonne_feed, 0);
    EXPECT_TRUE(concentrate_value(terms).lines.empty());
    terms = reference_terms();
    terms.penalties[0].grade = 0.15;  // below the free limit
    EXPECT_NEAR(concentrate_value(terms).per_dry_tonne, 2091.56 + 4.50, 5e-3);
}

TEST(Payable, ChineseCoefficientTerms) {
    const CoefficientTerms terms{.benchmark_price = 60000,
                                 .coefficients = {{18, 0.82}, {20, 0.85}, {23, 0.87}},
                                 .difference = {.base_grade = 20, .step = 1, .amount_per_step = 100},
                                 .penalties = {{0.3, 20}, {0.5, 50}}};
    // 22 %: 0.22 t × (60 000 × 0.85 + 2 × 100) − 20 for 0.35 % As.
    EXPECT_NEAR(coefficient_value(terms, 22, 0.01, 0.35), 0.22 * 51200 - 20, 1e-9);
    EXPECT_NEAR(coefficient_value(terms, 20, 0.01, 0.1), 0.20 * 51000, 1e-9);  // a band starts at its limit
    EXPECT_NEAR(coefficient_value(terms, 19, 0.01, 0.6), 0.19 * (49200 - 100) - 50, 1e-9);
    EXPECT_EQ(coefficient_value(terms, 17.9, 0.01, 0), 0);
}

}  // namespace
}  // namespace orelens::economics
