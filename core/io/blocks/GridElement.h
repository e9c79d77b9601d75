// The block grid among the many things an OMF or geoh5 file holds. Does not say what its columns are.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {

struct GridElement {
    OmfElement volume;       ///< in metres as the file states its unit
    LengthStatement length;  ///< that unit
    std::vector<base::Finding> findings;  ///< of reading the file
};
/// By extension, .omf or .geoh5. `name`: which grid, empty where there is only one. Errors: those of their
/// readers; no grid, none of that name, or several.
base::Expected<GridElement> read_grid_element(const std::string& path, const std::string& name,
                                              const base::Progress& progress);

/// The error with the file it is about, where it names none and is no cancel.
std::unexpected<base::Error> in_file(base::Error error, const std::string& path);

}  // namespace orelens::io
