// Which price makes how much of the metal usable: the usable-quantity curve read the other way round.
#pragma once

#include <cstddef>
#include <vector>

#include "core/economics/UsableCurve.h"

namespace orelens::economics {

struct MetalPrice {
    double share = 0;  ///< of the metal in all evaluated blocks, fraction
    /// Lowest price of the slider at which at least that much is usable: −∞ where blocks that need no price hold it, +∞
    /// where no price makes so much usable.
    double price = 0;
    UsableTotals usable;  ///< at that price; at +∞ all that any price makes usable
};
/// In equal steps up to all of it: at 10 steps each 10 %. `element` of the curve. Empty where no metal of it is known.
/// With several stretches of usable prices (LeafValue.h) the curve's one price per block counts.
std::vector<MetalPrice> metal_prices(const UsableCurve& curve, std::size_t element, int steps = 10);

}  // namespace orelens::economics
