// Columns of a block model as GeoTIFF, level by level: one file per column, in it one band per level, the highest first.
// For maps: QGIS, ArcGIS and every program on GDAL read them at their place.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

/// Files beside `path`, one per column: "levels.tif" → "levels_evidence.fault.tif". Nothing is written to `path` itself.
std::vector<std::string> geotiff_levels(const blocks::BlockModel& model, const std::string& path);

/// Real columns as 32-bit reals whose no-data is NaN, integer columns as 32-bit integers whose no-data is the least of them:
/// no value that a block may have. A grid that is turned about the vertical keeps its cells: the six numbers of the place
/// turn with it. Each band is described by the elevation of its level ("z 312.5 m, 300 … 325 m") and has it as Z, Z_FROM and
/// Z_TO; codes stand in the file as CODES ("0=barren;1=positive"). `crs` empty: a local system, and the file names none.
/// All files appear together or none does. Errors: a grid whose levels are not level; a coordinate system that is not known;
/// no columns; more levels than a TIFF has bands; what cannot be written; cancelled.
base::Expected<void> write_geotiff_levels(const blocks::BlockModel& model, const std::string& path, const std::string& crs, const base::Progress& progress);

}  // namespace orelens::io
