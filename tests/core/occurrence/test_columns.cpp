// Phases of blocks: grades, recoveries, companions, states; figures of domain.md §4 and §5.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/occurrence/Columns.h"
#include "core/occurrence/Shipped.h"
#include "core/occurrence/Status.h"

namespace orelens::occurrence {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;

/// One row of blocks of 10 m, 2 t/m³ unless a test says otherwise: 2000 t each.
class Row {
  public:
    explicit Row(int count)
        : model(*BlockModel::full({.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {count, 1, 1}})), count_(count) {}
    void real(const std::string& name, const std::string& unit, std::vector<double> values) {
        model.add_column({name, ColumnType::real, unit, {}});
        for (int i = 0; i < count_; ++i) place(model.real(name, leaf(i)), i) = static_cast<float>(values.at(static_cast<std::size_t>(i)));
    }
    void integer(const std::string& name, std::vector<std::string> codes, std::vector<int> values) {
        model.add_column({name, ColumnType::integer, "", std::move(codes)});
        for (int i = 0; i < count_; ++i) place(model.integer(name, leaf(i)), i) = values.at(static_cast<std::size_t>(i));
    }
    [[nodiscard]] double at(const std::string& name, int i) const { return model.value(name, {i, 0, 0}); }
    BlockModel model;

  private:
    [[nodiscard]] std::size_t leaf(int i) const { return model.leaf_of({i, 0, 0}); }
    template <class T>
    static T& place(T* values, int i) {
        return values[(i & 7) << 6];
    }
    int count_;
};

void share(Table& table, const std::string& element, const std::string& phase, double fraction, const std::string& type = any) {
    Deportment row;
    row.ore_type = type;
    row.element = element;
    row.phase = phase;
    row.fraction = fraction;
    table.deportment.push_back(row);
}
void recovery(Table& table, const std::string& route, const std::string& element, const std::string& phase, double value) {
    RouteRecovery row;
    row.route = route;
    row.element = element;
    row.phase = phase;
    row.recovery = value;
    table.recoveries.push_back(row);
}

struct Written {
    Plan plan;
    PlanNotes notes;
    std::vector<ElementSums> sums;
};
Written write(Row& row, const Table& table, OccurrenceRule rule = {}) {
    Written out;
    auto plan = plan_occurrence(table, rule, row.model, out.notes);
    EXPECT_TRUE(plan) << (plan ? "" : base::describe(plan.error(), base::Language::english));
    out.plan = std::move(*plan);
    auto sums = write_occurrence(row.model, out.plan, {"density", "fraction", "excluded", 2.0}, true, base::Progress());
    EXPECT_TRUE(sums);
    out.sums = std::move(*sums);
    return out;
}

// domain.md §4, iron: TFe 30 %, mFe 18 %, 95 % magnetic recovery, K 95 %: 54.15 % on TFe, 90.25 % on mFe.
TEST(Columns, IronOnTheTotalAndOnTheMagneticBasis) {
    Row row(1);
    row.real("TFe", "%", {30});
    row.real("mFe", "%", {18});
    Table table;
    recovery(table, "magnetic", "Fe", "magnetic", 0.95);
    const Written made = write(row, table);
    constexpr double mining_recovery = 0.95;
    EXPECT_NEAR(row.at("Fe.recovery.magnetic", 0) * mining_recovery, 54.15, 1e-5);
    EXPECT_NEAR(row.at("Fe.recoverable.magnetic", 0) / 18 * 100 * mining_recovery, 90.25, 1e-5);
    EXPECT_NEAR(row.at("Fe.phase.magnetic", 0), 18, 1e-6);
    EXPECT_NEAR(row.at("Fe.theoretical", 0), 57, 1e-5);
    // What the assay of magnetic iron says nothing of is unassigned: no row describes it.
    EXPECT_NEAR(made.sums[0].types[0].unassigned_metal, 2000 * 0.12, 1e-6);
}

TEST(Columns, AnAssayedPhaseIsCappedAndTheOthersShareTheRest) {
    Row row(4);
    const double missing = std::nan("");
    row.real("TFe", "%", {30, 20, 40, missing});
    row.real("mFe", "%", {18, 22, missing, 5});
    Table table;
    share(table, "Fe", "magnetic", 0.5);
    share(table, "Fe", "hematite", 0.3);
    share(table, "Fe", "silicate", 0.2);
    recovery(table, "magnetic", "Fe", "magnetic", 0.9);
    const Written made = write(row, table);
    EXPECT_NEAR(row.at("Fe.phase.hematite", 0), 12 * 0.6, 1e-5);
    EXPECT_NEAR(row.at("Fe.phase.silicate", 0), 12 * 0.4, 1e-5);
    EXPECT_NEAR(row.at("Fe.phase.magnetic", 1), 20, 1e-5) << "capped at the total";
    EXPECT_NEAR(row.at("Fe.phase.hematite", 1), 0, 1e-6);
    EXPECT_NEAR(row.at("Fe.phase.magnetic", 2), 20, 1e-5) << "share of the table where it was not assayed";
    EXPECT_TRUE(std::isnan(row.at("Fe.phase.magnetic", 3)));
    EXPECT_EQ(row.at("Fe.state", 3), static_cast<double>(State::unassigned));
    EXPECT_EQ(made.sums[0].capped, 1);
    EXPECT_EQ(made.sums[0].without_assay, 1);
}

TEST(Columns, UnitsOfTotalAndPhaseMayDiffer) {
    Row row(1);
    row.real("TFe", "%", {30});
    row.real("mFe", "kg/t", {180});
    Table table;
    recovery(table, "magnetic", "Fe", "magnetic", 1);
    write(row, table);
    EXPECT_NEAR(row.at("Fe.phase.magnetic", 0), 18, 1e-5);
}

TEST(Columns, SharesGoByOreTypeAndAShortfallIsUnassigned) {
    Row row(3);
    row.real("Cu", "%", {1, 2, 3});
    row.integer("domain", {"LCH", "SUP", "PRI"}, {0, 1, 2});
    Table table;
    share(table, "Cu", "free_oxide", 0.8, "LCH");
    share(table, "Cu", "bound_oxide", 0.15, "LCH");
    share(table, "Cu", "primary_sulfide", 1, "SUP");
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    recovery(table, "leach", "Cu", "free_oxide", 0.85);
    OccurrenceRule rule;
    rule.ore_type_column = "domain";
    const Written made = write(row, table, rule);
    EXPECT_NEAR(row.at("Cu.phase.free_oxide", 0), 0.8, 1e-6);
    EXPECT_NEAR(row.at("Cu.phase.primary_sulfide", 0), 0, 1e-6);
    EXPECT_NEAR(row.at("Cu.recovery.leach", 0), 68, 1e-4);
    EXPECT_NEAR(row.at("Cu.recovery.flotation", 0), 0, 1e-6);
    EXPECT_NEAR(row.at("Cu.theoretical", 1), 90, 1e-4);
    EXPECT_NEAR(made.sums[0].types[0].unassigned_metal, 2000 * 0.01 * 0.05, 1e-9);
    // No row describes the third type: unknown is never recoverable.
    EXPECT_EQ(row.at("Cu.state", 2), static_cast<double>(State::unassigned));
    EXPECT_NEAR(row.at("Cu.recoverable.flotation", 2), 0, 1e-9);
    EXPECT_EQ(made.sums[0].undescribed, 1);
    EXPECT_EQ(row.at("Cu.state", 0), static_cast<double>(State::recoverable));
}

TEST(Columns, APhaseWithoutARouteIsUnrecoverable) {
    Row row(1);
    row.real("Cu", "%", {1});
    Table table;
    share(table, "Cu", "bound_oxide", 0.9);
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    const Written made = write(row, table);
    EXPECT_EQ(row.at("Cu.state", 0), static_cast<double>(State::unrecoverable));
    EXPECT_THAT(made.notes.without_recovery, ::testing::ElementsAre("Cu"));
    EXPECT_NEAR(row.at("Cu.theoretical", 0), 0, 1e-9);
}

// domain.md §5: companions exist only with the host's route: In is 0 where its Zn is not mined.
TEST(Columns, ACompanionExistsOnlyWithItsHostsRoute) {
    Row row(4);
    row.real("Zn", "%", {5, 0, std::nan(""), 5});
    row.real("In", "g/t", {100, 100, 100, 100});
    row.integer("type", {"sulfide", "oxide"}, {0, 0, 0, 1});
    Table table;
    share(table, "Zn", "sulfide", 1, "sulfide");
    share(table, "Zn", "oxide", 1, "oxide");
    share(table, "In", "sphalerite_lattice", 0.8);
    recovery(table, "flotation", "Zn", "sulfide", 0.9);
    recovery(table, "flotation", "In", "sphalerite_lattice", 0.85);
    recovery(table, "leach", "In", "sphalerite_lattice", 0.5);
    OccurrenceRule rule;
    rule.ore_type_column = "type";
    const Written made = write(row, table, rule);
    EXPECT_NEAR(row.at("In.recoverable.flotation", 0), 100 * 0.8 * 0.85, 1e-4);
    EXPECT_NEAR(row.at("In.recoverable.leach", 0), 0, 1e-9) << "leaching does not recover the zinc";
    EXPECT_NEAR(row.at("In.recoverable.flotation", 1), 0, 1e-9) << "there is no zinc";
    EXPECT_EQ(row.at("In.state", 1), static_cast<double>(State::unrecoverable));
    EXPECT_TRUE(std::isnan(row.at("In.recoverable.flotation", 2))) << "the zinc is not known";
    EXPECT_EQ(row.at("In.state", 2), static_cast<double>(State::unassigned));
    EXPECT_NEAR(row.at("In.recoverable.flotation", 3), 0, 1e-9) << "its zinc is no sphalerite";
    EXPECT_EQ(made.sums[1].unknown_host, 1);
}

TEST(Columns, ACompanionWithoutItsHostInTheModelIsUnknown) {
    Row row(1);
    row.real("Re", "g/t", {2});
    Table table;
    share(table, "Re", "molybdenite_lattice", 0.95);
    recovery(table, "flotation", "Re", "molybdenite_lattice", 0.8);
    const Written made = write(row, table);
    EXPECT_THAT(made.notes.unknown_hosts, ::testing::ElementsAre("Re (Mo)"));
    EXPECT_EQ(row.at("Re.state", 0), static_cast<double>(State::unassigned));
    EXPECT_TRUE(std::isnan(row.at("Re.recovery.flotation", 0)));
    EXPECT_NEAR(made.sums[0].types[0].route_metal[0], 0, 1e-12);
}

TEST(Columns, ExcludedBlocksAndNegativeGradesHoldNothing) {
    Row row(3);
    row.real("Cu", "%", {1, -0.1, 1});
    row.real("fraction", "", {0.5, 1, 1});
    row.integer("excluded", {"no", "yes"}, {0, 0, 1});
    Table table;
    share(table, "Cu", "primary_sulfide", 1);
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    const Written made = write(row, table);
    EXPECT_EQ(row.at("Cu.state", 2), static_cast<double>(State::excluded));
    EXPECT_NEAR(row.at("Cu.phase.primary_sulfide", 1), 0, 1e-9);
    EXPECT_NEAR(made.sums[0].metal(), 1000 * 0.01, 1e-9);
    EXPECT_EQ(made.sums[0].types[0].blocks, 2);
    EXPECT_NEAR(made.sums[0].theoretical(), 0.9, 1e-9);
}

TEST(Columns, WhatHasNoPlaceInTheModelIsNoted) {
    Row row(1);
    row.real("Cu", "%", {1});
    row.integer("domain", {"SUP"}, {0});
    Table table;
    share(table, "Cu", "primary_sulfide", 1, "SPU");
    share(table, "Zn", "sulfide", 1);
    ASSERT_TRUE(add_shipped(table, "Cu.sulfide", "occurrence.shipped"));
    OccurrenceRule rule;
    rule.ore_type_column = "domain";
    const Written made = write(row, table, rule);
    EXPECT_THAT(made.notes.no_column, ::testing::ElementsAre("Zn"));
    ASSERT_EQ(made.notes.unknown_types.size(), 1U);
    EXPECT_EQ(made.notes.unknown_types[0].type, "SPU");
    EXPECT_EQ(made.notes.unknown_types[0].near, "SUP");
    EXPECT_THAT(made.notes.shipped_shares, ::testing::ElementsAre("Cu"));
    EXPECT_THAT(made.notes.without_method, ::testing::IsEmpty()) << "the row that states none is of no block";
    rule.ore_type_column = "domian";
    PlanNotes notes;
    const auto wrong = plan_occurrence(table, rule, row.model, notes);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().place.field, "occurrence.ore_type_column");
    rule.ore_type_column = "";
    EXPECT_FALSE(plan_occurrence(table, rule, row.model, notes)) << "ore types need their column";
    rule.ore_type_column = "domain";
    rule.assayed = "Cu.free_oxide = CuOx";
    EXPECT_FALSE(plan_occurrence(table, rule, row.model, notes)) << "a column that is not there";
    rule.assayed = "Cu.free_oxide";
    EXPECT_FALSE(plan_occurrence(table, rule, row.model, notes));
}

TEST(Columns, ACancelLeavesNothing) {
    Row row(1);
    row.real("Cu", "%", {1});
    Table table;
    share(table, "Cu", "primary_sulfide", 1);
    PlanNotes notes;
    const auto plan = plan_occurrence(table, {}, row.model, notes);
    ASSERT_TRUE(plan);
    base::Progress progress;
    progress.cancel();
    const auto before = row.model.columns();
    EXPECT_FALSE(write_occurrence(row.model, *plan, {"", "", "", 2}, true, progress));
    EXPECT_EQ(row.model.columns(), before);
}

// Whatever the table says: phases and what is unassigned add up to the total, and no recovery beats its phases.
RC_GTEST_PROP(Columns, PhasesAddUpToTheTotal, ()) {
    const auto grade = *rc::gen::inRange(0, 6000);
    const auto assayed = *rc::gen::inRange(-100, 7000);
    const auto parts = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(0, 100));
    const auto recoveries = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(0, 101));
    const bool with_assay = *rc::gen::arbitrary<bool>();
    const double whole = std::max(100, std::accumulate(parts.begin(), parts.end(), 0));
    Row row(1);
    row.real("TFe", "%", {grade / 100.0});
    if (with_assay) row.real("mFe", "%", {assayed / 100.0});
    Table table;
    const char* phases[] = {"magnetic", "hematite", "carbonate", "silicate"};
    for (std::size_t n = 0; n < 4; ++n) {
        share(table, "Fe", phases[n], parts[n] / whole);
        recovery(table, "one", "Fe", phases[n], recoveries[n] / 100.0);
        recovery(table, "two", "Fe", phases[n], recoveries[3 - n] / 100.0);
    }
    const Written made = write(row, table);
    double sum = 0, best = 0;
    for (std::size_t n = 0; n < 4; ++n) {
        const double phase = row.at(std::string("Fe.phase.") + phases[n], 0);
        RC_ASSERT(phase >= 0);
        sum += phase;
        best += phase * std::max(recoveries[n], recoveries[3 - n]) / 100;
    }
    const auto& type = made.sums[0].types[0];
    RC_ASSERT(std::abs(sum + type.unassigned_metal / 2000 * 100 - grade / 100.0) < 1e-4);
    RC_ASSERT(std::abs(type.theoretical_metal / 2000 * 100 - best) < 1e-4);
    for (const double route : type.route_metal) RC_ASSERT(route <= type.theoretical_metal + 1e-9);
}

TEST(ComponentStatus, PutsTechnologyAndValueTogether) {
    Row row(5);
    row.real("Cu", "%", {1, 1, 1, std::nan(""), 1});
    row.integer("status", {"usable", "technical", "unrecoverable", "unassigned", "excluded"}, {0, 1, 0, 3, 4});
    row.integer("type", {"sulfide", "bound"}, {0, 0, 1, 0, 0});
    Table table;
    share(table, "Cu", "primary_sulfide", 1, "sulfide");
    share(table, "Cu", "bound_oxide", 1, "bound");
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    OccurrenceRule rule;
    rule.ore_type_column = "type";
    const Written made = write(row, table, rule);
    ASSERT_TRUE(write_component_status(row.model, made.plan, {"status", "route", {{"Cu", ""}}}, base::Progress()));
    const std::vector<int> expected{0, 1, 2, 3, 4};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(row.at("status.Cu", i), expected[static_cast<std::size_t>(i)]) << i;
    EXPECT_FALSE(write_component_status(row.model, made.plan, {"no such", "", {}}, base::Progress()));
}

TEST(ComponentStatus, AComponentThatNobodyPaysForIsTechnicalInAUsableBlock) {
    Row row(2);
    row.real("Cu", "%", {1, 1});
    row.real("Co", "%", {0.01, 0.01});
    row.integer("status", {"usable", "technical", "unrecoverable", "unassigned", "excluded"}, {0, 1});
    Table table;
    share(table, "Cu", "primary_sulfide", 1);
    share(table, "Co", "pyrite", 1);
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    recovery(table, "flotation", "Co", "pyrite", 0.6);
    const Written made = write(row, table);
    // Without routes the plant is one: copper is paid for there, cobalt is not.
    ASSERT_TRUE(write_component_status(row.model, made.plan, {"status", "", {{"Cu", ""}}}, base::Progress()));
    EXPECT_EQ(row.at("status.Cu", 0), 0);
    EXPECT_EQ(row.at("status.Co", 0), 1);
    EXPECT_EQ(row.at("status.Cu", 1), 1);
    EXPECT_EQ(row.at("status.Co", 1), 1);
    // On routes: paid for on another than the block takes.
    row.integer("route", {"flotation", "leach"}, {0, 0});
    for (const char* column : {"status.Cu", "status.Co"}) row.model.remove_column(column);
    ASSERT_TRUE(write_component_status(row.model, made.plan, {"status", "route", {{"Cu", "flotation"}, {"Co", "leach"}}},
                                       base::Progress()));
    EXPECT_EQ(row.at("status.Cu", 0), 0);
    EXPECT_EQ(row.at("status.Co", 0), 1);
}

TEST(ComponentStatus, AComponentThatTheBlocksRoutePassesByIsNotUsable) {
    Row row(3);
    row.real("Cu", "%", {1, 1, 1});
    row.integer("status", {"usable", "technical", "unrecoverable", "unassigned", "excluded"}, {0, 0, 0});
    row.integer("route", {"flotation", "leach", "elsewhere"}, {0, 1, 2});
    Table table;
    share(table, "Cu", "primary_sulfide", 1);
    recovery(table, "flotation", "Cu", "primary_sulfide", 0.9);
    const Written made = write(row, table);
    ASSERT_TRUE(write_component_status(row.model, made.plan,
                                       {"status", "route", {{"Cu", "flotation"}, {"Cu", "leach"}, {"Cu", "elsewhere"}}},
                                       base::Progress()));
    EXPECT_EQ(row.at("status.Cu", 0), 0);
    EXPECT_EQ(row.at("status.Cu", 1), 1);
    EXPECT_EQ(row.at("status.Cu", 2), 1);
}

}  // namespace
}  // namespace orelens::occurrence
