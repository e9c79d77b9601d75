// How shapes and what they bound are archived.
#pragma once

#include "core/project/Bounds.h"
#include "core/project/ShapeDraw.h"
#include "core/project/stages/FieldsBase.h"
#include "core/shapes/Shape.h"

namespace orelens::shapes {
template <class A>
void fields(A& archive, TriangleMesh& mesh) {
    auto& [name, points, triangles] = mesh;
    archive(name, points, triangles);
}
template <class A>
void fields(A& archive, Polylines& lines) {
    auto& [name, points, indices] = lines;
    archive(name, points, indices);
}
template <class A>
void fields(A& archive, PointCloud& cloud) {
    auto& [name, points] = cloud;
    archive(name, points);
}
template <class A>
void fields(A& archive, Repairs& repairs) {
    auto& [joined, dropped, turned, turned_shells, gaps, gap_area] = repairs;
    archive(joined, dropped, turned, turned_shells, gaps, gap_area);
}
template <class A>
void fields(A& archive, Shape& shape) {
    auto& [name, role, code, priority, kind, closed, flipped, mesh, lines, points, repairs, volume, area,
           distance] = shape;
    archive(name, role, code, priority, kind, closed, flipped, mesh, lines, points, repairs, volume, area, distance);
}

/// Whether corners are points, and points are places.
inline bool sound(const std::vector<Shape>& shapes) {
    const auto finite = [](const std::vector<Vec3>& points) {
        return std::ranges::all_of(points, [](const Vec3& p) {
            return std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2]);
        });
    };
    return std::ranges::all_of(shapes, [&](const Shape& shape) {
        return finite(shape.mesh.points) && finite(shape.lines.points) && finite(shape.points.points) &&
               std::ranges::all_of(shape.mesh.triangles,
                                   [&](const auto& t) { return project::all_within(t, 0, shape.mesh.points.size()); }) &&
               std::ranges::all_of(shape.lines.lines, [&](const auto& line) {
                   return !line.empty() && project::all_within(line, 0, shape.lines.points.size());
               });
    });
}
}  // namespace orelens::shapes

namespace orelens::domains {
template <class A>
void fields(A& archive, BodyReport& report) {
    auto& [element, threshold, found, natural_break, background, metal, samples, unknown, above, spacing, reach, cell, flattening, dip_direction, dip,
           direction_found, above_in, below_in, unknown_in, parts, parts_dropped, samples_dropped, least, near, open, lost, holes, barren,
           unknown_holes, other_runs, odd, other_metal, thickness] = report;
    archive(element, threshold, found, natural_break, background, metal, samples, unknown, above, spacing, reach, cell, flattening, dip_direction, dip,
            direction_found, above_in, below_in, unknown_in, parts, parts_dropped, samples_dropped, least, near, open, lost, holes, barren,
            unknown_holes, other_runs, odd, other_metal, thickness);
}
}  // namespace orelens::domains

namespace orelens::project {
template <class A>
void fields(A& archive, DrawnShape& drawn) {
    auto& [name, sheet, unit, volume, beyond_grid, report] = drawn;
    archive(name, sheet, unit, volume, beyond_grid, report);
}
template <class A>
void fields(A& archive, BoundPart& part) {
    auto& [blocks, cut, m3, weighed_m3, weighed_t] = part;
    archive(blocks, cut, m3, weighed_m3, weighed_t);
}
template <class A>
void fields(A& archive, BoundSummary& summary) {
    auto& [without_grade, out, counted, uncovered] = summary;
    archive(without_grade, out, counted, uncovered);
}
}  // namespace orelens::project
