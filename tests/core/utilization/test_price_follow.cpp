// Which components count follows the price; R5 against price; many mines held against what is asked.
#include "core/utilization/PriceFollow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/utilization/ManyMines.h"

namespace orelens::utilization {
namespace {

/// The base ore of domain.md §4 (V): K·ε 80.96 % Cu, 55.2 % Au, 59.8 % S.
MineRecord base_ore() {
    MineRecord record;
    record.mine = "Base";
    record.period = "2024";
    record.consumed_tonnes = 1e6;
    record.mining_recovery = 0.92;
    record.dilution = 0.08;
    record.main_component = "Cu";
    record.currency = "CNY";
    record.components = {{.name = "Cu", .in_situ_grade = 0.008, .price_per_tonne = 70000, .theoretical_recovery = 0.95,
                          .dressing_recovery = 0.88},
                         {.name = "Au", .in_situ_grade = 0.3e-6, .price_per_tonne = 550e6, .theoretical_recovery = 0.8},
                         {.name = "S", .in_situ_grade = 0.12, .price_per_tonne = 1000, .theoretical_recovery = 0.9}};
    const double copper = 8000 * 0.92 * 0.88 / 0.22;
    record.products = {{.name = "Cu concentrate",
                        .tonnes = copper,
                        .grades = {{.component = "Cu", .grade = 0.22},
                                   {.component = "Au", .grade = 0.3 * 0.92 * 0.6 / copper},
                                   {.component = "S", .grade = 120000 * 0.92 * 0.08 / copper, .counted = 0}}},
                       {.name = "S concentrate",
                        .tonnes = 120000 * 0.92 * 0.65 / 0.45,
                        .grades = {{.component = "S", .grade = 0.45}}}};
    return record;
}

economics::PriceDeck deck() {
    economics::PriceDeck deck;
    deck.commodities = {
        {.name = "Cu", .price = 70000, .recovery_percent = 88},
        {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60},
        {.name = "S", .price = 1130, .price_includes_vat = true, .vat_percent = 13, .recovery_percent = 65}};
    deck.main_commodity = "Cu";
    return deck;
}

double rate(const MineRecord& record, std::size_t n) {
    const auto result = rates(record, PriceBasis::element);
    return result && result->rates[n].value ? *result->rates[n].value * 100 : -1;
}

TEST(PriceFollow, PricesOfTheDeckGiveTheAcceptanceRates) {
    MineRecord unpriced = base_ore();
    for (MineComponent& component : unpriced.components) component.price_per_tonne.reset();
    const MineRecord moved = following(unpriced, deck());
    EXPECT_NEAR(rate(moved, 0), 72.924970, 5e-7);
    EXPECT_NEAR(rate(moved, 4), 72.924970, 5e-7);
    EXPECT_NEAR(rate(moved, 5), 72.924970, 5e-7);
}

TEST(PriceFollow, WhatDoesNotPayItsSaleLeavesTheOfficialRateAlone) {
    economics::PriceDeck dear = deck();
    dear.commodities[2].selling_cost = 1200;
    std::vector<Followed> told;
    const MineRecord moved = following(base_ore(), dear, &told);
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0].now, Usable::yes);
    EXPECT_EQ(told[2].before, Usable::yes);
    EXPECT_EQ(told[2].now, Usable::technical_not_economic);
    EXPECT_EQ(told[2].why.key, "utilization.follow.does_not_pay");
    // By hand: (6476.8·70 000 + 0.1656·550e6) / (8000·70 000 + 0.3·550e6).
    EXPECT_NEAR(rate(moved, 4), 100 * 544456000.0 / 725000000.0, 1e-9);
    EXPECT_NEAR(rate(moved, 5), 72.924970, 5e-7);
}

TEST(PriceFollow, UnknownIsItsOwnAnswer) {
    economics::PriceDeck few = deck();
    few.commodities.pop_back();
    few.commodities[1].recovery_percent = 0;
    std::vector<Followed> told;
    MineRecord record = base_ore();
    record.components.push_back({.name = "As", .in_situ_grade = 0.001, .usable = Usable::no});
    const MineRecord moved = following(record, few, &told);
    EXPECT_EQ(told[1].now, Usable::technical_not_economic);  // none recovered, but it could be
    EXPECT_EQ(told[2].now, Usable::unknown);
    EXPECT_EQ(*moved.components[2].price_per_tonne, 1000);  // the record's own
    EXPECT_EQ(told[3].now, Usable::no);
}

TEST(PriceFollow, WhatAProductPaysForIsRecoveredAndTheRecordsOwnWordStands) {
    // The plant written as a route: the commodities' own recoveries are 0.
    economics::PriceDeck routed = deck();
    routed.routes = {{.name = "mill", .processing = 60}};
    routed.products = {{.name = "concentrate", .route = "mill"}};
    for (economics::Commodity& commodity : routed.commodities) {
        commodity.recovery_percent = 0;
        economics::PayableMetal metal;
        metal.name = metal.commodity = commodity.name;
        metal.product = "concentrate";
        metal.payable_percent = 96;
        metal.recovery = "90";
        routed.payables.push_back(metal);
    }
    std::vector<Followed> told;
    const MineRecord moved = following(base_ore(), routed, &told);
    for (const Followed& one : told) EXPECT_EQ(one.now, Usable::yes) << one.component;
    EXPECT_NEAR(rate(moved, 4), 72.924970, 5e-7);
    routed.payables[2].refining_charge = 1e6;
    EXPECT_EQ(following(base_ore(), routed).components[2].usable, Usable::technical_not_economic) << "refining costs more than it brings";
    MineRecord record = base_ore();
    record.components.push_back({.name = "Co", .in_situ_grade = 0.0001, .usable = Usable::technical_not_economic});
    EXPECT_EQ(following(record, deck()).components.back().usable, Usable::technical_not_economic) << "the deck has no cobalt";
}

TEST(PriceFollow, TheOfficialRateStepsWhereAComponentBeginsToPay) {
    economics::PriceDeck dear = deck();
    dear.commodities[2].selling_cost = 1200;  // begins to pay at 1 200 net = 1 356 quoted
    const auto points = rate_against_price(base_ore(), dear, "S", {0, 1130, 1356, 1356.1, 2000});
    ASSERT_TRUE(points);
    const double without = 100 * 544456000.0 / 725000000.0;
    // Without any price of it the component is not known to be of no use.
    EXPECT_THAT((*points)[0].official.counted, ::testing::Contains("S"));
    EXPECT_NEAR(*(*points)[1].official.value * 100, without, 1e-9);
    EXPECT_NEAR(*(*points)[2].official.value * 100, without, 1e-9);
    EXPECT_THAT((*points)[2].official.left_out, ::testing::ElementsAre("S"));
    EXPECT_TRUE((*points)[3].official.left_out.empty());
    EXPECT_LT(*(*points)[3].official.value * 100, without);
    EXPECT_EQ((*points)[3].official.value, (*points)[3].all.value);
    EXPECT_FALSE(rate_against_price(base_ore(), dear, "Zn", {1}));
}

TEST(ManyMines, TheRowThatNamesMostAsks) {
    const std::vector<LeastRates> table{{"*", "*", 0.8, {}, {}, "general"},
                                        {"*", "Cu", 0.85, 0.8, 0.5, "copper"},
                                        {"Base", "*", 0.93, {}, {}, "licence"}};
    MineRecord record = base_ore();
    EXPECT_EQ(asked_of(table, record)->source, "licence");
    record.mine = "Other";
    EXPECT_EQ(asked_of(table, record)->source, "copper");
    record.main_component = "S";
    EXPECT_EQ(asked_of(table, record)->source, "general");
    EXPECT_EQ(asked_of({}, record), nullptr);
}

TEST(ManyMines, AreHeldAgainstWhatIsAsked) {
    MineRecord other = base_ore();
    other.mine = "Other";
    other.mining_recovery.reset();
    const std::vector<MineRecord> records{base_ore(), other};
    std::vector<UtilizationResult> results;
    for (const MineRecord& record : records) results.push_back(*rates(record, PriceBasis::element));
    const auto rows = mine_rows(records, results, {{"*", "Cu", 0.92, 0.89, 0.7292, "notice"}});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].mining, Standing::met);
    EXPECT_EQ(rows[0].dressing, Standing::missed);
    EXPECT_EQ(rows[0].utilisation, Standing::met);  // 72.92497 % is printed as 72.92
    EXPECT_EQ(rows[1].mining, Standing::rate_unknown);
    EXPECT_EQ(rows[0].source, "notice");
    EXPECT_EQ(mine_rows(records, results, {})[0].mining, Standing::not_stated);
}

TEST(ManyMines, TheTableReadsBackAsWritten) {
    const auto table = least_rates_from_text("A | Cu | 90 | 85.5 % | | notice 1; * || 88\n; B|*|||70| licence");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 3U);
    EXPECT_EQ((*table)[0], (LeastRates{"A", "Cu", 0.9, 0.855, {}, "notice 1"}));
    EXPECT_EQ((*table)[1], (LeastRates{"*", "*", 0.88, {}, {}, ""}));
    EXPECT_EQ((*table)[2], (LeastRates{"B", "*", {}, {}, 0.7, "licence"}));
    EXPECT_EQ(*least_rates_from_text(least_rates_to_text(*table)), *table);
    EXPECT_TRUE(least_rates_from_text("")->empty());
    EXPECT_EQ(least_rates_from_text("A|Cu|90; A|Cu|80").error().what.key, "utilization.least.twice");
    EXPECT_EQ(least_rates_from_text("A|Cu|ninety").error().what.key, "utilization.least.no_share");
    EXPECT_EQ(least_rates_from_text("A|Cu|90; B|Cu|101").error().place.row, 2);
    EXPECT_FALSE(least_rates_from_text("A|B|1|2|3|4|5"));
}

TEST(ManyMines, RanksAndTrends) {
    const auto row = [](const char* mine, const char* period, std::optional<double> r1) {
        return MineRow{.mine = mine, .period = period, .main_component = "Cu", .mining_recovery = {},
                       .dressing_recovery = {}, .rates = {r1, 1, 1, 1, 1, 1}, .source = {}};
    };
    std::vector<MineRow> rows{row("A", "2024", 0.7), row("B", "2024", 0.8), row("C", "2024", 0.7),
                              row("D", "2024", {}), row("E", "2024", 0.6), row("A", "2023", 0.9)};
    EXPECT_EQ(ranks(rows, 0, "2024"), (std::vector<int>{2, 1, 2, 0, 4, 0}));
    rows[1].at_fault = true;
    EXPECT_EQ(ranks(rows, 0, "2024"), (std::vector<int>{1, 0, 1, 0, 3, 0}));
    const auto own = trend(rows, "A");
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0]->period, "2023");
}

}  // namespace
}  // namespace orelens::utilization
