#include "core/shapes/MeshCheck.h"

#include <algorithm>
#include <cmath>

#include "core/base/Vectors.h"
#include "core/shapes/Edges.h"
#include "core/shapes/Inside.h"
#include "core/shapes/Measure.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::ErrorKind;
using base::Message;
using base::minus;

void count(Fault& fault, const Vec3& at) {
    if (fault.count++ == 0) fault.at = at;
}

Vec3 corner(const TriangleMesh& mesh, std::size_t triangle, std::size_t n) {
    return mesh.points[static_cast<std::size_t>(mesh.triangles[triangle][n])];
}

/// Drops and counts triangles without area and repeated ones, which would hide what the edges say.
void drop_idle(TriangleMesh& mesh, MeshReport& report) {
    const std::vector<std::uint8_t> idle = idle_triangles(mesh);
    std::vector<std::array<std::int32_t, 3>> kept;
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n) {
        if (idle[n] == 2) {
            count(report.duplicated, corner(mesh, n, 0));
            continue;
        }
        const Vec3 u = minus(corner(mesh, n, 1), corner(mesh, n, 0)), v = minus(corner(mesh, n, 2), corner(mesh, n, 0));
        const Vec3 normal = cross(u, v);
        const double size = std::max(dot(u, u), dot(v, v));
        if (idle[n] == 1 || !(std::sqrt(dot(normal, normal)) > 1e-14 * size))
            count(report.degenerate, corner(mesh, n, 0));
        // Three corners on one line still close the mesh between their neighbours.
        if (idle[n] == 0) kept.push_back(mesh.triangles[n]);
    }
    mesh.triangles = std::move(kept);
}

void look_at_edges(const TriangleMesh& mesh, const std::vector<EdgeUse>& uses, MeshReport& report,
                   std::vector<char>& open) {
    open.assign(mesh.triangles.size(), 0);
    each_edge(uses, [&](std::size_t begin, std::size_t end) {
        const Vec3& a = mesh.points[static_cast<std::size_t>(uses[begin].low)];
        const Vec3& b = mesh.points[static_cast<std::size_t>(uses[begin].high)];
        const std::size_t number = end - begin;
        if (number == 1) {
            count(report.open, a);
            report.open_length_m += std::hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
            open[uses[begin].triangle] = 1;
        } else if (number > 2) {
            count(report.branching, a);
            if (number % 2 == 1) count(report.open, a);
        } else if (uses[begin].forward == uses[begin + 1].forward) {
            count(report.turned, a);
        }
        return true;
    });
}

/// Shells beyond this many are not compared with each other.
constexpr std::size_t most_compared = 200;

void look_at_shells(const TriangleMesh& mesh, const std::vector<EdgeUse>& uses, const std::vector<char>& open,
                    MeshReport& report) {
    const std::vector<std::uint32_t> part = parts_of(uses, mesh.triangles.size());
    const std::size_t parts = part.empty() ? 0 : *std::ranges::max_element(part) + std::size_t{1};
    std::vector<TriangleMesh> meshes(parts);
    std::vector<Shell> shells(parts);
    for (std::size_t n = 0; n < part.size(); ++n) {
        Shell& shell = shells[part[n]];
        if (shell.triangles++ == 0) shell.closed = true;
        if (open[n] != 0) shell.closed = false;
        TriangleMesh& own = meshes[part[n]];
        std::array<std::int32_t, 3> corners{};
        for (std::size_t c = 0; c < 3; ++c) {
            corners[c] = static_cast<std::int32_t>(own.points.size());
            own.points.push_back(corner(mesh, n, c));
            shell.box.include(own.points.back());
        }
        own.triangles.push_back(corners);
    }
    for (std::size_t s = 0; s < parts; ++s) {
        shells[s].area_m2 = area(meshes[s]);
        shells[s].volume_m3 = volume(meshes[s]);
    }
    std::vector<std::size_t> order(parts);
    for (std::size_t s = 0; s < parts; ++s) order[s] = s;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return shells[a].area_m2 != shells[b].area_m2 ? shells[a].area_m2 > shells[b].area_m2 : a < b;
    });
    const std::size_t compared = std::min(parts, most_compared);
    for (std::size_t n = 0; n < compared && parts > 1; ++n) {
        if (!shells[order[n]].closed) continue;
        const Plumb plumb(meshes[order[n]]);
        for (std::size_t m = n + 1; m < compared; ++m) {
            const Vec3& point = meshes[order[m]].points.front();
            if (plumb.winding(point) != 0) ++shells[order[m]].around;
        }
    }
    for (const std::size_t s : order) report.shells.push_back(shells[s]);
}

}  // namespace

base::Expected<void> check_numbers(const TriangleMesh& mesh, const base::Progress& progress) {
    if (mesh.triangles.empty())
        return base::fail(ErrorKind::data, Message("shapes.no_triangles"), {}, Message("shapes.no_triangles_fix"));
    const auto count = static_cast<std::int64_t>(mesh.points.size());
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n) {
        if (n % 65536 == 0 && progress.cancelled()) return base::cancelled();
        for (const std::int32_t corner : mesh.triangles[n]) {
            const std::string number = std::to_string(n + 1);
            if (corner < 0 || corner >= count)
                return base::fail(ErrorKind::data, Message("shapes.bad_index", {{"triangle", number}}));
            for (const double x : mesh.points[static_cast<std::size_t>(corner)])
                if (!std::isfinite(x) || std::abs(x) > 1e12)
                    return base::fail(ErrorKind::data, Message("shapes.bad_coordinate", {{"triangle", number}}));
        }
    }
    return {};
}

base::Expected<MeshReport> check(const TriangleMesh& given, const base::Progress& progress) {
    if (auto good = check_numbers(given, progress); !good) return std::unexpected(good.error());
    MeshReport report;
    TriangleMesh mesh{{}, given.points, given.triangles};
    weld(mesh, 0);
    report.points = static_cast<std::int64_t>(mesh.points.size());
    report.triangles = static_cast<std::int64_t>(mesh.triangles.size());
    report.box = bounds(mesh);
    drop_idle(mesh, report);
    if (!progress.report(0.2)) return base::cancelled();
    const std::vector<EdgeUse> uses = edge_uses(mesh);
    std::vector<char> open;
    look_at_edges(mesh, uses, report, open);
    if (!progress.report(0.3)) return base::cancelled();
    look_at_shells(mesh, uses, open, report);
    report.area_m2 = area(mesh);
    report.volume_m3 = volume(mesh);
    if (!progress.report(0.5)) return base::cancelled();
    report.crossing = crossings(mesh, report.crossing_counted, progress.part(0.5, 1));
    if (progress.cancelled()) return base::cancelled();
    return report;
}

}  // namespace orelens::shapes
