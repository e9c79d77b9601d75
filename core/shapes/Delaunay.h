// A surface over points that have none: triangles by Delaunay's rule in the plane. Use it for topography from
// survey points and contour lines; it knows no break lines.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

struct Triangulated {
    TriangleMesh mesh;
    std::int64_t same_place = 0;  ///< points left out because another has their x and y; the highest stays
    double largest_step_m = 0;    ///< between heights at one place
};

/// Errors: fewer than three places, all on one line (a millionth as wide as long, or less), not finite; cancelled
/// (before and after, not within: some microseconds per point).
base::Expected<Triangulated> triangulate(const std::vector<Vec3>& points, const base::Progress& progress);

}  // namespace orelens::shapes
