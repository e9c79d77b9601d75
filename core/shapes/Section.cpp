#include "core/shapes/Section.h"

#include <map>

#include "core/base/Vectors.h"

namespace orelens::shapes {
namespace {

using base::dot;
using base::minus;

using Edge = std::pair<std::int32_t, std::int32_t>;

std::vector<double> heights(const std::vector<Vec3>& points, const Plane& plane) {
    std::vector<double> over;
    over.reserve(points.size());
    for (const Vec3& point : points) over.push_back(dot(minus(point, plane.point), plane.normal));
    return over;
}

Vec3 between(const Vec3& a, const Vec3& b, double over_a, double over_b) {
    const double t = over_a / (over_a - over_b);
    return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}

}  // namespace

Polylines section_lines(const TriangleMesh& mesh, const Plane& plane) {
    Polylines out;
    out.name = mesh.name;
    const std::vector<double> over = heights(mesh.points, plane);
    std::map<Edge, std::int32_t> cuts;  // ordered: the same lines from the same mesh
    const auto cut = [&](std::int32_t a, std::int32_t b) {
        if (a > b) std::swap(a, b);
        const auto [at, fresh] = cuts.try_emplace({a, b}, static_cast<std::int32_t>(out.points.size()));
        if (fresh)
            out.points.push_back(between(mesh.points[static_cast<std::size_t>(a)], mesh.points[static_cast<std::size_t>(b)],
                                         over[static_cast<std::size_t>(a)], over[static_cast<std::size_t>(b)]));
        return at->second;
    };
    std::vector<Edge> segments;
    for (const auto& triangle : mesh.triangles) {
        std::int32_t found[2] = {-1, -1};
        int count = 0;
        for (std::size_t n = 0; n < 3; ++n) {
            const std::int32_t a = triangle[n], b = triangle[(n + 1) % 3];
            if ((over[static_cast<std::size_t>(a)] >= 0) != (over[static_cast<std::size_t>(b)] >= 0) && count < 2)
                found[count++] = cut(a, b);
        }
        if (count == 2 && found[0] != found[1]) segments.emplace_back(found[0], found[1]);
    }
    // Each point joins at most as many segments as triangles meet in its edge: two, mostly.
    std::vector<std::vector<std::size_t>> at(out.points.size());
    for (std::size_t n = 0; n < segments.size(); ++n) {
        at[static_cast<std::size_t>(segments[n].first)].push_back(n);
        at[static_cast<std::size_t>(segments[n].second)].push_back(n);
    }
    std::vector<char> used(segments.size(), 0);
    const auto follow = [&](std::int32_t from) {
        std::vector<std::int32_t> line{from};
        for (bool on = true; on;) {
            on = false;
            for (const std::size_t n : at[static_cast<std::size_t>(line.back())]) {
                if (used[n] != 0) continue;
                used[n] = 1;
                line.push_back(segments[n].first == line.back() ? segments[n].second : segments[n].first);
                on = true;
                break;
            }
        }
        if (line.size() > 1) out.lines.push_back(std::move(line));
    };
    // Open ends first, so that no line begins in its middle.
    for (std::size_t n = 0; n < at.size(); ++n)
        if (at[n].size() % 2 == 1) follow(static_cast<std::int32_t>(n));
    for (std::size_t n = 0; n < segments.size(); ++n)
        if (used[n] == 0) follow(segments[n].first);
    return out;
}

PointCloud section_points(const Polylines& lines, const Plane& plane) {
    PointCloud out;
    out.name = lines.name;
    const std::vector<double> over = heights(lines.points, plane);
    for (const auto& line : lines.lines)
        for (std::size_t n = 1; n < line.size(); ++n) {
            const auto a = static_cast<std::size_t>(line[n - 1]), b = static_cast<std::size_t>(line[n]);
            if ((over[a] >= 0) != (over[b] >= 0))
                out.points.push_back(between(lines.points[a], lines.points[b], over[a], over[b]));
        }
    return out;
}

}  // namespace orelens::shapes
