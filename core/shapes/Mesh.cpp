#include "core/shapes/Mesh.h"

#include <algorithm>
#include <cmath>

namespace orelens::shapes {

void Box::include(const Vec3& point) {
    if (std::isnan(point[0]) || std::isnan(point[1]) || std::isnan(point[2])) return;
    if (empty()) {
        low = high = point;
        return;
    }
    for (std::size_t a = 0; a < 3; ++a) {
        low[a] = std::min(low[a], point[a]);
        high[a] = std::max(high[a], point[a]);
    }
}

Box bounds(const TriangleMesh& mesh) {
    Box box;
    for (const auto& triangle : mesh.triangles)
        for (const std::int32_t corner : triangle) box.include(mesh.points[static_cast<std::size_t>(corner)]);
    return box;
}

Box bounds(const Polylines& lines) {
    Box box;
    for (const std::vector<std::int32_t>& line : lines.lines)
        for (const std::int32_t at : line) box.include(lines.points[static_cast<std::size_t>(at)]);
    return box;
}

Box bounds(const PointCloud& points) {
    Box box;
    for (const Vec3& point : points.points) box.include(point);
    return box;
}

}  // namespace orelens::shapes
