// What another room has judged of a unit: the evaluation of its blocks, the verdict on an orebody. The ledger takes that
// answer as it stands; only under other prices, costs or taxes does it move it (Evaluate.h).
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "core/ledger/Dimensions.h"

namespace orelens::ledger {

/// Under which terms units were judged, and the route that the judgement is of.
struct Reference {
    std::string route;    ///< id of a route of the assumptions; where these have none of that id the judgement says nothing
    std::string species;  ///< whose price a unit breaks even at
    std::string currency;
    std::map<std::string, double> prices, subsidy;  ///< net of VAT, per t of the species
    double cost_index = 1, discount = 0, tax = 0, royalty = 0;
    bool operator==(const Reference&) const = default;
};

/// One unit under one reference. Amounts in its currency per t of the unit's mass.
struct Judgement {
    std::uint16_t reference = 0;
    State state = State::not_evaluated;  ///< flags aside: usable where it pays
    /// Of the reference's species, net of VAT per t: 0 = at any price, +∞ = at none, NaN = not known.
    double price_needed = std::numeric_limits<double>::quiet_NaN();
    double value = std::numeric_limits<double>::quiet_NaN();   ///< of what is sold
    double margin = std::numeric_limits<double>::quiet_NaN();  ///< value less every cost
    bool operator==(const Judgement&) const = default;
};

}  // namespace orelens::ledger
