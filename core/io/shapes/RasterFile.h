// Terrain as a raster: GeoTIFF, ESRI and Surfer grids, through GDAL; as a surface of two triangles per cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::io {

struct RasterRule {
    shapes::Box area;       ///< in the raster's units; only this part (and a margin of two cells) is read; empty = all
    double spacing = 0;     ///< cells finer than this are averaged to about it; 0 = as they are
    std::int64_t most_cells = 20'000'000;  ///< after averaging: coarser than asked rather than more
};

struct Raster {
    shapes::TriangleMesh mesh;  ///< cell centres; cells without a value have no triangles
    double cell[2] = {0, 0};    ///< size of the file's cells
    std::int64_t columns = 0, rows = 0;
    int averaged = 1;  ///< the file's cells per cell of the surface, along each side
    std::string crs;   ///< WKT, empty where the file names none
    std::string crs_name;
    bool degrees = false;    ///< coordinates are geographic
    double unit_metres = 1;  ///< of a projected system
    std::string unit_name;
    /// A number far below all heights that was taken for "no value", as the file states none.
    std::optional<double> null_guessed;
    double null_share = 0;  ///< of the cells that were looked at
    std::vector<base::Finding> findings;
};

bool is_raster_file(const std::string& path);
const std::vector<std::string>& raster_extensions();

/// Errors: not one of these formats, no place on the map, no values in the area, several bands; cancelled.
base::Expected<Raster> read_raster(const std::string& path, const RasterRule& rule, const base::Progress& progress);

}  // namespace orelens::io
