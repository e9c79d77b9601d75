// Whether a block model may be asked what is usable. One definition for pictures, panels, command line and
// reports: a model that is not evaluated is shown as such, never as usable.
#pragma once

#include <string>

#include "core/base/Text.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

enum class Evaluated {
    yes,
    no_commodity,  ///< the deck has none, or not the main one it names
    no_price,      ///< the main commodity's price is not above zero
    no_costs,  ///< every cost that the deck's test counts is zero: at any price everything would be usable
    not_run    ///< the model lacks the columns of `evaluate` for this commodity and test
};

/// What the deck alone says, before any model; never not_run.
Evaluated evaluable(const PriceDeck& deck);
/// Whether the model carries the columns that `evaluate` writes: break-even price of the commodity under the
/// test, and status. They may be of an older deck: that is for the stamps of results to say.
bool has_evaluation(const blocks::BlockModel& model, const std::string& commodity, CutoffTest test);
/// Both: first what is wrong with the deck, then with the model (null = not_run).
Evaluated evaluated(const blocks::BlockModel* model, const PriceDeck& deck);
inline bool is_evaluated(const blocks::BlockModel* model, const PriceDeck& deck) {
    return evaluated(model, deck) == Evaluated::yes;
}

/// Why there is no answer, for a reader; empty for yes.
base::Message why_not(Evaluated state);

}  // namespace orelens::economics
