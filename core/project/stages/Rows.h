// The rows of the stage table, each made in its own file; StageTable.cpp puts them together.
#pragma once

#include "core/project/stages/Stage.h"

namespace orelens::project {

Stage import_stage();
Stage model_stage();
Stage composite_stage();
Stage statistics_stage();
Stage variogram_stage();
Stage grid_stage();
Stage shapes_stage();
Stage estimate_stage();
Stage validate_stage();
Stage simulate_stage();
Stage bounds_stage();
Stage occurrence_stage();
Stage evaluate_stage();
Stage pits_stage();
Stage scenarios_stage();
Stage uncertainty_stage();
Stage utilization_stage();
Stage flows_stage();
Stage scrap_stage();
Stage evidence_stage();
Stage potential_stage();
Stage targets_stage();
Stage ledger_stage();

/// For stages that make nothing where the model of another program stands in place of an estimate.
void model_instead(const Project& project, Fingerprint& print);

}  // namespace orelens::project
