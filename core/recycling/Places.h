// Cities and industries where the metal of a flow system stands: points that take a region of the system, or a share of
// one. Use them to put stocks and scrap on a map. Data alone: tables are read by io, tonnes are added up by project.
#pragma once

#include <limits>
#include <string>

namespace orelens::recycling {

enum class PlaceKind { city, industry };

struct Place {
    std::string id, name;
    PlaceKind kind = PlaceKind::city;
    double x = 0, y = 0;   ///< of the project's coordinate system, or longitude and latitude
    bool degrees = false;  ///< x and y are longitude and latitude
    /// On WGS 84; NaN while the project's system is not known, or where no map has the place.
    double longitude = std::numeric_limits<double>::quiet_NaN(), latitude = std::numeric_limits<double>::quiet_NaN();
    int dimension = -1;    ///< number of the system's dimension that the region is an item of; −1 = the whole system
    int item = 0;          ///< of it
    double share = 1;      ///< of the region, above 0 and at most 1
};

}  // namespace orelens::recycling
