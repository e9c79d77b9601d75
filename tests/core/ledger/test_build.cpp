// What the ledger takes, and what it flags: each fault with its place, and no tonne dropped silently.
#include <gtest/gtest.h>

#include "core/ledger/Overlap.h"
#include "core/ledger/Pivot.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

using Change = void (*)(std::vector<ResourceUnit>&);
struct Fault {
    const char* what;
    Change change;
    const char* kind;
    double tonnes;   // that count: two units of 1000 t else
    double copper;
    std::size_t row;
};

TEST(LedgerBuild, EachFaultIsFlaggedWithItsPlaceAndTheTotalsHoldTheRest) {
    const Fault faults[] = {
        {"nothing", [](std::vector<ResourceUnit>&) {}, nullptr, 2000, 20, 0},
        {"an id twice", [](std::vector<ResourceUnit>& u) { u[1].id = u[0].id; }, "ledger_duplicate", 1000, 10, 3},
        {"two statuses", [](std::vector<ResourceUnit>& u) { u[1].statuses = {Status::closed, Status::producing}; }, "ledger_statuses", 2000, 20, 3},
        {"shares above 1", [](std::vector<ResourceUnit>& u) { u[1].assays[0].shares = {0, 0.6, 0.5}; }, "ledger_shares", 2000, 20, 30},
        {"a negative share", [](std::vector<ResourceUnit>& u) { u[1].assays[0].shares = {0, -0.1, 0.5}; }, "ledger_shares", 2000, 20, 30},
        {"slag in the rock", [](std::vector<ResourceUnit>& u) { u[1].assays[0].shares = unassigned_shares(); u[1].assays[0].shares[0] = 0.5; u[1].assays[0].shares[11] = 0.5; }, "ledger_shares", 2000, 20, 30},
        {"an unknown element", [](std::vector<ResourceUnit>& u) { u[1].assays[0].species = "Cz"; }, "ledger_species", 2000, 10, 30},
        {"an element twice", [](std::vector<ResourceUnit>& u) { u[1].assays.push_back(u[1].assays[0]); }, "ledger_duplicate", 2000, 20, 30},
        {"another currency", [](std::vector<ResourceUnit>& u) { u[1].costs.currency.assign("USD"); }, "ledger_money", 2000, 20, 3},
        {"no currency", [](std::vector<ResourceUnit>& u) { u[1].costs.currency.clear(); }, "ledger_money", 2000, 20, 3},
        {"a stage of the other subsystem", [](std::vector<ResourceUnit>& u) { u[1].stage = Stage::use; }, "ledger_stage", 2000, 20, 3},
        {"no mass", [](std::vector<ResourceUnit>& u) { u[1].mass_t = unknown; }, "ledger_mass", 1000, 10, 3},
        {"a grade above 100 %", [](std::vector<ResourceUnit>& u) { u[1].assays[0].grade = 1.2; }, "ledger_grade", 2000, 10, 30},
        {"more metal than ore", [](std::vector<ResourceUnit>& u) { u[1].assays[0].contained_t = 1001; }, "ledger_grade", 2000, 10, 30},
        {"a grade and metal that contradict", [](std::vector<ResourceUnit>& u) { u[1].assays[0].contained_t = 500; }, "ledger_grade", 2000, 10, 30},
        {"grounds within each other", [](std::vector<ResourceUnit>& u) { u[0].ground_id.assign("A"); u[0].within.assign("B"); u[1].ground_id.assign("B"); u[1].within.assign("A"); u[1].source.assign("a.csv"); }, "ledger_cycle", 2000, 20, 2},
        {"the same ground", [](std::vector<ResourceUnit>& u) { u[0].ground_id.assign("A"); u[1].ground_id.assign("A"); u[0].ground = Ground::blocks; u[1].ground = Ground::orebody; }, "ledger_overlap", 1000, 10, 3},
    };
    for (const Fault& fault : faults) {
        std::vector<ResourceUnit> units{unit_of("N1", 1000, {{"Cu", 0.01}}), unit_of("N2", 1000, {{"Cu", 0.01}}, "b.csv")};
        for (std::size_t n = 0; n < 2; ++n) {
            units[n].place = {.file = "x.csv", .row = static_cast<std::int64_t>(n) + 2};
            units[n].assays[0].place = {.file = "x.csv", .row = 30};
        }
        fault.change(units);
        const Built built = built_of(units);
        const auto pivot_of = pivot(built.ledger, Field::species, std::nullopt);
        ASSERT_TRUE(pivot_of) << fault.what;
        EXPECT_NEAR(pivot_of->total_ore_t, fault.tonnes, 1e-9) << fault.what;
        const std::int64_t cu = built.ledger.species.find("Cu");
        EXPECT_NEAR(cu < 0 ? 0 : pivot_of->total_metal_t[static_cast<std::size_t>(cu)], fault.copper, 1e-9) << fault.what;
        EXPECT_EQ(built.ledger.units(), 2U) << "nothing is dropped";
        if (fault.kind == nullptr) {
            EXPECT_TRUE(built.findings.empty());
            continue;
        }
        ASSERT_EQ(built.findings.size(), 1U) << fault.what;
        EXPECT_EQ(built.findings[0].kind, fault.kind) << fault.what;
        EXPECT_EQ(built.findings[0].file, "x.csv") << fault.what;
        EXPECT_EQ(built.findings[0].row, static_cast<std::int64_t>(fault.row)) << fault.what;
        for (const base::Language language : {base::Language::english, base::Language::chinese}) {
            const std::string told = base::text(built.findings[0].what, language);
            EXPECT_EQ(told.find('{'), std::string::npos) << told;
            EXPECT_NE(base::text("finding.kind." + built.findings[0].kind, language), "finding.kind." + built.findings[0].kind);
        }
        if (fault.tonnes < 2000) {
            EXPECT_FALSE(left_out_words(pivot_of->left_out, base::Language::english).empty()) << fault.what;
        }
    }
}

TEST(LedgerBuild, CostsWithoutAnIndexAreNeverUsable) {
    ResourceUnit unit = unit_of("N1", 1000, {{"Cu", 0.03}});
    unit.assays[0].shares = {0, 0, 1};
    unit.costs = {std::string("USD"), 2015, 1};
    BuildRule rule;
    rule.basis = {"CNY", 2025, {{"USD", 7}}, {{2015, 80}, {2025, 100}}};
    EXPECT_DOUBLE_EQ(built_of({unit}, rule).ledger.cost_per_t[0], 7 * 100 / 80.0);
    rule.basis.index.erase(2015);
    const Built built = built_of({unit}, rule);
    EXPECT_TRUE(std::isnan(built.ledger.cost_per_t[0]));
    ASSERT_EQ(built.findings.size(), 1U);
}

TEST(LedgerBuild, ChangedAndMissingSourcesAreShownAndTheirTonnesStay) {
    Built built = built_of({unit_of("N1", 1000, {{"Cu", 0.01}}), unit_of("N2", 500, {{"Cu", 0.01}}, "b.csv")});
    check_sources(built, {"f1", "f1"});
    EXPECT_TRUE(built.findings.empty());
    check_sources(built, {"f2", ""});
    ASSERT_EQ(built.findings.size(), 2U);
    EXPECT_EQ(built.ledger.source_states[0], SourceState::changed);
    EXPECT_EQ(built.ledger.source_states[1], SourceState::missing);
    const LeftOut out = left_out(built.ledger);
    EXPECT_DOUBLE_EQ(out.changed_source_t, 1000);
    EXPECT_DOUBLE_EQ(out.missing_source_t, 500);
    EXPECT_DOUBLE_EQ(pivot(built.ledger, Field::status, std::nullopt)->total_ore_t, 1500);
}

TEST(LedgerBuild, SourcesMadeFromEachOtherAreACircle) {
    std::vector<Source> sources = sources_of({"a", "b", "c"});
    sources[0].refers = {"b"};
    sources[1].refers = {"c"};
    sources[2].refers = {"a"};
    const auto built = build_ledger({}, sources, {});
    ASSERT_TRUE(built);
    ASSERT_EQ(built->findings.size(), 1U);
    EXPECT_NE(base::text(built->findings[0].what, base::Language::english).find("a → b → c → a"), std::string::npos);
    const auto unlisted = build_ledger({unit_of("N1", 1, {}, "elsewhere")}, sources, {});
    EXPECT_FALSE(unlisted);
}

struct Claim {
    const char* ground;
    const char* within;
    Ground kind;
    const char* source;
    const char* as_of;
};
TEST(LedgerOverlap, OneIsTheAuthority) {
    struct Case {
        const char* what;
        std::vector<Claim> units;
        std::vector<std::size_t> give_way;
    };
    const Case cases[] = {
        {"one source divides its ground", {{"A", "", Ground::blocks, "a", ""}, {"A", "", Ground::blocks, "a", ""}}, {}},
        {"blocks before the row of a table", {{"A", "", Ground::orebody, "a", "2025"}, {"A", "", Ground::blocks, "b", ""}}, {0}},
        {"the later one of a kind", {{"A", "", Ground::orebody, "a", "2023"}, {"A", "", Ground::orebody, "b", "2024"}}, {0}},
        {"the first source, all else equal", {{"A", "", Ground::orebody, "b", ""}, {"A", "", Ground::orebody, "a", ""}}, {0}},
        {"grounds apart", {{"A", "", Ground::orebody, "a", ""}, {"B", "", Ground::orebody, "b", ""}}, {}},
        {"no ground stated", {{"", "", Ground::orebody, "a", ""}, {"", "", Ground::orebody, "b", ""}}, {}},
        {"blocks of one orebody within a mine", {{"M", "", Ground::orebody, "a", ""}, {"A", "M", Ground::blocks, "b", ""}}, {0}},
        {"a mine's block model holds the orebodies' rows", {{"M", "", Ground::blocks, "a", ""}, {"A", "M", Ground::orebody, "b", ""}, {"B", "M", Ground::orebody, "b", ""}}, {1, 2}},
    };
    for (const Case& one : cases) {
        std::vector<ResourceUnit> units;
        for (const Claim& claim : one.units) {
            ResourceUnit unit = unit_of("U" + std::to_string(units.size()), 1, {}, claim.source);
            unit.ground_id.assign(claim.ground);
            unit.within.assign(claim.within);
            unit.ground = claim.kind;
            unit.as_of.assign(claim.as_of);
            units.push_back(unit);
        }
        std::vector<std::size_t> found;
        for (const Overlap& overlap : find_overlaps(units, {"a", "b"}, std::vector<bool>(units.size(), true))) found.push_back(overlap.unit);
        EXPECT_EQ(found, one.give_way) << one.what;
    }
}

TEST(LedgerOverlap, RockIsInTheGroundOnceWhateverTheYear) {
    const auto given_way = [](Subsystem first, int first_year, Subsystem second, int second_year) {
        std::vector<ResourceUnit> units{unit_of("A", 1, {}, "a"), unit_of("B", 1, {}, "b")};
        for (ResourceUnit& unit : units) unit.ground_id = "G";
        units[0].subsystem = first;
        units[1].subsystem = second;
        units[0].year = first_year;
        units[1].year = second_year;
        return find_overlaps(units, {"a", "b"}, {true, true}).size();
    };
    EXPECT_EQ(given_way(Subsystem::geological, 0, Subsystem::geological, 2023), 1U) << "one states no year";
    EXPECT_EQ(given_way(Subsystem::geological, 2019, Subsystem::geological, 2023), 1U);
    EXPECT_EQ(given_way(Subsystem::unknown, 0, Subsystem::geological, 0), 1U);
    EXPECT_EQ(given_way(Subsystem::social, 2022, Subsystem::social, 2023), 0U) << "stocks of two years";
    EXPECT_EQ(given_way(Subsystem::social, 2023, Subsystem::social, 2023), 1U);
}

TEST(LedgerBuild, GroundThatIsOnlyThoughtToHoldOreIsNoResource) {
    ResourceUnit unit = unit_of("N", 1000, {{"Cu", 0.01}});
    unit.statuses = {Status::potential};
    unit.confidence = Confidence::inferred;
    const Built built = built_of({unit});
    EXPECT_EQ(built.ledger.kind[0], Kind::potential);
    EXPECT_EQ(std::ranges::count(built.findings, "ledger_kind", &base::Finding::kind), 1);
    unit.confidence = Confidence::unknown;
    EXPECT_EQ(std::ranges::count(built_of({unit}).findings, "ledger_kind", &base::Finding::kind), 0);
}

TEST(LedgerIndicators, AreThoseOfTheOreTypeOrOfTheDeposit) {
    BuildRule rule;
    Indicator row;
    row.species = "Cu";
    row.deposit_type = row.mining = "*";
    row.background = 0.0001;
    row.cutoff = 0.002;
    row.minimum = 0.004;
    row.rich = 0.01;
    rule.indicators.rows.push_back(row);
    row.deposit_type = "oxide";
    row.cutoff = 0.005;
    row.minimum = 0.007;
    rule.indicators.rows.push_back(row);
    ResourceUnit unit = unit_of("N", 1000, {{"Cu", 0.0045}});
    EXPECT_EQ(built_of({unit}, rule).ledger.grade_class[0], GradeClass::industrial);
    unit.deposit_type = "oxide";
    unit.ore_type = "massive";
    EXPECT_EQ(built_of({unit}, rule).ledger.grade_class[0], GradeClass::ultra_low) << "no row of that ore type hides it";
    unit.subsystem = Subsystem::social;
    unit.ground = Ground::stream;
    unit.statuses = {Status::end_of_life};
    unit.stage = Stage::recycling;
    EXPECT_EQ(built_of({unit}, rule).ledger.grade_class[0], GradeClass::unknown) << "scrap has no grade of ore";
}

TEST(LedgerIndicators, ClassesAreHalfOpenAndTheEquivalentGradeIsThatOfTheDomain) {
    const auto shipped = shipped_indicators();
    ASSERT_TRUE(shipped) << base::describe(shipped.error(), base::Language::english);
    EXPECT_TRUE(shipped->from_memory) << "nobody has checked these figures";
    const Indicator* copper = indicator_for(*shipped, "Cu", "", "");
    ASSERT_NE(copper, nullptr);
    EXPECT_EQ(class_of(copper, copper->cutoff), GradeClass::low);
    EXPECT_EQ(class_of(copper, std::nextafter(copper->cutoff, 0)), GradeClass::ultra_low);
    EXPECT_EQ(class_of(copper, copper->minimum), GradeClass::industrial);
    EXPECT_EQ(class_of(copper, copper->rich), GradeClass::rich);
    EXPECT_EQ(class_of(copper, 0), GradeClass::background);
    EXPECT_EQ(class_of(copper, unknown), GradeClass::unknown);
    EXPECT_EQ(class_of(nullptr, 0.01), GradeClass::unknown);
    EXPECT_EQ(indicator_for(*shipped, "Cu", "oxide", "open_pit")->deposit_type, "oxide");
    EXPECT_EQ(indicator_for(*shipped, "Xe", "", ""), nullptr);
    // Acceptance value of the domain: 0.80 % Cu with 0.30 g/t Au are 1.035714 %.
    IndicatorSet set = *shipped;
    set.prices = {{"Cu", 70000}, {"Au", 5.5e8}};
    const ResourceUnit unit = unit_of("N", 1, {{"Cu", 0.008}, {"Au", 0.3e-6}});
    EXPECT_NEAR(100 * equivalent_grade(set, unit, 0), 1.035714, 5e-7);
    const auto again = indicators_from_json(indicators_to_json(*shipped), "again");
    ASSERT_TRUE(again);
    ASSERT_EQ(again->rows.size(), shipped->rows.size());
    for (std::size_t n = 0; n < again->rows.size(); ++n) EXPECT_NEAR(again->rows[n].minimum, shipped->rows[n].minimum, 1e-15);
}

TEST(LedgerIndicators, WhatCannotBeIsRefusedWithItsLine) {
    const char* head = "{\"id\": \"x\", \"version\": \"1\", \"name_en\": \"x\", \"name_zh\": \"x\", \"source\": \"s\", \"rows\": [\n";
    for (const auto& [row, key] : {std::pair(R"({"species": "Cu", "unit": "%", "cutoff": 0.4, "minimum": 0.2})", "ledger.indicators.order"),
                                   std::pair(R"({"species": "Cz", "unit": "%", "cutoff": 0.2, "minimum": 0.4})", "ledger.species.unknown"),
                                   std::pair(R"({"species": "Cu", "unit": "%", "minimum": 0.4})", "ledger.indicators.limits"),
                                   std::pair(R"({"species": "Cu", "unit": "pc", "cutoff": 0.2, "minimum": 0.4})", "ledger.unit.unknown"),
                                   std::pair(R"({"species": "Cu", "unit": "%", "cutof": 0.2, "minimum": 0.4})", "ledger.json.unknown_key")}) {
        const auto set = indicators_from_json(std::string(head) + row + "]}", "x.json");
        ASSERT_FALSE(set) << row;
        EXPECT_EQ(set.error().what.key, key);
        EXPECT_EQ(set.error().place.row, 2);
    }
}

}  // namespace
}  // namespace orelens::ledger
