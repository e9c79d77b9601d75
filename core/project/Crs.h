// Coordinate systems as a recipe may name them: a code of a known authority ("EPSG:4547") or WKT. What GDAL
// would also take (URLs, file names, PROJ strings, which may name grid files) is refused: opening somebody's
// recipe neither asks the network nor reads a file. Hides GDAL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::project {

/// Empty is fine: a local system of the mine. Errors: not of these forms, or not known. The first call
/// switches GDAL's and PROJ's network off for the process.
base::Expected<void> check_crs(const std::string& crs);

/// Whether the system that a file states as WKT is that of a recipe, whatever their axes are called; heights
/// and their datum are left out. Nothing where either is empty or cannot be read.
std::optional<bool> same_crs(const std::string& wkt, const std::string& crs);

/// The unit of a projected system's axes, of a recipe. Nothing for degrees, for none, and for what is not known.
struct CrsUnit {
    double metres = 1;  ///< in one of it
    std::string name;   ///< "US survey foot"
};
std::optional<CrsUnit> crs_unit(const std::string& crs);

/// The name of a system that `check_crs` takes: "CGCS2000 / 3-degree Gauss-Kruger CM 114E". Empty where there is
/// none, or where it is not known.
std::string crs_name(const std::string& crs);
/// Both for people: "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)"; of WKT the name alone; empty where
/// none is stated.
std::string crs_words(const std::string& crs);

/// A coordinate system that maps use, as PROJ's own list has it.
struct CrsEntry {
    std::string code;  ///< "EPSG:4547"
    std::string name;  ///< "CGCS2000 / 3-degree Gauss-Kruger CM 114E"
    std::string area;  ///< "China - between 112°30'E and 115°30'E, onshore."
};
/// Projected systems in metres or feet, not withdrawn, in order of their codes; empty without PROJ's database.
/// Read once; takes a tenth of a second.
const std::vector<CrsEntry>& known_crs();

}  // namespace orelens::project
