// Units from a block model hold what its blocks hold.
#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Value.h"
#include "core/ledger/FromBlocks.h"
#include "core/ledger/Pivot.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

blocks::BlockModel model() {
    blocks::GridGeometry geometry;
    geometry.count = {4, 4, 4};
    geometry.block_size = {10, 10, 5};
    blocks::BlockModel model = *blocks::BlockModel::full(geometry);
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    model.add_column({"Cu.sulfide", blocks::ColumnType::real, "%", {}});
    model.add_column({"density", blocks::ColumnType::real, "t/m3", {}});
    model.add_column({"domain", blocks::ColumnType::integer, "", {"east", "west"}});
    model.add_column({"excluded", blocks::ColumnType::integer, "", {}});
    model.add_column({"class", blocks::ColumnType::integer, "", {"measured", "inferred"}});
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(l).is_active(n)) continue;
            const blocks::Index3 at = model.leaf(l).index(n);
            model.real("Cu", l)[n] = at[0] == 0 ? blocks::missing_float : static_cast<float>(0.1 * (at[1] + 1));
            model.real("Cu.sulfide", l)[n] = at[0] == 0 ? blocks::missing_float : static_cast<float>(0.06 * (at[1] + 1));
            model.real("density", l)[n] = 2.5F;
            model.integer("domain", l)[n] = at[0] < 2 ? 0 : 1;
            model.integer("excluded", l)[n] = at[1] == 3 ? 1 : 0;
            model.integer("class", l)[n] = at[2] < 2 ? 0 : 1;
        }
    return model;
}

BlockGrouping grouping() {
    BlockGrouping rule;
    rule.common = unit_of("Deposit", 0, {});
    rule.columns = {"domain"};
    rule.bench_m = 10;
    rule.confidence_column.assign("class");
    rule.species = {{"Cu", "Cu", Role::main, {{"Cu.sulfide", Occurrence::carrier}}}};
    return rule;
}

TEST(LedgerFromBlocks, UnitsHoldWhatTheBlocksHold) {
    const auto made = units_from_blocks(model(), grouping());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    // Two domains by two benches, each of one class.
    ASSERT_EQ(made->units.size(), 4U);
    const double block = 500 * 2.5;
    double mass = 0, copper = 0;
    for (const ResourceUnit& unit : made->units) {
        mass += unit.mass_t;
        ASSERT_EQ(unit.assays.size(), 1U);
        copper += unit.assays[0].contained_t;
        EXPECT_NEAR(unit.assays[0].shares[static_cast<std::size_t>(Occurrence::carrier)], 0.6, 1e-6);
        EXPECT_NEAR(unit.assays[0].shares[0], 0.4, 1e-6) << "what no phase explains is unassigned";
        EXPECT_NEAR(unit.assays[0].grade, 0.002, 1e-9) << "the grade is that of what is assayed";
        EXPECT_NE(unit.confidence, Confidence::unknown);
    }
    EXPECT_NEAR(mass + made->excluded_t, 64 * block, 1e-6);
    EXPECT_EQ(made->excluded_blocks, 16);
    EXPECT_NEAR(made->without_grade_t[0], 12 * block, 1e-6);
    EXPECT_NEAR(copper, 36 * block * 0.002, 1e-3);
    EXPECT_EQ(made->units[0].id, "Deposit/east/measured/0 m");
    const Ledger ledger = built_of(made->units).ledger;
    EXPECT_NEAR(pivot(ledger, Field::confidence, std::nullopt)->total_ore_t, mass, 1e-9);
}

TEST(LedgerFromBlocks, CostsAreTheDecksUpToThePlant) {
    economics::PriceDeck deck;
    economics::Commodity copper;
    copper.name.assign("Cu");
    copper.price = 70000;
    copper.price_includes_vat = true;
    copper.recovery_percent = 88;
    copper.payable_percent = 95.5;
    copper.selling_cost = 2500;
    copper.royalty_percent = 6;
    deck.commodities = {copper};
    deck.main_commodity.assign("Cu");
    deck.costs.mining = 12;
    deck.costs.processing = 60;
    deck.costs.general = 8;
    BlockGrouping rule = grouping();
    rule.deck = &deck;
    const auto made = units_from_blocks(model(), rule);
    ASSERT_TRUE(made);
    EXPECT_DOUBLE_EQ(made->units[0].costs.per_tonne, 12);
    // The deck's own plant and terms give the ledger the margin that the deck gives a tonne of that grade.
    Assumptions with;
    with.routes = {route_of(deck, "own")};
    const Scenario scenario = scenario_of(deck, "own", "own");
    const Ledger ledger = built_of(made->units).ledger;
    const double contained = ledger.row_contained[0] / ledger.mass_t[0];
    EXPECT_NEAR(outcome_of(ledger, 0, with.routes, scenario).margin,
                economics::margin_at(deck, "Cu", 70000, economics::CutoffTest::full, {contained}, 0), 1e-9);
    // Acceptance value of the domain: n = 53 259.7345.
    EXPECT_NEAR(outcome_of(ledger, 0, with.routes, scenario).margin, contained * 0.88 * 53259.7345 - 80, 1e-5);
}

TEST(LedgerFromBlocks, ACommodityIsKnownByItsGradeColumn) {
    economics::PriceDeck deck;
    economics::Commodity iron;
    iron.name.assign("Fe");
    iron.grade_column.assign("mFe");
    iron.price = 800;
    iron.recovery_percent = 90;
    deck.commodities = {iron};
    deck.main_commodity.assign("Fe");
    ResourceUnit unit = unit_of("N", 1000, {{"mFe", 0.3}});
    unit.costs.per_tonne = 10;
    const Ledger ledger = built_of({unit}).ledger;
    const Scenario scenario = scenario_of(deck, "own", "own");
    EXPECT_EQ(outcome_of(ledger, 0, {route_of(deck, "own")}, scenario).state, State::usable);
    EXPECT_EQ(outcome_of(ledger, 0, {route_of(deck, "own", Grades::tables)}, scenario).state, State::no_route);
    const Ledger table = built_of({unit_of("N", 1000, {{"Fe", 0.3}})}).ledger;
    EXPECT_NE(outcome_of(table, 0, {route_of(deck, "own", Grades::tables)}, scenario).state, State::no_route);
}

TEST(LedgerFromBlocks, WhatIsMissingIsNamed) {
    for (const auto& [change, key] : {std::pair(+[](BlockGrouping& g) { g.columns = {"lode"}; }, "ledger.blocks.column"),
                                      std::pair(+[](BlockGrouping& g) { g.species[0].column.assign("Au"); }, "ledger.blocks.column"),
                                      std::pair(+[](BlockGrouping& g) { g.species[0].column.assign("density"); }, "ledger.blocks.unit"),
                                      std::pair(+[](BlockGrouping& g) { g.species[0].species.assign("Cz"); }, "ledger.species.unknown")}) {
        BlockGrouping rule = grouping();
        change(rule);
        const auto refused = units_from_blocks(model(), rule);
        ASSERT_FALSE(refused) << key;
        EXPECT_EQ(refused.error().what.key, key);
    }
}

}  // namespace
}  // namespace orelens::ledger
