#include "core/scenarios/Waterfall.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/scenarios/Levers.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::CutoffTest;
using economics::PriceDeck;
using economics::testing::random_model_deck;

double amount(const Waterfall& fall, const std::string& key, const std::string& commodity = "") {
    for (const WaterfallLine& line : fall.lines)
        if (line.key == key && line.commodity == commodity) return line.amount;
    return 0;
}

/// By hand, 1000 t of 0.8 % Cu in place: K 90 %, γ 8 % → 978.260869565 t mined, 7.2 t Cu, all of it in 0.736 % head.
TEST(Waterfall, ByHand) {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = 70000,
                         .price_includes_vat = true,
                         .vat_percent = 13,
                         .recovery_percent = 88,
                         .payable_percent = 95.5,
                         .selling_cost = 2500,
                         .royalty_percent = 6}};
    deck.costs = {.mining = 12, .mining_per_metre = 0.1, .reference_elevation_m = 100, .processing = 60, .general = 8,
                  .mining_recovery_percent = 90, .dilution_percent = 8};
    const Waterfall fall = waterfall(deck, CutoffTest::full, {0.008}, 50, 1000);
    EXPECT_NEAR(fall.mined_tonnes, 978.2608695652174, 1e-9);
    EXPECT_NEAR(fall.gross, 560000, 1e-6);
    EXPECT_NEAR(amount(fall, "why.line.mining_loss", "Cu"), -56000, 1e-6);
    EXPECT_NEAR(amount(fall, "why.line.plant_loss", "Cu"), -7.2 * 0.12 * 70000, 1e-6);
    EXPECT_NEAR(amount(fall, "why.line.vat", "Cu"), -6.336 * (70000 - 70000 / 1.13), 1e-6);
    EXPECT_NEAR(amount(fall, "why.line.unpaid", "Cu"), -6.336 * 70000 / 1.13 * 0.045, 1e-6);
    EXPECT_NEAR(amount(fall, "why.line.selling", "Cu"), -6.336 * 2500, 1e-6);
    // n = 53 259.7345 CNY per t of metal (domain.md §3, V).
    EXPECT_NEAR(fall.nsr, 6.336 * 53259.7345, 1e-3);
    EXPECT_NEAR(amount(fall, "why.line.haulage"), -978.2608695652174 * 5, 1e-6);
    EXPECT_NEAR(fall.margin, 6.336 * 53259.7345 - 978.2608695652174 * 85, 1e-3);
    EXPECT_NEAR(fall.per_tonne(fall.margin), (6.336 * 53259.7345) / 978.2608695652174 - 85, 1e-6);
}

TEST(Waterfall, EndsAtTheMarginOfTheEvaluation) {
    PriceDeck deck = random_model_deck();
    deck.commodities[1].subsidy = 1000;
    deck.commodities[0].waste_grade_percent = 0.02;
    deck.costs.ore_mining_difference = 3;
    deck.costs.sustaining = 4;
    deck.costs.mining_recovery_percent = 93;
    const double missing = std::nan("");
    for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal})
        for (const std::vector<double>& grades :
             {std::vector<double>{0.004, 1e-6}, {0.02, 0}, {0, 3e-6}, {missing, 2e-6}, {0.003, missing}})
            for (const double elevation : {-400.0, -270.0, 100.0}) {
                const Waterfall fall = waterfall(deck, test, grades, elevation, 12345.6);
                const double margin = margin_of(deck, test, grades, elevation);
                EXPECT_NEAR(fall.per_tonne(fall.margin), margin, 1e-9 * std::max(1.0, std::abs(margin)));
                double sum = 0;
                for (const WaterfallLine& line : fall.lines) sum += line.amount;
                EXPECT_NEAR(sum, fall.margin, 1e-9 * fall.gross + 1e-6);
                double kinds = 0;
                for (const WaterfallLine& line : by_kind(fall.lines)) kinds += line.amount;
                EXPECT_NEAR(kinds, fall.margin, 1e-9 * fall.gross + 1e-6);
            }
}

TEST(Waterfall, NothingMinedHasNoAmountPerTonne) {
    PriceDeck deck = random_model_deck();
    deck.costs.mining_recovery_percent = 0;
    const Waterfall fall = waterfall(deck, CutoffTest::full, {0.01, 0}, 0, 1000);
    EXPECT_EQ(fall.mined_tonnes, 0);
    EXPECT_TRUE(std::isnan(fall.per_tonne(fall.margin)));
    EXPECT_NEAR(fall.margin, 0, 1e-6);
}

}  // namespace
}  // namespace orelens::scenarios
