// Points, lines and areas of other programs' map files (GeoPackage, GeoJSON, Shapefile), brought to longitude and latitude
// on WGS 84 for a map to show. Hides GDAL and PROJ; neither the network nor other files are asked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/io/map/Basemap.h"

namespace orelens::io {

enum class MapKind : std::uint8_t { points, lines, areas };

/// A run of corners of one feature.
struct MapPart {
    std::uint32_t first = 0, count = 0;  ///< in MapLayer::corners
    std::uint32_t feature = 0;           ///< in MapLayer::labels
    MapKind kind = MapKind::points;      ///< areas: one ring of it, by the even–odd rule
};

struct MapLayer {
    std::string name;
    std::string crs;                  ///< name of the system that the file states, or of the one stated for it
    std::vector<LonLat> corners;
    std::vector<MapPart> parts;
    std::vector<std::string> labels;  ///< by feature that is shown: its name, else its number in the file
    std::int64_t left_out = 0;        ///< features without a place, or with one that no map has
};

struct MapFile {
    std::vector<MapLayer> layers;  ///< in the order of the file; those without any feature are not among them
    std::vector<base::Finding> findings;
};

/// Extensions that `read_map_file` takes, lower case with the dot.
const std::vector<std::string>& map_extensions();

/// `crs` is the system of layers that state none ("EPSG:4547"); empty = they are refused. Errors: not such a file; no
/// system; not one feature that a map can show; more corners than memory is meant for; cancelled.
base::Expected<MapFile> read_map_file(const std::string& path, const std::string& crs, const base::Progress& progress);

}  // namespace orelens::io
