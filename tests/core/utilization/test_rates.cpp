#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/utilization/Balance.h"
#include "core/utilization/Rates.h"
#include "tests/core/utilization/MineOfReference.h"

namespace orelens::utilization {
namespace {

using namespace testing;
using ::testing::ElementsAre;

UtilizationResult computed(const MineRecord& mine, PriceBasis basis = PriceBasis::element) {
    auto result = rates(mine, basis);
    if (!result) throw std::runtime_error(base::describe(result.error(), base::Language::english));
    return *result;
}

/// Expected per cent, to the six printed digits.
void expect_percent(const UtilizationResult& result, const std::string& id, double percent) {
    ASSERT_TRUE(rate(result, id).value) << id;
    EXPECT_NEAR(*rate(result, id).value * 100, percent, 5e-7) << id;
}
/// … to the three printed digits.
void expect_percent3(const UtilizationResult& result, const std::string& id, double percent) {
    ASSERT_TRUE(rate(result, id).value) << id;
    EXPECT_NEAR(*rate(result, id).value * 100, percent, 5e-4) << id;
}

TEST(Rates, BaseOre) {
    const auto result = computed(reference_mine());
    expect_percent(result, "R1", 72.924970);
    expect_percent(result, "R2", 100);
    expect_percent(result, "R3", 61.122486);
    expect_percent(result, "R4", 67.678895);
    expect_percent(result, "R5", 72.924970);
    expect_percent(result, "R5_all", 72.924970);
    EXPECT_NEAR(*result.components[0].recovery * 100, 80.96, 1e-9);
    EXPECT_NEAR(*result.components[1].recovery * 100, 55.2, 1e-9);
    EXPECT_NEAR(*result.components[2].recovery * 100, 59.8, 1e-9);
    EXPECT_EQ(result.mining_recovery, 0.92);
    EXPECT_EQ(result.dilution, 0.08);
    EXPECT_TRUE(has_remark(result.remarks, "utilization.r5_equals_r1"));
}

TEST(Rates, LostComponents) {
    struct Case {
        const char* component;
        double value, index, mass, theoretical;
    };
    for (const Case& c : {Case{"Au", 62.146, 66.667, 61.122, 67.679}, Case{"S", 64.433, 66.667, 5.060, 5.603},
                          Case{"Cu", 19.271, 66.667, 56.062, 62.076}}) {
        MineRecord mine = reference_mine();
        lose(mine, c.component);
        const auto result = computed(mine);
        SCOPED_TRACE(c.component);
        expect_percent3(result, "R1", c.value);
        expect_percent3(result, "R5", c.value);
        expect_percent3(result, "R2", c.index);
        expect_percent3(result, "R3", c.mass);
        expect_percent3(result, "R4", c.theoretical);
        EXPECT_EQ(rate(result, "R1").counted.size(), 3U);  // lost, but still in the denominator
    }
}

TEST(Rates, RealisedPrices) {
    MineRecord mine = reference_mine();
    grade_of(mine, 0, "Cu").realised_price_per_tonne = 0.85 * 70000;
    grade_of(mine, 0, "Au").realised_price_per_tonne = 0.80 * 550e6;
    grade_of(mine, 1, "S").realised_price_per_tonne = 0.30 * 1000;
    const auto result = computed(mine, PriceBasis::realised);
    expect_percent(result, "R1", 56.776521);
    expect_percent(result, "R5", 72.924970);
    EXPECT_TRUE(has_remark(result.remarks, "utilization.r5_other_prices"));
    EXPECT_FALSE(has_remark(result.remarks, "utilization.r5_equals_r1"));
    expect_percent(computed(mine), "R1", 72.924970);  // element prices stay the default
}

MineRecord with_acid(double counted) {
    MineRecord mine = reference_mine();
    grade_of(mine, 0, "S").counted = counted;
    return mine;
}

TEST(Rates, SulphurOfTheCopperConcentrateMadeIntoAcid) {
    const auto result = computed(with_acid(0.95));
    expect_percent(result, "R1", 73.917917);
    expect_percent(result, "R5", 73.917917);
    expect_percent(result, "R3", 67.677471);
}

MineRecord with_silver(double counted) {
    MineRecord mine = reference_mine();
    mine.components.push_back(
        {.name = "Ag", .in_situ_grade = 8e-6, .price_per_tonne = 7e6, .theoretical_recovery = 0.7});
    mine.products[0].grades.push_back(from_recovery("Ag", 8, 0.92, 0.55, 30000, counted));
    return mine;
}

TEST(Rates, SilverRecoveredBySmelterCountsAsUsed) {
    expect_percent(computed(with_silver(0.90)), "R5", 71.222908);
    expect_percent(computed(with_silver(0)), "R5", 68.392453);
}

MineRecord with_cobalt() {
    MineRecord mine = with_silver(0.90);
    mine.components.push_back({.name = "Co",
                               .in_situ_grade = 1e-4,
                               .price_per_tonne = 200000,
                               .usable = Usable::technical_not_economic});
    return mine;
}

TEST(Rates, UneconomicCobaltLeavesTheOfficialRatioOnly) {
    const auto result = computed(with_cobalt());
    expect_percent(result, "R5_all", 69.676265);
    expect_percent(result, "R1", 69.676265);
    expect_percent(result, "R5", 71.222908);
    EXPECT_THAT(rate(result, "R5").left_out, ElementsAre("Co"));
    EXPECT_TRUE(rate(result, "R5_all").left_out.empty());
    EXPECT_TRUE(has_remark(result.remarks, "utilization.technical"));
    EXPECT_TRUE(has_remark(result.remarks, "utilization.r5_other_list"));
    // Co has no theoretical recovery: R4 is not computed, and not as if it were 1.
    EXPECT_FALSE(rate(result, "R4").value);
    EXPECT_TRUE(has_remark(rate(result, "R4").remarks, "utilization.theoretical_missing"));
}

TEST(Rates, UnpricedSeleniumLeavesPriceRatesUndefined) {
    MineRecord mine = with_cobalt();
    mine.components.push_back({.name = "Se", .in_situ_grade = 20e-6});
    const auto result = computed(mine);
    for (const char* id : {"R1", "R5", "R5_all"}) {
        EXPECT_FALSE(rate(result, id).value) << id;
        ASSERT_TRUE(has_remark(rate(result, id).remarks, "utilization.price_missing")) << id;
        EXPECT_EQ(rate(result, id).remarks[0].args[0].second, "Se") << id;
        EXPECT_EQ(rate(result, id).denominator, 0) << id;
    }
    expect_percent(result, "R2", 400.0 / 6);
    expect_percent(result, "R3", 61.064268);
}

MineRecord iron_mine(double in_situ, const char* ore_basis, const char* product_basis) {
    MineRecord mine{.mine = "Iron", .consumed_tonnes = 1e6, .mining_recovery = 0.95, .main_component = "Fe"};
    mine.components = {{.name = "Fe", .basis = ore_basis, .in_situ_grade = in_situ, .price_per_tonne = 900}};
    ProductGrade grade = from_recovery("Fe", 180000, 0.95, 0.95, 250000);  // only magnetic iron is recovered
    grade.basis = product_basis;
    mine.products = {{.name = "Fe concentrate", .tonnes = 250000, .grades = {grade}}};
    return mine;
}

TEST(Rates, IronOnTwoBases) {
    const auto total = computed(iron_mine(0.30, "total", "total"));
    const auto magnetic = computed(iron_mine(0.18, "magnetic", "magnetic"));
    expect_percent(total, "R3", 54.15);
    expect_percent(magnetic, "R3", 90.25);
    EXPECT_FALSE(has_remark(total.remarks, "utilization.bases_mixed"));
    EXPECT_FALSE(has_remark(magnetic.remarks, "utilization.bases_mixed"));
    EXPECT_TRUE(
        has_remark(computed(iron_mine(0.30, "total", "magnetic")).remarks, "utilization.bases_mixed"));
}

TEST(Rates, OneElementOnTwoBasesIsKeptApartAndWarned) {
    MineRecord mine = iron_mine(0.18, "magnetic", "magnetic");
    mine.components.push_back(
        {.name = "Fe", .basis = "total", .in_situ_grade = 0.30, .price_per_tonne = 900});
    const auto result = computed(mine);
    EXPECT_TRUE(has_remark(result.remarks, "utilization.element_on_two_bases"));
    EXPECT_EQ(result.components[0].component, "Fe (magnetic)");
    EXPECT_GT(result.components[0].used_tonnes, 0);
    EXPECT_EQ(result.components[1].used_tonnes, 0);
}

TEST(Rates, OverOneHundredIsFlaggedAndNotClamped) {
    MineRecord mine = reference_mine();
    mine.consumed_tonnes = 0.5e6;  // half of what the products need
    const auto result = computed(mine);
    expect_percent(result, "R1", 2 * 72.9249704142);
    EXPECT_TRUE(has_remark(rate(result, "R1").remarks, "utilization.rate_over_100"));
    EXPECT_TRUE(has_remark(result.remarks, "utilization.balance_error"));
    EXPECT_GT(*result.components[0].recovery, 1);
}

TEST(Rates, NothingMinedIsUndefinedNotZeroNotOne) {
    MineRecord mine = reference_mine();
    mine.consumed_tonnes = 0;
    const auto result = computed(mine);
    for (const char* id : {"R1", "R3", "R4", "R5", "R5_all"}) {
        EXPECT_FALSE(rate(result, id).value) << id;
        EXPECT_TRUE(has_remark(rate(result, id).remarks, "utilization.zero_denominator")) << id;
    }
    EXPECT_FALSE(result.components[0].recovery);
    for (MineComponent& one : mine.components) one.usable = Usable::no;
    EXPECT_FALSE(rate(computed(mine), "R2").value);
}

TEST(Rates, UnknownCountsAsYesAndIsPrinted) {
    MineRecord mine = reference_mine();
    mine.components[1].usable = Usable::unknown;
    const auto result = computed(mine);
    expect_percent(result, "R5", 72.924970);
    EXPECT_TRUE(has_remark(rate(result, "R5").remarks, "utilization.unknown_counted_as_yes"));
}

TEST(Rates, ComponentsWithoutUseLeaveEveryList) {
    MineRecord mine = reference_mine();
    mine.components.push_back({.name = "Si", .in_situ_grade = 0.3, .usable = Usable::no});
    const auto result = computed(mine);
    expect_percent(result, "R1", 72.924970);
    expect_percent(result, "R3", 61.122486);
    expect_percent(result, "R2", 100);
    EXPECT_THAT(rate(result, "R3").left_out, ElementsAre("Si"));
    EXPECT_TRUE(has_remark(result.remarks, "utilization.not_useful"));
}

TEST(Rates, WhatIfAComponentReachedItsTheoreticalRecovery) {
    const auto result = computed(reference_mine());
    // Cu at 95 % of 8 000 t instead of 6 476.8 t; numerators by hand.
    const auto& cu = result.components[0].rates_if_theoretical;
    ASSERT_EQ(cu.size(), 5U);
    EXPECT_NEAR(*cu[0], (7600 * 7e4 + 0.1656 * 550e6 + 71760 * 1e3) / 845e6, 1e-12);
    EXPECT_NEAR(*cu[1], 1, 1e-12);
    EXPECT_NEAR(*cu[2], (7600 + 0.1656 + 71760) / 128000.3, 1e-12);
    EXPECT_NEAR(*cu[3], (7600 + 0.1656 + 71760) / 115600.24, 1e-12);
    EXPECT_NEAR(*cu[4], *cu[0], 1e-12);
    MineRecord lost = reference_mine();
    lose(lost, "Au");
    EXPECT_NEAR(*computed(lost).components[1].rates_if_theoretical[1], 1, 1e-12);  // R2 rises from 2/3 to 1
    const auto no_target = computed(with_cobalt());
    EXPECT_TRUE(no_target.components[4].rates_if_theoretical.empty());
}

TEST(Rates, WhatIfUnderRealisedPricesKeepsTheProductMix) {
    MineRecord mine = reference_mine();
    grade_of(mine, 0, "Cu").realised_price_per_tonne = 0.85 * 70000;
    grade_of(mine, 0, "Au").realised_price_per_tonne = 0.80 * 550e6;
    grade_of(mine, 1, "S").realised_price_per_tonne = 0.30 * 1000;
    const auto result = computed(mine, PriceBasis::realised);
    EXPECT_NEAR(*result.components[0].rates_if_theoretical[0],
                (7600 * 0.85 * 7e4 + 0.1656 * 0.8 * 550e6 + 71760 * 300.0) / 845e6, 1e-12);
    lose(mine, "Au");
    EXPECT_FALSE(computed(mine, PriceBasis::realised).components[1].rates_if_theoretical[0]);
}

TEST(Rates, SeveralOreTypesSumFirstAndDivideLast) {
    MineRecord rich = reference_mine();
    MineRecord poor = reference_mine();
    poor.consumed_tonnes = 3e6;
    for (MineComponent& one : poor.components) one.in_situ_grade *= 0.3;
    const auto both = combine({rich, poor});
    ASSERT_TRUE(both);
    const auto result = computed(*both);
    // Metal in the poor ore is 0.9 of the rich ore's, the products are the same twice.
    expect_percent(result, "R1", 72.9249704142 * 2 / 1.9);
    EXPECT_NEAR(*both->mining_recovery, 0.92, 1e-12);
    EXPECT_NEAR(*both->dilution, 0.08, 1e-12);
    EXPECT_NEAR(*both->components[0].theoretical_recovery, 0.95, 1e-12);
    poor.components[0].price_per_tonne = 60000;
    const auto refused = combine({rich, poor});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "utilization.parts_differ");
    EXPECT_FALSE(combine({}));
    // As the program meets them: records of one mine and period among others.
    poor.components[0].price_per_tonne = 70000;
    MineRecord other = reference_mine(), nameless = reference_mine();
    rich.mine = poor.mine = "One";
    other.mine = "Another";
    nameless.mine = "";
    const auto all = wholes({rich, other, nameless, nameless, poor}, PriceBasis::element);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].mine, "One");
    EXPECT_EQ(all[0].parts, (std::vector<std::size_t>{0, 4}));
    ASSERT_TRUE(all[0].rates);
    expect_percent(*all[0].rates, "R1", 72.9249704142 * 2 / 1.9);
    poor.currency = "USD";
    EXPECT_EQ(wholes({rich, poor}, PriceBasis::element)[0].rates.error().what.key, "utilization.parts_differ");
}

struct Refusal {
    const char* field;
    const char* key;
    void (*spoil)(MineRecord&);
};

TEST(Rates, RefusalsNameTheField) {
    const std::vector<Refusal> cases{
        {"components", "utilization.no_components", [](MineRecord& m) { m.components.clear(); }},
        {"consumed_tonnes", "utilization.out_of_range", [](MineRecord& m) { m.consumed_tonnes = -1; }},
        {"components[1].in_situ_grade", "utilization.out_of_range",
         [](MineRecord& m) { m.components[1].in_situ_grade = -0.1; }},
        {"components[0].price_per_tonne", "utilization.out_of_range",
         [](MineRecord& m) { m.components[0].price_per_tonne = -7; }},
        {"components[2].theoretical_recovery", "utilization.out_of_range",
         [](MineRecord& m) { m.components[2].theoretical_recovery = 1.2; }},
        {"components[1].name", "utilization.component_twice",
         [](MineRecord& m) { m.components[1].name = "Cu"; }},
        {"main_component", "utilization.unknown_main", [](MineRecord& m) { m.main_component = "Zn"; }},
        {"products[1].tonnes", "utilization.out_of_range", [](MineRecord& m) { m.products[1].tonnes = -5; }},
        {"products[1].grades", "utilization.product_without_component",
         [](MineRecord& m) { m.products[1].grades.clear(); }},
        {"products[0].grades[2].counted", "utilization.out_of_range",
         [](MineRecord& m) { m.products[0].grades[2].counted = 1.01; }},
        {"products[0].grades[0].component", "utilization.unknown_component",
         [](MineRecord& m) { m.products[0].grades[0].component = "Zn"; }}};
    for (const Refusal& refusal : cases) {
        MineRecord mine = reference_mine();
        refusal.spoil(mine);
        const auto result = rates(mine, PriceBasis::element);
        ASSERT_FALSE(result) << refusal.field;
        EXPECT_EQ(result.error().place.field, refusal.field);
        EXPECT_EQ(result.error().what.key, refusal.key);
    }
    const auto realised = rates(reference_mine(), PriceBasis::realised);
    ASSERT_FALSE(realised);
    EXPECT_EQ(realised.error().what.key, "utilization.realised_price_missing");
}

}  // namespace
}  // namespace orelens::utilization
