// Units from orebodies and streams, a ledger's units as rows again, what the usual way leaves out, grades as a continuum, and
// assumptions and shocks as files.
#include <gtest/gtest.h>

#include <cmath>

#include "core/ledger/Continuum.h"
#include "core/ledger/FromOrebodies.h"
#include "core/ledger/FromStreams.h"
#include "core/ledger/OutsideJson.h"
#include "core/ledger/Pivot.h"
#include "core/ledger/UnitOf.h"
#include "core/ledger/Usual.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

costmodel::OrebodyTable two_orebodies() {
    costmodel::OrebodyTable table;
    table.file = "bodies.csv";
    table.crs = "EPSG:4326";
    costmodel::Orebody body;
    body.row = 2;
    body.name = "North";
    body.commodity = "Cu";
    body.belt = "Lake belt";
    body.ore_tonnes = 1e6;
    body.grades = {{"Cu", 0.01}, {"Au", 2e-7}};
    body.mining_method = "open pit";
    body.x = 100;
    body.y = 30;
    table.rows.push_back(body);
    body.row = 3;
    body.name = "South";
    body.operating = 20;
    body.capital = 3e6;
    body.life_years = 10;
    body.dilution = 0.1;
    body.mining_recovery = 0.9;
    body.currency = "USD";
    body.status = costmodel::OrebodyStatus::closed;
    table.rows.push_back(body);
    return table;
}

TEST(LedgerAdapters, OrebodiesBringTheirOreAndStatedOrLearnedCosts) {
    const auto table = two_orebodies();
    const OrebodyUnits stated = units_from_orebodies(table, {}, "USD", "bodies");
    ASSERT_EQ(stated.units.size(), 2U);
    EXPECT_EQ(stated.without_cost, 1);
    EXPECT_TRUE(std::isnan(stated.units[0].costs.per_tonne));
    EXPECT_DOUBLE_EQ(stated.units[1].costs.per_tonne, 20 * 0.9 / 0.9) << "per tonne in the ground, of K/(1 − γ) mined ones";
    EXPECT_EQ(stated.units[0].statuses, std::vector{Status::undeveloped});
    EXPECT_EQ(stated.units[1].statuses, std::vector{Status::closed});
    EXPECT_EQ(stated.units[0].mining, "open_pit");
    EXPECT_EQ(stated.units[0].assays[0].role, Role::main);
    EXPECT_DOUBLE_EQ(stated.units[0].x, 100);

    std::vector<costmodel::OrebodyVerdict> verdicts(2);
    for (int n = 0; n < 2; ++n) {
        verdicts[static_cast<std::size_t>(n)].row = n;
        verdicts[static_cast<std::size_t>(n)].plan.mined_tonnes = 0.95e6;
        verdicts[static_cast<std::size_t>(n)].plan.life_years = 8;
        verdicts[static_cast<std::size_t>(n)].operating.middle = 30;
        verdicts[static_cast<std::size_t>(n)].capital.middle = 5e6;
    }
    verdicts[1].state = costmodel::OrebodyState::outside;
    const OrebodyUnits learned = units_from_orebodies(table, verdicts, "USD", "bodies");
    EXPECT_DOUBLE_EQ(learned.units[0].costs.per_tonne, 30 * 0.95);
    EXPECT_DOUBLE_EQ(learned.units[0].costs.capital, 5e6);
    EXPECT_EQ(learned.outside, 1);
    EXPECT_TRUE(std::isnan(learned.units[1].costs.per_tonne)) << "unlike the mines that taught: no verdict";
}

recycling::Stream stream(const char* id, double tonnes) {
    recycling::Stream made;
    made.id = id;
    made.product = "cable";
    made.place = "City";
    made.element = "Cu";
    made.theoretical_t = tonnes;
    made.share = {0.8, 1, 0.9, 0.95};
    made.collect_cost = 500;
    made.process_cost = 900;
    made.refine_cost = 400;
    return made;
}

TEST(LedgerAdapters, WhatAStreamLosesIsAUnitOfItsOwn) {
    std::vector<recycling::Stream> streams{stream("a", 1000), stream("b", 500), stream("a", 100)};
    streams[1].origin = "tailings";
    streams[2].collect_cost = recycling::not_known;
    const auto plain = [](const std::vector<recycling::Stream>& all) {
        std::vector<SunkStream> made;
        for (const recycling::Stream& one : all) made.push_back({one});
        return made;
    };
    const StreamUnits made = units_from_streams(plain(streams), "USD", "flows");
    ASSERT_EQ(made.units.size(), 6U);
    EXPECT_EQ(made.without_cost, 1);
    double all = 0;
    std::set<std::string> ids;
    for (const ResourceUnit& unit : made.units) {
        all += unit.mass_t;
        EXPECT_TRUE(ids.insert(unit.id).second) << unit.id;
    }
    EXPECT_NEAR(all, 1600, 1e-9) << "every tonne once";
    const auto down = *recycling::cascade(streams[0]);
    EXPECT_DOUBLE_EQ(made.units[0].mass_t, down.recoverable_t);
    EXPECT_DOUBLE_EQ(made.units[0].costs.per_tonne, down.break_even);
    EXPECT_EQ(made.units[1].statuses, std::vector{Status::disposed});
    EXPECT_EQ(made.units[2].statuses, std::vector{Status::tailings});
    streams[0].share[0] = 2;
    EXPECT_EQ(units_from_streams(plain(streams), "USD", "flows").refused, 1);

    // At its break-even a stream pays; what is lost has no route.
    std::vector<ResourceUnit> units = made.units;
    for (ResourceUnit& unit : units) unit.source = "a.csv";
    BuildRule rule;
    rule.basis.currency = "USD";
    const Built built = built_of(units, rule);
    Scenario scenario;
    scenario.id = "s";
    scenario.routes = {scrap_route};
    for (const double factor : {0.999, 1.001}) {
        scenario.prices["Cu"] = down.break_even * factor;
        EXPECT_EQ(outcome_of(built.ledger, 0, routes_of_streams(), scenario).state, factor > 1 ? State::usable : State::uneconomic);
    }
    EXPECT_EQ(outcome_of(built.ledger, 1, routes_of_streams(), scenario).state, State::no_route);
}

TEST(LedgerAdapters, WhatNoSinkTakesHasNoRouteAndWhatNobodyKnowsNoPrice) {
    const auto whole = *recycling::cascade(stream("a", 1000));
    const double taken = 0.25 * whole.recoverable_t;
    const StreamUnits made = units_from_streams({{stream("a", 1000), taken, true, 104.5, 30.25}, {stream("b", 1000), taken, false}}, "USD", "flows");
    ASSERT_EQ(made.units.size(), 6U);
    for (std::size_t n = 0; n < 3; ++n) EXPECT_DOUBLE_EQ(made.units[n].x, 104.5);
    EXPECT_TRUE(std::isnan(made.units[3].x));
    EXPECT_DOUBLE_EQ(made.units[0].mass_t, taken);
    EXPECT_EQ(made.units[1].id, made.units[0].id + "/untaken");
    EXPECT_NEAR(made.units[1].mass_t, 0.75 * whole.recoverable_t, 1e-9);
    EXPECT_EQ(made.units[1].statuses, std::vector{Status::hibernating});
    EXPECT_NEAR(made.units[0].mass_t + made.units[1].mass_t + made.units[2].mass_t, 1000, 1e-9) << "every tonne once";
    EXPECT_NEAR(made.untaken_t, 1.5 * whole.recoverable_t, 1e-9);
    EXPECT_TRUE(std::isnan(made.units[3].costs.per_tonne)) << "whether the sink takes it is not known";
    EXPECT_EQ(made.without_cost, 1);
    std::vector<ResourceUnit> units = made.units;
    for (ResourceUnit& unit : units) unit.source = "a.csv";
    BuildRule rule;
    rule.basis.currency = "USD";
    const Built built = built_of(units, rule);
    Scenario scenario;
    scenario.id = "s";
    scenario.routes = {scrap_route};
    scenario.prices["Cu"] = 1e9;
    EXPECT_EQ(outcome_of(built.ledger, 0, routes_of_streams(), scenario).state, State::usable);
    EXPECT_EQ(outcome_of(built.ledger, 1, routes_of_streams(), scenario).state, State::no_route);
    EXPECT_EQ(outcome_of(built.ledger, 3, routes_of_streams(), scenario).state, State::not_evaluated);
}

TEST(LedgerAdapters, StocksStandByWhereTheirMetalIsAndAreNeverUsable) {
    const std::vector<ResourceUnit> units = units_from_stocks({{"in use Cu A", "in use · A", "Cu", "A", "in_use", 500, 104.5, 30.25},
                                                               {"at home Cu A", "", "Cu", "A", "hibernating", 40},
                                                               {"landfill Cu A", "", "Cu", "A", "landfill", 60},
                                                               {"spread Cu A", "", "Cu", "A", "dissipated", 5},
                                                               {"slag Cu A", "", "Cu", "A", "tailings_slag", 7},
                                                               {"none", "", "Cu", "A", "in_use", 0}},
                                                              2026, "flows");
    ASSERT_EQ(units.size(), 5U);
    const Status expected[] = {Status::in_use, Status::hibernating, Status::disposed, Status::disposed, Status::tailings};
    for (std::size_t n = 0; n < units.size(); ++n) EXPECT_EQ(units[n].statuses, std::vector{expected[n]}) << n;
    EXPECT_DOUBLE_EQ(units[0].x, 104.5);
    EXPECT_EQ(units[0].year, 2026);
    EXPECT_DOUBLE_EQ(units[0].assays.front().contained_t, 500);
    std::vector<ResourceUnit> sourced = units;
    for (ResourceUnit& unit : sourced) unit.source = "a.csv";
    BuildRule rule;
    rule.basis.currency = "USD";
    const Built built = built_of(sourced, rule);
    Scenario scenario;
    scenario.id = "s";
    scenario.routes = {scrap_route, std::string(scrap_route) + "_piles"};
    scenario.prices["Cu"] = 1e9;
    for (std::size_t u = 0; u < 5; ++u) EXPECT_NE(outcome_of(built.ledger, u, routes_of_streams(), scenario).state, State::usable) << u;
}

TEST(LedgerAdapters, UnitsOfALedgerMakeTheSameLedgerAgain) {
    const Built built = built_of(random_units(300, 7));
    std::vector<ResourceUnit> again;
    for (std::size_t u = 0; u < built.ledger.units(); ++u)
        if (built.ledger.excluded[u] == Excluded::counted) again.push_back(unit_of(built.ledger, u));
    const Built twice = built_of(again);
    for (const Field field : {Field::species, Field::occurrence, Field::status, Field::kind, Field::stage}) {
        const auto a = pivot(built.ledger, field, std::nullopt), b = pivot(twice.ledger, field, std::nullopt);
        EXPECT_NEAR(a->total_ore_t, b->total_ore_t, 1e-9 * a->total_ore_t);
        for (std::size_t n = 0; n < a->a.codes.size(); ++n) {
            const auto at = std::ranges::find(b->a.codes, a->a.codes[n]);
            if (at == b->a.codes.end()) continue;
            EXPECT_NEAR(a->ore_t[n], b->ore_t[static_cast<std::size_t>(at - b->a.codes.begin())], 1e-9 * a->total_ore_t + 1e-9);
        }
    }
}

TEST(LedgerUsual, PartsOfASpeciesSumToItsMetal) {
    const Built built = built_of(random_units(500, 3));
    const auto sums = pivot(built.ledger, Field::subsystem, std::nullopt);
    const UsualWay made = usual_way(built.ledger);
    ASSERT_FALSE(made.rows.empty());
    for (const UsualWay::Row& row : made.rows)
        EXPECT_NEAR(row.all(), sums->total_metal_t[row.species], 1e-9 * row.all()) << built.ledger.species[row.species];
}

TEST(LedgerUsual, KeepsTheMainProductAtIndustrialGradeAlone) {
    const Indicator copper{.species = "Cu", .cutoff = 0.002, .minimum = 0.004};
    BuildRule rule;
    rule.indicators.rows = {copper};
    std::vector<ResourceUnit> units{unit_of("rich", 1000, {{"Cu", 0.01}, {"Au", 1e-5}}), unit_of("low", 1000, {{"Cu", 0.003}}), unit_of("told", 1000, {{"Cu", 0.02}})};
    units[0].confidence = Confidence::proved;
    units[1].confidence = Confidence::indicated;
    units[2].confidence = Confidence::potential;
    const UsualWay made = usual_way(built_of(units, rule).ledger);
    ASSERT_EQ(made.rows.size(), 2U);
    const auto of = [&](std::size_t row, Usually part) { return made.rows[row].metal_t[static_cast<std::size_t>(part)]; };
    EXPECT_DOUBLE_EQ(of(0, Usually::reserve), 10);
    EXPECT_DOUBLE_EQ(of(0, Usually::low_grade), 3);
    EXPECT_DOUBLE_EQ(of(0, Usually::potential), 20);
    EXPECT_NEAR(made.rows[0].left_out(), 23.0 / 33, 1e-12);
    EXPECT_DOUBLE_EQ(of(1, Usually::by_product), 0.01);
    EXPECT_DOUBLE_EQ(made.rows[1].left_out(), 1);
}

TEST(LedgerContinuum, BinsHoldTheMetalOfTheirGrades) {
    const Indicator copper{.species = "Cu", .background = 1e-4, .cutoff = 0.002, .minimum = 0.004};
    IndicatorSet set;
    set.rows = {copper};
    ResourceUnit scrap = unit_of("scrap", 70, {{"Cu", 1}});
    scrap.subsystem = Subsystem::social;
    scrap.ground = Ground::stream;
    scrap.statuses = {Status::end_of_life};
    const Built built = built_of({unit_of("a", 1000, {{"Cu", 0.01}}), unit_of("b", 1000, {{"Cu", 0.0015}}), unit_of("c", 1000, {{"Zn", 0.5}}), scrap}, {{}, set});
    const Continuum made = continuum(built.ledger, set, "Cu");
    ASSERT_FALSE(made.bins.empty());
    EXPECT_DOUBLE_EQ(made.minimum, 0.004);
    EXPECT_NEAR(made.abundance, 28e-6, 1e-12);
    EXPECT_NEAR(made.first, -2.9, 1e-9) << "10^-2.9 = 0.00126 is the bin of 0.0015";
    double all = 0;
    for (const Continuum::Bin& bin : made.bins) all += bin.all();
    EXPECT_DOUBLE_EQ(all, 11.5);
    EXPECT_DOUBLE_EQ(made.as_metal_t, 70) << "copper counted as copper is no grade of a rock";
    EXPECT_DOUBLE_EQ(made.bins.front().metal_t[static_cast<std::size_t>(GradeClass::ultra_low)], 1.5);
    EXPECT_DOUBLE_EQ(made.bins.back().metal_t[static_cast<std::size_t>(GradeClass::industrial)], 10);
    EXPECT_TRUE(continuum(built.ledger, set, "Pb").bins.empty());
}

TEST(LedgerFiles, AssumptionsReadBackTheSame) {
    Assumptions made;
    made.basis = {"USD", 2025, {{"CNY", 0.14}}, {{2020, 90}, {2025, 100}}};
    made.source = "figures of the test";
    made.routes = two_routes();
    Route extra = made.routes.front();
    extra.id = "extra";
    extra.statuses = {Status::tailings, Status::producing};
    extra.subsystem = Subsystem::social;
    extra.from_year = 2030;
    extra.payable = {{"Cu", 0.9}};
    extra.recoveries = {{"Cu", Occurrence::lattice, 0.25}, {"*", std::nullopt, 0.5}};
    made.routes.push_back(extra);
    Scenario one = today();
    one.blocking = bit(Flag::water) | bit(Flag::overlain);
    one.subsidy = {{"Cu", 100}};
    made.scenarios = {one};
    const auto again = assumptions_from_json(assumptions_to_json(made), "again.json");
    ASSERT_TRUE(again) << base::describe(again.error(), base::Language::english);
    EXPECT_EQ(again->routes, made.routes);
    EXPECT_EQ(again->scenarios, made.scenarios);
    EXPECT_EQ(again->basis, made.basis);
}

TEST(LedgerFiles, ShocksAreReadWithTheirPlaces) {
    const auto fine = outside_from_json(R"({"chain": {"species": "Cu", "survival": [1, 0.5]}, "years": [{"year": 2025},
 {"year": 2026, "demand_t": 100, "capacity_share": {"mining": 0.8}, "unit_share": {"M1": 0}, "import_cap_t": 0}]})", "s.json");
    ASSERT_TRUE(fine) << base::describe(fine.error(), base::Language::english);
    EXPECT_EQ(fine->years.size(), 2U);
    EXPECT_DOUBLE_EQ(fine->years[1].capacity_share[static_cast<std::size_t>(Node::mining)], 0.8);
    EXPECT_DOUBLE_EQ(fine->years[1].unit_share.at("M1"), 0);
    EXPECT_TRUE(std::isinf(fine->years[0].import_cap_t)) << "a year that is named alone changes nothing";
    const char* wrong[] = {R"({"chain": {"species": "Cu"}, "years": []})", R"({"chain": {"species": "Xx"}, "years": [{"year": 2025}]})",
                           R"({"chain": {"species": "Cu"}, "years": [{"year": 2025}, {"year": 2027}]})",
                           R"({"chain": {"species": "Cu"}, "years": [{"year": 2025, "capacity_share": {"mine": 1}}]})",
                           R"({"chain": {"species": "Cu"}, "years": [{"year": 2025, "capacity_share": {"mining": 1.2}}]})",
                           R"({"chain": {"species": "Cu"}, "years": [{"year": 2025, "demand": 3}]})", R"({"years": [{"year": 2025}]})"};
    for (const char* text : wrong) {
        const auto read = outside_from_json(text, "s.json");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().place.row, 1) << text;
        EXPECT_GT(read.error().place.column, 0) << text;
    }
}

}  // namespace
}  // namespace orelens::ledger
