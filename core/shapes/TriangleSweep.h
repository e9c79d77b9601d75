// Which triangle of a list lies nearest to each of many points: every pair is measured, several points at a time.
// For neighbouring points and the few triangles that may be nearest to them; it decides no side.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// One triangle in axes of its own: u along its longest edge, v in its plane, w across it. Lengths in metres.
struct PlaneTriangle {
    Vec3 u{}, v{}, w{};          ///< unit vectors
    Vec3 origin{};               ///< the start of the longest edge along each of them
    double base = 0;             ///< length of the longest edge, from (0, 0) to (base, 0)
    std::array<double, 2> right{}, left{};  ///< directions of the edges from the base's ends to the third corner
    double right_length = 0, left_length = 0;
};

/// The triangle must have an area.
PlaneTriangle plane_triangle(const std::array<Vec3, 3>& corners);

/// Points as columns, always a multiple of 8 of them.
struct PointColumns {
    std::vector<double> x, y, z;
    void clear();
    void add(const Vec3& point);
    void pad();  ///< repeats the last point; at least one must be there
    [[nodiscard]] std::size_t size() const { return x.size(); }
};

/// nearest[n] = the place in `triangles` (at least one) of the triangle nearest to point n; of equals the first.
/// The same on every processor.
void sweep(const std::vector<PlaneTriangle>& triangles, const PointColumns& points, std::vector<std::int64_t>& nearest);

}  // namespace orelens::shapes
