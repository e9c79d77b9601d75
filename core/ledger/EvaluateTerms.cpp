#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/ledger/EvaluateParts.h"

namespace orelens::ledger::valuing {
namespace {

std::atomic<std::size_t> made{0};

double stated(const std::map<std::string, double>& table, const std::string& species, double otherwise) {
    const auto at = table.find(species);
    return at == table.end() ? otherwise : at->second;
}

}  // namespace

std::array<double, occurrences> recoveries_of(const Route& route, const std::string& species) {
    std::array<double, occurrences> found{};
    std::array<int, occurrences> rank;
    rank.fill(-1);
    for (const Recovery& row : route.recoveries) {
        if (row.species != "*" && row.species != species) continue;
        const int own = (row.species != "*" ? 2 : 0) + (row.occurrence ? 1 : 0);
        for (std::size_t o = 0; o < occurrences; ++o) {
            if (row.occurrence && static_cast<std::size_t>(*row.occurrence) != o) continue;
            if (own <= rank[o]) continue;
            rank[o] = own;
            found[o] = row.recovery;
        }
    }
    return found;
}

std::size_t terms_made() {
    return made;
}

Terms terms_of(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario) {
    ++made;
    Terms terms;
    terms.scenario = &scenario;
    terms.kept = 1 - scenario.tax - scenario.royalty;
    terms.kept_social = 1 - scenario.tax;
    for (std::size_t s = 0; s < ledger.species.size(); ++s) {
        terms.price.push_back(stated(scenario.prices, ledger.species[s], unknown));
        terms.subsidy.push_back(stated(scenario.subsidy, ledger.species[s], 0));
    }
    for (const Route& route : routes) {
        Terms::OneRoute one;
        one.route = &route;
        one.on = scenario.routes.contains(route.id) && (scenario.year == 0 || route.from_year <= scenario.year);
        if (route.ore_type != "*") one.ore_type = ledger.ore_types.find(route.ore_type);
        if (route.system != "*") one.system = ledger.systems.find(route.system);
        for (std::size_t s = 0; s < ledger.species.size(); ++s) {
            Terms::Species species;
            if (s != 0) species.recovery = recoveries_of(route, ledger.species[s]);
            species.any = std::ranges::any_of(species.recovery, [](double r) { return r > 0; });
            species.payable = stated(route.payable, ledger.species[s], 1);
            species.charge = stated(route.charge, ledger.species[s], 0);
            one.species.push_back(species);
        }
        terms.routes.push_back(std::move(one));
    }
    for (const Reference& reference : ledger.references) {
        Judged one;
        for (std::size_t n = 0; n < routes.size(); ++n)
            if (routes[n].id == reference.route) one.route = static_cast<std::int64_t>(n);
        one.on = one.route >= 0 && terms.routes[static_cast<std::size_t>(one.route)].on;
        one.species = ledger.species.find(reference.species);
        one.kept = 1 - reference.tax - reference.royalty;
        for (std::size_t s = 0; s < ledger.species.size(); ++s) {
            one.price.push_back(stated(reference.prices, ledger.species[s], unknown));
            one.subsidy.push_back(stated(reference.subsidy, ledger.species[s], 0));
        }
        one.differs = (reference.prices != scenario.prices ? 1 : 0) +
                      (reference.cost_index != scenario.cost_index || reference.discount != scenario.discount ? 1 : 0) +
                      (reference.tax != scenario.tax || reference.royalty != scenario.royalty || reference.subsidy != scenario.subsidy ? 1 : 0);
        terms.references.push_back(std::move(one));
    }
    return terms;
}

Open open_to(const Ledger& ledger, std::size_t u, const Terms::OneRoute& one) {
    const Route& route = *one.route;
    if (route.subsystem != Subsystem::unknown && route.subsystem != ledger.subsystem[u]) return Open::no;
    // Stock in use is still serving: only a route that names it takes it.
    if (route.statuses.empty() && ledger.status[u] == Status::in_use) return Open::no;
    if (!route.statuses.empty() && std::ranges::find(route.statuses, ledger.status[u]) == route.statuses.end()) return Open::no;
    Open open = Open::yes;
    const bool own_mark = route.ore_type == pile_ore_type;
    const auto names = [&](std::int64_t named, const Dictionary& texts, std::uint32_t own) {
        if (named == -2 || named == own) return;
        if (own_mark || !texts[own].empty()) open = Open::no;
        else if (open == Open::yes) open = Open::perhaps;
    };
    names(one.ore_type, ledger.ore_types, ledger.ore_type[u]);
    names(one.system, ledger.systems, ledger.system[u]);
    return open;
}

double own_cost(const Ledger& ledger, std::size_t u, double discount) {
    const Status status = ledger.status[u];
    double once = status == Status::producing ? 0 : ledger.capital[u];  // of what produces it is spent
    if (status == Status::suspended || status == Status::closed) once += ledger.restart[u] + ledger.closure[u];
    if (once == 0) return ledger.cost_per_t[u];
    const double life = ledger.life_years[u];
    double total = once;
    if (!std::isnan(life) && life > 0 && discount > 0)
        total = once * discount / (1 - std::pow(1 + discount, -life)) * life;
    return ledger.cost_per_t[u] + total / ledger.mass_t[u];
}

double plant_cost(const Ledger& ledger, std::size_t u, const Terms::OneRoute& one) {
    return ledger.costs_whole[u] != 0 ? 0 : one.route->cost_per_t;
}

Line line_of(const Ledger& ledger, std::size_t u, const Terms& terms, const Terms::OneRoute& one, std::size_t leading) {
    Line line;
    const double mass = ledger.mass_t[u], kept = terms.kept_of(ledger.subsystem[u]);
    for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
        const std::size_t s = ledger.row_species[r];
        const Terms::Species& species = one.species[s];
        const double contained = ledger.row_contained[r];
        if (!species.any || ledger.row_role[r] == Role::harmful || !(contained > 0) || !(mass > 0)) continue;
        const Shares& shares = ledger.profiles[ledger.row_profile[r]];
        double recovery = 0;
        for (std::size_t o = 0; o < occurrences; ++o) recovery += shares[o] * species.recovery[o];
        if (!(recovery > 0)) continue;
        line.feasible = true;
        const double product = contained / mass * recovery;
        if (r == leading) {
            line.lead_recovered = product;
            line.value_slope = product * species.payable * kept;
            line.lead_unpriced = std::isnan(terms.price[s]) && line.value_slope > 0;
        }
        if (std::isnan(terms.price[s])) continue;
        line.priced = true;
        const double gross = terms.price[s] * species.payable - species.charge;
        line.value += product * (gross * kept + terms.subsidy[s]);
        line.taken += product * gross * (1 - kept);
    }
    return line;
}

}  // namespace orelens::ledger::valuing
