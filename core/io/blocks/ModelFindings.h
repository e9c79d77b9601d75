// What an import has to say of itself: the grid it found, what is missing, what putting sub-blocks together
// cost.
#pragma once

#include <functional>
#include <string>

#include "core/io/blocks/ModelImport.h"

namespace orelens::io {

/// Adds findings on the grid, the columns and the regularisation. `line_of` may be absent. False: cancelled.
bool examine_import(ModelImport& import, const std::string& file,
                    const std::function<std::int64_t(std::int64_t)>& line_of, const base::Progress& progress);

}  // namespace orelens::io
