// Whether points lie in a closed mesh, and how high a surface is at places: by a plumb line through triangles
// sorted into columns. Lines that meet an edge or a corner count it once: each edge decides for both triangles
// beside it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// Triangles by column, made once for many questions. Holds a copy of what it needs.
class Plumb {
  public:
    explicit Plumb(const TriangleMesh& mesh);
    /// Times the surface goes round the point, counted upwards: 1 in a solid that faces outward, 0 outside.
    /// Points that are not finite are outside.
    [[nodiscard]] int winding(const Vec3& point) const;
    /// The highest elevation of the mesh at a place; NaN where it has none.
    [[nodiscard]] double height(double x, double y) const;

  private:
    /// Calls visit(sign, z) for each triangle over or under (x, y).
    template <class Visit>
    void each(double x, double y, Visit visit) const;
    std::vector<std::array<Vec3, 3>> triangles_;
    Box box_;
    std::int32_t nx_ = 1, ny_ = 1;
    double dx_ = 1, dy_ = 1;
    std::vector<std::uint32_t> start_, list_;
};

/// 1 inside, 0 outside, per point. Error: cancelled.
base::Expected<std::vector<std::uint8_t>> inside(const TriangleMesh& closed, const std::vector<Vec3>& points,
                                                 const base::Progress& progress);

}  // namespace orelens::shapes
