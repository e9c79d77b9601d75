// State of a unit at a scenario, what moves between two, what it is put down to, and the price and lever that would do.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "core/ledger/Activation.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

/// Copper of 1 % in its carrier mineral, 100 per t to the plant; the route takes 90 % at 60 per t.
ResourceUnit plain() {
    ResourceUnit unit = unit_of("N1", 1000, {{"Cu", 0.01}});
    unit.assays[0].shares = {0, 0, 1};
    return unit;
}
Outcome outcome(const ResourceUnit& unit, const Scenario& scenario) {
    return outcome_of(built_of({unit}).ledger, 0, two_routes(), scenario);
}

TEST(LedgerState, MarginIsThatOfTheFormula) {
    // 0.01 · 0.9 · (60000 · 0.955 − 2500) · 0.94 − 160
    const Outcome found = outcome(plain(), today());
    EXPECT_NEAR(found.margin, 0.01 * 0.9 * (60000 * 0.955 - 2500) * 0.94 - 160, 1e-9);
    EXPECT_EQ(found.state, State::usable);
    EXPECT_TRUE(found.valuable);
    EXPECT_EQ(found.route, 0);
}

TEST(LedgerState, ByProductsAloneDoNotCondemnWhatHasNoPrice) {
    // Zinc brings 0.001 · 0.6 · 20000 · 0.94 = 11.28 of the 160 that are needed; gold of 1 g/t 258.5.
    ResourceUnit with_zinc = unit_of("N1", 1000, {{"Cu", 0.01}, {"Zn", 0.001}}), with_gold = unit_of("N1", 1000, {{"Cu", 0.01}, {"Au", 1e-6}});
    for (ResourceUnit* unit : {&with_zinc, &with_gold}) unit->assays[0].shares = {0, 0, 1};
    Scenario unpriced = today();
    unpriced.prices.erase("Cu");
    EXPECT_EQ(outcome(with_zinc, unpriced).state, State::not_evaluated) << "copper may pay for it, nobody says";
    EXPECT_EQ(outcome(with_gold, unpriced).state, State::usable) << "it pays whatever copper brings";
    unpriced.prices["Cu"] = 2700;
    EXPECT_EQ(outcome(with_zinc, unpriced).state, State::uneconomic);
}

TEST(LedgerState, RoyaltyIsPaidOnceOnWhatLeavesTheGround) {
    ResourceUnit ore = plain(), scrap = plain();
    scrap.subsystem = Subsystem::social;
    scrap.statuses = {Status::tailings};
    Scenario free = today();
    free.royalty = 0;
    EXPECT_LT(outcome(ore, today()).margin, outcome(ore, free).margin);
    EXPECT_EQ(outcome(scrap, today()).margin, outcome(ore, free).margin);
    scrap.id = "N2";
    const Ledger both = built_of({ore, scrap}).ledger;
    EXPECT_LT(activation_price(both, 1, two_routes(), today()), activation_price(both, 0, two_routes(), today()));
}

TEST(LedgerActivation, PotentialIsNeverAddedAndPhasesKeepTheirOwnRecovery) {
    ResourceUnit ore = plain(), target = plain();
    ore.assays[0].shares = {0, 0, 0.5, 0, 0.5};  // the route takes 90 % of the carrier and nothing of the lattice
    target.id = "N2";
    target.confidence = Confidence::potential;
    const Ledger ledger = built_of({ore, target}).ledger;
    const auto routes = two_routes();
    const auto made = activation(ledger, routes, today(), today());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->usable_from.units, 1);
    EXPECT_DOUBLE_EQ(made->usable_from.ore_t, 1000);
    const auto copper = static_cast<std::size_t>(ledger.species.find("Cu"));
    EXPECT_NEAR(made->usable_from.recovered_t[copper], 4.5, 1e-12);
    for (const auto& [state, recovered] : {std::pair{Occurrence::lattice, 0.0}, std::pair{Occurrence::carrier, 4.5}}) {
        Selection selection;
        selection.rows.assign(ledger.row_species.size(), static_cast<std::uint16_t>(1U << static_cast<unsigned>(state)));
        const auto part = activation(ledger, routes, today(), today(), selection);
        EXPECT_NEAR(part->usable_from.recovered_t[copper], recovered, 1e-12);
        EXPECT_NEAR(part->usable_from.contained_t[copper], 5, 1e-12);
    }
}

TEST(LedgerState, EachStateForItsReason) {
    struct Case {
        const char* what;
        void (*unit)(ResourceUnit&);
        void (*scenario)(Scenario&);
        State state;
        bool valuable;
    };
    const auto nothing_u = [](ResourceUnit&) {};
    const auto nothing_s = [](Scenario&) {};
    const Case cases[] = {
        {"usable", nothing_u, nothing_s, State::usable, true},
        {"no route takes the phase", [](ResourceUnit& u) { u.assays[0].shares = {0, 0, 0, 0, 1}; }, nothing_s, State::no_route, false},
        {"the phase is not known", [](ResourceUnit& u) { u.assays[0].shares = unassigned_shares(); }, nothing_s, State::no_route, false},
        {"no route is on", nothing_u, [](Scenario& s) { s.routes.clear(); }, State::no_route, false},
        {"the route comes later", [](ResourceUnit& u) { u.assays[0].shares = {0, 0, 0, 0, 1}; }, [](Scenario& s) { s.routes.insert("leaching"); s.year = 2029; }, State::no_route, false},
        {"a lower price", nothing_u, [](Scenario& s) { s.prices["Cu"] = 10000; }, State::uneconomic, true},
        {"higher costs", nothing_u, [](Scenario& s) { s.cost_index = 5; }, State::uneconomic, true},
        {"overlain", [](ResourceUnit& u) { u.flags = bit(Flag::overlain); }, nothing_s, State::blocked, true},
        {"a flag that does not block", [](ResourceUnit& u) { u.flags = bit(Flag::water); }, nothing_s, State::usable, true},
        {"overlain and uneconomic", [](ResourceUnit& u) { u.flags = bit(Flag::overlain); }, [](Scenario& s) { s.prices["Cu"] = 1; }, State::uneconomic, true},
        {"costs not known", [](ResourceUnit& u) { u.costs.per_tonne = unknown; }, nothing_s, State::not_evaluated, true},
        {"no price", nothing_u, [](Scenario& s) { s.prices.erase("Cu"); }, State::not_evaluated, true},
        {"no assay", [](ResourceUnit& u) { u.assays.clear(); }, nothing_s, State::not_evaluated, false},
        {"metal not known", [](ResourceUnit& u) { u.assays[0].grade = unknown; }, nothing_s, State::not_evaluated, false},
        {"closed, and its restart costs too much", [](ResourceUnit& u) { u.statuses = {Status::closed}; u.costs.restart = 1e6; }, nothing_s, State::uneconomic, true},
        {"producing: capital is spent", [](ResourceUnit& u) { u.statuses = {Status::producing}; u.costs.capital = 1e9; }, nothing_s, State::usable, true},
        {"undeveloped: capital counts", [](ResourceUnit& u) { u.costs.capital = 1e9; }, nothing_s, State::uneconomic, true},
        {"undeveloped, and nobody wrote its capital", [](ResourceUnit& u) { u.costs.capital = unknown; }, nothing_s, State::not_evaluated, true},
        {"harmful earns nothing", [](ResourceUnit& u) { u.assays[0].role = Role::harmful; }, nothing_s, State::no_route, false},
    };
    for (const Case& one : cases) {
        ResourceUnit unit = plain();
        Scenario scenario = today();
        one.unit(unit);
        one.scenario(scenario);
        const Outcome found = outcome(unit, scenario);
        EXPECT_EQ(found.state, one.state) << one.what << " " << code(found.state);
        EXPECT_EQ(found.valuable, one.valuable) << one.what;
    }
}

TEST(LedgerState, ARouteForANamedOreSaysNothingOfAnOreThatNobodyNamed) {
    struct Case {
        const char *ore_type, *what;
        double price, plain_route_cost;  // of a second route for every ore; above 1e6: it is off
        State state;
    };
    // The named route takes 90 % at 60 per t: it pays at 60000, and not at 1000.
    const Case cases[] = {
        {"sulphide", "its own route", 60000, 1e7, State::usable},
        {"oxide", "the route of another ore", 60000, 1e7, State::no_route},
        {"", "whether there is a route hangs on the ore", 60000, 1e7, State::not_evaluated},
        {"", "even where it would not pay, whether there is one", 1000, 1e7, State::not_evaluated},
        {"", "a route for every ore pays", 60000, 60, State::usable},
        {"", "a route for every ore does not pay, the named one may", 60000, 1e6, State::not_evaluated},
        {"", "neither pays", 1000, 1e6, State::uneconomic},
        {"oxide", "the other ore is known: it does not pay", 60000, 1e6, State::uneconomic},
    };
    for (const Case& one : cases) {
        std::vector<Route> routes = two_routes();
        routes[1] = routes[0];
        routes[1].id = "any";
        routes[1].cost_per_t = one.plain_route_cost;
        routes[0].ore_type = "sulphide";
        Scenario scenario = today();
        scenario.prices["Cu"] = one.price;
        if (one.plain_route_cost <= 1e6) scenario.routes.insert("any");
        ResourceUnit unit = plain();
        unit.ore_type = one.ore_type;
        const Ledger ledger = built_of({unit}).ledger;
        const Outcome found = outcome_of(ledger, 0, routes, scenario);
        EXPECT_EQ(found.state, one.state) << one.what << ": " << code(found.state);
        EXPECT_EQ(evaluate(ledger, routes, scenario)->state[0], one.state) << one.what;
        if (found.state != State::not_evaluated) continue;
        EXPECT_TRUE(std::isnan(found.margin)) << one.what;
        EXPECT_TRUE(levers(ledger, 0, routes, scenario).empty()) << one.what;
        EXPECT_TRUE(std::isnan(activation_price(ledger, 0, routes, scenario))) << "a lower price may do: " << one.what;
    }
}

TEST(LedgerState, TheProgramsOwnMarkOfPilesIsNobodysBlankCell) {
    std::vector<Route> routes = two_routes();
    routes[0].ore_type = pile_ore_type;
    ResourceUnit tailings = plain();
    tailings.subsystem = Subsystem::social;
    tailings.statuses = {Status::tailings};
    EXPECT_EQ(outcome(tailings, today()).state, State::usable) << "by a route for every ore";
    EXPECT_EQ(outcome_of(built_of({tailings}).ledger, 0, routes, today()).state, State::no_route);
    tailings.ore_type = pile_ore_type;
    EXPECT_EQ(outcome_of(built_of({tailings}).ledger, 0, routes, today()).state, State::usable);
}

TEST(LedgerState, ARouteForANamedSystemLikewise) {
    std::vector<Route> routes = two_routes();
    routes[0].system = "Cu";
    ResourceUnit unit = plain();
    for (const auto& [system, state] : {std::pair("Cu", State::usable), std::pair("Zn", State::no_route), std::pair("", State::not_evaluated)}) {
        unit.system = system;
        EXPECT_EQ(outcome_of(built_of({unit}).ledger, 0, routes, today()).state, state) << system;
    }
}

TEST(LedgerState, DiscountRecoversCapitalOverTheLife) {
    ResourceUnit unit = plain();
    unit.costs.capital = 100000;
    unit.costs.life_years = 10;
    Scenario scenario = today();
    const double without = outcome(plain(), scenario).margin;
    // Annuity: 0.08 / (1 − 1.08⁻¹⁰) = 0.149029…
    EXPECT_NEAR(outcome(unit, scenario).margin, without - 100000 * 0.14902948869707536 * 10 / 1000, 1e-9);
    scenario.discount = 0;
    EXPECT_NEAR(outcome(unit, scenario).margin, without - 100, 1e-9);
}

RC_GTEST_PROP(LedgerActivation, ThereAndBackIsTheSame, ()) {
    const Ledger ledger = built_of(random_units(80, *rc::gen::inRange(0u, 100000u))).ledger;
    const auto first = evaluate(ledger, two_routes(), today());
    const auto second = evaluate(ledger, two_routes(), later());
    const auto back = evaluate(ledger, two_routes(), today());
    RC_ASSERT(first->state == back->state);
    RC_ASSERT(first->route == back->route);
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        RC_ASSERT(outcome_of(ledger, u, two_routes(), today()).state == first->state[u]);
        RC_ASSERT(std::memcmp(&first->margin[u], &back->margin[u], sizeof(double)) == 0);
    }
    const auto there = activation(ledger, two_routes(), today(), later()), home = activation(ledger, two_routes(), later(), today());
    RC_ASSERT(there->activated == home->deactivated);
    RC_ASSERT(there->deactivated == home->activated);
    RC_ASSERT(there->to.state == second->state);
}

RC_GTEST_PROP(LedgerActivation, TheSharesOfTheFivePartsSumToTheDifference, ()) {
    const Ledger ledger = built_of(random_units(80, *rc::gen::inRange(0u, 100000u))).ledger;
    const auto found = activation(ledger, two_routes(), today(), later());
    RC_ASSERT(found->parts.size() == 5u);
    double ore = 0;
    for (const double share : found->ore_share) ore += share;
    const double difference = found->usable_to.ore_t - found->usable_from.ore_t;
    RC_ASSERT(std::abs(ore - difference) <= 1e-9 * std::max(1.0, found->usable_to.ore_t + found->usable_from.ore_t));
    for (std::size_t s = 0; s < ledger.species.size(); ++s) {
        double metal = 0;
        for (const auto& shares : found->recovered_share) metal += shares[s];
        const double d = found->usable_to.recovered_t[s] - found->usable_from.recovered_t[s];
        RC_ASSERT(std::abs(metal - d) <= 1e-9 * std::max(1.0, found->usable_to.recovered_t[s]));
    }
    // Activated less deactivated ore is the difference too, and every unit but potential moves once.
    RC_ASSERT(std::abs(found->activated_sum.ore_t - found->deactivated_sum.ore_t - difference) <= 1e-9 * std::max(1.0, found->usable_to.ore_t));
    std::int64_t moved = 0;
    for (const std::int64_t n : found->moves) moved += n;
    const auto potential = std::ranges::count(ledger.kind, Kind::potential);
    RC_ASSERT(moved == 80 - potential);
}

TEST(LedgerActivation, OnePartAloneGetsItAll) {
    ResourceUnit unit = plain();
    unit.costs.per_tonne = 450;
    const Ledger ledger = built_of({unit}).ledger;
    Scenario dear = today();
    dear.prices["Cu"] = 90000;
    const auto found = activation(ledger, two_routes(), today(), dear);
    ASSERT_EQ(found->parts, std::vector{Part::price});
    EXPECT_DOUBLE_EQ(found->ore_share[0], 1000);
    EXPECT_EQ(found->activated, std::vector<std::uint32_t>{0});
    const auto same = activation(ledger, two_routes(), today(), today());
    EXPECT_TRUE(same->parts.empty());
    EXPECT_TRUE(same->activated.empty());
}

TEST(LedgerActivation, AtTheActivationPriceTheMarginIsZero) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const Ledger ledger = built_of(random_units(30, seed)).ledger;
        for (std::size_t u = 0; u < ledger.units(); ++u) {
            const double price = activation_price(ledger, u, two_routes(), today());
            if (!std::isfinite(price) || price == 0) continue;
            Scenario at = today();
            at.prices[ledger.species[ledger.row_species[ledger.leading_row(u)]]] = price;
            const Outcome found = outcome_of(ledger, u, two_routes(), at);
            EXPECT_NEAR(found.margin, 0, 1e-6) << ledger.ids[u];
        }
    }
}

TEST(LedgerActivation, TheCheapestLeverMakesTheUnitUsable) {
    std::set<Part> seen;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        const Ledger ledger = built_of(random_units(30, seed)).ledger;
        for (std::size_t u = 0; u < ledger.units(); ++u)
            for (const Lever& lever : levers(ledger, u, two_routes(), today())) {
                Scenario moved = today();
                const std::string& species = ledger.species[ledger.row_species[ledger.leading_row(u)]];
                seen.insert(lever.part);
                switch (lever.part) {
                    case Part::price: moved.prices[species] *= (1 + lever.change) * (1 + 1e-9); break;
                    case Part::cost: moved.cost_index *= (1 - lever.change) * (1 - 1e-9); break;
                    case Part::policy:
                        if (lever.subsidy_per_t > 0) moved.subsidy[species] += lever.subsidy_per_t * (1 + 1e-9);
                        else moved.royalty *= (1 - lever.change) * (1 - 1e-6);
                        break;
                    case Part::technology:
                        moved.routes.insert(two_routes()[static_cast<std::size_t>(lever.route)].id);
                        moved.year = 0;
                        break;
                    case Part::constraint: moved.blocking &= static_cast<Flags>(~lever.flags); break;
                }
                EXPECT_EQ(outcome_of(ledger, u, two_routes(), moved).state, State::usable)
                    << ledger.ids[u] << " of seed " << seed << " by " << code(lever.part);
            }
    }
    EXPECT_EQ(seen.size(), 5U) << "every part is tried";
}

TEST(LedgerAssumptions, AreReadAndRefusedWithTheirPlace) {
    const std::string good = R"({
"basis": {"currency": "CNY", "year": 2025, "rates": {"USD": 7.1}, "index": {"2020": 90, "2025": 100}},
"routes": [{"id": "f", "name_en": "flotation", "name_zh": "浮选", "cost_per_t": 60, "statuses": ["未利用", "closed"],
  "recoveries": [{"species": "铜", "occurrence": "载体矿物", "recovery": 0.9}, {"species": "*", "recovery": 0.1}]}],
"scenarios": [{"id": "s0", "name_en": "today", "name_zh": "现状", "prices": {"Cu": 60000}, "routes": ["f"], "royalty": 0.06, "blocking": ["压覆"]}]
})";
    const auto read = assumptions_from_json(good, "a.json");
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_EQ(read->routes[0].recoveries[0].species, "Cu");
    EXPECT_EQ(read->routes[0].statuses, (std::vector{Status::undeveloped, Status::closed}));
    EXPECT_EQ(read->scenarios[0].blocking, bit(Flag::overlain));
    EXPECT_DOUBLE_EQ(*to_basis(read->basis, "USD", 2020), 7.1 * 100 / 90);
    EXPECT_FALSE(to_basis(read->basis, "EUR", 2020));
    EXPECT_FALSE(to_basis(read->basis, "USD", 2019));
    for (const auto& [from, to, key, line] :
         {std::tuple("\"Cu\": 60000", "\"Cz\": 60000", "ledger.species.unknown", 5), std::tuple("\"routes\": [\"f\"]", "\"routes\": [\"g\"]", "ledger.json.unknown_value", 5),
          std::tuple("0.06", "1.06", "ledger.json.no_share", 5), std::tuple("\"压覆\"", "\"覆\"", "ledger.json.unknown_value", 5),
          std::tuple("\"未利用\"", "\"未用\"", "ledger.json.unknown_value", 3), std::tuple("\"cost_per_t\": 60", "\"cost_per_t\": -60", "ledger.json.negative", 3),
          std::tuple("\"recovery\": 0.9", "\"recovery\": 90", "ledger.json.no_share", 4), std::tuple("\"royalty\"", "\"royality\"", "ledger.json.unknown_key", 5),
          std::tuple("7.1", "\"7.1\"", "ledger.json.not_number", 2), std::tuple("60000}", "60000", "", 5)}) {
        std::string bad = good;
        bad.replace(bad.find(from), std::string(from).size(), to);
        const auto refused = assumptions_from_json(bad, "a.json");
        ASSERT_FALSE(refused) << to;
        if (*key != 0) {
            EXPECT_EQ(refused.error().what.key, key) << to;
        }
        EXPECT_EQ(refused.error().place.row, line) << to;
        EXPECT_GT(refused.error().place.column, 0);
    }
}

}  // namespace
}  // namespace orelens::ledger
