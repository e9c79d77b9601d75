// The work of the validation stage: samples without themselves, blocks beside their nearest sample, and the sheet
// of each element. Internal to the project room.
#pragma once

#include "core/geostat/ModelValidation.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Of the estimate in the project's results, with its methods, searches, variograms and domains. Error: as the
/// estimate's; cancelled.
base::Expected<geostat::ModelValidation> validate_model(const Project& project, base::Progress& progress);

/// Edge in plan of the cells by which samples share out their weight beside a model: the stated one, else the
/// spacing of the wide drilling, so that infill counts as the hole it stands for. 0 = all alike.
double drilling_cell(const Project& project, const std::string& element);

}  // namespace orelens::project
