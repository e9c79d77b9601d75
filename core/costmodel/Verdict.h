// What the model of costs and today's deck say of each orebody: cost with its interval, activation price with its band,
// probability at the price, what drives the cost, what stands in the way and the smallest single change that would help,
// and the producing mines most like it (recycling-and-costs.md §3.3). Nothing is said of what the model does not know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/costmodel/Activation.h"
#include "core/costmodel/CostModel.h"

namespace orelens::costmodel {

enum class OrebodyState {
    usable,    ///< activation price ≤ the deck's price
    technical,  ///< a price makes it usable, higher than today's
    never,     ///< no price does
    outside,   ///< unlike the mines that taught: no verdict
    unknown    ///< something that the answer needs is not stated: `why`
};
/// "usable", "technical", "never", "outside", "unknown".
const char* state_id(OrebodyState state);

/// One cost of an orebody, in the deck's currency. Operating: per mined tonne. The interval is that of CV+, whose models are
/// those of the folds; where the model of all mines lies beyond an end, it is as wide as that.
struct CostAnswer {
    double middle = not_stated, lower = not_stated, upper = not_stated;
    bool stated = false;  ///< by the table; no interval then
    DomainVerdict domain;
    std::vector<std::pair<std::string, double>> factors;  ///< exp φ per feature, farthest from 1 first; empty where stated
};

/// A single change that makes the value 0 with all else as it is.
struct Lever {
    std::string id;     ///< "price", "operating", "capital", "recovery"
    double change = 0;  ///< relative: +0.12 is 12 % more; NaN = no change of this one is enough
};

struct OrebodyVerdict {
    int row = 0;  ///< in the table of orebodies
    OrebodyState state = OrebodyState::unknown;
    base::Message why;      ///< in words why it is not usable; empty where it is
    MiningPlan plan;
    CostAnswer operating, capital;
    EngineeringCost engineering;  ///< beside them, in the deck's currency: what the engineering tables say at the rule's index
    double price = not_stated;  ///< the deck's, of its main commodity, as quoted
    ActivationBand band;
    double probability = not_stated;  ///< of being usable at that price
    double value = not_stated;        ///< NPV, or margin per mined t, at that price
    double npv = not_stated;
    std::optional<double> internal_rate, payback_years;  ///< at that price
    double metal_tonnes = not_stated;        ///< of the main commodity, produced over its life
    double cash_cost = not_stated;           ///< per t of that metal: operating and sustaining less by-products
    std::vector<Lever> levers;               ///< those that are enough, cheapest first; empty where usable
    std::vector<RevenuePart> by_products;
    std::vector<std::string> unpriced;       ///< grades that count nothing for want of a price or a recovery
    std::string route;                       ///< of a deck with routes: the best at its price
    bool recovery_unused = false;            ///< RoutedRevenue::recovery_unused
    std::vector<int> analogues;              ///< rows of the training table, nearest first
    bool override_used = false;              ///< outside the training domain, judged on request
};

/// Usable by the middle of the estimate, though its probability is known and below one half.
[[nodiscard]] bool in_doubt(OrebodyState state, double probability);

/// One verdict per row of `orebodies`, in its order. A cost that the table states itself is taken; the other is learned.
/// Errors: no rate between the model's currency and the deck's; operating costs per tonne of ore and of metal in the two
/// tables; those of the learners; cancelled. Results depend on the arguments alone.
base::Expected<std::vector<OrebodyVerdict>> verdicts(const CostModel& model, const OrebodyTable& orebodies, const economics::PriceDeck& deck,
                                                     const CostRule& rule, const base::Progress& progress);

}  // namespace orelens::costmodel
