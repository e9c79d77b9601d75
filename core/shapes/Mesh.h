// Surfaces, lines and points as files of mine planning hold them: plain arrays in metres, world coordinates.
// What is asked of them (inside, distance, checks) stands in the files beside this one; reading and writing
// in core/io/shapes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace orelens::shapes {

using Vec3 = std::array<double, 3>;

/// Axis-aligned; empty where low > high.
struct Box {
    Vec3 low{1, 1, 1}, high{0, 0, 0};
    [[nodiscard]] bool empty() const { return !(low[0] <= high[0]); }
    void include(const Vec3& point);
    bool operator==(const Box&) const = default;
};

/// A solid or an open surface. Corners of a triangle run counterclockwise seen from outside.
struct TriangleMesh {
    std::string name;  ///< of the element in its file; empty where the format has none
    std::vector<Vec3> points;
    std::vector<std::array<std::int32_t, 3>> triangles;  ///< indices into points
};

/// Outlines, strings, sections: each line a sequence of points; closed where first and last index agree.
struct Polylines {
    std::string name;
    std::vector<Vec3> points;
    std::vector<std::vector<std::int32_t>> lines;
};

struct PointCloud {
    std::string name;
    std::vector<Vec3> points;
};

/// Of the points that triangles or lines use; NaN coordinates are passed over.
Box bounds(const TriangleMesh& mesh);
Box bounds(const Polylines& lines);
Box bounds(const PointCloud& points);

}  // namespace orelens::shapes
