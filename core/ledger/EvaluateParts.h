// What the evaluation of units is put together from; internal to it (Evaluate.cpp, EvaluateTerms.cpp, EvaluateJudged.cpp)
// and to those that ask many units at one scenario (Activation.cpp, Advice.cpp, Openness.cpp).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/ledger/Evaluate.h"

namespace orelens::ledger::valuing {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// A scenario and a route as a straight line in the leading species' price, for one unit.
struct Line {
    bool feasible = false;   // something is recovered
    bool priced = false;     // something that is recovered has a price
    bool lead_unpriced = false;  // and what it is mined for has none: what is short may be it
    double value = 0;        // per t, before costs
    double value_slope = 0;  // d value / d price of the leading species
    double taken = 0;        // tax and royalty in it, per t
    double lead_recovered = 0;  // t of the leading species in the product, per t
    double cost = 0;         // before the index
};

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

/// A unit's answer and what it rests on.
struct Best {
    Outcome outcome;
    Line line;
    bool judged = false;           // by another room, not by the line of a route
    std::int64_t species = -1;     // then: whose price decides,
    double price_needed = unknown;  // and from which it pays
};

/// Recoveries of a route by occurrence.
std::array<double, occurrences> recoveries_of(const Route& route, const std::string& species);
Terms terms_of(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario);
/// How often terms were set up since the program began: for tests, which count work.
std::size_t terms_made();
/// Whether a route takes a unit. `perhaps`: the route names an ore type or a system, and nobody wrote the unit's.
enum class Open { no, perhaps, yes };
Open open_to(const Ledger& ledger, std::size_t u, const Terms::OneRoute& one);
/// Per t of the unit, before the index. NaN where it is not known.
double own_cost(const Ledger& ledger, std::size_t u, double discount);
/// What a route adds to the unit's own cost: nothing where the plant is within it.
double plant_cost(const Ledger& ledger, std::size_t u, const Terms::OneRoute& one);
Line line_of(const Ledger& ledger, std::size_t u, const Terms& terms, const Terms::OneRoute& one, std::size_t leading);

/// Whether another room has judged the unit by a route that these assumptions know: then no other route is asked.
bool is_judged(const Ledger& ledger, std::size_t u, const Terms& terms);
/// Of the judgements by routes that are on the one whose terms are nearest to the scenario's; of those by routes that are off the one
/// that pays best.
Best best_judged(const Ledger& ledger, std::size_t u, const Terms& terms, bool off);

/// A unit by the routes that are on, or by those that are off.
Best best_of(const Ledger& ledger, std::size_t u, const Terms& terms, bool also_off = false);
/// Whose price a unit's answer turns on: the judgement's species, else the leading one; by number in the ledger.
std::size_t deciding_species(const Ledger& ledger, std::size_t u, const Best& best);
/// Over the routes that are on: the least price of the deciding species that pays; see activation_price.
double price_needed(const Ledger& ledger, std::size_t u, const Terms& terms);
/// See levers in Evaluate.h.
std::vector<Lever> levers_of(const Ledger& ledger, std::size_t u, const Terms& terms);

}  // namespace orelens::ledger::valuing
