// What another room has judged of a unit is the ledger's answer too: exactly under the terms it was judged at, moved from there under
// others; and no other route's costs or recoveries come into it.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "core/ledger/EvaluateParts.h"
#include "core/ledger/Activation.h"
#include "core/ledger/Advice.h"
#include "core/ledger/FromBlocks.h"
#include "core/ledger/FromOrebodies.h"
#include "core/ledger/Openness.h"
#include "core/ledger/Pivot.h"
#include "core/ledger/UnitOf.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

economics::PriceDeck copper_deck() {
    economics::PriceDeck deck;
    economics::Commodity copper;
    copper.name = "Cu";
    copper.price = 70000;
    copper.price_includes_vat = true;
    copper.recovery_percent = 88;
    copper.payable_percent = 95.5;
    copper.selling_cost = 2500;
    copper.royalty_percent = 6;
    copper.royalty_tiers = "0: 4; 60000: 6; 90000: 8";
    economics::Commodity gold;
    gold.name = "Au";
    gold.price = 550;
    gold.price_unit = "g";
    gold.recovery_percent = 60;
    deck.commodities = {copper, gold};
    deck.main_commodity = "Cu";
    deck.costs.mining = 12;
    deck.costs.mining_per_metre = 0.02;
    deck.costs.reference_elevation_m = 80;
    deck.costs.processing = 60;
    deck.costs.general = 8;
    deck.costs.mining_recovery_percent = 92;
    deck.costs.dilution_percent = 8;
    deck.costs.density_t_per_m3 = 2.8;
    return deck;
}

/// Grades that no mean of a unit could judge: rich and poor blocks side by side, some without an assay.
blocks::BlockModel mixed_blocks() {
    blocks::GridGeometry geometry;
    geometry.count = {12, 12, 8};
    geometry.block_size = {10, 10, 10};
    blocks::BlockModel model = *blocks::BlockModel::full(geometry);
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    model.add_column({"Au", blocks::ColumnType::real, "g/t", {}});
    model.add_column({"excluded", blocks::ColumnType::integer, "", {}});
    std::mt19937 random(5);
    std::lognormal_distribution<double> copper(-1.7, 0.8), gold(-2, 0.7);
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(l).is_active(n)) continue;
            const auto at = model.leaf(l).index(n);
            const bool unknown_block = (at[0] + at[1]) % 11 == 0;
            model.real("Cu", l)[n] = unknown_block ? blocks::missing_float : static_cast<float>(copper(random));
            model.real("Au", l)[n] = unknown_block ? blocks::missing_float : static_cast<float>(gold(random));
            model.integer("excluded", l)[n] = at[0] == 3 ? 1 : 0;
        }
    return model;
}

class JudgedBlocks : public testing::Test {
  protected:
    JudgedBlocks() {
        base::Progress progress;
        // What is excluded is judged as if it were not, and flagged.
        whole.remove_column("excluded");
        EXPECT_TRUE(economics::evaluate(whole, deck, progress));
        base::Progress again;
        EXPECT_TRUE(economics::evaluate(evaluated, deck, again));
        scenario = scenario_of(deck, "today", "plant");
        scenario.blocking = bit(Flag::overlain);
        plant = route_of(deck, "plant");
    }
    Ledger ledger(bool barred = true) {
        BlockGrouping rule;
        rule.common = unit_of("Deposit", 0, {});
        rule.common.statuses = {Status::producing};
        rule.bench_m = 40;
        rule.species = {{"Cu", "Cu", Role::main, {}}, {"Au", "Au", Role::associated, {}}};
        rule.density_t_per_m3 = deck.costs.density_t_per_m3;
        rule.deck = &deck;
        rule.judges = {{&whole, &deck, 0}};
        if (barred) rule.barred = {1};
        made = *units_from_blocks(blocks, rule);
        std::set<std::string> ids;
        for (const ResourceUnit& unit : made.units) EXPECT_TRUE(ids.insert(unit.id).second) << unit.id;
        BuildRule build;
        build.references = {reference_of(scenario, "plant", main_species(deck), "CNY")};
        return built_of(made.units, build).ledger;
    }
    economics::UsableTotals usable_at(double price) const {
        const auto curve = economics::UsableCurve::build(evaluated, deck, deck.test, {"Cu", "Au"});
        return curve->at(price);
    }
    static double ore(const Ledger& ledger, const Outcomes& outcomes, State state) {
        double sum = 0;
        for (std::size_t u = 0; u < ledger.units(); ++u)
            if (outcomes.state[u] == state) sum += ledger.mass_t[u];
        return sum;
    }

    economics::PriceDeck deck = copper_deck();
    blocks::BlockModel blocks = mixed_blocks(), whole = blocks, evaluated = blocks;
    Scenario scenario;
    Route plant;
    BlockUnits made;
};

TEST_F(JudgedBlocks, UsableTonnesAreThoseOfTheEvaluation) {
    const Ledger all = ledger();
    const auto outcomes = *evaluate(all, {plant}, scenario);
    const auto expected = usable_at(deck.commodities[0].price);
    ASSERT_GT(expected.tonnes, 0);
    EXPECT_NEAR(ore(all, outcomes, State::usable), expected.tonnes, 1e-9 * expected.tonnes);
    std::vector<std::uint8_t> take(all.units());
    for (std::size_t u = 0; u < all.units(); ++u) take[u] = outcomes.state[u] == State::usable ? 1 : 0;
    const auto held = quantities(all, {plant}, outcomes, take);
    EXPECT_NEAR(held.contained_t[static_cast<std::size_t>(all.species.find("Cu"))], expected.metal_tonnes[0], 1e-9 * expected.metal_tonnes[0]);
    EXPECT_NEAR(held.recovered_t[static_cast<std::size_t>(all.species.find("Cu"))], expected.metal_tonnes[0] * 0.88 * 0.92, 1e-9 * expected.metal_tonnes[0]);
    EXPECT_GT(ore(all, outcomes, State::not_evaluated), 0) << "blocks without an assay: unknown is never usable";
    // And the margin is that of its blocks.
    double margin = 0, blocks_margin = 0;
    for (std::size_t u = 0; u < all.units(); ++u)
        if (outcomes.state[u] == State::usable) margin += outcomes.margin[u] * all.mass_t[u];
    for (std::size_t l = 0; l < evaluated.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            if (evaluated.leaf(l).is_active(n) && evaluated.integer_leaves("status")[l][n] == 0)
                blocks_margin += 1000 * 2.8 * 0.92 / 0.92 * static_cast<double>(evaluated.real_leaves("margin.full")[l][n]);
    EXPECT_NEAR(margin, blocks_margin, 1e-6 * blocks_margin);
}

TEST_F(JudgedBlocks, TheSliderMovesBandByBandAndBack) {
    const Ledger all = ledger();
    const auto today = *evaluate(all, {plant}, scenario);
    double before = -1;
    for (const double factor : {0.3, 0.6, 0.8, 0.95, 1.0, 1.05, 1.2, 1.6, 3.0, 20.0}) {
        Scenario moved = scenario;
        moved.prices["Cu"] *= factor;
        const double now = ore(all, *evaluate(all, {plant}, moved), State::usable);
        EXPECT_GE(now, before) << factor;
        before = now;
        // Within the band that the price lies in, which is what the unit says of itself.
        const double price = deck.commodities[0].price * factor;
        EXPECT_GE(now, usable_at(price / band_ratio).tonnes * (1 - 1e-9)) << factor;
        EXPECT_LE(now, usable_at(price * band_ratio).tonnes * (1 + 1e-9)) << factor;
    }
    EXPECT_EQ(evaluate(all, {plant}, scenario)->state, today.state);
    for (std::size_t u = 0; u < all.units(); ++u) {
        if (today.state[u] != State::uneconomic) continue;
        const UnitAnswer answer = answer_of(all, u, {plant}, scenario);
        EXPECT_GT(answer.gap, 0);
        for (const Lever& lever : answer.levers) {
            if (lever.part != Part::price || !std::isfinite(lever.change)) continue;
            Scenario dearer = scenario;
            dearer.prices["Cu"] *= (1 + lever.change) * (1 + 1e-9);
            EXPECT_EQ(outcome_of(all, u, {plant}, dearer).state, State::usable);
        }
    }
}

TEST_F(JudgedBlocks, DearerCostsAndTaxesOnlyTakeAway) {
    const Ledger all = ledger();
    const double now = ore(all, *evaluate(all, {plant}, scenario), State::usable);
    Scenario costs = scenario, tax = scenario, gold = scenario;
    costs.cost_index = 1.3;
    tax.tax = 0.2;
    gold.prices["Au"] *= 3;
    EXPECT_LT(ore(all, *evaluate(all, {plant}, costs), State::usable), now);
    EXPECT_LT(ore(all, *evaluate(all, {plant}, tax), State::usable), now);
    EXPECT_GT(ore(all, *evaluate(all, {plant}, gold), State::usable), now);
    Scenario off = scenario;
    off.routes.clear();
    EXPECT_EQ(ore(all, *evaluate(all, {plant}, off), State::usable), 0);
    // No other route is asked for what was judged.
    Route free = plant;
    free.id = "free";
    free.cost_per_t = 0;
    Scenario both = scenario;
    both.routes.insert("free");
    EXPECT_NEAR(ore(all, *evaluate(all, {plant, free}, both), State::usable), now, 1e-9 * now);
    // Where the assumptions do not know the route, the units' own figures count.
    both.routes = {"free"};
    EXPECT_GT(ore(all, *evaluate(all, {free}, both), State::usable), 0);
}

TEST_F(JudgedBlocks, SterilisedBlocksStayWithTheirFlag) {
    const Ledger all = ledger();
    EXPECT_EQ(made.excluded_blocks, 0);
    EXPECT_EQ(made.barred_blocks, 12 * 8);
    EXPECT_NEAR(pivot(all, Field::kind, std::nullopt)->total_ore_t, 12 * 12 * 8 * 2800.0, 1e-3);
    const auto outcomes = *evaluate(all, {plant}, scenario);
    EXPECT_GT(ore(all, outcomes, State::blocked), 0) << "economic, and kept from use";
    for (std::size_t u = 0; u < all.units(); ++u)
        if ((all.flags[u] & bit(Flag::overlain)) != 0) {
            EXPECT_NE(outcomes.state[u], State::usable);
        }
    Scenario free = scenario;
    free.blocking = 0;
    EXPECT_GT(ore(all, *evaluate(all, {plant}, free), State::usable), ore(all, outcomes, State::usable));
}

TEST_F(JudgedBlocks, RoutesAndPayablesOfTheDeckCountAsTheyStand) {
    economics::RouteRule mill, leach;
    mill.name = "mill";
    mill.processing = 60;
    leach.name = "heap";
    leach.kind = economics::RouteKind::leach;
    leach.processing = 18;
    deck.routes = {mill, leach};
    economics::Product concentrate, cathode;
    concentrate.name = "concentrate";
    concentrate.route = "mill";
    concentrate.host = "Cu";
    concentrate.grade = "24";
    concentrate.treatment_charge = 400;
    cathode.name = "cathode";
    cathode.route = "heap";
    deck.products = {concentrate, cathode};
    economics::PayableMetal of_mill, gold, of_heap;
    of_mill.name = "Cu in concentrate";
    of_mill.product = "concentrate";
    of_mill.commodity = "Cu";
    of_mill.recovery = "90";
    of_mill.payable_percent = 96;
    gold.name = "Au in concentrate";
    gold.product = "concentrate";
    gold.commodity = "Au";
    gold.recovery = "60";
    gold.grade_unit = "g/t";
    gold.minimum_deduction = 1;
    of_heap.name = "Cu in cathode";
    of_heap.product = "cathode";
    of_heap.commodity = "Cu";
    of_heap.recovery = "55";
    deck.payables = {of_mill, gold, of_heap};
    for (blocks::BlockModel* model : {&whole, &evaluated}) {
        base::Progress progress;
        const auto done = economics::evaluate(*model, deck, progress);
        ASSERT_TRUE(done) << base::describe(done.error(), base::Language::english);
    }
    scenario = scenario_of(deck, "today", "plant");
    scenario.blocking = bit(Flag::overlain);
    const Ledger all = ledger();
    const auto outcomes = *evaluate(all, {plant}, scenario);
    const auto expected = usable_at(deck.commodities[0].price);
    ASSERT_GT(expected.tonnes, 0);
    EXPECT_NEAR(ore(all, outcomes, State::usable), expected.tonnes, 1e-9 * expected.tonnes);
    // What is recovered lies between the two ways.
    std::vector<std::uint8_t> take(all.units());
    for (std::size_t u = 0; u < all.units(); ++u) take[u] = outcomes.state[u] == State::usable ? 1 : 0;
    const auto held = quantities(all, {plant}, outcomes, take);
    const auto cu = static_cast<std::size_t>(all.species.find("Cu"));
    EXPECT_LT(held.recovered_t[cu], 0.9 * 0.92 * held.contained_t[cu]);
    EXPECT_GT(held.recovered_t[cu], 0.55 * 0.92 * held.contained_t[cu]);
}

TEST_F(JudgedBlocks, AreKeptByUnitsThatAreTakenOver) {
    const Ledger all = ledger();
    std::vector<ResourceUnit> again;
    for (std::size_t u = 0; u < all.units(); ++u) again.push_back(unit_of(all, u));
    BuildRule rule;
    rule.references = all.references;
    const Ledger twice = built_of(again, rule).ledger;
    ASSERT_EQ(twice.judged.size(), all.judged.size());
    EXPECT_EQ(twice.judged_metal.size(), all.judged_metal.size());
    EXPECT_EQ(evaluate(twice, {plant}, scenario)->state, evaluate(all, {plant}, scenario)->state);
    EXPECT_FALSE(build_ledger(again, sources_of({"a.csv"}), {})) << "of references that are not listed";
    // In money that no rate is stated of nothing is said.
    rule.references[0].currency = "USD";
    const Ledger foreign = built_of(again, rule).ledger;
    EXPECT_EQ(ore(foreign, *evaluate(foreign, {plant}, scenario), State::usable), 0);
}

TEST(JudgedOrebodies, AreWhatTheirVerdictSays) {
    const economics::PriceDeck deck = copper_deck();
    costmodel::OrebodyTable table;
    std::vector<costmodel::OrebodyVerdict> verdicts;
    const std::pair<costmodel::OrebodyState, double> said[] = {{costmodel::OrebodyState::usable, 60000}, {costmodel::OrebodyState::technical, 80000},
                                                               {costmodel::OrebodyState::never, std::numeric_limits<double>::infinity()},
                                                               {costmodel::OrebodyState::outside, unknown}, {costmodel::OrebodyState::unknown, unknown}};
    const costmodel::OrebodyStatus statuses[] = {costmodel::OrebodyStatus::producing, costmodel::OrebodyStatus::unknown, costmodel::OrebodyStatus::undeveloped,
                                                 costmodel::OrebodyStatus::suspended, costmodel::OrebodyStatus::closed};
    for (int n = 0; n < 5; ++n) {
        costmodel::Orebody body;
        body.row = n + 2;
        body.name = "B" + std::to_string(n);
        body.commodity = "Cu";
        body.ore_tonnes = 1e6;
        body.grades = {{"Cu", 0.01}};
        body.status = statuses[n];
        table.rows.push_back(body);
        costmodel::OrebodyVerdict verdict;
        verdict.row = n;
        verdict.state = said[n].first;
        verdict.band.price = said[n].second;
        verdict.price = 70000;
        verdict.plan.mined_tonnes = 0.95e6;
        verdict.plan.life_years = 8;
        verdict.operating.middle = 30;
        verdict.capital.middle = 5e6;
        verdict.value = verdict.npv = n == 0 ? 2e6 : -1e6;
        verdict.metal_tonnes = 7000;  // its own recovery, not the deck's
        verdicts.push_back(verdict);
    }
    std::vector<Reference> references;
    const Scenario today = [&] {
        Scenario made = scenario_of(deck, "today", "plant");
        made.routes.insert(orebody_route);
        return made;
    }();
    OrebodyUnits made = units_from_orebodies(table, verdicts, "CNY", "a.csv", {&deck, today, &references});
    BuildRule rule;
    rule.references = references;
    const Ledger ledger = built_of(made.units, rule).ledger;
    // The plant of the blocks would take all of these, at more than their costs.
    Route plant = route_of(deck, "plant");
    const std::vector<Route> routes{plant, route_of_orebodies(deck)};
    const State expected[] = {State::usable, State::uneconomic, State::uneconomic, State::not_evaluated, State::not_evaluated};
    for (std::size_t u = 0; u < 5; ++u) EXPECT_EQ(outcome_of(ledger, u, routes, today).state, expected[u]) << u;
    const double net = 1 / economics::quoted_price(deck.commodities[0], 1);
    EXPECT_NEAR(activation_price(ledger, 1, routes, today), 80000 * net, 1e-6);
    EXPECT_NEAR(recovered_t(ledger, ledger.first[0], routes, outcome_of(ledger, 0, routes, today).route), 7000, 1e-9);
    for (const double factor : {80000 / 70000.0 * 1.0001, 80000 / 70000.0 * 0.9999}) {
        Scenario dearer = today;
        dearer.prices["Cu"] *= factor;
        EXPECT_EQ(outcome_of(ledger, 1, routes, dearer).state, factor > 80000 / 70000.0 ? State::usable : State::uneconomic);
        EXPECT_EQ(outcome_of(ledger, 2, routes, dearer).state, State::uneconomic);
    }
    // In a file's routes their costs are whole all the same, whatever their status.
    Scenario own = today;
    own.routes = {"file"};
    Route file = plant;
    file.id = "file";
    const Ledger plain = built_of(units_from_orebodies(table, verdicts, "CNY", "a.csv").units).ledger;
    Route free = file;
    free.cost_per_t = 0;
    for (std::size_t u = 0; u < 3; ++u)
        EXPECT_DOUBLE_EQ(outcome_of(plain, u, {file}, own).margin, outcome_of(plain, u, {free}, own).margin) << "the plant is paid once";
}

TEST(LedgerKinds, ResourcesAndReservesMoveApart) {
    std::vector<ResourceUnit> units;
    for (const Confidence one : {Confidence::indicated, Confidence::proved, Confidence::unknown}) {
        ResourceUnit unit = unit_of("U" + std::to_string(units.size()), 1000.0 * static_cast<double>(units.size() + 1), {{"Cu", 0.0048}});
        unit.assays[0].shares = {0, 0, 1};
        unit.confidence = one;
        units.push_back(unit);
    }
    const auto moved = *activation(built_of(units).ledger, two_routes(), today(), later());
    ASSERT_EQ(moved.kinds.size(), 3U);
    double all = 0;
    for (const KindMoves& one : moved.kinds) {
        EXPECT_EQ(one.usable_to.units, 1);
        all += one.usable_to.ore_t;
        double parts = 0;
        for (const double share : one.ore_share) parts += share;
        EXPECT_NEAR(parts, one.usable_to.ore_t - one.usable_from.ore_t, 1e-9);
    }
    EXPECT_NEAR(all, moved.usable_to.ore_t, 1e-9);
}

TEST(LedgerYears, MiningLossesCountOnce) {
    ResourceUnit unit = unit_of("M", 1e6, {{"Cu", 0.01}});
    unit.assays[0].shares = {0, 0, 1};
    unit.statuses = {Status::producing};
    unit.costs.per_tonne = 50;
    unit.capacity_t_per_year = 1e5;
    Chain chain;
    chain.mining_recovery = 0.92;
    Route route = two_routes()[0];
    route.recoveries = {{"Cu", std::nullopt, 0.92 * 0.88}};  // of the metal in the ground
    Outside year;
    year.year = 2025;
    const auto run = run_years(built_of({unit}).ledger, {route}, today(), chain, {year});
    ASSERT_TRUE(run);
    const YearRow& row = run->years[0];
    EXPECT_NEAR(row.mined_t, 1000, 1e-9);
    EXPECT_NEAR(row.concentrate_t, 880, 1e-9) << "dressing alone, of what is mined";
    EXPECT_NEAR(row.consumed_t * 0.92 * 0.88, row.concentrate_t, 1e-9);
}

TEST(LedgerAdviceCost, AByProductIsNotFree) {
    // A route that would get the indium and loses copper: its price is what the copper brings now.
    ResourceUnit unit = unit_of("mine", 1000, {{"Cu", 0.02}, {"In", 1e-4}});
    unit.assays[0].shares = {0, 0, 1};
    unit.assays[1].shares = {0, 0, 0, 0, 0, 0, 1};
    unit.statuses = {Status::producing};
    ResourceUnit near = unit_of("near", 1000, {{"Cu", 0.003}});
    near.assays[0].shares = {0, 0, 1};
    Assumptions with;
    with.routes = two_routes();
    with.scenarios = {today()};
    const Ledger ledger = built_of({unit, near}).ledger;
    const std::size_t terms_before = valuing::terms_made();
    const auto all = *advise(ledger, with, today());
    // For all units, for the advisor, and for each route by itself: never for a unit.
    EXPECT_LE(valuing::terms_made() - terms_before, 2 + with.routes.size());
    const auto found = std::ranges::find(all, Subject::by_product, &Recommendation::subject);
    ASSERT_NE(found, all.end());
    const double now = outcome_of(ledger, 0, with.routes, today()).margin;
    Scenario leaching = today();
    leaching.routes = {"leaching"};
    leaching.year = 0;
    EXPECT_NEAR(found->cost, (now - outcome_of(ledger, 0, with.routes, leaching).margin) * 1000, 1e-6);
    EXPECT_GT(found->cost, 0);
}

TEST(LedgerAdviceNames, ADepositOfManyUnitsIsNamedOnce) {
    std::vector<ResourceUnit> units;
    for (int n = 0; n < 5; ++n) {
        units.push_back(unit_of("North/" + std::to_string(n), 1000, {{"Cu", 0.02}}));
        units.back().assays[0].shares = {0, 0, 1};
        units.back().name = "North";
    }
    Assumptions with;
    with.routes = two_routes();
    with.scenarios = {today()};
    const Ledger ledger = built_of(units).ledger;
    const auto all = *advise(ledger, with, today());
    ASSERT_EQ(all.size(), 1U);
    const std::string words = sentence(all[0], ledger, with, base::Language::english);
    EXPECT_EQ(words.find("North"), words.rfind("North")) << words;
}

TEST(LedgerReference, TheGroundAroundAGroundIsKept) {
    ResourceUnit body = unit_of("B", 500, {{"Cu", 0.01}}), belt = unit_of("Belt", 9000, {{"Cu", 0.01}}, "b.csv");
    body.ground = belt.ground = Ground::orebody;
    body.ground_id = "No. 3";
    body.within = "East";
    belt.ground_id = "East";
    const Ledger once = built_of({body}).ledger;
    ResourceUnit again = unit_of(once, 0);
    EXPECT_EQ(again.within, "East");
    const Ledger both = built_of({again, belt}).ledger;
    EXPECT_EQ(both.excluded[1], Excluded::overlapped) << "as where both were read together";
}

}  // namespace
}  // namespace orelens::ledger
