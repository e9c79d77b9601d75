// Surfaces, solids, outlines and points from the files of other programs: STL (text and binary), OBJ, PLY,
// DXF, GOCAD .ts/.pl/.vs, VTK .vtp, OMF and geoh5, and x y z text. Coordinates are doubles as written; what a format declares of
// its own (depths counted downward, feet) is applied and becomes a finding. Nothing is joined or turned here:
// core/shapes examines and repairs.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::io {

struct ShapeFile {
    std::string format;  ///< "STL", "OBJ" … for people
    std::vector<shapes::TriangleMesh> meshes;
    std::vector<shapes::Polylines> lines;
    std::vector<shapes::PointCloud> points;
    std::vector<base::Finding> findings;
    [[nodiscard]] bool empty() const { return meshes.empty() && lines.empty() && points.empty(); }
};

/// Extensions with their dot, lower case; rasters (.tif, .asc, .grd) are RasterFile.h's.
const std::vector<std::string>& shape_extensions();
/// By extension, lower or upper case.
bool is_shape_file(const std::string& path);

/// Errors (kind data, with row or byte): not the format its name says, cut short, a number that is none, an
/// index that names no point, more than 2 000 million points; nothing in it; cancelled.
base::Expected<ShapeFile> read_shapes(const std::string& path, const base::Progress& progress);

/// The same from bytes; `name` gives the extension and stands in errors. Not for DXF,
/// .vtp, .omf and .geoh5, which are read by name.
base::Expected<ShapeFile> shapes_from_bytes(const std::string& bytes, const std::string& name,
                                            const base::Progress& progress);

/// All meshes in one, all lines in one: for roles where a file is one thing.
shapes::TriangleMesh joined_meshes(const ShapeFile& file);
shapes::Polylines joined_lines(const ShapeFile& file);

}  // namespace orelens::io
