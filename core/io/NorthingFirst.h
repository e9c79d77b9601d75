// Survey tables of China call the northing X and the easting Y; their grid coordinates tell, for holes and blocks alike.
#pragma once

#include <algorithm>
#include <string_view>

namespace orelens::io {

/// Letters beyond ASCII in a header of coordinates, which are Chinese ones.
inline bool has_han(std::string_view header) {
    return std::ranges::any_of(header, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A northing of 2 to 6 million, and an easting of 8 digits with the zone in front or, under Chinese headers, of 6.
inline bool northing_first(double x, double y, bool chinese_header) {
    const bool northing = x > 1.9e6 && x < 6.1e6;
    const bool with_zone = y > 1.3e7 && y < 4.6e7, without_zone = y > 1e5 && y < 1e6;
    return northing && (with_zone || (without_zone && chinese_header));
}

/// Whatever the headers: a northing of the temperate zones, beyond what grids in feet have as an easting. Enough only
/// where it holds throughout.
inline bool temperate_northing_first(double x, double y) {
    return x > 3.1e6 && x < 6.1e6 && y > 1e5 && y < 9e5;
}

}  // namespace orelens::io
