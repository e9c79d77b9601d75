// Units for tests: plain, and at random.
#pragma once

#include <random>

#include "core/ledger/Ledger.h"
#include "core/ledger/Scenario.h"

namespace orelens::ledger {

inline ResourceUnit unit_of(std::string id, double mass_t, std::vector<std::pair<std::string, double>> grades,
                            std::string source = "a.csv") {
    ResourceUnit unit;
    unit.id = std::move(id);
    unit.mass_t = mass_t;
    unit.source = std::move(source);
    unit.subsystem = Subsystem::geological;
    unit.statuses = {Status::undeveloped};
    unit.costs = {std::string("CNY"), 0, 100};
    Role role = Role::main;
    for (auto& [species, grade] : grades) {
        AssayRow row;
        row.species = species;
        row.grade = grade;
        row.role = role;
        role = Role::associated;
        unit.assays.push_back(std::move(row));
    }
    return unit;
}

inline std::vector<Source> sources_of(const std::vector<std::string>& ids) {
    std::vector<Source> all;
    for (const std::string& id : ids) all.push_back({id, "table", id, "f1", "", {}});
    return all;
}

inline Built built_of(std::vector<ResourceUnit> units, BuildRule rule = {}, std::vector<std::string> sources = {"a.csv", "b.csv"}) {
    auto built = build_ledger(std::move(units), sources_of(sources), rule);
    if (!built) throw std::runtime_error(base::describe(built.error(), base::Language::english));
    return std::move(*built);
}

/// A country of units in every value of every dimension.
inline std::vector<ResourceUnit> random_units(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const auto real = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
    const char* species[] = {"Cu", "Au", "Zn", "Pb", "Ag", "As"};
    std::vector<ResourceUnit> all;
    for (std::size_t n = 0; n < count; ++n) {
        ResourceUnit unit;
        unit.id = "U" + std::to_string(n);
        unit.source = pick(2) == 0 ? "a.csv" : "b.csv";
        unit.subsystem = pick(3) == 0 ? Subsystem::social : Subsystem::geological;
        const bool social = unit.subsystem == Subsystem::social;
        unit.statuses = {static_cast<Status>(social ? 7 + pick(7) : pick(7))};
        unit.stage = static_cast<Stage>(social ? 3 + pick(6) : pick(3));
        unit.confidence = static_cast<Confidence>(pick(7));
        unit.mass_t = std::exp(real(5, 18));
        unit.region = pick(4) == 0 ? "" : "R" + std::to_string(pick(3));
        unit.flags = static_cast<Flags>(pick(4) == 0 ? 1U << pick(5) : 0);
        unit.depth_m = real(0, 1500);
        unit.system = "Cu";
        unit.costs = {std::string("CNY"), 0, real(20, 400)};
        unit.costs.restart = real(0, 1e6);
        for (std::size_t s = 0; s < 6; ++s) {
            if (pick(3) == 0) continue;
            AssayRow row;
            row.species = species[s];
            row.role = static_cast<Role>(pick(6));
            row.grade = std::exp(real(-9, -4));
            row.shares = {};
            double left = 1;
            for (std::size_t o = 1; o < (social ? occurrences : 8); ++o) {
                if (pick(2) == 0) continue;
                row.shares[o] = left * real(0, 1);
                left -= row.shares[o];
            }
            if (pick(10) == 0) row.grade = unknown;
            unit.assays.push_back(row);
        }
        all.push_back(std::move(unit));
    }
    return all;
}

inline std::vector<Route> two_routes() {
    Route flotation;
    flotation.id = "flotation";
    flotation.name = {"flotation", "浮选"};
    flotation.cost_per_t = 60;
    flotation.recoveries = {{"Cu", Occurrence::carrier, 0.9}, {"Cu", Occurrence::enriched, 0.85}, {"Zn", std::nullopt, 0.6}, {"Au", std::nullopt, 0.5}};
    flotation.payable = {{"Cu", 0.955}};
    flotation.charge = {{"Cu", 2500}};
    Route leaching;
    leaching.id = "leaching";
    leaching.name = {"leaching", "浸出"};
    leaching.cost_per_t = 25;
    leaching.from_year = 2030;
    leaching.recoveries = {{"*", Occurrence::adsorbed, 0.8}, {"Cu", Occurrence::lattice, 0.4}, {"Cu", std::nullopt, 0.3}};
    return {flotation, leaching};
}

inline Scenario today() {
    Scenario scenario;
    scenario.id = "today";
    scenario.name = {"today", "现状"};
    scenario.prices = {{"Cu", 60000}, {"Au", 5.5e8}, {"Zn", 20000}};
    scenario.year = 2025;
    scenario.routes = {"flotation"};
    scenario.royalty = 0.06;
    scenario.discount = 0.08;
    scenario.blocking = bit(Flag::overlain) | bit(Flag::protected_area);
    return scenario;
}

inline Scenario later() {
    Scenario scenario = today();
    scenario.id = "later";
    scenario.prices["Cu"] = 75000;
    scenario.year = 2030;
    scenario.routes = {"flotation", "leaching"};
    scenario.cost_index = 0.9;
    scenario.discount = 0.06;
    scenario.royalty = 0.04;
    scenario.subsidy = {{"Cu", 1000}};
    scenario.blocking = bit(Flag::protected_area);
    return scenario;
}

}  // namespace orelens::ledger
