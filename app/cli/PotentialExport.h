// `potential export`: all layers and results of the voxels in the formats of other programs, of a study or of a project that
// was run.
#pragma once

#include <string>
#include <vector>

#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::cli {

/// geotiff, vti, vdb, csv, ubc.
const std::vector<std::string>& voxel_formats();
/// Refuses what is none of them, with the list.
base::Expected<void> check_voxel_formats(const std::vector<std::string>& formats);

/// "potential.vti" … into `output`, which delivers them.
base::Expected<void> write_voxels(const blocks::BlockModel& model, const std::string& crs, const std::vector<std::string>& formats, Output& output, const base::Progress& progress);

/// The voxels of a project file. Refused where they are of older parameters or files, unless `older`.
int export_project(const Common& common, const std::string& project_file, const std::string& folder, const std::vector<std::string>& formats, bool older);

}  // namespace orelens::cli
