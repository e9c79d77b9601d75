// Recommendations: each from rows that show it, with numbers that can be traced; licence blocks on the graticule.
#include <gtest/gtest.h>

#include <map>

#include "core/ledger/Advice.h"
#include "core/ledger/Graticule.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

struct Country {
    Ledger ledger;
    Assumptions assumptions;
};
Country country() {
    std::vector<ResourceUnit> units;
    const auto add = [&](const char* id, double grade, Shares shares, Status status) -> ResourceUnit& {
        ResourceUnit unit = unit_of(id, 1000, {{"Cu", grade}});
        unit.assays[0].shares = shares;
        unit.statuses = {status};
        units.push_back(unit);
        return units.back();
    };
    const Shares carrier{0, 0, 1}, lattice{0, 0, 0, 0, 1};
    add("pays", 0.02, carrier, Status::producing).assays.push_back({});
    units.back().assays.back() = {"In", Role::associated, 1e-4};
    units.back().assays.back().shares = {0, 0, 0, 0, 0, 0, 1};
    add("idle", 0.02, carrier, Status::suspended).costs.restart = 1000;
    add("undeveloped", 0.02, carrier, Status::undeveloped);
    add("lattice", 0.03, lattice, Status::undeveloped);
    add("near", 0.003, carrier, Status::undeveloped);
    add("far", 0.001, carrier, Status::undeveloped);
    add("overlain", 0.02, carrier, Status::undeveloped).flags = bit(Flag::overlain);
    ResourceUnit& two = add("two flags", 0.02, carrier, Status::undeveloped);
    two.flags = bit(Flag::overlain) | bit(Flag::protected_area);
    ResourceUnit& pile = add("pile", 0.01, carrier, Status::tailings);
    pile.subsystem = Subsystem::social;
    ResourceUnit& target = add("target", 0.01, carrier, Status::potential);
    target.confidence = Confidence::potential;
    target.x = 104.53;
    target.y = 23.26;
    add("no cost", 0.02, carrier, Status::undeveloped).costs.per_tonne = unknown;
    Country made;
    BuildRule rule;
    rule.indicators = *shipped_indicators();
    made.ledger = built_of(units, rule).ledger;
    made.assumptions.routes = two_routes();
    made.assumptions.scenarios = {today()};
    return made;
}

TEST(LedgerAdvice, UnitsOfTwoKindsAreTwoRecommendations) {
    const auto kinds_of = [](Confidence second) {
        Country made = country();
        std::vector<ResourceUnit> units;
        for (int n = 0; n < 2; ++n) {
            ResourceUnit unit = unit_of("twin " + std::to_string(n), 1e6, {{"Cu", 0.02}});
            unit.assays[0].shares = {0, 0, 1};
            unit.costs.per_tonne = 50;
            unit.confidence = n == 0 ? Confidence::indicated : second;
            units.push_back(unit);
        }
        const Built built = built_of(units);
        std::vector<std::size_t> sizes;
        const auto all = advise(built.ledger, made.assumptions, today());
        for (const Recommendation& one : *all)
            if (one.subject == Subject::undeveloped) sizes.push_back(one.units.size());
        return sizes;
    };
    EXPECT_EQ(kinds_of(Confidence::inferred), (std::vector<std::size_t>{2})) << "both resources";
    EXPECT_EQ(kinds_of(Confidence::probable), (std::vector<std::size_t>{1, 1})) << "a resource and a reserve";
}

TEST(LedgerAdvice, SaysOfEachUnitWhatItsRowsShow) {
    const Country made = country();
    const auto all = advise(made.ledger, made.assumptions, today());
    ASSERT_TRUE(all);
    std::multimap<std::string, Subject> found;
    int last_stage = 0;
    for (const Recommendation& one : *all) {
        double ore = 0;
        for (const std::uint32_t u : one.units) {
            found.emplace(made.ledger.ids[u], one.subject);
            ore += made.ledger.mass_t[u];
        }
        EXPECT_DOUBLE_EQ(one.ore_t, ore) << "ore is that of the units named";
        for (const std::uint32_t u : one.units) EXPECT_EQ(made.ledger.kind[u], one.kind) << "tonnes of several kinds have no sum";
        EXPECT_LE(one.recovered_t, one.contained_t);
        const int stage = one.subject == Subject::unknown_state ? 3 : one.subject == Subject::exploration ? 2 : one.subject == Subject::idle || one.subject == Subject::undeveloped || one.subject == Subject::tailings ? 0 : 1;
        EXPECT_GE(stage, last_stage);
        last_stage = stage;
        for (const base::Language language : {base::Language::english, base::Language::chinese}) {
            const std::string told = sentence(one, made.ledger, made.assumptions, language);
            EXPECT_EQ(told.find('{'), std::string::npos) << told;
            EXPECT_EQ(told.find("ledger."), std::string::npos) << told;
        }
        // The words of reports: what does not pay is never called 资源量, potential never added to it.
        if (one.subject != Subject::exploration) {
            EXPECT_EQ(sentence(one, made.ledger, made.assumptions, base::Language::chinese).find("资源量"), std::string::npos);
        }
    }
    const std::multimap<std::string, Subject> expected{
        {"idle", Subject::idle}, {"undeveloped", Subject::undeveloped}, {"lattice", Subject::route}, {"near", Subject::policy},
        {"overlain", Subject::constraint}, {"pays", Subject::by_product}, {"pile", Subject::tailings}, {"target", Subject::exploration},
        {"no cost", Subject::unknown_state}};
    EXPECT_EQ(found, expected) << "and nothing of what is far from paying, or blocked twice";
}

TEST(LedgerAdvice, NumbersAreThoseOfTheLedger) {
    const Country made = country();
    const auto all = *advise(made.ledger, made.assumptions, today());
    const auto of = [&](Subject subject) {
        for (const Recommendation& one : all)
            if (one.subject == subject) return one;
        return Recommendation();
    };
    const Recommendation route = of(Subject::route);
    EXPECT_EQ(made.assumptions.routes[static_cast<std::size_t>(route.route)].id, "leaching");
    EXPECT_DOUBLE_EQ(route.contained_t, 30);
    EXPECT_DOUBLE_EQ(route.recovered_t, 12);
    const Recommendation by_product = of(Subject::by_product);
    EXPECT_EQ(by_product.species, "In");
    EXPECT_DOUBLE_EQ(by_product.recovered_t, 1000 * 1e-4 * 0.8);
    const Recommendation undeveloped = of(Subject::undeveloped);
    const Outcome outcome = outcome_of(made.ledger, 2, made.assumptions.routes, today());
    EXPECT_NEAR(undeveloped.margin_total, outcome.margin * 1000, 1e-6);
    const Selection none = *select(made.ledger, *parse_query("id = pays"));
    const auto some = advise(made.ledger, made.assumptions, today(), none);
    ASSERT_EQ(some->size(), 1U);
    EXPECT_EQ(some->front().subject, Subject::by_product);
}

TEST(LedgerAdvice, IsOfTheSelectionAndNamesWhatIsMissing) {
    const Country made = country();
    Selection lattice;
    lattice.rows.assign(made.ledger.row_species.size(), static_cast<std::uint16_t>(1U << static_cast<unsigned>(Occurrence::lattice)));
    const auto advice = advise(made.ledger, made.assumptions, today(), lattice);
    ASSERT_TRUE(advice);
    for (const Recommendation& one : *advice)
        for (const std::uint32_t u : one.units) EXPECT_EQ(made.ledger.ids[u], "lattice");
    ResourceUnit unit = unit_of("no capital", 1e6, {{"Cu", 0.02}});
    unit.assays[0].shares = {0, 0, 1};
    unit.costs.capital = unknown;
    const Built built = built_of({unit});
    const auto missing = advise(built.ledger, made.assumptions, today());
    ASSERT_EQ(missing->size(), 1U);
    EXPECT_EQ(missing->front().subject, Subject::unknown_state);
    EXPECT_EQ(missing->front().key, "capital") << "a price and a cost are stated";
}

TEST(LedgerGraticule, ABlockIsCalledByItsLargestMetal) {
    std::vector<ResourceUnit> units{unit_of("silver", 1000, {{"Ag", 1e-6}, {"Cu", 0.001}}), unit_of("copper", 1000, {{"Cu", 0.01}})};
    for (ResourceUnit& unit : units) {
        unit.x = 104.53;
        unit.y = 23.26;
    }
    const auto blocks = licence_blocks(built_of(units).ledger, {0, 1});
    ASSERT_EQ(blocks->size(), 1U);
    EXPECT_EQ(blocks->front().species, "Cu");
    EXPECT_DOUBLE_EQ(blocks->front().contained_t, 11) << "what is beside the silver, too";
    EXPECT_EQ(blocks->front().others, "Ag 0.001 t");
}

TEST(LedgerGraticule, BlocksHoldTheirTargets) {
    const Country made = country();
    std::vector<std::uint32_t> units;
    for (std::uint32_t u = 0; u < made.ledger.units(); ++u) units.push_back(u);
    const auto blocks = licence_blocks(made.ledger, units);
    ASSERT_TRUE(blocks);
    ASSERT_EQ(blocks->size(), 1U) << "units without a place make none";
    const LicenceBlock& block = blocks->front();
    EXPECT_EQ(block.id, "E104°31′ N23°15′");
    EXPECT_LE(block.west, 104.53);
    EXPECT_GE(block.east, 104.53);
    EXPECT_NEAR(block.east - block.west, 1 / 60.0, 1e-12);
    EXPECT_DOUBLE_EQ(block.contained_t, 10);
    EXPECT_EQ(licence_blocks(made.ledger, units, 1, 1)->size(), 9U);
    EXPECT_FALSE(licence_blocks(made.ledger, units, 7));
    // The whole ellipsoid: 510 065 622 km² (GRS 80).
    EXPECT_NEAR(graticule_area_km2(-180, -90, 180, 90), 510065621.7, 1);
}

}  // namespace
}  // namespace orelens::ledger
