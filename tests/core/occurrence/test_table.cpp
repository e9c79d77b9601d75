// Occurrence tables: what cannot be is refused with its row; the shipped table is whole and never taken for a measurement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/occurrence/Check.h"
#include "core/occurrence/Plan.h"
#include "core/occurrence/Shipped.h"

namespace orelens::occurrence {
namespace {

Deportment share(const std::string& element, const std::string& phase, double fraction, const std::string& type = any) {
    Deportment row;
    row.ore_type = type;
    row.element = element;
    row.phase = phase;
    row.fraction = fraction;
    row.method = "MLA";
    row.samples = 3;
    row.place = {.file = "phases.csv", .row = 7};
    return row;
}
RouteRecovery recovery(const std::string& route, const std::string& phase, double value, const std::string& element = any,
                       const std::string& type = any) {
    RouteRecovery row;
    row.route = route;
    row.ore_type = type;
    row.element = element;
    row.phase = phase;
    row.recovery = value;
    row.place = {.file = "routes.csv", .row = 9};
    return row;
}

struct Bad {
    const char* name;
    Table table;
    const char* key;
    std::int64_t row;
};
class BadTables : public ::testing::TestWithParam<Bad> {};

TEST_P(BadTables, AreRefusedWithTheirPlace) {
    const auto checked = check_table(GetParam().table);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().what.key, GetParam().key);
    EXPECT_EQ(checked.error().place.row, GetParam().row);
    for (const auto language : {base::Language::english, base::Language::chinese})
        EXPECT_THAT(base::describe(checked.error(), language), ::testing::Not(::testing::HasSubstr("{")));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadTables,
    ::testing::Values(
        Bad{"negative", {{}, {share("Cu", "free_oxide", -0.01)}, {}}, "occurrence.share_range", 7},
        Bad{"over_100", {{}, {share("Cu", "free_oxide", 1.2)}, {}}, "occurrence.share_range", 7},
        Bad{"sum_over_100",
            {{}, {share("Cu", "free_oxide", 0.6), share("Cu", "primary_sulfide", 0.41)}, {}},
            "occurrence.over_whole",
            7},
        Bad{"not_a_number", {{}, {share("Cu", "free_oxide", std::nan(""))}, {}}, "occurrence.share_range", 7},
        Bad{"unknown_phase", {{}, {share("Cu", "free_oxyde", 0.5)}, {}}, "occurrence.unknown_phase", 7},
        Bad{"row_twice", {{}, {share("Cu", "free_oxide", 0.1), share("Cu", "free_oxide", 0.2)}, {}}, "occurrence.row_twice", 7},
        Bad{"no_element", {{}, {share("", "free_oxide", 0.1)}, {}}, "occurrence.no_element", 7},
        Bad{"recovery_over_100", {{}, {}, {recovery("mill", "free_oxide", 1.01)}}, "occurrence.recovery_range", 9},
        Bad{"recovery_negative", {{}, {}, {recovery("mill", "free_oxide", -0.2)}}, "occurrence.recovery_range", 9},
        Bad{"recovery_unknown_phase", {{}, {}, {recovery("mill", "oxide_free", 0.2)}}, "occurrence.unknown_phase", 9},
        Bad{"recovery_twice",
            {{}, {}, {recovery("mill", "free_oxide", 0.2), recovery("mill", "free_oxide", 0.3)}},
            "occurrence.recovery_twice",
            9},
        Bad{"route_without_name", {{}, {}, {recovery("", "free_oxide", 0.2)}}, "occurrence.bad_name", 9},
        Bad{"phase_twice",
            {{{"x", {"x", "x"}, PhaseKind::lattice}, {"x", {"x", "x"}, PhaseKind::native}}, {}, {}},
            "occurrence.phase_twice",
            0},
        Bad{"unknown_host",
            {{{"x", {"x", "x"}, PhaseKind::lattice, "m", "Zn", "nowhere"}}, {}, {}},
            "occurrence.unknown_host",
            0}),
    [](const auto& one) { return one.param.name; });

TEST(Table, RoundingUpToHalfAPercentIsNoMistake) {
    EXPECT_TRUE(check_table({{}, {share("Cu", "free_oxide", 0.6), share("Cu", "primary_sulfide", 0.405)}, {}}));
    EXPECT_FALSE(check_table({{}, {share("Cu", "free_oxide", 0.6), share("Cu", "primary_sulfide", 0.4051)}, {}}));
}

TEST(Table, AnUnknownPhaseIsToldTheNearest) {
    const auto checked = check_table({{}, {share("Cu", "free_oxyde", 0.5)}, {}});
    ASSERT_FALSE(checked);
    EXPECT_THAT(base::describe(checked.error(), base::Language::english), ::testing::HasSubstr("free_oxide"));
}

TEST(Shipped, EveryValueHasASourceAConfidenceAndLiesWithinItsRange) {
    const ShippedTable& table = shipped_table();
    EXPECT_GE(table.settings.size(), 20U);
    const std::set<std::string> words{"low", "medium", "high"};
    for (const ShippedSetting& setting : table.settings) {
        double sum = 0;
        for (std::size_t n = 0; n < setting.shares.size(); ++n) {
            const Deportment& share = setting.shares[n];
            EXPECT_TRUE(share.shipped) << setting.id;
            EXPECT_FALSE(share.source.empty()) << setting.id;
            EXPECT_TRUE(words.contains(share.confidence)) << setting.id;
            // What no source was looked up for says so, and is never sure.
            EXPECT_NE(share.source.find("not checked"), std::string::npos) << setting.id;
            EXPECT_EQ(share.confidence, "low") << setting.id;
            EXPECT_GE(share.fraction, setting.ranges[n].low) << setting.id;
            EXPECT_LE(share.fraction, setting.ranges[n].high) << setting.id;
            sum += share.fraction;
        }
        EXPECT_LE(sum, 1 + 1e-12) << setting.id;
        EXPECT_TRUE(check_table({{}, setting.shares, {}})) << setting.id;
        EXPECT_TRUE(setting.id.starts_with(setting.shares.front().element + "."));
    }
    for (const ShippedRoute& route : table.routes) {
        EXPECT_TRUE(check_table({{}, {}, route.recoveries})) << route.id;
        for (const RouteRecovery& row : route.recoveries) {
            EXPECT_TRUE(row.shipped);
            EXPECT_FALSE(row.source.empty() || row.confidence.empty());
            EXPECT_NE(row.source.find("not checked"), std::string::npos) << row.route;
            EXPECT_EQ(row.confidence, "low") << row.route;
        }
    }
}

// The carriers that a national table of companions asks for.
TEST(Shipped, HoldsTheCommonCarriers) {
    for (const char* id :
         {"Ga.bauxite", "Re.molybdenite", "In.sphalerite", "Ge.sphalerite", "Cd.sphalerite", "Au.free_milling",
          "Au.refractory", "Au.telluride", "Ag.lead_zinc", "TREO.ion_adsorption", "Fe.magnetite", "Fe.hematite",
          "Fe.siderite", "V2O5.titanomagnetite", "TiO2.titanomagnetite", "Co.pyrite", "Cu.sulfide", "Cu.oxide", "Ni.sulfide",
          "Ni.laterite", "S.sulfide", "P2O5.phosphate"}) {
        Table table;
        EXPECT_TRUE(add_shipped(table, id, "occurrence.shipped")) << id;
        EXPECT_FALSE(table.deportment.empty()) << id;
    }
}

TEST(Shipped, IsAddedByNameForATypeAndNeverOverAMeasurement) {
    Table table{{}, {share("Cu", "primary_sulfide", 0.9, "SUP")}, {}};
    ASSERT_TRUE(add_shipped(table, "Cu.sulfide；LCH = Cu.oxide; SUP=Cu.mixed", "occurrence.shipped"));
    std::set<std::string> types;
    for (const Deportment& row : table.deportment) {
        if (row.shipped) types.insert(row.ore_type);
        if (row.ore_type == "SUP") {
            EXPECT_FALSE(row.shipped);
        }
    }
    EXPECT_EQ(types, (std::set<std::string>{"*", "LCH"}));
    const auto wrong = add_shipped(table, "Cu.sulphid", "occurrence.shipped");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().place.field, "occurrence.shipped");
    EXPECT_THAT(base::describe(wrong.error(), base::Language::english), ::testing::HasSubstr("Cu.sulfide"));
    EXPECT_FALSE(add_shipped(table, "Au.refractory; Au.telluride", "occurrence.shipped"));
    EXPECT_FALSE(add_shipped_routes(table, "flotatoin", "occurrence.shipped_routes"));
}

TEST(Shipped, PhasesAreFoundByTheNamesOfPhaseAnalyses) {
    EXPECT_EQ(phase_named({}, "Cu", "结合氧化铜"), "bound_oxide");
    EXPECT_EQ(phase_named({}, "Cu", " 原生硫化铜 "), "primary_sulfide");
    EXPECT_EQ(phase_named({}, "Fe", "赤（褐）铁"), "hematite");
    EXPECT_EQ(phase_named({}, "Fe", "硅酸铁"), "silicate");
    EXPECT_EQ(phase_named({}, "Au", "硫化物包裹金"), "sulfide_locked");
    EXPECT_EQ(phase_named({}, "Au", "Sulphide-locked"), "sulfide_locked");
    EXPECT_EQ(phase_named({}, "Cu", "unheard of"), "");
}

// domain.md §5: ε = Σ fraction · recovery; ε*: the best listed route for each phase.
TEST(Plan, RecoveryOfARouteAndTheTheoreticalOne) {
    const Table table{{},
                      {share("Cu", "primary_sulfide", 0.7), share("Cu", "free_oxide", 0.2), share("Cu", "bound_oxide", 0.08)},
                      {recovery("flotation", "primary_sulfide", 0.9, "Cu"), recovery("flotation", "free_oxide", 0.3),
                       recovery("leach", "free_oxide", 0.85), recovery("leach", "bound_oxide", 0.25)}};
    const auto plan = plan_table(table);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->elements.size(), 1U);
    const ElementPlan& copper = plan->elements[0];
    ASSERT_EQ(plan->routes, (std::vector<std::string>{"flotation", "leach"}));
    EXPECT_NEAR(copper.route_recovery(0, 0), 0.7 * 0.9 + 0.2 * 0.3, 1e-12);
    EXPECT_NEAR(copper.route_recovery(1, 0), 0.2 * 0.85 + 0.08 * 0.25, 1e-12);
    EXPECT_NEAR(copper.theoretical(0), 0.7 * 0.9 + 0.2 * 0.85 + 0.08 * 0.25, 1e-12);
    EXPECT_NEAR(copper.unassigned(0), 0.02, 1e-12);
}

TEST(Plan, TheMostExactRowOfARecoveryCounts) {
    const Table table{{},
                      {share("Cu", "free_oxide", 1, "LCH"), share("Cu", "free_oxide", 1, "SUP"), share("Ni", "free_oxide", 1, "SUP")},
                      {recovery("leach", "free_oxide", 0.1), recovery("leach", "free_oxide", 0.2, "Cu"),
                       recovery("leach", "free_oxide", 0.4, any, "LCH"), recovery("leach", "free_oxide", 0.8, "Cu", "LCH")}};
    const auto plan = plan_table(table);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->types, (std::vector<std::string>{"LCH", "SUP", "*"}));
    EXPECT_DOUBLE_EQ(plan->elements[0].recovery[0][0][0], 0.8);
    EXPECT_DOUBLE_EQ(plan->elements[0].recovery[0][1][0], 0.2);
    EXPECT_DOUBLE_EQ(plan->elements[1].recovery[0][0][0], 0.4);
    EXPECT_DOUBLE_EQ(plan->elements[1].recovery[0][1][0], 0.1);
}

TEST(Plan, SharesOfATypeReplaceThoseOfAllAndRoundingIsScaled) {
    const Table table{{},
                      {share("Cu", "primary_sulfide", 0.95), share("Cu", "free_oxide", 0.9, "LCH"),
                       share("Cu", "bound_oxide", 0.104, "LCH")},
                      {}};
    const auto plan = plan_table(table);
    ASSERT_TRUE(plan);
    const ElementPlan& copper = plan->elements[0];
    const auto of = [&](std::size_t type, const char* phase) {
        for (std::size_t p = 0; p < copper.phases.size(); ++p)
            if (copper.phases[p].phase == phase) return copper.shares[type][p].fraction;
        return -1.0;
    };
    EXPECT_DOUBLE_EQ(of(0, "primary_sulfide"), 0);
    EXPECT_NEAR(of(0, "free_oxide"), 0.9 / 1.004, 1e-12);
    EXPECT_NEAR(copper.unassigned(0), 0, 1e-12);
    EXPECT_DOUBLE_EQ(of(1, "primary_sulfide"), 0.95);
    EXPECT_NEAR(copper.unassigned(1), 0.05, 1e-12);
}

}  // namespace
}  // namespace orelens::occurrence
