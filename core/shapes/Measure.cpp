#include "core/shapes/Measure.h"

#include <algorithm>
#include <cmath>

#include "core/base/Vectors.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::ErrorKind;
using base::Message;
using base::minus;

using Ring = std::vector<std::array<double, 2>>;

double ring_area(const Ring& ring) {
    double twice = 0;
    for (std::size_t n = 1; n + 1 < ring.size(); ++n)
        twice += (ring[n][0] - ring[0][0]) * (ring[n + 1][1] - ring[0][1]) -
                 (ring[n + 1][0] - ring[0][0]) * (ring[n][1] - ring[0][1]);
    return twice / 2;
}

/// By crossings of a ray towards +x.
bool holds(const Ring& ring, const std::array<double, 2>& point) {
    bool inside = false;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        const auto& a = ring[n];
        const auto& b = ring[(n + 1) % ring.size()];
        if ((a[1] <= point[1]) == (b[1] <= point[1])) continue;
        const double x = a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        if (x > point[0]) inside = !inside;
    }
    return inside;
}

base::Expected<std::vector<Ring>> rings_of(const Polylines& outlines, double closing_m) {
    std::vector<Ring> rings;
    for (const auto& line : outlines.lines) {
        if (line.size() < 3) continue;
        Ring ring;
        for (const std::int32_t at : line) {
            const Vec3& point = outlines.points[static_cast<std::size_t>(at)];
            ring.push_back({point[0], point[1]});
        }
        const double apart =
            std::hypot(ring.front()[0] - ring.back()[0], ring.front()[1] - ring.back()[1]);
        if (apart > closing_m)
            return base::fail(ErrorKind::data,
                              Message("shapes.outline_open", {{"distance", base::number(apart, 4)},
                                                              {"x", base::number(ring.back()[0], 10)},
                                                              {"y", base::number(ring.back()[1], 10)}}),
                              {}, Message("shapes.outline_open_fix"));
        ring.pop_back();
        if (ring.size() >= 3 && ring_area(ring) != 0) rings.push_back(std::move(ring));
    }
    if (rings.empty())
        return base::fail(ErrorKind::data, Message("shapes.no_outline"), {},
                          Message("shapes.no_outline_fix"));
    return rings;
}

void extrude(const Ring& ring, double low, double high, TriangleMesh& mesh) {
    const auto first = static_cast<std::int32_t>(mesh.points.size());
    const auto count = static_cast<std::int32_t>(ring.size());
    for (const auto& [x, y] : ring) mesh.points.push_back({x, y, low});
    for (const auto& [x, y] : ring) mesh.points.push_back({x, y, high});
    for (std::int32_t n = 1; n + 1 < count; ++n) {
        mesh.triangles.push_back({first + count, first + count + n, first + count + n + 1});
        mesh.triangles.push_back({first, first + n + 1, first + n});
    }
    for (std::int32_t n = 0; n < count; ++n) {
        const std::int32_t next = (n + 1) % count;
        mesh.triangles.push_back({first + n, first + next, first + count + next});
        mesh.triangles.push_back({first + n, first + count + next, first + count + n});
    }
}

}  // namespace

double area(const TriangleMesh& mesh) {
    double sum = 0;
    for (const auto& [a, b, c] : mesh.triangles) {
        const Vec3& p = mesh.points[static_cast<std::size_t>(a)];
        const Vec3 normal = cross(minus(mesh.points[static_cast<std::size_t>(b)], p),
                                  minus(mesh.points[static_cast<std::size_t>(c)], p));
        sum += std::sqrt(dot(normal, normal)) / 2;
    }
    return sum;
}

double volume(const TriangleMesh& mesh) {
    if (mesh.triangles.empty()) return 0;
    const Vec3 origin = mesh.points[static_cast<std::size_t>(mesh.triangles.front()[0])];
    double six = 0;
    for (const auto& [a, b, c] : mesh.triangles)
        six += dot(minus(mesh.points[static_cast<std::size_t>(a)], origin),
                   cross(minus(mesh.points[static_cast<std::size_t>(b)], origin),
                         minus(mesh.points[static_cast<std::size_t>(c)], origin)));
    return six / 6;
}

base::Expected<TriangleMesh> prism(const Polylines& outlines, double low, double high, double closing_m) {
    if (!(low < high)) return base::fail(ErrorKind::data, Message("shapes.no_outline"));
    auto rings = rings_of(outlines, closing_m);
    if (!rings) return std::unexpected(rings.error());
    TriangleMesh mesh;
    mesh.name = outlines.name;
    for (std::size_t n = 0; n < rings->size(); ++n) {
        Ring& ring = (*rings)[n];
        std::size_t around = 0;
        for (std::size_t other = 0; other < rings->size(); ++other)
            around += other != n && holds((*rings)[other], ring.front()) ? 1 : 0;
        const bool hole = around % 2 == 1;
        if ((ring_area(ring) < 0) != hole) std::reverse(ring.begin(), ring.end());
        extrude(ring, low, high, mesh);
    }
    return mesh;
}

}  // namespace orelens::shapes
