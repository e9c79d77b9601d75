#include "core/ledger/Evaluate.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/ledger/EvaluateParts.h"

namespace orelens::ledger {
namespace valuing {

Best best_of(const Ledger& ledger, std::size_t u, const Terms& terms, bool also_off) {
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
    std::vector<double> perhaps;  // margins of routes that may be open to it
    for (std::size_t n = 0; n < terms.routes.size(); ++n) {
        const Terms::OneRoute& one = terms.routes[n];
        if (one.on == also_off) continue;
        const Open open = open_to(ledger, u, one);
        if (open == Open::no) continue;
        Line line = line_of(ledger, u, terms, one, leading);
        if (!line.feasible) continue;
        line.cost = own + plant_cost(ledger, u, one);
        double margin = line.priced ? line.value - terms.scenario->cost_index * line.cost : unknown;
        // By-products that do not pay alone say nothing of what the unit is mined for.
        if (line.lead_unpriced && margin < 0) margin = unknown;
        if (open == Open::perhaps) {
            perhaps.push_back(margin);
            continue;
        }
        const bool better = !best.outcome.valuable || margin > best.outcome.margin ||
                            (std::isnan(best.outcome.margin) && !std::isnan(margin));
        best.outcome.valuable = true;
        if (!better) continue;
        best.outcome.margin = margin;
        best.outcome.route = static_cast<std::int16_t>(n);
        best.line = line;
    }
    if (!best.outcome.valuable) {
        // Whether there is a route at all hangs on what nobody wrote.
        if (!perhaps.empty()) best.outcome.state = State::not_evaluated;
        return best;
    }
    const bool may_pay = std::ranges::any_of(perhaps, [](double margin) { return !(margin < 0); });
    if (best.outcome.margin < 0 && may_pay) best.outcome.margin = unknown;
    if (std::isnan(best.outcome.margin)) best.outcome.state = State::not_evaluated;
    else if (best.outcome.margin < 0) best.outcome.state = State::uneconomic;
    else if ((ledger.flags[u] & terms.scenario->blocking) != 0) best.outcome.state = State::blocked;
    else best.outcome.state = State::usable;
    return best;
}

double price_needed(const Ledger& ledger, std::size_t u, const Terms& terms) {
    if (ledger.excluded[u] != Excluded::counted || !(ledger.mass_t[u] > 0)) return unknown;
    if (is_judged(ledger, u, terms)) return best_judged(ledger, u, terms, false).price_needed;
    const std::size_t leading = ledger.leading_row(u);
    const std::size_t s = ledger.row_species[leading];
    const double own = own_cost(ledger, u, terms.scenario->discount);
    if (std::isnan(own) || std::isnan(ledger.row_contained[leading])) return unknown;
    double least = infinity, perhaps = infinity;  // over the routes that are open, and over those that may be
    for (const Terms::OneRoute& one : terms.routes) {
        const Open open = one.on ? open_to(ledger, u, one) : Open::no;
        if (open == Open::no) continue;
        const Line line = line_of(ledger, u, terms, one, leading);
        if (!line.feasible) continue;
        const double price = terms.price[s];
        // What the others bring, and the leading species at price zero.
        double rest = line.value;
        if (!std::isnan(price)) rest -= line.value_slope * price;
        else rest += line.lead_recovered * (terms.subsidy[s] - one.species[s].charge * terms.kept_of(ledger.subsystem[u]));
        const double missing = terms.scenario->cost_index * (own + plant_cost(ledger, u, one)) - rest;
        double& price_of = open == Open::yes ? least : perhaps;
        if (missing <= 0) price_of = 0;
        else if (line.value_slope > 0) price_of = std::min(price_of, missing / line.value_slope);
    }
    return perhaps < least ? unknown : least;
}

std::size_t deciding_species(const Ledger& ledger, std::size_t u, const Best& best) {
    if (best.judged && best.species > 0) return static_cast<std::size_t>(best.species);
    return ledger.row_species[ledger.leading_row(u)];
}

}  // namespace valuing

namespace {

using namespace valuing;

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

base::Expected<Outcomes> evaluate(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                                  std::span<const std::uint32_t> units, const base::Progress& progress) {
    const Terms terms = terms_of(ledger, routes, scenario);
    Outcomes some;
    some.state.resize(units.size());
    some.route.resize(units.size());
    some.margin.resize(units.size());
    std::vector<std::uint8_t> valuable(units.size());
    const bool whole = base::parallel_pieces(units.size(), 1 << 14, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const Outcome outcome = best_of(ledger, units[n], terms).outcome;
            some.state[n] = outcome.state;
            some.route[n] = outcome.route;
            some.margin[n] = outcome.margin;
            valuable[n] = outcome.valuable ? 1 : 0;
        }
    });
    if (!whole) return base::cancelled();
    some.valuable.assign(valuable.begin(), valuable.end());
    return some;
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
    return levers_of(ledger, unit, terms_of(ledger, routes, scenario));
}

std::vector<Lever> valuing::levers_of(const Ledger& ledger, std::size_t unit, const Terms& terms) {
    const Scenario& scenario = *terms.scenario;
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
