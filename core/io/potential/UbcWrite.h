// Columns of a block model as a UBC tensor mesh with one model file per column: what inversions read.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

/// The value of cells without a block and of missing values.
inline constexpr const char* ubc_no_data = "-99999";

/// Model files beside the mesh of this name, one per column: "mesh_susceptibility.mod".
std::vector<std::string> ubc_models(const blocks::BlockModel& model, const std::string& mesh_path);
/// `mesh_path` ends with .msh. The corner is the top south-west one; values run down, then east, then north. All files
/// appear together or none does. Errors: a turned grid, which the format has no place for; what cannot be written; cancelled.
base::Expected<void> write_ubc(const blocks::BlockModel& model, const std::string& mesh_path, const base::Progress& progress);

}  // namespace orelens::io
