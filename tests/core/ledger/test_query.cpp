// Saved systems: the language of queries, its errors with their place, and that the cube closes over what they take.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "core/ledger/Pivot.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

Ledger small() {
    std::vector<ResourceUnit> units{unit_of("N1", 1000, {{"Cu", 0.01}, {"Au", 1e-6}}), unit_of("N2", 500, {{"Zn", 0.05}, {"Cu", 0.002}}),
                                    unit_of("N3", 2000, {})};
    units[0].statuses = {Status::producing};
    units[0].assays[0].shares = {0.1, 0, 0.6, 0.3};
    units[0].region.assign("East belt");
    units[0].depth_m = 600;
    units[1].flags = bit(Flag::overlain);
    units[1].year = 2024;
    BuildRule rule;
    rule.indicators = *shipped_indicators();
    return built_of(units, rule).ledger;
}

TEST(LedgerQuery, TakesWhatItSays) {
    const Ledger ledger = small();
    struct Case {
        const char* query;
        double ore, copper;
    };
    for (const Case& one : {Case{"", 3500, 11},
                            Case{"species = Cu", 1500, 11},
                            Case{"元素=铜", 1500, 11},
                            Case{"species = copper and role = main", 1000, 10},
                            Case{"元素=铜且角色=伴生", 500, 1},
                            Case{"status = producing", 1000, 10},
                            Case{"开发状态 = 生产矿山 或 标记=压覆", 1500, 11},
                            Case{"not status = producing", 2500, 1},
                            Case{"flag != overlain", 3000, 10},
                            Case{"species = Cu and occurrence = carrier", 1000, 6},
                            Case{"species = Cu and occurrence in (carrier, enriched)", 1000, 9},
                            Case{"species = Cu and not occurrence = carrier", 1500, 5},
                            Case{"元素=铜 且 赋存状态 属于（载体矿物、富集矿物）", 1000, 9},
                            Case{"grade >= 0.5 % and species = Cu", 1000, 10},
                            Case{"species = Cu and grade < 5000 g/t", 500, 1},
                            Case{"depth >= 500 m", 1000, 10},
                            Case{"depth < 500", 0, 0},
                            Case{"not depth < 500", 1000, 10},
                            Case{"not (depth < 500 or depth > 2000)", 1000, 10},
                            Case{"not not depth >= 500", 1000, 10},
                            Case{"mass > 0.6 kt", 3000, 10},
                            Case{"region = \"East belt\"", 1000, 10},
                            Case{"region ~ belt", 1000, 10},
                            Case{"region = unknown", 2500, 1},
                            Case{"year >= 2024", 500, 1},
                            Case{"id in (N1, N3)", 3000, 10},
                            Case{"class = industrial grade or class = rich", 1500, 11},
                            Case{"species = unknown", 2000, 0},
                            Case{"species = In", 0, 0},
                            Case{"status = producing or (species = Zn and flag = overlain)", 1500, 10},
                            Case{"species = Au or (species = Cu and role = associated)", 1500, 1}}) {
        const auto query = parse_query(one.query);
        ASSERT_TRUE(query) << one.query << ": " << base::describe(query.error(), base::Language::english);
        const auto selection = select(ledger, *query);
        ASSERT_TRUE(selection) << one.query << ": " << base::describe(selection.error(), base::Language::english);
        const auto sums = pivot(ledger, Field::role, Field::occurrence, *selection);
        ASSERT_TRUE(sums);
        EXPECT_NEAR(sums->total_ore_t, one.ore, 1e-9) << one.query;
        EXPECT_NEAR(sums->total_metal_t[static_cast<std::size_t>(ledger.species.find("Cu"))], one.copper, 1e-9) << one.query;
        for (const base::Language language : {base::Language::english, base::Language::chinese}) {
            const std::string told = query_text(*query, language);
            const auto again = parse_query(told);
            ASSERT_TRUE(again) << told << ": " << base::describe(again.error(), base::Language::english);
            EXPECT_EQ(select(ledger, *again)->rows, selection->rows) << told;
        }
    }
}

TEST(LedgerQuery, WhatIsWrongIsToldWithItsPlace) {
    const Ledger ledger = small();
    struct Case {
        const char* query;
        const char* key;
        std::int64_t column;
        const char* near;
    };
    for (const Case& one : {Case{"spezies = Cu", "ledger.query.field", 1, "species"}, Case{"status = producin", "ledger.query.unknown_value", 10, "producing"},
                            Case{"元素=铜且开发壮态=停产", "ledger.query.field", 6, "开发状态"}, Case{"status =", "ledger.query.value", 9, nullptr},
                            Case{"status producing", "ledger.query.operator", 8, nullptr}, Case{"(status = closed", "ledger.query.bracket", 17, nullptr},
                            Case{"status = closed)", "ledger.query.after", 16, nullptr}, Case{"grade > 0.3", "ledger.query.grade_unit", 9, nullptr},
                            Case{"depth > deep", "ledger.query.number", 9, nullptr}, Case{"depth > 5 kt", "ledger.query.after", 11, nullptr},
                            Case{"status > closed", "ledger.query.no_order", 8, nullptr}, Case{"depth ~ 5", "ledger.query.no_order", 7, nullptr},
                            Case{"status in closed", "ledger.query.list", 11, nullptr}, Case{"name = \"x", "ledger.query.quote", 8, nullptr},
                            Case{"status = closed and", "ledger.query.ended", 20, nullptr}, Case{"region = \"East bell\"", "ledger.query.nothing", 10, "East belt"},
                            Case{"outcome = usable", "ledger.query.no_outcome", 11, nullptr}}) {
        const auto query = parse_query(one.query);
        base::Error error;
        if (!query) error = query.error();
        else {
            const auto selection = select(ledger, *query);
            ASSERT_FALSE(selection) << one.query;
            error = selection.error();
        }
        EXPECT_EQ(error.what.key, one.key) << one.query;
        EXPECT_EQ(error.kind, base::ErrorKind::usage);
        EXPECT_EQ(error.place.column, one.column) << one.query;
        if (one.near != nullptr) {
            ASSERT_FALSE(error.fix.empty()) << one.query;
            EXPECT_EQ(error.fix.args[0].second, one.near);
        }
    }
    EXPECT_FALSE(parse_query(std::string(1000, '(') + "status = closed")) << "no bottomless recursion";
}

const Field axes[] = {Field::species, Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage,
                      Field::subsystem, Field::confidence, Field::kind, Field::region, Field::source, Field::year};

/// Sums of plain rows, by hand.
struct Plain {
    double ore = 0;
    std::map<std::string, double> metal;
};
Plain plain_sums(const std::vector<ResourceUnit>& units) {
    Plain sums;
    for (const ResourceUnit& unit : units) {
        sums.ore += unit.mass_t;
        for (const AssayRow& row : unit.assays)
            if (!std::isnan(row.grade)) sums.metal[row.species] += row.grade * unit.mass_t;
    }
    return sums;
}

RC_GTEST_PROP(LedgerCube, ClosesOverEveryDimensionAndPair, ()) {
    const auto units = random_units(60, *rc::gen::inRange(0u, 100000u));
    const Plain plain = plain_sums(units);
    const Ledger ledger = built_of(units).ledger;
    for (const Field a : axes)
        for (const Field b : axes) {
            const auto sums = pivot(ledger, a, a == b ? std::nullopt : std::optional(b));
            RC_ASSERT(sums.has_value());
            RC_ASSERT(std::abs(sums->total_ore_t - plain.ore) <= 1e-9 * plain.ore);
            RC_ASSERT(sums->total_units == 60);
            for (const auto& [species, metal] : plain.metal) {
                const double found = sums->total_metal_t[static_cast<std::size_t>(ledger.species.find(species))];
                RC_ASSERT(std::abs(found - metal) <= 1e-9 * metal);
            }
        }
}

RC_GTEST_PROP(LedgerCube, APairSumsToEachOfItsFields, ()) {
    const Ledger ledger = built_of(random_units(40, *rc::gen::inRange(0u, 100000u))).ledger;
    for (const Field a : {Field::occurrence, Field::grade_class, Field::status})
        for (const Field b : {Field::role, Field::stage, Field::species}) {
            const auto pair = pivot(ledger, a, b), single = pivot(ledger, a, std::nullopt);
            for (std::size_t i = 0; i < pair->a.codes.size(); ++i) {
                double ore = 0, copper = 0;
                const auto cu = static_cast<std::size_t>(std::max<std::int64_t>(0, ledger.species.find("Cu")));
                for (std::size_t j = 0; j < pair->b.codes.size(); ++j) {
                    ore += pair->ore_t[pair->cell(i, j)];
                    copper += pair->metal(i, j, cu);
                }
                RC_ASSERT(std::abs(ore - single->ore_t[i]) <= 1e-9 * single->total_ore_t);
                RC_ASSERT(std::abs(copper - single->metal(i, 0, cu)) <= 1e-9 * single->total_metal_t[cu] + 1e-12);
            }
        }
}

RC_GTEST_PROP(LedgerCube, DeletingAUnitChangesEveryViewByExactlyIt, ()) {
    auto units = random_units(30, *rc::gen::inRange(0u, 100000u));
    const std::size_t gone = *rc::gen::inRange<std::size_t>(0, 30);
    const Ledger all = built_of(units).ledger;
    const Ledger alone = built_of({units[gone]}).ledger;
    // Deleted by a query, so that codes stay.
    const auto rest = select(all, *parse_query("id != " + units[gone].id));
    for (const Field field : {Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage}) {
        const auto whole = pivot(all, field, std::nullopt), less = pivot(all, field, std::nullopt, *rest), one = pivot(alone, field, std::nullopt);
        for (std::size_t i = 0; i < whole->a.codes.size(); ++i) {
            RC_ASSERT(std::abs(whole->ore_t[i] - less->ore_t[i] - one->ore_t[i]) <= 1e-9 * whole->total_ore_t);
            for (std::size_t s = 1; s < alone.species.size(); ++s) {
                const auto n = static_cast<std::size_t>(all.species.find(alone.species[s]));
                RC_ASSERT(std::abs(whole->metal(i, 0, n) - less->metal(i, 0, n) - one->metal(i, 0, s)) <= 1e-9 * whole->total_metal_t[n]);
            }
        }
    }
}

TEST(LedgerCube, ResourcesReservesAndPotentialStandApart) {
    std::vector<ResourceUnit> units{unit_of("N1", 100, {{"Cu", 0.01}}), unit_of("N2", 200, {{"Cu", 0.01}}), unit_of("N3", 400, {{"Cu", 0.01}})};
    units[0].confidence = Confidence::measured;
    units[1].confidence = Confidence::proved;
    units[2].confidence = Confidence::potential;
    const auto sums = pivot(built_of(units).ledger, Field::kind, std::nullopt);
    EXPECT_EQ(sums->ore_t, (std::vector<double>{0, 100, 200, 400}));
}

}  // namespace
}  // namespace orelens::ledger
