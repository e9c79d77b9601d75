// What would make a block, or a parcel, pay: each lever moved alone, all else as in the deck. The needed value is
// solved for to the last digit of a double on the margin of the evaluation itself, so that it holds for any terms it knows;
// a lever is taken to act in one direction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::scenarios {

/// One thing that can be moved.
struct Lever {
    std::string id = {};         ///< the parameter: "commodity.Cu.price"; "prices" and "costs": all of them by one factor
    std::string part = {};       ///< of a scenario that it belongs to: "price", "recovery", "cost" … (Parts.h)
    std::string commodity = {};  ///< empty where it concerns none
    double now = 0;         ///< in the parameter's unit; 1 for factors
    double limit = 0;       ///< how far it can go in the direction that helps: 100 % recovery, no cost; +∞ for prices
    /// What a change is measured against: `now`; for a subsidy, which may be nothing, the price net of VAT.
    double measure = 0;
    bool counted = true;  ///< false: the deck's test leaves this cost out
    std::function<void(economics::PriceDeck&, double)> set = {};
};
/// All levers of a deck, in a fixed order: prices, recoveries, terms of sale, taxes, costs, dilution and mining
/// recovery; with routes also what each of them, its products and payables state as one number.
std::vector<Lever> levers_of(const economics::PriceDeck& deck);

struct Needed {
    Lever lever = {};
    enum class Why {
        moves,       ///< `value` makes it pay
        pays,        ///< the margin is not below zero: nothing is needed
        no_effect,   ///< the margin does not depend on it
        not_counted, ///< the test leaves it out
        not_enough   ///< even at its limit the margin stays below zero
    } why = Why::moves;
    std::optional<double> value = {};  ///< in the parameter's unit
    /// |value − now| as a share of what the lever is measured against: the measure by which levers are compared.
    double change = 0;
    double margin_at_limit = 0;  ///< per t mined, where the limit is finite
};

/// What each lever alone has to become for grades (mass fractions in the deck's order, NaN = not assayed) at an
/// elevation, cheapest first: the smallest change by `Needed::change`; those that cannot do it follow, in their own
/// order. The deck has passed check_deck.
std::vector<Needed> needed_changes(const economics::PriceDeck& deck, economics::CutoffTest test,
                                   const std::vector<double>& fractions, double elevation_m);

/// The same for blocks as they are, together: each is fed on its own best route by the deck's test, whichever that is with
/// the lever moved. The blocks stay the same ones. With routes, tiers and the like every margin is the sum over all of
/// them; without, that of their mean, which is the same. Errors: as waterfall_of (Waterfall.h).
base::Expected<std::vector<Needed>> needed_changes(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                                   const blocks::BlockMask& taken,
                                                   const base::Progress& progress = base::Progress());

/// The margin per t mined at the deck's own prices.
double margin_of(const economics::PriceDeck& deck, economics::CutoffTest test, const std::vector<double>& fractions,
                 double elevation_m);

}  // namespace orelens::scenarios
