// The yearly run: identities of the ledger, year by year.
#include <gtest/gtest.h>

#include <bit>

#include "core/ledger/EvaluateParts.h"
#include "core/ledger/Openness.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

/// Three mines and a tailings pile, all usable by flotation today.
std::vector<ResourceUnit> mines() {
    std::vector<ResourceUnit> units;
    for (int n = 0; n < 4; ++n) {
        ResourceUnit unit = unit_of("M" + std::to_string(n), 1e6 * (n + 1), {{"Cu", 0.01 + 0.002 * n}, {"Au", 1e-6}});
        unit.assays[0].shares = {0, 0, 1};
        unit.statuses = {Status::producing};
        unit.costs.per_tonne = 50;
        unit.capacity_t_per_year = 1e5 * (n + 1);
        units.push_back(unit);
    }
    units[3].id.assign("T");
    units[3].subsystem = Subsystem::social;
    units[3].statuses = {Status::tailings};
    return units;
}
Chain chain() {
    Chain chain;
    chain.mining_recovery = 0.9;
    chain.smelting_recovery = 0.97;
    chain.fabrication_yield = 0.85;
    chain.collection = 0.6;
    chain.recycling_recovery = 0.9;
    chain.survival = {1, 0.9, 0.6, 0.3, 0.1, 0};
    return chain;
}
std::vector<Outside> outside(double demand = 4000) {
    std::vector<Outside> years;
    for (int t = 0; t < 14; ++t) {
        Outside year;
        year.year = 2025 + t;
        year.demand_t = demand;
        year.old_scrap_t = 200;
        years.push_back(year);
    }
    return years;
}
Run run(const std::vector<ResourceUnit>& units, const std::vector<Outside>& years, const Chain& with = chain()) {
    auto done = run_years(built_of(units).ledger, two_routes(), today(), with, years);
    if (!done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
    return *done;
}
std::vector<double> numbers(const Run& run) {
    std::vector<double> all;
    for (const YearRow& y : run.years)
        for (const double value : {y.ore_t, y.mined_t, y.concentrate_t, y.primary_t, y.recycled_t, y.import_t, y.fabricated_t, y.in_use_t,
                                   y.in_ground_t, y.depletion, y.self_sufficiency, y.eol_recycling_input_rate})
            all.push_back(value);
    return all;
}

TEST(LedgerOpenness, NoChangeIsTheBaseRunBitForBit) {
    const auto base = numbers(run(mines(), outside()));
    auto same = outside();
    for (Outside& year : same) {
        year.capacity_share.fill(1);
        year.unit_share = {{"M0", 1.0}, {"M1", 1.0}};
        year.prices = today().prices;
        year.cost_factor = 1;
        year.royalty = today().royalty;
    }
    const auto again = numbers(run(mines(), same));
    ASSERT_EQ(base.size(), again.size());
    for (std::size_t n = 0; n < base.size(); ++n)
        EXPECT_EQ(std::bit_cast<std::uint64_t>(base[n]), std::bit_cast<std::uint64_t>(again[n])) << n;
}

TEST(LedgerOpenness, ClosingAMineLowersSupplyByItsShareAndWhatFollowsByTheTransferMatrix) {
    auto closed = outside();
    for (Outside& year : closed) year.unit_share["M1"] = 0;
    const ledger::Run with = run(mines(), outside()), without = run(mines(), closed);
    const double share = 2e5 * 0.012 / (1e5 * 0.010 + 2e5 * 0.012 + 3e5 * 0.014);
    EXPECT_NEAR(1 - without.years[0].mined_t / with.years[0].mined_t, share, 1e-12);
    // x = (I − Tᵀ)⁻¹ y, forward in the order of the stages.
    // Of the metal in the ground the route gets as much as mining does: all of what is mined.
    const auto t = transfer_matrix(chain(), 0.9 / chain().mining_recovery);
    std::array<double, nodes> x{with.years[0].mined_t - without.years[0].mined_t};
    for (std::size_t to = 1; to < nodes; ++to)
        for (std::size_t from = 0; from < to; ++from) x[to] += x[from] * t[from][to];
    EXPECT_NEAR(with.years[0].concentrate_t - without.years[0].concentrate_t, x[2], 1e-9);
    EXPECT_NEAR(with.years[0].primary_t - without.years[0].primary_t, x[2] * chain().smelting_recovery, 1e-9);
    // Imports fill what is asked for.
    EXPECT_NEAR(without.years[0].import_t + without.years[0].export_t * -1 - with.years[0].import_t + with.years[0].export_t,
                with.years[0].primary_t - without.years[0].primary_t, 1e-9);
}

TEST(LedgerOpenness, AClosedBorderConservesMassAndSoDoesAnOpenOne) {
    for (const double border : {0.0, 500.0, std::numeric_limits<double>::infinity()})
        for (const double open : {1.0, 0.4, 0.0}) {
            auto years = outside(6000);
            for (std::size_t t = 0; t < years.size(); ++t) {
                years[t].import_cap_t = years[t].export_cap_t = border;
                if (t >= 3 && t < 6) years[t].capacity_share = {open, open, 1, open, 1, open};
                if (t == 8) years[t].capacity_share = {1, 1, open, 1, open, 1};
            }
            const ledger::Run done = run(mines(), years);
            EXPECT_NEAR(balance_error(done), 0, 1e-6 * done.in_ground_at_first_t) << border << " " << open;
            for (const YearRow& year : done.years)
                if (border == 0) {
                    EXPECT_EQ(year.import_t + year.export_t, 0);
                }
        }
}

TEST(LedgerOpenness, DepletionOfTheGroundIsWhatMiningTakesInWithItsLosses) {
    const ledger::Run done = run(mines(), outside());
    double before = done.in_ground_at_first_t;
    for (const YearRow& year : done.years) {
        EXPECT_NEAR(before - year.in_ground_t, year.mined_t + year.ground_loss_t, 1e-6);
        EXPECT_NEAR(year.mined_t, year.consumed_t * 0.9, 1e-9);
        EXPECT_NEAR(year.mined_t + year.social_t, year.concentrate_t + year.tailings_t, 1e-9);
        EXPECT_NEAR(year.depletion, 1 - year.in_ground_t / done.in_ground_at_first_t, 1e-12);
        before = year.in_ground_t;
    }
    EXPECT_GT(done.years.back().depletion, 0.85);
    EXPECT_EQ(done.years.back().mined_t, 0) << "empty mines give nothing";
    // 0.9 of 1 Mt is broken at 0.1 Mt a year in nine years.
    EXPECT_NEAR(done.years[8].mined_t, done.years[0].mined_t, 1e-9);
}

TEST(LedgerOpenness, ADisruptionHoldsMetalUpAndPassesItOnLater) {
    auto years = outside();
    years[2].capacity_share[static_cast<std::size_t>(Node::smelting)] = 0.25;
    const ledger::Run base = run(mines(), outside()), hit = run(mines(), years);
    EXPECT_NEAR(hit.years[2].primary_t, 0.25 * base.years[2].primary_t, 1e-9);
    EXPECT_NEAR(hit.years[3].primary_t, base.years[3].primary_t * 1.75, 1e-9);
    EXPECT_NEAR(hit.years[4].primary_t, base.years[4].primary_t, 1e-9);
    EXPECT_GT(hit.years[2].import_dependence, base.years[2].import_dependence);
    EXPECT_EQ(hit.years[1].primary_t, base.years[1].primary_t) << "nothing runs ahead of its year";
}

TEST(LedgerOpenness, PricesPolicyAndTechnologyOfAYearDecideWhoWorks) {
    auto years = outside();
    years[3].prices = {{"Cu", 100}, {"Au", 1}};
    years[5].royalty = 0.99;
    years[7].cost_factor = 50;
    const ledger::Run done = run(mines(), years);
    for (std::size_t t = 0; t < 9; ++t)
        EXPECT_EQ(done.years[t].working_units, t == 3 || t == 7 ? 0 : t == 5 ? 1 : 4)
            << t << ": a royalty is paid on what leaves the ground, not on old tailings";
    // A route comes with its year.
    auto units = mines();
    for (ResourceUnit& unit : units) unit.assays[0].shares = {0, 0, 0, 0, 0, 0, 1};
    Scenario scenario = today();
    scenario.routes = {"flotation", "leaching"};
    units[0].assays.resize(1);
    const auto later_on = run_years(built_of({units[0]}).ledger, two_routes(), scenario, chain(), outside());
    for (const YearRow& year : later_on->years) EXPECT_EQ(year.working_units > 0, year.year >= 2030 && year.year < 2039) << year.year;
}

TEST(LedgerOpenness, RatesAreThoseOfTheirDefinitions) {
    const ledger::Run done = run(mines(), outside());
    for (const YearRow& y : done.years) {
        const double supplied = y.primary_t + y.new_scrap_t + y.recycled_t + y.import_t;
        EXPECT_NEAR(y.eol_recycling_input_rate, y.recycled_t / supplied, 1e-12);
        EXPECT_NEAR(y.end_of_life_t, y.collected_t + y.dissipated_t, 1e-9);
    }
    auto years = outside();
    for (Outside& year : years) year.demand_t = unknown;
    EXPECT_TRUE(std::isnan(run(mines(), years).years[0].self_sufficiency)) << "without demand nothing is told";
    // Products of year 0 with mean survival leave by the stated table.
    const ledger::Run alone = run(mines(), {outside()[0], outside()[1]});
    EXPECT_NEAR(alone.years[1].end_of_life_t - 200, alone.years[0].fabricated_t * 0.1, 1e-9);
}

TEST(LedgerOpenness, SharesThatCannotBeAreRefused) {
    Chain bad = chain();
    bad.survival = {0.5, 0.6};
    EXPECT_FALSE(run_years(built_of(mines()).ledger, two_routes(), today(), bad, outside()));
    auto years = outside();
    years[0].capacity_share[2] = 1.5;
    EXPECT_FALSE(run_years(built_of(mines()).ledger, two_routes(), today(), chain(), years));
}

/// Demand, caps and shares of capacity change no unit's state: such years are judged once, and those of a shock once more.
TEST(LedgerOpenness, YearsThatAskTheSameOfUnitsAreJudgedOnce) {
    const Ledger ledger = built_of(mines()).ledger;
    const auto judged = [&](const Scenario& scenario, const std::vector<Outside>& years) {
        const std::size_t before = valuing::terms_made();
        EXPECT_TRUE(run_years(ledger, two_routes(), scenario, chain(), years));
        return valuing::terms_made() - before;
    };
    auto years = outside();
    years[2].demand_t *= 2;
    years[3].import_cap_t = 0;
    years[4].capacity_share.fill(0.5);
    EXPECT_EQ(judged(today(), years), 1U);
    years[6].prices["Cu"] = 1;  // a year alone; what was before it stands again
    EXPECT_EQ(judged(today(), years), 2U);
    Scenario with = today();
    with.routes.insert("leaching");  // stands from 2030, the sixth of the years
    EXPECT_EQ(judged(with, outside()), 2U);
    EXPECT_FALSE(scenario_of_year(with, two_routes(), outside()[4]).routes.contains("leaching"));
    EXPECT_TRUE(scenario_of_year(with, two_routes(), outside()[5]).routes.contains("leaching"));
}

}  // namespace
}  // namespace orelens::ledger
