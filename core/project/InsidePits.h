// What is usable inside the pits, or in the least mining width of an underground mine: the evaluated model and its curve with the price of each block raised to the price
// of its pit. Made from the results of the stages `evaluate` and `pits`, and never in the file.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Results.h"

namespace orelens::project {

struct InsidePits {
    /// As the evaluated model with its pits, but usable means inside the pit too.
    Shared<blocks::BlockModel> model;
    Shared<economics::UsableCurve> curve;  ///< under the deck's test
};

/// Null where no pits were made, or none apply.
Shared<InsidePits> inside_pits(const Results& results);
/// The lowest price that a pit was sought for: below it what lies inside is not known, not nothing. −∞ underground, where every
/// price is judged, and without pits.
double lowest_pit_price(const Results& results);
/// Makes it from the other results, or takes it away where there are no pits. Error: cancelled.
base::Expected<void> make_inside_pits(Results& results, const base::Progress& progress);

}  // namespace orelens::project
