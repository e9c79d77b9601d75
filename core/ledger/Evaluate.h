// State of every unit at a scenario: a pure function of the two. Nothing is remembered between scenarios: restart and
// closure enter as costs.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/ledger/Query.h"
#include "core/ledger/Scenario.h"

namespace orelens::ledger {

inline constexpr std::int16_t no_route = -1;

/// One unit at one scenario, by the best of the routes that are switched on, from their year and open to it.
/// margin = Σ contained/mass · ε · ((P·θ − charge)(1 − tax − royalty) + subsidy) − cost index · (own cost + route + one-off),
/// ε = Σ share · recovery over the occurrences; one-off = capital of
/// units that do not produce yet, and restart and closure of suspended and closed ones, recovered at the discount rate over
/// the life. Harmful species earn nothing. A unit that another room has judged (Judgement.h) by a route of the assumptions takes
/// that answer: exactly under the terms it was judged at, moved from there under others; no route of another is asked for it.
/// A route that names an ore type or a system may be open to a unit of which nobody wrote it: it makes nothing usable, and where
/// the answer would hang on it the unit is not evaluated.
struct Outcome {
    State state = State::not_evaluated;
    bool valuable = false;     ///< a route recovers something: technically recoverable, economic or not
    std::int16_t route = no_route;  ///< of `Assumptions::routes`; the best, or where costs or prices are unknown the first feasible
    double margin = unknown;   ///< per t of the unit's mass
    bool operator==(const Outcome& other) const {
        return state == other.state && valuable == other.valuable && route == other.route &&
               (margin == other.margin || (std::isnan(margin) && std::isnan(other.margin)));
    }
};
Outcome outcome_of(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario);

/// All units; those that are in no total are not evaluated.
struct Outcomes {
    std::vector<State> state;
    std::vector<bool> valuable;
    std::vector<std::int16_t> route;
    std::vector<double> margin;
    bool operator==(const Outcomes&) const = default;
};
/// Error: cancelled.
base::Expected<Outcomes> evaluate(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                                  const base::Progress& progress = base::Progress());
/// Some units alone, by number; answers in their order.
base::Expected<Outcomes> evaluate(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                                  std::span<const std::uint32_t> units, const base::Progress& progress);

/// Recovery of an assay row by a route: Σ share · recovery.
double recovery_of(const Ledger& ledger, std::size_t row, const Route& route);
/// Metal of a row that the unit's own route gets; 0 without a route, NaN where the metal is not known.
/// Of the occurrence states of which a bit is set in `of`, each by its own recovery.
double recovered_t(const Ledger& ledger, std::size_t row, const std::vector<Route>& routes, std::int16_t route,
                   std::uint16_t of = all_occurrences);

/// The scenario's price of the species that a unit's answer turns on: the one it was judged by, else its leading one.
double price_of_unit(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario);
/// The price of that species at which the best route breaks even, all else as in the scenario: 0 where it
/// pays at no price of it, +∞ where no price pays, NaN where it cannot be known. Flags do not enter.
double activation_price(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario);

/// What alone would make a unit usable. `change`: price, its relative rise; cost, the relative fall of all costs; policy, the share
/// of taxes and royalty given up (up to 1), or above that with `subsidy_per_t` of the leading species; technology, the route; constraint,
/// the flags lifted. `per_tonne`: money per tonne of the unit that somebody gives up, 0 for technology and constraint, whose
/// own costs are in the margin or not known.
struct Lever {
    Part part = Part::price;
    double change = unknown;
    double per_tonne = 0;
    double subsidy_per_t = 0;
    std::int16_t route = no_route;
    Flags flags = 0;
};
/// Every single lever that would do, the cheapest first: least money per tonne, then the least relative change, then the
/// order of parts. Empty where the unit is usable, not evaluated, or no single lever does.
std::vector<Lever> levers(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario);

}  // namespace orelens::ledger
