// What the occurrence stage made beside block columns: the plan, its sums over the blocks, and what of the table had no
// place in the model.
#pragma once

#include <vector>

#include "core/occurrence/Columns.h"
#include "core/occurrence/Plan.h"

namespace orelens::occurrence {

struct Study {
    Plan plan;
    PlanNotes notes;
    std::vector<ElementSums> sums;  ///< by element of the plan
    bool phase_columns = true;
    double density_t_per_m3 = 1;  ///< stated, where the model has no density column
};

}  // namespace orelens::occurrence
