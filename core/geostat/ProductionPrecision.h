// How sure the grade of a period's production is: the blocks taken together in panels of as many tonnes, and the spread
// of each panel's grade over the realisations of a simulation. A quarter or a year of production is the volume on which
// confidence classes are often judged (± 15 % at 90 % confidence; Parker and Dohm 2014). Says nothing of single blocks.
#pragma once

#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/geostat/Simulation.h"

namespace orelens::geostat {

struct ProductionVolume {
    double tonnes = 0;    ///< of a period, > 0
    double height_m = 0;  ///< of a panel; 0 = one block
};

/// With fewer realisations the ends of a 90 % interval are not known.
inline constexpr std::size_t fewest_for_precision = 20;

/// Per block, in the order of the nodes: the 90 % interval of the mean grade of its panel, the further of its ends from
/// the mean over realisations, in percent of that mean. Panels are boxes of whole blocks, as near to square in plan as
/// blocks allow, aligned with the grid's corner; a panel of less than half the volume is judged together with the
/// heaviest of the six beside it. Blocks count by `tonnes` (one per node, in the order of the nodes); those without a
/// value in a realisation are left out of it. NaN: a block without a value in any, a mean that is not above 0, fewer
/// realisations than `fewest_for_precision`. Error: volume, height or number of tonnes that make no sense; cancelled.
base::Expected<std::vector<float>> production_precision(const SimulationNodes& nodes, const Realisations& grades,
                                                        std::span<const double> tonnes, const ProductionVolume& volume,
                                                        const base::Progress& progress);

}  // namespace orelens::geostat
