// Layers of distance (potential.md §2): to solids, surfaces, planes and lines, in metres at the centres of voxels.
#pragma once

#include "core/base/Progress.h"
#include "core/potential/Evidence.h"
#include "core/shapes/Mesh.h"

namespace orelens::potential {

enum class DistanceSign {
    inside,   ///< closed: negative inside, positive outside; refuses an open mesh
    side,     ///< open: positive on the side the triangles face (hanging wall, younger side)
    unsigned_
};

struct DistanceRule {
    DistanceSign sign = DistanceSign::inside;
    /// Turns the mesh where its triangles face away from this direction altogether; 0 0 0 = as they are.
    Vec3 facing{0, 0, 0};
    double band_m = 0;  ///< voxels farther than this stay missing; 0 = everywhere. Much faster.
};

struct DistanceLayer {
    std::vector<float> values;
    /// Of `side`: voxels whose nearest place is the surface's edge. They hold the distance without a sign.
    std::int64_t beyond_edge = 0;
};

/// Exact distance to the nearest triangle. Errors (kind data): no triangle; `inside` asked of an open mesh (how many
/// edges are open); cancelled.
base::Expected<DistanceLayer> distance_to(const GridGeometry& grid, const shapes::TriangleMesh& mesh,
                                          const DistanceRule& rule, const base::Progress& progress);

/// Unsigned distance to lines. Errors: a line of fewer than two points; no line; cancelled.
base::Expected<std::vector<float>> distance_to(const GridGeometry& grid, const shapes::Polylines& lines,
                                               const base::Progress& progress);
/// Of one point.
double distance_to(const shapes::Polylines& lines, const Vec3& point);

/// A plane by dip azimuth and dip (positive down), through a point.
struct Plane {
    Vec3 through{}, down{}, normal{};  ///< normal: upward, the hanging wall's side
    [[nodiscard]] double distance(const Vec3& point) const;
};
Plane plane_of(double dip_azimuth_deg, double dip_deg, const Vec3& through);

}  // namespace orelens::potential
