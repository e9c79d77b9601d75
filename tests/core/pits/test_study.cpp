// Pits of a block model: what counts as ore, waste and air, what is refused, and what discounting does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/pits/Schedule.h"
#include "core/pits/Study.h"

namespace orelens::pits {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;

economics::PriceDeck gold_deck() {
    economics::PriceDeck deck;
    deck.commodities = {{.name = "Au", .price = 50, .price_unit = "g", .recovery_percent = 100}};
    deck.main_commodity = "Au";
    deck.costs = {.mining = 2, .processing = 10, .density_t_per_m3 = 2.5};
    return deck;
}

PitRule plain_rule() {
    PitRule rule;
    rule.use = true;
    rule.factors = "0.5, 1, 2";
    rule.benches = 3;
    return rule;
}

/// 9 × 9 × 4 cubes of 10 m; the top level is air, in the middle of the lowest one block of gold. Blocks for
/// which `keep` is false are absent.
BlockModel one_block_of_gold(float grade, const std::function<bool(const blocks::Index3&)>& keep = {}) {
    auto made = BlockModel::where({.count = {9, 9, 4}},
                                  [&](const blocks::Index3& i) { return i[2] < 3 && (!keep || keep(i)); });
    EXPECT_TRUE(made.has_value());
    BlockModel model = std::move(*made);
    model.add_column({"Au", ColumnType::real, "g/t", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const blocks::Index3 ijk = model.leaf(n).index(at);
            model.real("Au", n)[at] = ijk == blocks::Index3{4, 4, 0} ? grade : 0.0F;
        }
    return model;
}

base::Expected<PitStudy> study_of(BlockModel& model, const PitRule& rule) {
    base::Progress progress;
    return study_pits(model, gold_deck(), rule, progress);
}

constexpr double block_tonnes = 2500;

TEST(Study, OneBlockOfGoldPaysForTheNineteenOfItsCone) {
    // 45°: 1 + 5 + 13 blocks. At factor 1 the gold is worth 19·2 + 10 = 48 a tonne when it holds 0.96 g/t.
    BlockModel model = one_block_of_gold(0.97F);
    const auto study = study_of(model, plain_rule());
    ASSERT_TRUE(study.has_value()) << base::describe(study.error(), base::Language::english);
    ASSERT_EQ(study->rows.size(), 3U);
    EXPECT_EQ(study->rows[0].ore_tonnes, 0);
    EXPECT_EQ(study->rows[0].value, 0);
    EXPECT_DOUBLE_EQ(study->rows[1].ore_tonnes, block_tonnes);
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, 18 * block_tonnes);
    EXPECT_DOUBLE_EQ(study->rows[1].strip_ratio(), 18);
    EXPECT_NEAR(study->rows[1].value, block_tonnes * (static_cast<double>(0.97F) * 50 - 10 - 38), 1e-6);
    EXPECT_NEAR(study->rows[1].product_tonnes[0], block_tonnes * static_cast<double>(0.97F) * 1e-6, 1e-12);
    EXPECT_EQ(study->rows[2].value, study->rows[1].value) << "the same pit, valued at the same prices";
    EXPECT_TRUE(std::isnan(study->rows[1].best)) << "no mining rate is stated";
    EXPECT_EQ(model.value(shell_column, {4, 4, 0}), 2);
    EXPECT_EQ(model.value(shell_column, {2, 4, 2}), 2);
    EXPECT_EQ(model.value(shell_column, {1, 4, 2}), 0);
    EXPECT_EQ(study->side_columns, 0);
    EXPECT_EQ(study->ground.air_cells, 81);
    EXPECT_EQ(study->ground.stated_density, 9 * 9 * 3);
}

TEST(Study, WasteCostsWhatMiningWasteCosts) {
    const auto value = [](const economics::PriceDeck& deck, const std::function<bool(const blocks::Index3&)>& keep = {}) {
        BlockModel model = one_block_of_gold(10, keep);
        base::Progress progress;
        const auto study = study_pits(model, deck, plain_rule(), progress);
        EXPECT_TRUE(study.has_value());
        return study->rows[1].value / block_tonnes;
    };
    const auto middle_alone = [](const blocks::Index3& i) { return i[2] != 1 || i == blocks::Index3{4, 4, 1}; };
    economics::PriceDeck deck = gold_deck();
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 2, 1e-6);
    deck.costs.detail.waste_mining = 3.5;
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 3.5, 1e-6);
    EXPECT_NEAR(value(deck, middle_alone), 500 - 12 - 18 * 3.5, 1e-6) << "cells without a block cost the same";
    deck.costs.detail.stripping_ratio = 7;
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 3.5, 1e-6) << "the pit counts its own waste";
    deck.costs.detail.stripping_ratio = 0;
    deck.costs.ore_mining_difference = 0.5;
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 3.5, 1e-6) << "what is stated stands before what follows";
    deck.costs.detail.waste_mining = 0;
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 1.5, 1e-6);
    deck.routes = {{.name = "mill", .processing = 10}, {.name = "dump", .kind = economics::RouteKind::dump, .processing = 0.25}};
    EXPECT_NEAR(value(deck), 500 - 12 - 18 * 1.75, 1e-6);
    EXPECT_NEAR(value(deck, middle_alone), 500 - 12 - 18 * 1.75, 1e-6) << "and are dumped as blocks are";
}

TEST(Study, UnknownGradeIsNeverOreAndExcludedBlocksAreWaste) {
    BlockModel model = one_block_of_gold(std::nanf(""));
    auto study = study_of(model, plain_rule());
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->rows[2].ore_tonnes, 0);
    BlockModel excluded = one_block_of_gold(50);
    excluded.add_column({"excluded", ColumnType::integer, "", {}});
    for (std::size_t n = 0; n < excluded.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (excluded.leaf(n).is_active(at))
                excluded.integer("excluded", n)[at] =
                    excluded.leaf(n).index(at) == blocks::Index3{4, 4, 0} ? 1 : 0;
    study = study_of(excluded, plain_rule());
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->rows[2].ore_tonnes, 0);
}

TEST(Study, CellsWithoutABlockAreWasteBelowTheGroundOrAsStated) {
    // No blocks beside the column of gold on the middle level.
    const auto keep = [](const blocks::Index3& i) { return i[2] != 1 || i == blocks::Index3{4, 4, 1}; };
    BlockModel model = one_block_of_gold(10, keep);
    PitRule rule = plain_rule();
    auto study = study_of(model, rule);
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->ground.waste_cells, 80);
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, 18 * block_tonnes);
    rule.missing = MissingBlocks::air;
    study = study_of(model, rule);
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->ground.waste_cells, 0);
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, 14 * block_tonnes);
    rule.missing = MissingBlocks::waste;
    study = study_of(model, rule);
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->ground.waste_cells, 80 + 81);
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, (18 + 25 + 4) * block_tonnes)
        << "the fourth level of the cone: 29 blocks";
    // Columns that hold nothing take the ground of their neighbours.
    BlockModel narrow = one_block_of_gold(10, [](const blocks::Index3& i) { return i[0] == 4; });
    study = study_of(narrow, plain_rule());
    ASSERT_TRUE(study.has_value());
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, 18 * block_tonnes);
}

TEST(Study, ExtraCostsAndBlocksToKeepMoveThePit) {
    BlockModel model = one_block_of_gold(1.2F);
    model.add_column({"house", ColumnType::real, "CNY", {}});
    model.add_column({"keep", ColumnType::integer, "", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const bool there = model.leaf(n).index(at) == blocks::Index3{3, 4, 2};
            model.real("house", n)[at] = there ? 20000.0F : 0.0F;
            model.integer("keep", n)[at] = there ? 1 : 0;
        }
    PitRule rule = plain_rule();
    const auto free = study_of(model, rule);
    rule.cost_column = "house";
    const auto paid = study_of(model, rule);
    ASSERT_TRUE(free.has_value() && paid.has_value());
    EXPECT_GT(free->rows[1].value, 20000);
    EXPECT_NEAR(paid->rows[1].value, free->rows[1].value - 20000, 1e-6);
    rule.cost_column.clear();
    rule.keep_out_column = "keep";
    const auto kept = study_of(model, rule);
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->rows[2].value, 0);
    EXPECT_EQ(kept->ground.barred, 1 + 5 + 13) << "the block and its cone downward";
    model.real("house", model.leaf_of({0, 0, 0}))[0] = -1;
    rule = plain_rule();
    rule.cost_column = "house";
    EXPECT_EQ(study_of(model, rule).error().what.key, "pits.cost_negative");
}

TEST(Study, BadInputIsRefusedWithItsPlace) {
    BlockModel model = one_block_of_gold(1);
    const auto refused = [&](const std::function<void(PitRule&)>& change) {
        PitRule rule = plain_rule();
        change(rule);
        const auto study = study_of(model, rule);
        EXPECT_FALSE(study.has_value());
        EXPECT_FALSE(model.has(shell_column));
        return study.has_value() ? std::string() : study.error().what.key + " " + study.error().place.field;
    };
    EXPECT_EQ(refused([](PitRule& r) { r.slopes = "0"; }), "pits.slope_range pits.slopes");
    EXPECT_EQ(refused([](PitRule& r) { r.slopes = "0: 45, 90: 90"; }), "pits.slope_range pits.slopes");
    EXPECT_EQ(refused([](PitRule& r) { r.slopes = "steep"; }), "pits.unread pits.slopes");
    EXPECT_EQ(refused([](PitRule& r) { r.slopes = ""; }), "pits.no_slope pits.slopes");
    EXPECT_EQ(refused([](PitRule& r) { r.factors = "1, 0.5"; }), "pits.factors_order pits.factors");
    EXPECT_EQ(refused([](PitRule& r) { r.factors = "0, 0.5"; }), "pits.unread pits.factors");
    EXPECT_EQ(refused([](PitRule& r) { r.factors = ""; }), "pits.steps_range pits.factors");
    EXPECT_EQ(refused([](PitRule& r) { r.cost_column = "Ag"; }), "pits.no_column pits.cost_column");
    EXPECT_EQ(refused([](PitRule& r) { r.keep_out_column = "Au"; }), "pits.column_type pits.keep_out_column");
    EXPECT_EQ(refused([](PitRule& r) { r.slopes_by_code = "oxide = 40"; }),
              "pits.no_slope_column pits.slope_column");
    EXPECT_EQ(refused([](PitRule& r) { r.slopes_by_code = "oxide = 40; oxide = 30"; }),
              "pits.unread pits.slopes_by_code");
    // No air above.
    auto buried = BlockModel::full({.count = {5, 5, 3}});
    ASSERT_TRUE(buried.has_value());
    buried->add_column({"Au", ColumnType::real, "g/t", {}});
    PitRule rule = plain_rule();
    EXPECT_EQ(study_of(*buried, rule).error().what.key, "pits.no_air");
    rule.top_is_ground = true;
    EXPECT_TRUE(study_of(*buried, rule).has_value());
    auto tilted = BlockModel::full({.count = {5, 5, 3}, .dip_deg = 10});
    ASSERT_TRUE(tilted.has_value());
    tilted->add_column({"Au", ColumnType::real, "g/t", {}});
    EXPECT_EQ(study_of(*tilted, rule).error().what.key, "pits.tilted");
}

TEST(Study, CancelLeavesTheModelAsItWas) {
    BlockModel model = one_block_of_gold(1);
    base::Progress progress;
    progress.cancel();
    const auto study = study_pits(model, gold_deck(), plain_rule(), progress);
    ASSERT_FALSE(study.has_value());
    EXPECT_EQ(study.error().kind, base::ErrorKind::cancelled);
    EXPECT_FALSE(model.has(shell_column));
}

TEST(Schedule, DiscountsMoneyAsItComesIn) {
    // One shell, two benches: 10 Mt that cost 10, then 10 Mt that bring 30, at 10 Mt a year and 10 %.
    const ShellBenches benches{{{1e7, 30}, {1e7, -10}}};
    const Discounted money = discount(benches, 1, {1e7, 10});
    const double year = (1 - 1 / 1.1) / std::log(1.1);  // mean of 1.1^−t over a year
    EXPECT_NEAR(money.best, year * (-10 + 30 / 1.1), 1e-12);
    EXPECT_NEAR(money.worst, money.best, 1e-12) << "one shell has one order";
    EXPECT_DOUBLE_EQ(money.years, 2);
    const Discounted plain = discount(benches, 1, {1e7, 0});
    EXPECT_DOUBLE_EQ(plain.best, 20);
    // A second shell whose stripping can wait.
    const ShellBenches two{{{1e7, 30}, {1e7, -10}}, {{1e7, 20}, {1e7, -15}}};
    const Discounted both = discount(two, 2, {1e7, 10});
    EXPECT_NEAR(both.best, year * (-10 + 30 / 1.1 - 15 / 1.21 + 20 / 1.331), 1e-12);
    const double two_years = (1 - 1 / 1.21) / std::log(1.21);
    EXPECT_NEAR(both.worst, two_years * (-25 + 50 / 1.21), 1e-12);
    EXPECT_LT(both.worst, both.best);
}

/// Above 60 the state takes 70 % of everything: the pit of twice the price is smaller than that of the price.
economics::PriceDeck tiered_deck() {
    economics::PriceDeck deck = gold_deck();
    deck.commodities[0].royalty_tiers = "60: 70";
    return deck;
}

TEST(Study, PitsThatDoNotNestAreSolvedOneByOne) {
    BlockModel model = one_block_of_gold(1.0F);
    PitRule rule = plain_rule();
    rule.mining_rate_mt = 0.01;
    base::Progress progress;
    const auto study = study_pits(model, tiered_deck(), rule, progress);
    ASSERT_TRUE(study.has_value()) << base::describe(study.error(), base::Language::english);
    ASSERT_EQ(study->rows.size(), 3U);
    EXPECT_DOUBLE_EQ(study->rows[1].waste_tonnes, 18 * block_tonnes);
    EXPECT_EQ(study->leaving, study->rows[1].cells);  // the air above is of the pit too
    EXPECT_EQ(study->leaving_by_main, study->leaving);
    EXPECT_EQ(study->rows[2].ore_tonnes, 0) << "100 a gram, of which 30 are left";
    for (const char* factor : {"0.5", "1", "2"}) {
        BlockModel alone = one_block_of_gold(1.0F);
        PitRule one = rule;
        one.factors = factor;
        const auto wanted = study_pits(alone, tiered_deck(), one, progress);
        ASSERT_TRUE(wanted.has_value());
        const auto row = std::ranges::find(study->rows, std::stod(factor), &PitRow::factor);
        ASSERT_NE(row, study->rows.end());
        EXPECT_EQ(row->cells, wanted->rows[0].cells);
        EXPECT_EQ(row->ore_tonnes, wanted->rows[0].ore_tonnes);
        EXPECT_EQ(row->waste_tonnes, wanted->rows[0].waste_tonnes);
        EXPECT_DOUBLE_EQ(row->value, wanted->rows[0].value);
        EXPECT_DOUBLE_EQ(row->own_value, wanted->rows[0].own_value);
        EXPECT_DOUBLE_EQ(row->worst, wanted->rows[0].worst);
        EXPECT_TRUE(std::isnan(row->best)) << "there are no shells to follow";
    }
    EXPECT_EQ(model.value(shell_column, {4, 4, 0}), 2) << "the first that holds it";
}

TEST(Study, WasteCostsWhatItsRockDoes) {
    const auto rocky = [](int code) {
        BlockModel model = one_block_of_gold(2.0F);
        model.add_column({"rock", ColumnType::integer, "", {"soft", "hard"}});
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at))
                    model.integer("rock", n)[at] = model.leaf(n).index(at) == blocks::Index3{4, 4, 0} ? 0 : code;
        return model;
    };
    economics::PriceDeck deck = gold_deck();
    deck.costs.detail.rock_column = "rock";
    deck.costs.detail.mining_by_rock = "soft: 2; hard: 3";
    base::Progress progress;
    BlockModel soft = rocky(0), hard = rocky(1), plain = rocky(0);
    const auto in_soft = study_pits(soft, deck, plain_rule(), progress);
    const auto in_hard = study_pits(hard, deck, plain_rule(), progress);
    const auto without = study_pits(plain, gold_deck(), plain_rule(), progress);
    ASSERT_TRUE(in_soft && in_hard && without);
    EXPECT_NEAR(in_soft->rows[1].value, without->rows[1].value, 1e-6);
    // 18 blocks of waste cost 1 more a tonne.
    EXPECT_NEAR(in_soft->rows[1].value - in_hard->rows[1].value, 18 * block_tonnes, 1e-6);
}

}  // namespace
}  // namespace orelens::pits
