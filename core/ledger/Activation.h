// Activation (活化性): what moves in and out of use between two scenarios, and what it is put down to.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ledger/Evaluate.h"

namespace orelens::ledger {

/// Quantities of a set of units; ore once, metal by species of the ledger: contained, and what the route in use recovers.
struct Quantities {
    std::int64_t units = 0;
    double ore_t = 0;
    std::vector<double> contained_t, recovered_t;
};

/// What moves within one kind: resources, reserves and what is of no known kind are never summed.
struct KindMoves {
    Kind kind = Kind::unknown;
    Quantities usable_from, usable_to, activated, deactivated;
    std::vector<double> ore_share;                     ///< by part, of usable_to − usable_from
    std::vector<std::vector<double>> recovered_share;  ///< [part][species]
};

struct Activation {
    Outcomes from, to;
    std::vector<KindMoves> kinds;  ///< those that occur, in the order of the enumeration; what a reader is told
    std::vector<std::uint32_t> activated, deactivated;  ///< units that become, or cease to be, usable; by number
    Quantities usable_from, usable_to, activated_sum, deactivated_sum;
    std::vector<Part> parts;  ///< in which the scenarios differ
    /// By part: share of the difference usable_to − usable_from, Shapley value over the parts that differ; the parts'
    /// shares sum to it.
    std::vector<double> ore_share;
    std::vector<std::vector<double>> recovered_share;  ///< [part][species]
    /// Units from state to state: [from · 5 + to].
    std::array<std::int64_t, 25> moves{};
    std::array<double, 25> moved_ore_t{};
};

/// Over the units that a selection takes whole or in part (a unit's ore counts once, the metal by what is taken). Error:
/// cancelled.
base::Expected<Activation> activation(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& from,
                                      const Scenario& to, const Selection& selection = {},
                                      const base::Progress& progress = base::Progress());

/// Of the units whose number is set in `take`; of one kind alone where it is given.
Quantities quantities(const Ledger& ledger, const std::vector<Route>& routes, const Outcomes& outcomes,
                      const std::vector<std::uint8_t>& take, const Selection& selection = {}, std::optional<Kind> kind = std::nullopt);

/// One unit between today and the other scenario, for tables.
struct UnitAnswer {
    Outcome outcome;
    double activation_price = unknown, price = unknown;  ///< of the leading species, per t net of VAT
    double gap = unknown;                                ///< activation_price / price − 1
    std::vector<Lever> levers;                           ///< the cheapest first
    std::size_t species = 0;                             ///< whose prices these are, by number in the ledger
};
UnitAnswer answer_of(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario);
/// Some units, by number; answers in their order. Error: cancelled.
base::Expected<std::vector<UnitAnswer>> answers_of(const Ledger& ledger, std::span<const std::uint32_t> units, const std::vector<Route>& routes,
                                                   const Scenario& scenario, const base::Progress& progress = base::Progress());

}  // namespace orelens::ledger
