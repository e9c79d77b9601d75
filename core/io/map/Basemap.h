// The outlines under a map, which come with the program: land and the borders between countries as Natural Earth draws
// them (public domain, 1:50 million, thinned by packaging/basemap.R). Borders are as they are kept in fact and decide
// nothing; a map shows them only where somebody asks for them.
#pragma once

#include <array>
#include <vector>

namespace orelens::io {

/// Longitude and latitude in degrees on WGS 84.
using LonLat = std::array<double, 2>;

struct Basemap {
    std::vector<std::vector<LonLat>> land;     ///< closed rings, filled by the even–odd rule: lakes are rings in rings
    std::vector<std::vector<LonLat>> borders;  ///< open lines
};

/// Read once from the resources.
const Basemap& basemap();

}  // namespace orelens::io
