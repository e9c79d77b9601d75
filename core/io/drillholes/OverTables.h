// Results of an over-limit method that stand in a further assay table: ">10000" of the first one takes the figure
// that the further one has for the same sample. Columns of one table: OverLimit.cpp.
#pragma once

#include <vector>

#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"

namespace orelens::io {

/// Grades of `table` that are marked as above their limit, and for whose interval `more` has a plain grade of the
/// same element at that limit or above, become that grade and lose the mark. One finding per element says how many;
/// what was said of the limit is taken back where no such cell of the column is left.
void take_over_results(drilling::IntervalTable& table, const drilling::IntervalTable& more, std::size_t holes,
                       std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
