// From a mesh of a file to one that can be asked what is inside, or below: every step that changes it is
// counted, because each is something its maker should know.
#pragma once

#include "core/shapes/MeshCheck.h"

namespace orelens::shapes {

struct SolidRule {
    double join_m = 0.001;             ///< corners of open edges closer than this are one
    double largest_gap_percent = 0.1;  ///< gaps are closed while their patches take no more of the area
};

struct Repairs {
    std::int64_t joined = 0;         ///< points
    std::int64_t dropped = 0;        ///< triangles without area or repeated
    std::int64_t turned = 0;         ///< triangles that faced otherwise than their shell
    std::int64_t turned_shells = 0;  ///< shells that faced inward altogether
    std::int64_t gaps = 0;           ///< closed with flat patches
    double gap_area_m2 = 0;
    bool operator==(const Repairs&) const = default;
};

struct Made {
    TriangleMesh mesh;
    Repairs repairs;
    double volume_m3 = 0;  ///< solids
};

/// A closed mesh that faces outward; a shell inside another that faces inward stays a hole in it. Errors:
/// those of `check`; gaps larger than the rule allows, with their number, length and a place; cancelled.
base::Expected<Made> make_solid(const TriangleMesh& mesh, const SolidRule& rule, const base::Progress& progress);

/// A surface whose triangles face up. Upright triangles stay. Errors: those of `check` about indices and
/// coordinates; cancelled.
base::Expected<Made> make_surface(const TriangleMesh& mesh, const base::Progress& progress);

}  // namespace orelens::shapes
