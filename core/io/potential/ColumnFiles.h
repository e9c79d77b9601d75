// Names of files of which each holds one column of a block model, beside the name that the user gave.
#pragma once

#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"

namespace orelens::io {

/// "levels.tif" and ".tif": "levels_evidence.fault.tif" … in the order of the columns. What file systems refuse in a column's
/// name becomes "_"; names that would then be one and the same are numbered.
std::vector<std::string> column_files(const blocks::BlockModel& model, const std::string& path, const std::string& extension);

}  // namespace orelens::io
