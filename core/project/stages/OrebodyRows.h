// The rows of mines and orebodies in the stage table.
#pragma once

#include "core/project/stages/Stage.h"

namespace orelens::project {

Stage orebodies_stage();
Stage cost_model_stage();
Stage orebody_verdicts_stage();

}  // namespace orelens::project
