#include "core/ledger/Evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::ledger {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A scenario and a route as a straight line in the leading species' price, for one unit.
struct Line {
    bool feasible = false;   // something is recovered
    bool priced = false;     // something that is recovered has a price
    double value = 0;        // per t, before costs
    double value_slope = 0;  // d value / d price of the leading species
    double taken = 0;        // tax and royalty in it, per t
    double lead_recovered = 0;  // t of the leading species in the product, per t
    double cost = 0;         // before the index
};

double stated(const std::map<std::string, double>& table, const std::string& species, double otherwise) {
    const auto at = table.find(species);
    return at == table.end() ? otherwise : at->second;
}

/// Recoveries of a route by species number and occurrence.
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

/// A reference of judgements beside a scenario.
struct Judged {
    std::int64_t route = -1;  // of the routes; −1 = none of them
    bool on = false;
    int differs = 0;          // parts of the terms in which the scenario is another
    std::int64_t species = -1;
    double kept = 1;
    std::vector<double> price, subsidy;  // by species, as judged
};

/// Everything of a scenario that does not depend on the unit.
struct Terms {
    struct Species {
        std::array<double, occurrences> recovery{};
        double payable = 1, charge = 0;
        bool any = false;
    };
    struct OneRoute {
        bool on = false;
        const Route* route = nullptr;
        std::vector<Species> species;  // by number in the ledger
        std::int64_t ore_type = -2, system = -2;  // −2: all
    };
    std::vector<OneRoute> routes;
    std::vector<Judged> references;  // as the ledger's
    std::vector<double> price, subsidy;  // by species; NaN = no price
    double kept = 1;         ///< of revenue from ore
    double kept_social = 1;  ///< from scrap, tailings and slag: a royalty is paid once, on what leaves the ground
    const Scenario* scenario = nullptr;
    [[nodiscard]] double kept_of(Subsystem subsystem) const { return subsystem == Subsystem::social ? kept_social : kept; }
};

Terms terms_of(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario) {
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

bool open_to(const Ledger& ledger, std::size_t u, const Terms::OneRoute& one) {
    const Route& route = *one.route;
    if (route.subsystem != Subsystem::unknown && route.subsystem != ledger.subsystem[u]) return false;
    // Stock in use is still serving: only a route that names it takes it.
    if (route.statuses.empty() && ledger.status[u] == Status::in_use) return false;
    if (!route.statuses.empty() && std::ranges::find(route.statuses, ledger.status[u]) == route.statuses.end()) return false;
    if (one.ore_type != -2 && one.ore_type != ledger.ore_type[u]) return false;
    return one.system == -2 || one.system == ledger.system[u];
}

/// Per t of the unit, before the index. NaN where it is not known.
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

/// What a route adds to the unit's own cost: nothing where the plant is within it.
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
        }
        if (std::isnan(terms.price[s])) continue;
        line.priced = true;
        const double gross = terms.price[s] * species.payable - species.charge;
        line.value += product * (gross * kept + terms.subsidy[s]);
        line.taken += product * gross * (1 - kept);
    }
    return line;
}

struct Best {
    Outcome outcome;
    Line line;
    bool judged = false;           // by another room, not by the line of a route
    std::int64_t species = -1;     // then: whose price decides,
    double price_needed = unknown;  // and from which it pays
};

/// Whether another room has judged the unit by a route that these assumptions know: then no other route is asked.
bool is_judged(const Ledger& ledger, std::size_t u, const Terms& terms) {
    for (std::size_t j = ledger.judged_first[u]; j < ledger.judged_first[u + 1]; ++j)
        if (terms.references[ledger.judged[j].reference].route >= 0) return true;
    return false;
}

/// The judgement's own answer under its own terms; under others moved from there: the price of its species against the one it
/// breaks even at, the rest by what each tonne holds and costs.
Best by_judgement(const Ledger& ledger, std::size_t u, const Terms& terms, std::size_t j) {
    const Judgement& judgement = ledger.judged[j];
    const Reference& reference = ledger.references[judgement.reference];
    const Judged& under = terms.references[judgement.reference];
    const Terms::OneRoute& one = terms.routes[static_cast<std::size_t>(under.route)];
    const Scenario& scenario = *terms.scenario;
    Best best;
    best.judged = true;
    best.species = under.species;
    best.price_needed = judgement.price_needed;
    if (judgement.state == State::not_evaluated || judgement.state == State::no_route) {
        best.outcome.state = judgement.state;
        return best;
    }
    best.outcome.valuable = true;
    best.outcome.route = static_cast<std::int16_t>(under.route);
    Line& line = best.line;
    line.feasible = line.priced = true;
    line.cost = (judgement.value - judgement.margin) / reference.cost_index;
    double moved = -(scenario.cost_index - reference.cost_index) * line.cost, slope = 0;
    if (scenario.discount != reference.discount)
        moved -= scenario.cost_index * (own_cost(ledger, u, scenario.discount) - own_cost(ledger, u, reference.discount));
    const double kept = terms.kept, mass = ledger.mass_t[u];
    for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
        const std::size_t s = ledger.row_species[r];
        const double product = ledger.judged_recovered(u, j, r) / mass;
        if (!(product > 0) || ledger.row_role[r] == Role::harmful) continue;
        const Terms::Species& species = one.species[s];
        const auto gross = [&](double price) { return std::isnan(price) ? 0 : price * species.payable - species.charge; };
        line.taken += product * gross(terms.price[s]) * (1 - kept);
        moved += product * (terms.subsidy[s] - under.subsidy[s]);
        if (static_cast<std::int64_t>(s) != under.species) {
            moved += product * (gross(terms.price[s]) * kept - gross(under.price[s]) * under.kept);
            continue;
        }
        line.lead_recovered = product;
        slope = product * species.payable * under.kept;
        moved += product * gross(under.price[s]) * (kept - under.kept);
    }
    const bool same = under.differs == 0;
    const auto known = static_cast<std::size_t>(std::max<std::int64_t>(under.species, 0));
    const double then = under.species < 0 ? unknown : under.price[known];
    const double price = under.species < 0 ? unknown : terms.price[known];
    const double needed = judgement.price_needed;
    if (std::isfinite(needed) && needed > 0 && std::abs(then - needed) > 1e-9 * then && judgement.margin / (then - needed) > 0)
        slope = judgement.margin / (then - needed);
    slope *= under.kept > 0 ? kept / under.kept : 0;
    line.value_slope = slope;
    line.value = judgement.value + moved;
    bool pays = judgement.state == State::usable;
    double margin = judgement.margin;
    if (!same) {
        if (moved != 0) {
            const double short_of = -(judgement.margin + moved);
            best.price_needed = slope > 0 ? std::max(0.0, then + short_of / slope) : short_of <= 0 ? 0.0 : infinity;
        }
        if (std::isnan(price) || std::isnan(best.price_needed)) {
            best.outcome.state = State::not_evaluated;
            return best;
        }
        pays = best.price_needed <= price;
        margin += moved + slope * (price - then);
    }
    // What rounding or the bend of a royalty makes of the margin does not change the answer.
    best.outcome.margin = pays ? std::max(margin, 0.0) : std::min(margin, -std::numeric_limits<double>::min());
    best.outcome.state = !pays                                                ? State::uneconomic
                         : (ledger.flags[u] & scenario.blocking) != 0 ? State::blocked
                                                                      : State::usable;
    return best;
}

/// Of the judgements by routes that are on (or off) the one whose terms are nearest to the scenario's; of those by routes that are
/// off the one that pays best.
Best best_judged(const Ledger& ledger, std::size_t u, const Terms& terms, bool off) {
    std::int64_t nearest = -1;
    Best best;
    best.outcome.state = State::no_route;
    best.judged = true;
    const auto of = [&](std::size_t j) -> const Judged& { return terms.references[ledger.judged[j].reference]; };
    for (std::size_t j = ledger.judged_first[u]; j < ledger.judged_first[u + 1]; ++j) {
        if (of(j).route < 0 || of(j).on == off) continue;
        if (off) {
            const Best other = by_judgement(ledger, u, terms, j);
            if (other.outcome.valuable && (!best.outcome.valuable || other.outcome.margin > best.outcome.margin)) best = other;
        } else if (nearest < 0 || of(j).differs < of(static_cast<std::size_t>(nearest)).differs) {
            nearest = static_cast<std::int64_t>(j);
        }
    }
    return nearest < 0 ? best : by_judgement(ledger, u, terms, static_cast<std::size_t>(nearest));
}

Best best_of(const Ledger& ledger, std::size_t u, const Terms& terms, bool also_off = false) {
    Best best;
    if (ledger.excluded[u] != Excluded::counted) return best;
    if (ledger.mass_t[u] <= 0) return best;
    if (is_judged(ledger, u, terms)) return best_judged(ledger, u, terms, also_off);
    const std::size_t leading = ledger.leading_row(u);
    const double own = own_cost(ledger, u, terms.scenario->discount);
    bool known_species = false;
    for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r)
        known_species = known_species || !std::isnan(ledger.row_contained[r]);
    if (!known_species) return best;  // no assay: nothing can be said
    best.outcome.state = State::no_route;
    for (std::size_t n = 0; n < terms.routes.size(); ++n) {
        const Terms::OneRoute& one = terms.routes[n];
        if (one.on == also_off || !open_to(ledger, u, one)) continue;
        Line line = line_of(ledger, u, terms, one, leading);
        if (!line.feasible) continue;
        line.cost = own + plant_cost(ledger, u, one);
        const double margin = line.priced ? line.value - terms.scenario->cost_index * line.cost : unknown;
        const bool better = !best.outcome.valuable || margin > best.outcome.margin ||
                            (std::isnan(best.outcome.margin) && !std::isnan(margin));
        best.outcome.valuable = true;
        if (!better) continue;
        best.outcome.margin = margin;
        best.outcome.route = static_cast<std::int16_t>(n);
        best.line = line;
    }
    if (!best.outcome.valuable) return best;
    if (std::isnan(best.outcome.margin)) best.outcome.state = State::not_evaluated;
    else if (best.outcome.margin < 0) best.outcome.state = State::uneconomic;
    else if ((ledger.flags[u] & terms.scenario->blocking) != 0) best.outcome.state = State::blocked;
    else best.outcome.state = State::usable;
    return best;
}

/// Over the routes that are on: the least price of the leading species that pays.
double price_needed(const Ledger& ledger, std::size_t u, const Terms& terms) {
    if (ledger.excluded[u] != Excluded::counted || !(ledger.mass_t[u] > 0)) return unknown;
    if (is_judged(ledger, u, terms)) return best_judged(ledger, u, terms, false).price_needed;
    const std::size_t leading = ledger.leading_row(u);
    const std::size_t s = ledger.row_species[leading];
    const double own = own_cost(ledger, u, terms.scenario->discount);
    if (std::isnan(own) || std::isnan(ledger.row_contained[leading])) return unknown;
    double least = infinity;
    for (const Terms::OneRoute& one : terms.routes) {
        if (!one.on || !open_to(ledger, u, one)) continue;
        const Line line = line_of(ledger, u, terms, one, leading);
        if (!line.feasible) continue;
        const double price = terms.price[s];
        // What the others bring, and the leading species at price zero.
        double rest = line.value;
        if (!std::isnan(price)) rest -= line.value_slope * price;
        else rest += line.lead_recovered * (terms.subsidy[s] - one.species[s].charge * terms.kept_of(ledger.subsystem[u]));
        const double missing = terms.scenario->cost_index * (own + plant_cost(ledger, u, one)) - rest;
        if (missing <= 0) least = 0;
        else if (line.value_slope > 0) least = std::min(least, missing / line.value_slope);
    }
    return least;
}

/// Whose price a unit's answer turns on: the judgement's species, else the leading one.
std::size_t deciding_species(const Ledger& ledger, std::size_t u, const Best& best) {
    if (best.judged && best.species > 0) return static_cast<std::size_t>(best.species);
    return ledger.row_species[ledger.leading_row(u)];
}

/// What the judgement of a row's unit by a route recovers of it; NaN without one.
double judged_t(const Ledger& ledger, std::size_t row, const Route& route) {
    if (ledger.judged.empty()) return unknown;
    const auto unit = static_cast<std::size_t>(std::ranges::upper_bound(ledger.first, row) - ledger.first.begin() - 1);
    for (std::size_t j = ledger.judged_first[unit]; j < ledger.judged_first[unit + 1]; ++j)
        if (ledger.references[ledger.judged[j].reference].route == route.id) return ledger.judged_recovered(unit, j, row);
    return unknown;
}

}  // namespace

Outcome outcome_of(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario) {
    return best_of(ledger, unit, terms_of(ledger, routes, scenario)).outcome;
}

base::Expected<Outcomes> evaluate(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                                  const base::Progress& progress) {
    const Terms terms = terms_of(ledger, routes, scenario);
    Outcomes all;
    all.state.resize(ledger.units());
    all.route.resize(ledger.units());
    all.margin.resize(ledger.units());
    std::vector<std::uint8_t> valuable(ledger.units());
    const bool whole = base::parallel_pieces(ledger.units(), 1 << 14, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t u = begin; u < end; ++u) {
            const Outcome outcome = best_of(ledger, u, terms).outcome;
            all.state[u] = outcome.state;
            all.route[u] = outcome.route;
            all.margin[u] = outcome.margin;
            valuable[u] = outcome.valuable ? 1 : 0;
        }
    });
    if (!whole) return base::cancelled();
    all.valuable.assign(valuable.begin(), valuable.end());
    return all;
}

double recovery_of(const Ledger& ledger, std::size_t row, const Route& route) {
    if (const double judged = judged_t(ledger, row, route); !std::isnan(judged))
        return ledger.row_contained[row] > 0 ? judged / ledger.row_contained[row] : 0;
    const auto recovery = recoveries_of(route, ledger.species[ledger.row_species[row]]);
    const Shares& shares = ledger.profiles[ledger.row_profile[row]];
    double sum = 0;
    for (std::size_t o = 0; o < occurrences; ++o) sum += shares[o] * recovery[o];
    return sum;
}

double recovered_t(const Ledger& ledger, std::size_t row, const std::vector<Route>& routes, std::int16_t route,
                   std::uint16_t of) {
    if (route == no_route || ledger.row_species[row] == 0) return 0;
    const Route& taken = routes[static_cast<std::size_t>(route)];
    const Shares& shares = ledger.profiles[ledger.row_profile[row]];
    double sum = 0;
    if (const double judged = judged_t(ledger, row, taken); !std::isnan(judged)) {
        // What was judged does not say which states it came from: each gives its share.
        for (std::size_t o = 0; o < occurrences; ++o)
            if ((of >> o & 1U) != 0) sum += shares[o];
        return judged * (of == all_occurrences ? 1 : sum);
    }
    const auto recovery = recoveries_of(taken, ledger.species[ledger.row_species[row]]);
    for (std::size_t o = 0; o < occurrences; ++o)
        if ((of >> o & 1U) != 0) sum += shares[o] * recovery[o];
    return ledger.row_contained[row] * sum;
}

double price_of_unit(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario) {
    const Terms terms = terms_of(ledger, routes, scenario);
    const auto species = deciding_species(ledger, unit, best_of(ledger, unit, terms));
    return terms.price[species];
}

double activation_price(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario) {
    return price_needed(ledger, unit, terms_of(ledger, routes, scenario));
}

std::vector<Lever> levers(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario) {
    const Terms terms = terms_of(ledger, routes, scenario);
    const Best now = best_of(ledger, unit, terms);
    const Flags blocked = ledger.flags[unit] & scenario.blocking;
    const double kept = terms.kept_of(ledger.subsystem[unit]);
    std::vector<Lever> found;
    if (now.outcome.state == State::blocked) {
        Lever lift{Part::constraint};
        lift.flags = blocked;
        lift.change = 0;
        return {lift};
    }
    if (blocked != 0) return found;  // it would stay blocked: no single lever does
    if (now.outcome.state == State::no_route || now.outcome.state == State::uneconomic) {
        const Best other = best_of(ledger, unit, terms, true);
        if (other.outcome.valuable && other.outcome.margin >= 0) {
            Lever build{Part::technology};
            build.route = other.outcome.route;
            build.change = 0;
            found.push_back(build);
        }
    }
    if (now.outcome.state == State::uneconomic) {
        const double gap = -now.outcome.margin;
        const double price = terms.price[deciding_species(ledger, unit, now)], needed = price_needed(ledger, unit, terms);
        if (std::isfinite(needed) && price > 0) {
            Lever rise{Part::price};
            rise.change = needed / price - 1;
            rise.per_tonne = kept > 0 ? gap / kept : infinity;
            found.push_back(rise);
        }
        const double costs = scenario.cost_index * now.line.cost;
        if (costs > 0 && gap <= costs) {
            Lever fall{Part::cost};
            fall.change = gap / costs;
            fall.per_tonne = gap;
            found.push_back(fall);
        }
        if (now.line.taken > 0 || now.line.lead_recovered > 0) {
            Lever policy{Part::policy};
            policy.per_tonne = gap;
            const double relief = now.line.taken > 0 ? gap / now.line.taken : infinity;
            if (relief <= 1) {
                policy.change = relief;
                found.push_back(policy);
            } else if (now.line.lead_recovered > 0 && price > 0) {
                policy.subsidy_per_t = gap / now.line.lead_recovered;
                policy.change = policy.subsidy_per_t / price;
                found.push_back(policy);
            }
        }
    }
    std::ranges::stable_sort(found, [](const Lever& a, const Lever& b) {
        // Money that is the same but for rounding is the same.
        if (std::abs(a.per_tonne - b.per_tonne) > 1e-9 * std::max(a.per_tonne, b.per_tonne)) return a.per_tonne < b.per_tonne;
        if (a.change != b.change && !std::isnan(a.change)) return std::isnan(b.change) || a.change < b.change;
        return static_cast<int>(a.part) < static_cast<int>(b.part);
    });
    return found;
}

}  // namespace orelens::ledger
