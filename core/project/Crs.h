// Coordinate systems as a recipe may name them: a code of a known authority ("EPSG:4547") or WKT. What GDAL
// would also take (URLs, file names, PROJ strings, which may name grid files) is refused: opening somebody's
// recipe neither asks the network nor reads a file. Hides GDAL.
#pragma once

#include <string>

#include "core/base/Error.h"

namespace orelens::project {

/// Empty is fine: a local system of the mine. Errors: not of these forms, or not known. The first call
/// switches GDAL's and PROJ's network off for the process.
base::Expected<void> check_crs(const std::string& crs);

/// Switches off what GDAL and PROJ would fetch from the network; once per process, before they are used.
void keep_gdal_local();

}  // namespace orelens::project
