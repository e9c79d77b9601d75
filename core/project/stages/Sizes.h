// What each stage will need, before it starts: sizes of Stage::size, and of the block stages for a grid that
// is only being thought of. Bytes follow from the data layouts; seconds from speeds measured on one core,
// spread over the threads in force.
#pragma once

#include "core/blocks/GridGeometry.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

base::Expected<WorkSize> import_size(const Project& project);
base::Expected<WorkSize> model_size(const Project& project);
base::Expected<WorkSize> composite_size(const Project& project);
base::Expected<WorkSize> statistics_size(const Project& project);
base::Expected<WorkSize> variogram_size(const Project& project);
base::Expected<WorkSize> grid_size(const Project& project);  ///< no memory, but the count
base::Expected<WorkSize> estimate_size(const Project& project);
base::Expected<WorkSize> validate_size(const Project& project);
base::Expected<WorkSize> simulate_size(const Project& project);
base::Expected<WorkSize> uncertainty_size(const Project& project);
base::Expected<WorkSize> shapes_size(const Project& project);
base::Expected<WorkSize> bounds_size(const Project& project);
base::Expected<WorkSize> evaluate_size(const Project& project);
base::Expected<WorkSize> pits_size(const Project& project);
base::Expected<WorkSize> scenarios_size(const Project& project);
base::Expected<WorkSize> utilization_size(const Project& project);

/// Estimate and evaluation of a grid that need not be made yet. `at_most`: how far samples reach is not known
/// before variograms are fitted, so the whole grid is counted.
struct BlocksSize {
    double leaves = 0, blocks = 0;
    double estimate_bytes = 0;  ///< at the peak of the estimate
    double model_bytes = 0;     ///< the model that stays
    double evaluate_bytes = 0;  ///< on top of it, at the peak of the evaluation
    double seconds = 0;
    bool at_most = false;
};
BlocksSize blocks_size(const Recipe& recipe, const Results& results, const blocks::GridGeometry& geometry);

/// The fix of a grid that needs `bytes` where `room` are free: the hole that makes it, else blocks that fit;
/// `place` names the hole and the parameter.
base::Message grid_fix(const Recipe& recipe, const Results& results, double bytes, double room,
                       base::Place& place);

}  // namespace orelens::project
