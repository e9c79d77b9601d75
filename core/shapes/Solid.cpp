#include "core/shapes/Solid.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

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

std::int64_t drop_idle(TriangleMesh& mesh) {
    const std::vector<std::uint8_t> idle = idle_triangles(mesh);
    std::size_t kept = 0;
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n)
        if (idle[n] == 0) mesh.triangles[kept++] = mesh.triangles[n];
    const std::size_t dropped = mesh.triangles.size() - kept;
    mesh.triangles.resize(kept);
    return static_cast<std::int64_t>(dropped);
}

/// Ends of open edges, in the direction that a patch beside the edge would run.
std::vector<std::pair<std::int32_t, std::int32_t>> open_edges(const std::vector<EdgeUse>& uses) {
    std::vector<std::pair<std::int32_t, std::int32_t>> open;
    each_edge(uses, [&](std::size_t begin, std::size_t end) {
        if (end - begin == 1) {
            const EdgeUse& use = uses[begin];
            open.push_back(use.forward ? std::pair{use.high, use.low} : std::pair{use.low, use.high});
        }
        return true;
    });
    return open;
}

/// Open edges strung into rings, and a flat fan over each. False where they form no rings.
bool close_gaps(TriangleMesh& mesh, Repairs& repairs) {
    const auto open = open_edges(edge_uses(mesh));
    std::multimap<std::int32_t, std::size_t> from;
    for (std::size_t n = 0; n < open.size(); ++n) from.emplace(open[n].first, n);
    std::vector<char> used(open.size(), 0);
    TriangleMesh patches;
    for (std::size_t first = 0; first < open.size(); ++first) {
        if (used[first] != 0) continue;
        std::vector<std::int32_t> ring;
        std::size_t at = first;
        while (used[at] == 0) {
            used[at] = 1;
            ring.push_back(open[at].first);
            const auto [low, high] = from.equal_range(open[at].second);
            const auto next = std::find_if(low, high, [&](const auto& one) { return used[one.second] == 0; });
            if (next == high) break;
            at = next->second;
        }
        if (ring.size() < 3 || open[at].second != open[first].first) return false;
        ++repairs.gaps;
        for (std::size_t n = 1; n + 1 < ring.size(); ++n)
            patches.triangles.push_back({ring[0], ring[n], ring[n + 1]});
    }
    patches.points = mesh.points;
    repairs.gap_area_m2 = area(patches);
    mesh.triangles.insert(mesh.triangles.end(), patches.triangles.begin(), patches.triangles.end());
    return true;
}

/// Turns triangles until both sides of every plain edge agree, from each shell's first triangle on; the side
/// with less area is the one that was turned. Edges of more than two triangles are not crossed.
std::int64_t agree(TriangleMesh& mesh) {
    const std::vector<EdgeUse> uses = edge_uses(mesh);
    const std::size_t count = mesh.triangles.size();
    std::vector<std::vector<std::pair<std::uint32_t, bool>>> beside(count);  // neighbour, turned against it
    bool any = false;
    each_edge(uses, [&](std::size_t begin, std::size_t end) {
        if (end - begin != 2) return true;
        const EdgeUse &a = uses[begin], &b = uses[begin + 1];
        const bool against = a.forward == b.forward;
        any = any || against;
        beside[a.triangle].emplace_back(b.triangle, against);
        beside[b.triangle].emplace_back(a.triangle, against);
        return true;
    });
    if (!any) return 0;
    std::vector<signed char> state(count, -1);
    std::int64_t turned = 0;
    std::vector<std::uint32_t> reached;
    for (std::size_t first = 0; first < count; ++first) {
        if (state[first] >= 0) continue;
        reached.assign(1, static_cast<std::uint32_t>(first));
        state[first] = 0;
        double size[2] = {0, 0};
        for (std::size_t n = 0; n < reached.size(); ++n) {
            const std::uint32_t at = reached[n];
            const auto& t = mesh.triangles[at];
            const Vec3& p = mesh.points[static_cast<std::size_t>(t[0])];
            const Vec3 normal = cross(minus(mesh.points[static_cast<std::size_t>(t[1])], p),
                                      minus(mesh.points[static_cast<std::size_t>(t[2])], p));
            size[state[at]] += std::sqrt(dot(normal, normal));
            for (const auto& [next, against] : beside[at]) {
                if (state[next] >= 0) continue;
                state[next] = static_cast<signed char>(against ? 1 - state[at] : state[at]);
                reached.push_back(next);
            }
        }
        const signed char wrong = size[1] <= size[0] ? 1 : 0;
        for (const std::uint32_t at : reached) {
            if (state[at] != wrong) continue;
            std::swap(mesh.triangles[at][1], mesh.triangles[at][2]);
            ++turned;
        }
    }
    return turned;
}

/// Shells of a mesh that are looked at as being around others.
constexpr std::size_t most_shells = 2000;

/// The outermost shells face outward, and what lies in one is turned with it.
std::int64_t face_outward(TriangleMesh& mesh) {
    const std::vector<EdgeUse> uses = edge_uses(mesh);
    const std::vector<std::uint32_t> part = parts_of(uses, mesh.triangles.size());
    const std::size_t parts = *std::ranges::max_element(part) + std::size_t{1};
    std::vector<TriangleMesh> shells(parts);
    for (std::size_t n = 0; n < part.size(); ++n) {
        TriangleMesh& shell = shells[part[n]];
        const auto first = static_cast<std::int32_t>(shell.points.size());
        for (const std::int32_t corner : mesh.triangles[n])
            shell.points.push_back(mesh.points[static_cast<std::size_t>(corner)]);
        shell.triangles.push_back({first, first + 1, first + 2});
    }
    std::vector<double> volumes;
    for (const TriangleMesh& shell : shells) volumes.push_back(volume(shell));
    std::vector<Box> boxes;
    for (const TriangleMesh& shell : shells) boxes.push_back(bounds(shell));
    const auto within = [&](std::size_t s, std::size_t other) {
        for (std::size_t a = 0; a < 3; ++a)
            if (boxes[s].low[a] < boxes[other].low[a] || boxes[s].high[a] > boxes[other].high[a]) return false;
        return true;
    };
    // How a shell faces means something beside the outermost one around it, which must face outward: facing the
    // same way it is another body, facing the other way a hole.
    std::vector<std::unique_ptr<Plumb>> plumbs(parts);
    std::vector<char> turn(parts, 0);
    std::int64_t turned = 0;
    for (std::size_t s = 0; s < parts; ++s) {
        std::size_t outermost = s;
        for (std::size_t other = 0; other < std::min(parts, most_shells); ++other) {
            if (other == s || std::abs(volumes[other]) <= std::abs(volumes[outermost]) || !within(s, other))
                continue;
            if (!plumbs[other]) plumbs[other] = std::make_unique<Plumb>(shells[other]);
            if (plumbs[other]->winding(shells[s].points.front()) != 0) outermost = other;
        }
        if (volumes[outermost] >= 0) continue;
        turn[s] = 1;
        ++turned;
    }
    if (turned > 0)
        for (std::size_t n = 0; n < part.size(); ++n)
            if (turn[part[n]] != 0) std::swap(mesh.triangles[n][1], mesh.triangles[n][2]);
    return turned;
}

std::unexpected<base::Error> refuse_open(const TriangleMesh& mesh,
                                         const std::vector<std::pair<std::int32_t, std::int32_t>>& open) {
    double length = 0;
    for (const auto& [a, b] : open) {
        const Vec3 edge = minus(mesh.points[static_cast<std::size_t>(b)], mesh.points[static_cast<std::size_t>(a)]);
        length += std::sqrt(dot(edge, edge));
    }
    const Vec3& at = mesh.points[static_cast<std::size_t>(open.front().first)];
    return base::fail(ErrorKind::data,
                      Message("shapes.open_solid", {{"count", std::to_string(open.size())},
                                                    {"length", base::number(length, 4)},
                                                    {"x", base::number(at[0], 10)},
                                                    {"y", base::number(at[1], 10)},
                                                    {"z", base::number(at[2], 6)}}),
                      {}, Message("shapes.open_solid_fix"));
}

std::int64_t count_open(const TriangleMesh& mesh) {
    return static_cast<std::int64_t>(open_edges(edge_uses(mesh)).size());
}

}  // namespace

base::Expected<Made> make_solid(const TriangleMesh& mesh, const SolidRule& rule, const base::Progress& progress) {
    Made made;
    made.mesh = mesh;
    if (auto good = check_numbers(mesh, progress); !good) return std::unexpected(good.error());
    weld(made.mesh, 0);
    made.repairs.dropped = drop_idle(made.mesh);
    if (!progress.report(0.2)) return base::cancelled();
    if (rule.join_m > 0 && count_open(made.mesh) > 0) {
        made.repairs.joined = weld(made.mesh, rule.join_m);
        made.repairs.dropped += drop_idle(made.mesh);
    }
    if (!progress.report(0.4)) return base::cancelled();
    if (made.mesh.triangles.empty()) return base::fail(ErrorKind::data, Message("shapes.no_triangles"));
    made.repairs.turned = agree(made.mesh);
    if (const auto open = open_edges(edge_uses(made.mesh)); !open.empty()) {
        const double whole = area(made.mesh);
        const bool rings = close_gaps(made.mesh, made.repairs);
        if (!rings || made.repairs.gap_area_m2 > rule.largest_gap_percent / 100 * whole ||
            count_open(made.mesh) > 0)
            return refuse_open(made.mesh, open);
    }
    if (!progress.report(0.7)) return base::cancelled();
    made.repairs.turned_shells = face_outward(made.mesh);
    made.volume_m3 = volume(made.mesh);
    if (!progress.report(1)) return base::cancelled();
    return made;
}

base::Expected<Made> make_surface(const TriangleMesh& mesh, const base::Progress& progress) {
    Made made;
    made.mesh = mesh;
    if (auto good = check_numbers(mesh, progress); !good) return std::unexpected(good.error());
    weld(made.mesh, 0);
    made.repairs.dropped = drop_idle(made.mesh);
    if (!progress.report(0.5)) return base::cancelled();
    for (auto& triangle : made.mesh.triangles) {
        const Vec3& a = made.mesh.points[static_cast<std::size_t>(triangle[0])];
        const Vec3& b = made.mesh.points[static_cast<std::size_t>(triangle[1])];
        const Vec3& c = made.mesh.points[static_cast<std::size_t>(triangle[2])];
        if ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]) >= 0) continue;
        std::swap(triangle[1], triangle[2]);
        ++made.repairs.turned;
    }
    return made;
}

}  // namespace orelens::shapes
