// A surface that may lie elsewhere: the same one moved by its uncertainty in metres, for asking what then becomes of a
// target (what-if). The surface itself is moved; distances are to be measured anew from where it then lies.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::potential {

using Surface = std::variant<shapes::TriangleMesh, shapes::Polylines>;

struct Displaced {
    std::string by;  ///< "+15 m", "15 m E"
    Surface surface;
};

/// Every corner moved along the angle-weighted normal of the faces that meet in it; corners at equal places are one.
/// Outward, or to the side the triangles face, where `metres` is above 0.
shapes::TriangleMesh offset(const shapes::TriangleMesh& mesh, double metres);

/// Open surfaces: to either side along their normals. Solids: grown and shrunk, and moved to the four quarters, since
/// a method that learns anew cannot tell a grown solid from the same one. Lines: to the four quarters.
/// Error: cancelled; a mesh that cannot be checked.
base::Expected<std::vector<Displaced>> displaced(const Surface& surface, double metres, const base::Progress& progress);

}  // namespace orelens::potential
