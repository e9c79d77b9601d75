// Places of a table in any coordinate system as longitude and latitude on WGS 84. Hides GDAL and PROJ; neither the network
// nor other files are asked.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/io/map/Basemap.h"

namespace orelens::io {

/// `places` hold x and y of `crs` ("EPSG:4547"); those without a number, and those that no map has, become NaN.
/// Errors: the system is not known.
base::Expected<std::vector<LonLat>> to_degrees(std::vector<LonLat> places, const std::string& crs);

}  // namespace orelens::io
