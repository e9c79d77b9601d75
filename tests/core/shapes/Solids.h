// Solids with known volumes for the tests of shapes.
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "core/shapes/Mesh.h"

namespace orelens::testing {

/// Corners of a box, turned about z by `azimuth` and then about x by `dip` (degrees), its centre at `centre`.
inline shapes::TriangleMesh box(const shapes::Vec3& centre, const shapes::Vec3& size, double azimuth = 0, double dip = 0) {
    const double a = azimuth * std::numbers::pi / 180, d = dip * std::numbers::pi / 180;
    shapes::TriangleMesh mesh;
    for (int n = 0; n < 8; ++n) {
        const double x = ((n & 1) - 0.5) * size[0], y = (((n >> 1) & 1) - 0.5) * size[1],
                     z = (((n >> 2) & 1) - 0.5) * size[2];
        const double u = x * std::cos(a) - y * std::sin(a), v = x * std::sin(a) + y * std::cos(a);
        mesh.points.push_back({centre[0] + u, centre[1] + v * std::cos(d) - z * std::sin(d),
                               centre[2] + v * std::sin(d) + z * std::cos(d)});
    }
    mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                      {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
    return mesh;
}

/// An octahedron whose triangles were quartered `times` times and moved out to the sphere.
inline shapes::TriangleMesh ball(const shapes::Vec3& centre, double radius, int times) {
    using Corner = std::array<double, 3>;
    shapes::TriangleMesh mesh;
    std::vector<Corner> points{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    std::vector<std::array<std::int32_t, 3>> faces{{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4},
                                                   {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}};
    for (int n = 0; n < times; ++n) {
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> halves;
        const auto half = [&](std::int32_t a, std::int32_t b) {
            const auto [at, fresh] = halves.try_emplace(std::minmax(a, b), static_cast<std::int32_t>(points.size()));
            if (fresh) {
                Corner m{};
                double length = 0;
                for (std::size_t i = 0; i < 3; ++i) {
                    m[i] = points[static_cast<std::size_t>(a)][i] + points[static_cast<std::size_t>(b)][i];
                    length += m[i] * m[i];
                }
                for (double& x : m) x /= std::sqrt(length);
                points.push_back(m);
            }
            return at->second;
        };
        std::vector<std::array<std::int32_t, 3>> finer;
        for (const auto& [a, b, c] : faces) {
            const std::int32_t ab = half(a, b), bc = half(b, c), ca = half(c, a);
            finer.insert(finer.end(), {{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}});
        }
        faces = std::move(finer);
    }
    for (const Corner& p : points)
        mesh.points.push_back({centre[0] + radius * p[0], centre[1] + radius * p[1], centre[2] + radius * p[2]});
    mesh.triangles = std::move(faces);
    return mesh;
}

inline void append(shapes::TriangleMesh& to, const shapes::TriangleMesh& more, bool inward = false) {
    const auto first = static_cast<std::int32_t>(to.points.size());
    to.points.insert(to.points.end(), more.points.begin(), more.points.end());
    for (const auto& [a, b, c] : more.triangles) {
        if (inward)
            to.triangles.push_back({a + first, c + first, b + first});
        else
            to.triangles.push_back({a + first, b + first, c + first});
    }
}

}  // namespace orelens::testing
