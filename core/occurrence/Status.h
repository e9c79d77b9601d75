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

/// An element that is paid for on a route; "" = the one plant of a deck without routes.
struct Paid {
    std::string element, route;
};

/// What the evaluation says: its columns, and what it pays for.
struct Evaluation {
    std::string status_column;  ///< status of the block, an integer column with codes, "usable" among them
    /// Integer column whose codes are the routes that blocks take; empty, or not in the model: the route is not known, and a
    /// component counts as recovered where any listed route recovers it.
    std::string route_column;
    std::vector<Paid> paid;  ///< elements that are not named here are technical at most
};

/// A component that is recoverable is usable in a usable block where it is paid for and the block's route, where that is
/// known, recovers it; technical in any other; unrecoverable, unassigned and excluded are as the state says, and a block
/// that the evaluation excludes is excluded. Adds the column of each element that has a state. Errors: no status column;
/// cancelled (columns of this call are gone).
base::Expected<void> write_component_status(blocks::BlockModel& model, const Plan& plan, const Evaluation& evaluation,
                                            const base::Progress& progress);

}  // namespace orelens::occurrence
