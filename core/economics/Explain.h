// Why one block of a model is or is not usable under a deck with routes: the lines of its best route, or of a named one.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/LeafValue.h"
#include "core/economics/Value.h"

namespace orelens::economics {

/// One way that a block can go, at the deck's prices.
struct RouteMargin {
    std::string route;  ///< empty for the one plant of a deck without routes
    double revenue = 0;
    double margin = 0;  ///< −∞ where the ore type may not go that way
};
struct BlockAnswer {
    std::vector<RouteMargin> routes;
    std::size_t best = nowhere;            ///< of routes
    std::vector<PriceInterval> usable;     ///< exact, of the slider's number
    double break_even = 0;                 ///< the number that the slider uses for it
};
/// Errors: as of `evaluate`; no such block.
base::Expected<BlockAnswer> block_answer(const blocks::BlockModel& model, const PriceDeck& deck, const Slider& slider,
                                         CutoffTest test, const blocks::Index3& ijk);

/// As `explain`, for a block of a model: what its ore type, rock type, class and columns decide is in it. Empty where the
/// deck does not fit the model.
std::vector<ValueLine> explain_block(const blocks::BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                     const blocks::Index3& ijk);

}  // namespace orelens::economics
