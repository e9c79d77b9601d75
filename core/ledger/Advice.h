// Scientific utilisation (科学利用): what to do next with each part of the ledger, computed from it and a scenario. Every
// recommendation carries its numbers, the units behind them, and the sentence a report prints; nothing is said that the rows
// do not show.
#pragma once

#include <string>
#include <vector>

#include "core/ledger/Activation.h"

namespace orelens::ledger {

enum class Subject : std::uint8_t {
    route,        ///< a route that is not switched on would make units usable
    price,        ///< units that a small rise of the price makes usable
    cost,         ///< … a fall of costs
    policy,       ///< … less tax, or a subsidy
    constraint,   ///< economic, and kept from use by one flag
    low_grade,    ///< low and ultra-low grade that pays now: staged use (梯次利用)
    idle,         ///< suspended or closed, and usable in the scenario with its restart in the costs
    undeveloped,  ///< undeveloped and usable
    by_product,   ///< species of producing units that their own route does not get and another would
    tailings,     ///< tailings, slag and stockpiles that are usable
    scrap,        ///< scrap that is usable, or what keeps it from use
    exploration,  ///< potential: to be drilled before anything else is said
    unknown_state,  ///< what nobody can judge: occurrence, cost or price not known
};
template <> std::span<const Value> values<Subject>();

struct AdviceRule {
    /// Levers of price, cost and policy above this relative change are no advice.
    double largest_change = 0.2;
    std::size_t most_units_named = 3;  ///< in the sentence
};

struct Recommendation {
    Subject subject = Subject::route;
    std::string species;      ///< the metal it is ranked by: of the units' leading species
    std::int16_t route = no_route;
    Flags flag = 0;
    std::string key;          ///< further group: a grade class, a depth band; code
    Kind kind = Kind::unknown;  ///< of all its units: resources, reserves and potential are never summed
    std::vector<std::uint32_t> units;  ///< by number, the largest metal first
    double ore_t = 0;
    double contained_t = 0, recovered_t = 0;  ///< of `species`; recovered by the route that would be used
    double sd_t = unknown;    ///< of contained_t, from the rows that state one; unknown where one does not
    double price_needed = unknown;  ///< per t of `species`: the highest activation price among the units
    double change = unknown;  ///< the largest relative change among the units, of the lever
    double cost = unknown;    ///< money in the basis that somebody gives up in total: Σ per tonne × ore; 0 = none beyond the margin
    double margin_total = unknown;  ///< Σ margin × ore of what is usable already
    double depth_from_m = unknown, depth_to_m = unknown;
    base::Message sentence;   ///< key and arguments; words in both languages
    [[nodiscard]] std::string id() const;
};

/// Ranked: usable now before what needs something; within these by money per tonne of metal recovered, then by metal;
/// exploration and what is not known last. Units of a selection only. Error: cancelled.
base::Expected<std::vector<Recommendation>> advise(const Ledger& ledger, const Assumptions& assumptions,
                                                   const Scenario& scenario, const Selection& selection = {},
                                                   const AdviceRule& rule = {},
                                                   const base::Progress& progress = base::Progress());

/// The sentence in a language, with its names in it.
std::string sentence(const Recommendation& one, const Ledger& ledger, const Assumptions& assumptions, base::Language language);

}  // namespace orelens::ledger
