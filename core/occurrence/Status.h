// Status of every block and component at a scenario (domain.md §0): what technology can do with a component, put together
// with what the evaluation says of the block. Knows the evaluation by its column alone.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/occurrence/Plan.h"

namespace orelens::occurrence {

enum class ComponentStatus { usable, technical, unrecoverable, unassigned, excluded };
std::vector<std::string> component_status_codes();
std::string component_status_column(const std::string& element);  ///< "status.Cu"

/// Columns of the evaluation.
struct Evaluation {
    std::string status_column;  ///< status of the block, an integer column with codes, "usable" among them
    /// Integer column whose codes are the routes that blocks take; empty, or not in the model: the route is not known, and a
    /// component counts as recovered where any listed route recovers it.
    std::string route_column;
};

/// A component that is recoverable is usable in a usable block (where the block's route is known: if that route recovers
/// it), technical in any other; unrecoverable, unassigned and excluded are as the state says, and a block that the
/// evaluation excludes is excluded. Adds the column of each element that has a state. Errors: no status column; cancelled
/// (columns of this call are gone).
base::Expected<void> write_component_status(blocks::BlockModel& model, const Plan& plan, const Evaluation& evaluation,
                                            const base::Progress& progress);

}  // namespace orelens::occurrence
