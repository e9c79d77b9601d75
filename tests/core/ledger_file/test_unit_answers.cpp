// The ledger unit by unit in the report: what a row says is what the unit answers, and what is not known stays empty.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Quantity.h"
#include "core/report/LedgerTables.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

constexpr std::size_t price_at = 7, activation_at = 8, gap_at = 9, lever_at = 10;

/// Copper in its carrier mineral: the route takes 90 % at 60 per t, the unit costs 100 per t.
ResourceUnit copper(std::string id, double grade) {
    ResourceUnit unit = unit_of(std::move(id), 1000, {{"Cu", grade}});
    unit.assays[0].shares = {0, 0, 1};
    return unit;
}

struct Asked {
    Built built;
    Assumptions assumptions;
    IndicatorSet indicators;
    report::Table table(const Scenario& scenario, base::Language language = base::Language::english, std::size_t most = 0, const Selection& selection = {}) const {
        auto made = report::ledger_units_table({built, assumptions, indicators, {}, language}, scenario, selection, most);
        if (!made) throw std::runtime_error(base::describe(made.error(), language));
        return std::move(*made);
    }
};

Asked asked(std::vector<ResourceUnit> units) {
    BuildRule rule;
    rule.basis.currency = "CNY";
    Asked made{built_of(std::move(units), rule), {}, {}};
    made.assumptions.routes = two_routes();
    return made;
}

bool empty(const report::Cell& cell) { return std::holds_alternative<std::monostate>(cell); }

TEST(LedgerUnitsTable, SaysThePriceTheGapAndTheCheapestLever) {
    const Asked one = asked({copper("rich", 0.01), copper("poor", 0.003)});
    const report::Table table = one.table(today());
    ASSERT_EQ(table.id, "ledger_units");
    ASSERT_EQ(table.rows.size(), 2U);
    for (const auto& row : table.rows) ASSERT_EQ(row.size(), table.columns.size());
    EXPECT_EQ(table.columns[activation_at].title, "Activation price");
    EXPECT_EQ(table.columns[activation_at].unit, "CNY/t");
    EXPECT_EQ(table.columns[gap_at].unit, "%");
    const double grades[] = {0.01, 0.003};
    for (std::size_t n = 0; n < 2; ++n) {
        // (P · 0.955 − 2500) · grade · 0.9 · 0.94 = 160
        const double needed = (160 / (grades[n] * 0.9 * 0.94) + 2500) / 0.955;
        EXPECT_DOUBLE_EQ(std::get<double>(table.rows[n][price_at]), 60000);
        EXPECT_NEAR(std::get<double>(table.rows[n][activation_at]), needed, 1e-6);
        EXPECT_NEAR(std::get<double>(table.rows[n][gap_at]), 100 * (needed / 60000 - 1), 1e-9);
    }
    EXPECT_TRUE(empty(table.rows[0][lever_at])) << "usable already";
    // Short of 160 by 20.92 per t: the same money as a subsidy of 7 747 per t of copper, 12.9 % of its price, or as 13.1 % of the costs;
    // the price would have to rise by 14.4 %, of which the royalty takes a part.
    const double margin = 0.003 * 0.9 * (60000 * 0.955 - 2500) * 0.94 - 160;
    EXPECT_EQ(std::get<std::string>(table.rows[1][lever_at]), "policy: subsidy of " + base::number(-margin / (0.003 * 0.9), 4) + " CNY/t of copper");
}

TEST(LedgerUnitsTable, WhatIsNotKnownIsEmptyAndWhatNoPricePaysIsNoNumber) {
    ResourceUnit unassayed = copper("unassayed", unknown), unpriced = unit_of("unpriced", 1000, {{"Pb", 0.05}}), locked = copper("locked", 0.01);
    locked.assays[0].shares = {0, 0, 0, 0, 1};  // in the lattice: flotation takes nothing of it, leaching 40 %
    Scenario scenario = today();
    const report::Table table = asked({unassayed, unpriced, locked}).table(scenario);
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_TRUE(empty(table.rows[0][activation_at]));
    EXPECT_TRUE(empty(table.rows[0][gap_at]));
    EXPECT_TRUE(empty(table.rows[0][lever_at]));
    EXPECT_TRUE(empty(table.rows[1][price_at])) << "lead has no price here";
    EXPECT_TRUE(empty(table.rows[1][gap_at]));
    EXPECT_EQ(std::get<std::string>(table.rows[2][activation_at]), "∞");
    // A machine reads nothing of what is not known, never a 0.
    const std::string csv = report::table_to_csv(table);
    const std::string row = csv.substr(csv.find("\nunassayed") + 1);
    EXPECT_EQ(row.substr(0, row.find_first_of("\r\n")).substr(row.substr(0, row.find_first_of("\r\n")).size() - 3), ",,,") << row;
    const std::string json = report::tables_to_json({table});
    EXPECT_EQ(json.find("NaN"), std::string::npos);
    EXPECT_NE(json.find("null"), std::string::npos);
}

TEST(LedgerUnitsTable, NamesRoutesAndFlagsInBothLanguages) {
    ResourceUnit locked = copper("locked", 0.05), overlain = copper("overlain", 0.01);
    locked.assays[0].shares = {0, 0, 0, 0, 1};
    overlain.flags = bit(Flag::overlain);
    const Asked one = asked({locked, overlain});
    const report::Table english = one.table(today()), chinese = one.table(today(), base::Language::chinese);
    // 0.05 · 0.4 · 60000 · 0.94 is far above the 125 that leaching costs.
    EXPECT_EQ(std::get<std::string>(english.rows[0][lever_at]), "technology: leaching");
    EXPECT_EQ(std::get<std::string>(chinese.rows[0][lever_at]), "技术：浸出");
    EXPECT_EQ(std::get<std::string>(english.rows[1][lever_at]), "constraint lifted: overlain");
    EXPECT_EQ(std::get<std::string>(chinese.rows[1][lever_at]), "约束解除：压覆");
}

TEST(LedgerUnitsTable, ManyUnitsAnswerAsEachByItself) {
    const Asked one = asked(random_units(300, 7));
    const Ledger& ledger = one.built.ledger;
    std::vector<std::uint32_t> units(ledger.units());
    for (std::uint32_t u = 0; u < units.size(); ++u) units[u] = u;
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    for (const Scenario& scenario : {today(), later()}) {
        const auto answers = answers_of(ledger, units, one.assumptions.routes, scenario);
        ASSERT_TRUE(answers);
        ASSERT_EQ(answers->size(), units.size());
        for (const std::uint32_t u : units) {
            const UnitAnswer& answer = (*answers)[u];
            EXPECT_EQ(answer.outcome, outcome_of(ledger, u, one.assumptions.routes, scenario));
            EXPECT_TRUE(same(answer.activation_price, activation_price(ledger, u, one.assumptions.routes, scenario))) << u;
            EXPECT_TRUE(same(answer.price, price_of_unit(ledger, u, one.assumptions.routes, scenario))) << u;
            EXPECT_EQ(answer.levers.size(), levers(ledger, u, one.assumptions.routes, scenario).size()) << u;
        }
    }
}

TEST(LedgerUnitsTable, ListsWhatIsTakenAndSaysWhatItLeavesOut) {
    std::vector<ResourceUnit> units{copper("a", 0.01), copper("b", 0.01), copper("c", 0.01)};
    units.push_back(copper("a", 0.02));  // the id twice: in no total
    const Asked one = asked(std::move(units));
    const report::Table all = one.table(today()), cut = one.table(today(), base::Language::english, 2);
    ASSERT_EQ(all.rows.size(), 3U);
    ASSERT_EQ(cut.rows.size(), 2U);
    EXPECT_EQ(cut.notes.size(), all.notes.size() + 1);
    Selection second;
    second.rows.assign(one.built.ledger.rows(), 0);
    second.rows[one.built.ledger.first[1]] = all_occurrences;
    const report::Table some = one.table(today(), base::Language::english, 0, second);
    ASSERT_EQ(some.rows.size(), 1U);
    EXPECT_EQ(std::get<std::string>(some.rows[0][0]), "b");
}

}  // namespace
}  // namespace orelens::ledger
