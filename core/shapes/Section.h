// Where a plane cuts meshes and lines: outlines for sections and plans.
#pragma once

#include "core/shapes/Mesh.h"

namespace orelens::shapes {

struct Plane {
    Vec3 point{0, 0, 0};
    Vec3 normal{0, 0, 1};  ///< any length but 0
};

/// The cut of a mesh, strung into lines; those of closed meshes close. A triangle in the plane itself gives
/// nothing (its neighbours do); a corner in the plane counts as in front of it, so that nothing is cut twice.
Polylines section_lines(const TriangleMesh& mesh, const Plane& plane);

/// Where lines pierce the plane.
PointCloud section_points(const Polylines& lines, const Plane& plane);

}  // namespace orelens::shapes
