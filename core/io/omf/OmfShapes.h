// Surfaces, lines and points of OMF elements as shapes, and shapes as OMF elements. Block grids are
// OmfBlocks.h's.
#pragma once

#include <vector>

#include "core/io/omf/OmfFile.h"
#include "core/shapes/Mesh.h"

namespace orelens::io {

struct OmfShapes {
    std::vector<shapes::TriangleMesh>
        meshes;                            ///< triangle surfaces, and grid surfaces as two triangles a face
    std::vector<shapes::Polylines> lines;  ///< segments that follow each other are one line
    std::vector<shapes::PointCloud> points;
};
/// All shapes of a project; block grids are passed over. Error: more points than shapes can count.
base::Expected<OmfShapes> shapes_of_omf(const OmfProject& project);

OmfElement omf_element(const shapes::TriangleMesh& mesh);
OmfElement omf_element(const shapes::Polylines& lines);
OmfElement omf_element(const shapes::PointCloud& points);

}  // namespace orelens::io
