// Surfaces of usable blocks and outlines for other programs: Wavefront .obj, binary .stl, VTK .vtp, AutoCAD
// .dxf, Open Mining Format .omf.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/blocks/ExposedFaces.h"

namespace orelens::io {

/// By extension. .obj, .vtp and .dxf (3DFACE) keep the quads and full coordinates; .omf has two triangles per
/// quad; .stl as well, in single precision relative to the first point's whole metres, which are written into
/// its 80-byte header.
base::Expected<void> write_surface(const blocks::Surface& surface, const std::string& path);

}  // namespace orelens::io
