// Exploration-licence blocks (探矿权区块): basic units of the graticule, 1′ of longitude by 1′ of latitude, as polygons around
// targets. A proposal to look at: whether a block is free is for the register of licences to say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/ledger/Ledger.h"

namespace orelens::ledger {

/// One cell of the graticule; corners in degrees.
struct LicenceBlock {
    std::string id;  ///< "E104°32′ N23°15′": its south-west corner
    double west = 0, south = 0, east = 0, north = 0;
    double area_km2 = 0;  ///< on the ellipsoid CGCS2000
    std::vector<std::uint32_t> units;  ///< that made it
    double contained_t = 0;  ///< of `species`, potential; never added to resources
    std::string species;     ///< of the units' leading ones the one with most metal
    std::string others;      ///< the other leading ones, each with its metal: "Ag 12 t"
};

/// Cells of `minutes` around the places of units (theirs and their neighbours within `margin` cells), for units with a place
/// only. Ordered by south, then west. Errors (usage): minutes that do not divide a degree; places beyond ±180 and ±90.
base::Expected<std::vector<LicenceBlock>> licence_blocks(const Ledger& ledger, const std::vector<std::uint32_t>& units,
                                                         int minutes = 1, int margin = 0);

/// Area between two meridians and two parallels, degrees, on CGCS2000 (a 6378137 m, 1/f 298.257222101).
double graticule_area_km2(double west, double south, double east, double north);

}  // namespace orelens::ledger
