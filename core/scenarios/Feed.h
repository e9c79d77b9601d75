// Blocks as they are, each fed on the route that is best for it at the deck's prices: what they earn together, and step
// by step. Internal to the room; Waterfall.h and Levers.h are what asks.
#pragma once

#include <cstdint>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/FeedSums.h"
#include "core/economics/PriceDeck.h"

namespace orelens::scenarios {

struct Fed {
    economics::FeedSums sums;
    double worth = 0;            ///< Σ margin · tonnes mined, block by block
    double margin = 0;           ///< mean margin per t mined; NaN where nothing is fed
    std::int64_t no_way = 0;     ///< blocks that no route takes: not fed
    double no_way_tonnes = 0;    ///< in situ
};

enum class Asked { margin, steps };  ///< `margin`: worth and margin alone, several times faster

/// Leaf by leaf in order, whatever the threads. Errors: as economics::evaluate; a mask of another model; cancelled.
base::Expected<Fed> feed(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                         const blocks::BlockMask& taken, Asked asked,
                         const base::Progress& progress = base::Progress());

}  // namespace orelens::scenarios
