#include "core/potential/Displaced.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/base/Text.h"
#include "core/base/Vectors.h"
#include "core/shapes/MeshCheck.h"

namespace orelens::potential {
namespace {

using shapes::Vec3;

double angle_between(const Vec3& a, const Vec3& b) {
    const Vec3 across = base::cross(a, b);
    return std::atan2(base::length(across), base::dot(a, b));
}

template <class Shape>
Shape moved(Shape shape, const Vec3& by) {
    for (Vec3& point : shape.points)
        for (std::size_t a = 0; a < 3; ++a) point[a] += by[a];
    return shape;
}

}  // namespace

shapes::TriangleMesh offset(const shapes::TriangleMesh& mesh, double metres) {
    std::map<Vec3, Vec3> normals;
    for (const auto& t : mesh.triangles) {
        std::array<Vec3, 3> p{};
        for (std::size_t n = 0; n < 3; ++n) p[n] = mesh.points[static_cast<std::size_t>(t[n])];
        const Vec3 across = base::cross(base::minus(p[1], p[0]), base::minus(p[2], p[0]));
        const double area = base::length(across);
        if (!(area > 0)) continue;
        for (std::size_t n = 0; n < 3; ++n) {
            const double weight = angle_between(base::minus(p[(n + 1) % 3], p[n]), base::minus(p[(n + 2) % 3], p[n])) / area;
            Vec3& sum = normals[p[n]];
            for (std::size_t a = 0; a < 3; ++a) sum[a] += weight * across[a];
        }
    }
    shapes::TriangleMesh made = mesh;
    for (Vec3& point : made.points) {
        const auto found = normals.find(point);
        if (found == normals.end()) continue;
        const double length = base::length(found->second);
        if (!(length > 0)) continue;
        for (std::size_t a = 0; a < 3; ++a) point[a] += metres * found->second[a] / length;
    }
    return made;
}

base::Expected<std::vector<Displaced>> displaced(const Surface& surface, double metres, const base::Progress& progress) {
    std::vector<Displaced> made;
    const std::string size = base::number(metres) + " m";
    bool quarters = true;
    if (const auto* mesh = std::get_if<shapes::TriangleMesh>(&surface)) {
        const auto report = shapes::check(*mesh, progress);
        if (!report) return std::unexpected(report.error());
        quarters = report->closed();
        made.push_back({"-" + size, offset(*mesh, -metres)});
        made.push_back({"+" + size, offset(*mesh, metres)});
    }
    if (!quarters) return made;
    for (const auto& [way, by] : {std::pair{" E", Vec3{metres, 0, 0}}, {" W", Vec3{-metres, 0, 0}}, {" N", Vec3{0, metres, 0}}, {" S", Vec3{0, -metres, 0}}})
        std::visit([&](const auto& shape) { made.push_back({size + way, moved(shape, by)}); }, surface);
    return made;
}

}  // namespace orelens::potential
