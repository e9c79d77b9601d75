// Area, volume and bounds of meshes, and solids made from outlines. Volume means something for closed meshes
// only (MeshCheck.h says whether one is).
#pragma once

#include "core/base/Error.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// m².
double area(const TriangleMesh& mesh);
/// m³ by the divergence theorem; negative where the triangles face inward. Taken about the mesh's own first
/// point, so that large coordinates cost no digits.
double volume(const TriangleMesh& mesh);

/// The upright solid over closed outlines, from one elevation to another: an outline inside another is a hole
/// in it. Its top and bottom are fans that may overlap and cancel, so it serves fractions, points and volumes,
/// not pictures. Errors: a line that is not closed and whose ends are farther apart than `closing_m`; no line
/// with an area; low not below high.
base::Expected<TriangleMesh> prism(const Polylines& outlines, double low, double high, double closing_m);

}  // namespace orelens::shapes
