// Surfaces of usable blocks and outlines for other programs: Wavefront .obj, text .stl, VTK .vtp, AutoCAD
// .dxf, Open Mining Format .omf.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/ExposedFaces.h"

namespace orelens::io {

/// Begins the comment or header of each format that has one: by it the program knows its own files.
inline constexpr const char* surface_title = "block surface, metres";

/// What the file says of the surface, where its format has a place for it (STL has none).
struct SurfaceNotes {
    std::string name = "block surface";  ///< of the object, layer or element
    std::vector<std::string> lines;      ///< comments (.obj, .dxf), description (.omf), field data (.vtp)
};

/// By extension, all with full coordinates. .obj, .vtp and .dxf (3DFACE) keep the quads; .omf has two triangles
/// per quad; .stl as well, as text: its binary form has no room for the digits of a map. A cancel leaves the
/// old file.
base::Expected<void> write_surface(const blocks::Surface& surface, const std::string& path,
                                   const SurfaceNotes& notes = {},
                                   const base::Progress& progress = base::Progress());
/// Refuses a name that write_surface has no format for; nothing is read or written.
base::Expected<void> check_surface_extension(const std::string& path);

}  // namespace orelens::io
