// How much lies in the blocks that a filter keeps, quickly enough to follow a hand. Metal and what of it is usable are
// the curve's (UsableCurve::within).
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// Of the blocks of a mask: how many, m³ that count, in-situ dry tonnes (domain: BlockTonnes). Sums are taken leaf by
/// leaf in order, whatever the threads. Error: a mask of another model; cancelled.
struct FilterTonnes {
    std::int64_t blocks = 0;
    double volume_m3 = 0, tonnes = 0;
};
base::Expected<FilterTonnes> filter_tonnes(const blocks::BlockModel& model, const blocks::BlockMask& mask,
                                           const Costs& costs,
                                           const base::Progress& progress = base::Progress());

}  // namespace orelens::economics
