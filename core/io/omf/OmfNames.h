// Names of what a file of many things holds, for messages, lists and layers: those of the file, and kind and
// number where it has none ("surface 2").
#pragma once

#include <string>
#include <vector>

#include "core/io/omf/OmfFile.h"

namespace orelens::io {

/// In the order of the elements. Block grids as grid_names has them (OmfBlocks.h), by which they are asked for.
std::vector<std::string> element_names(const OmfProject& project);

}  // namespace orelens::io
