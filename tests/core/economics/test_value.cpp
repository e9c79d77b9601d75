#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/Rules.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double missing = std::nan("");

/// The copper deck of the acceptance values: CNY, quoted with VAT.
PriceDeck copper_deck() {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = 70000,
                         .price_includes_vat = true,
                         .vat_percent = 13,
                         .recovery_percent = 88,
                         .payable_percent = 95.5,
                         .selling_cost = 2500,
                         .royalty_percent = 6}};
    deck.main_commodity = "Cu";
    deck.costs.mining = 12;
    deck.costs.processing = 60;
    deck.costs.general = 8;
    deck.costs.dilution_percent = 8;
    return deck;
}

TEST(Value, NetPriceOfTheAcceptanceDeck) {
    const PriceDeck deck = copper_deck();
    EXPECT_NEAR(price_per_tonne_net(deck.commodities[0]), 61946.9027, 5e-5);
    EXPECT_NEAR(net_price(deck.commodities[0]), 53259.7345, 5e-5);
}

TEST(Value, CutoffOfTheAcceptanceDeck) {
    const PriceDeck deck = copper_deck();
    const CutoffPoint full = cutoff_curve(deck, "Cu", CutoffTest::full, {70000}).at(0);
    const CutoffPoint marginal = cutoff_curve(deck, "Cu", CutoffTest::marginal, {70000}).at(0);
    EXPECT_NEAR(full.head_percent, 0.170690, 5e-7);
    EXPECT_NEAR(marginal.head_percent, 0.145087, 5e-7);
    EXPECT_NEAR(full.in_situ_percent, 0.185533, 5e-7);
    EXPECT_NEAR(marginal.in_situ_percent, 0.157703, 5e-7);
}

TEST(Value, CutoffHasAPoleAndIsNeverNegative) {
    const PriceDeck deck = copper_deck();
    const double pole = cutoff_pole(deck, "Cu");
    EXPECT_NEAR(pole, 2500 / 0.955 * 1.13, 1e-9);
    const auto points = cutoff_curve(deck, "Cu", CutoffTest::full,
                                     {0, pole / 2, pole * (1 - 1e-12), pole * 1.0001, pole * 2, 1e6});
    EXPECT_EQ(points[0].head_percent, infinity);
    EXPECT_EQ(points[1].head_percent, infinity);
    EXPECT_EQ(points[2].in_situ_percent, infinity);
    for (std::size_t i = 3; i < points.size(); ++i) {
        EXPECT_TRUE(std::isfinite(points[i].head_percent));
        EXPECT_GT(points[i].head_percent, 0);
        if (i > 3) {
            EXPECT_LT(points[i].head_percent, points[i - 1].head_percent);
        }
    }
    PriceDeck paid =
        deck;  // mining the ore saves more than processing costs: any grade pays, not a negative one
    paid.costs.ore_mining_difference = -100;
    EXPECT_EQ(cutoff_curve(paid, "Cu", CutoffTest::marginal, {70000})[0].head_percent, 0);
    paid.commodities[0].recovery_percent = 0;
    EXPECT_EQ(cutoff_curve(paid, "Cu", CutoffTest::full, {70000})[0].head_percent, infinity);
}

TEST(Value, CutoffInSituCountsMetalInTheWaste) {
    PriceDeck deck = copper_deck();
    const CutoffPoint barren = cutoff_curve(deck, "Cu", CutoffTest::full, {70000})[0];
    deck.commodities[0].waste_grade_percent = 0.05;
    const CutoffPoint bearing = cutoff_curve(deck, "Cu", CutoffTest::full, {70000})[0];
    EXPECT_DOUBLE_EQ(bearing.head_percent, barren.head_percent);
    EXPECT_NEAR(bearing.in_situ_percent * 0.92 + 0.05 * 0.08, bearing.head_percent, 1e-12);
}

TEST(Value, BothDilutionConventions) {
    EXPECT_DOUBLE_EQ(dilution_fraction(8, DilutionConvention::waste_per_mined), 0.08);
    EXPECT_DOUBLE_EQ(dilution_fraction(8, DilutionConvention::waste_per_ore), 0.08 / 1.08);
    EXPECT_DOUBLE_EQ(dilution_fraction(100, DilutionConvention::waste_per_ore), 0.5);
}

TEST(Value, MinedTonnesConserveTheMetal) {
    for (const DilutionConvention convention :
         {DilutionConvention::waste_per_mined, DilutionConvention::waste_per_ore}) {
        const Costs costs{
            .mining_recovery_percent = 92, .dilution_percent = 8, .dilution_convention = convention};
        const double keep = 1 - dilution_fraction(8, convention);
        EXPECT_NEAR(mined_tonnes(costs, 1e6), 1e6 * 0.92 / keep, 1e-6);
        // Head grade × mined tonnes is the metal in situ × K when the waste is barren.
        EXPECT_NEAR(mined_tonnes(costs, 1e6) * 0.008 * keep, 1e6 * 0.008 * 0.92, 1e-6);
    }
}

TEST(Value, QuotationsRoundTripInEveryUnit) {
    for (const char* unit : {"t", "kg", "g", "oz", "lb"})
        for (const bool vat : {false, true}) {
            Commodity c{
                .name = "Au", .price = 550, .price_unit = unit, .price_includes_vat = vat, .vat_percent = 13};
            EXPECT_NEAR(quoted_price(c, price_per_tonne_net(c)), 550, 1e-9) << unit << vat;
        }
    const Commodity gold{.name = "Au", .price = 2400, .price_unit = "oz"};
    EXPECT_NEAR(price_per_tonne_net(gold), 2400 / 31.1034768e-6, 1e-3);
    const Commodity copper{.name = "Cu", .price = 4, .price_unit = "lb"};
    EXPECT_NEAR(price_per_tonne_net(copper), 8818.4904874, 1e-7);
}

TEST(Value, CostFollowsTestAndDepth) {
    Costs costs{.mining = 12,
                .mining_per_metre = 0.02,
                .reference_elevation_m = 100,
                .processing = 60,
                .general = 8,
                .sustaining = 3,
                .ore_mining_difference = 1.5};
    EXPECT_DOUBLE_EQ(cost_per_tonne(costs, CutoffTest::full, 100), 83);
    EXPECT_DOUBLE_EQ(cost_per_tonne(costs, CutoffTest::full, 0), 85);
    EXPECT_DOUBLE_EQ(cost_per_tonne(costs, CutoffTest::full, 500),
                     83);  // nothing is saved above the reference
    EXPECT_DOUBLE_EQ(cost_per_tonne(costs, CutoffTest::marginal, 0), 69.5);
}

TEST(Value, BreakEvenOfOneCommodityInvertsTheCutoff) {
    const PriceDeck deck = copper_deck();
    // 0.185533 % in situ is the full cutoff at 70 000: its break-even price is therefore 70 000.
    const double in_situ = cutoff_curve(deck, "Cu", CutoffTest::full, {70000})[0].in_situ_percent / 100;
    EXPECT_NEAR(break_even(deck, "Cu", CutoffTest::full, {in_situ}, 0), 70000, 1e-6);
    EXPECT_LT(break_even(deck, "Cu", CutoffTest::marginal, {in_situ}, 0), 70000);
}

TEST(Value, BreakEvenWithoutAFinitePrice) {
    PriceDeck deck = copper_deck();
    deck.commodities.push_back({.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60});
    const auto full = [&](double cu, double au) {
        return break_even(deck, "Cu", CutoffTest::full, {cu, au}, 0);
    };
    EXPECT_EQ(full(0.005, 1e-6), -infinity);  // 1 g/t of gold pays 303 CNY/t alone
    EXPECT_EQ(full(0, 1e-6), -infinity);
    EXPECT_EQ(full(0, 1e-8), infinity);        // no copper, and the gold does not pay
    EXPECT_EQ(full(missing, 1e-8), infinity);  // not assayed contributes nothing
    EXPECT_TRUE(std::isfinite(full(0.005, missing)));
    EXPECT_TRUE(std::isnan(full(missing, missing)));
    deck.commodities[0].recovery_percent = 0;
    EXPECT_EQ(full(0.05, 1e-8), infinity);
    deck.commodities[0].recovery_percent = 88;
    deck.commodities[0].payable_percent = 0;
    EXPECT_EQ(full(0.05, 1e-8), infinity);
    deck.commodities[0].subsidy = 1e6;  // paid whatever the price
    EXPECT_EQ(full(0.05, 1e-8), -infinity);
}

TEST(Value, BreakEvenCanBeAskedForAnyCommodity) {
    PriceDeck deck = copper_deck();
    deck.commodities.push_back({.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60});
    const std::vector<double> grades{0.001, 0.05e-6};
    const double gold = break_even(deck, "Au", CutoffTest::full, grades, 0);
    ASSERT_TRUE(std::isfinite(gold));
    EXPECT_NEAR(margin_at(deck, "Au", gold, CutoffTest::full, grades, 0), 0, 1e-9);
}

TEST(Value, ExplanationSumsToTheMargin) {
    PriceDeck deck = copper_deck();
    deck.costs.mining_per_metre = 0.03;
    deck.costs.sustaining = 2;
    deck.costs.ore_mining_difference = 1;
    deck.commodities.push_back({.name = "Au",
                                .price = 550,
                                .price_unit = "g",
                                .recovery_percent = 60,
                                .payable_percent = 92,
                                .selling_cost = 4e6,
                                .royalty_percent = 4,
                                .subsidy = 1000});
    deck.commodities.push_back({.name = "S", .price = 1000, .recovery_percent = 65});
    const std::vector<double> grades{0.008, 0.3e-6, missing};
    for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
        double sum = 0;
        bool haulage = false;
        for (const ValueLine& line : explain(deck, test, grades, -200)) {
            sum += line.amount;
            haulage |= line.key == "value.haulage";
            EXPECT_NE(line.commodity, "S");
        }
        EXPECT_EQ(haulage, test == CutoffTest::full);
        EXPECT_NEAR(sum, margin_at(deck, "Cu", 70000, test, grades, -200), 1e-9);
    }
}

template <class S>
bool declares(const std::vector<base::Param<S>>& params, const std::string& id) {
    return std::any_of(params.begin(), params.end(), [&](const auto& param) { return param.info.id == id; });
}

struct BadDeck {
    const char* field;
    void (*spoil)(PriceDeck&);
};

TEST(Value, DeckIsRefusedWithTheFieldNamed) {
    const std::vector<BadDeck> cases{
        {"commodity", [](PriceDeck& d) { d.commodities.clear(); }},
        {"commodity", [](PriceDeck& d) { d.commodities[0].name.clear(); }},
        {"commodity.Cu", [](PriceDeck& d) { d.commodities.push_back(d.commodities[0]); }},
        {"commodity.Cu.price", [](PriceDeck& d) { d.commodities[0].price = -1; }},
        {"commodity.Cu.price", [](PriceDeck& d) { d.commodities[0].price = std::nan(""); }},
        {"commodity.Cu.price_unit", [](PriceDeck& d) { d.commodities[0].price_unit = "stone"; }},
        {"commodity.Cu.recovery_percent", [](PriceDeck& d) { d.commodities[0].recovery_percent = 101; }},
        {"commodity.Cu.royalty_percent", [](PriceDeck& d) { d.commodities[0].royalty_percent = 120; }},
        {"economics.main_commodity", [](PriceDeck& d) { d.main_commodity = "Au"; }},
        {"economics.dilution", [](PriceDeck& d) { d.costs.dilution_percent = 100; }},
        {"economics.density", [](PriceDeck& d) { d.costs.density_t_per_m3 = 0; }},
        {"economics.mining", [](PriceDeck& d) { d.costs.mining = infinity; }}};
    EXPECT_TRUE(check_deck(copper_deck()));
    for (const BadDeck& bad : cases) {
        PriceDeck deck = copper_deck();
        bad.spoil(deck);
        const auto result = check_deck(deck);
        ASSERT_FALSE(result) << bad.field;
        EXPECT_EQ(result.error().place.field, bad.field);
        // The field is an id that the recipe knows, so that the desktop can point at the form row.
        const std::string field = bad.field;
        if (field.starts_with("commodity.Cu.")) {
            EXPECT_TRUE(declares(commodity_params(), field.substr(13))) << field;
        } else if (field.starts_with("economics.")) {
            EXPECT_TRUE(declares(economic_params(), field.substr(10))) << field;
        }
        EXPECT_EQ(base::text(result.error().what, base::Language::chinese).find("economics."),
                  std::string::npos);
    }
}

TEST(Value, RemarksNameCommoditiesThatCostMoneyOrBringNone) {
    PriceDeck deck = copper_deck();
    EXPECT_TRUE(deck_remarks(deck).empty());
    deck.commodities.push_back({.name = "S", .price = 100, .recovery_percent = 60, .selling_cost = 300});
    deck.commodities.push_back({.name = "Se", .price = 100});
    const auto remarks = deck_remarks(deck);
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].key, "economics.remark.negative_net_price");
    EXPECT_EQ(remarks[1].key, "economics.remark.no_recovery");
}

}  // namespace
}  // namespace orelens::economics
