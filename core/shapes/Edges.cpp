#include "core/shapes/Edges.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace orelens::shapes {
namespace {

std::uint32_t root(std::vector<std::uint32_t>& parent, std::uint32_t at) {
    while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    return at;
}

void join(std::vector<std::uint32_t>& parent, std::uint32_t a, std::uint32_t b) {
    a = root(parent, a);
    b = root(parent, b);
    if (a != b) parent[std::max(a, b)] = std::min(a, b);
}

using Cell = std::array<std::int64_t, 3>;
struct CellHash {
    std::size_t operator()(const Cell& cell) const {
        std::uint64_t hash = 0x9E3779B97F4A7C15U;
        for (const std::int64_t part : cell) {
            hash ^= static_cast<std::uint64_t>(part);
            hash *= 0xBF58476D1CE4E5B9U;
            hash ^= hash >> 31;
        }
        return hash;
    }
};

/// Corners of open edges that lie close together. Two points of one cell always do, so that a cell's first
/// point can stand for it and the work stays in proportion.
std::int64_t join_near(const TriangleMesh& mesh, double tolerance, std::vector<std::uint32_t>& parent) {
    TriangleMesh equal{{}, mesh.points, mesh.triangles};
    for (auto& triangle : equal.triangles)
        for (std::int32_t& corner : triangle)
            corner = static_cast<std::int32_t>(root(parent, static_cast<std::uint32_t>(corner)));
    const std::vector<EdgeUse> uses = edge_uses(equal);
    std::vector<std::int32_t> open;
    each_edge(uses, [&](std::size_t begin, std::size_t end) {
        if (end - begin == 1) open.insert(open.end(), {uses[begin].low, uses[begin].high});
        return true;
    });
    std::ranges::sort(open);
    open.erase(std::ranges::unique(open).begin(), open.end());
    if (open.empty()) return 0;
    const Vec3 origin = mesh.points[static_cast<std::size_t>(open.front())];
    std::unordered_map<Cell, std::int32_t, CellHash> cells;
    std::int64_t joined = 0;
    const auto meet = [&](std::int32_t a, std::int32_t b) {
        const Vec3 &p = mesh.points[static_cast<std::size_t>(a)], &q = mesh.points[static_cast<std::size_t>(b)];
        if (!(std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) <= tolerance)) return;
        if (root(parent, static_cast<std::uint32_t>(a)) == root(parent, static_cast<std::uint32_t>(b))) return;
        join(parent, static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
        ++joined;
    };
    for (const std::int32_t at : open) {
        Cell cell{};
        for (std::size_t a = 0; a < 3; ++a) {
            const double n = (mesh.points[static_cast<std::size_t>(at)][a] - origin[a]) / (tolerance / 2);
            cell[a] = static_cast<std::int64_t>(std::floor(std::clamp(n, -9e17, 9e17)));
        }
        for (std::int64_t i = -2; i <= 2; ++i)
            for (std::int64_t j = -2; j <= 2; ++j)
                for (std::int64_t k = -2; k <= 2; ++k) {
                    const auto found = cells.find({cell[0] + i, cell[1] + j, cell[2] + k});
                    if (found != cells.end()) meet(found->second, at);
                }
        cells.try_emplace(cell, at);
    }
    return joined;
}

}  // namespace

std::vector<EdgeUse> edge_uses(const TriangleMesh& mesh) {
    std::vector<EdgeUse> uses;
    uses.reserve(mesh.triangles.size() * 3);
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n)
        for (std::size_t c = 0; c < 3; ++c) {
            const std::int32_t from = mesh.triangles[n][c], to = mesh.triangles[n][(c + 1) % 3];
            uses.push_back({std::min(from, to), std::max(from, to), static_cast<std::uint32_t>(n), from < to});
        }
    std::ranges::sort(uses, [](const EdgeUse& a, const EdgeUse& b) {
        if (a.low != b.low) return a.low < b.low;
        if (a.high != b.high) return a.high < b.high;
        return a.triangle < b.triangle;
    });
    return uses;
}

std::int64_t weld(TriangleMesh& mesh, double tolerance) {
    const std::size_t count = mesh.points.size();
    std::vector<std::uint32_t> parent(count), order(count);
    std::iota(parent.begin(), parent.end(), 0U);
    std::iota(order.begin(), order.end(), 0U);
    const auto& points = mesh.points;
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return points[a] != points[b] ? points[a] < points[b] : a < b;
    });
    for (std::size_t n = 1; n < count; ++n)
        if (points[order[n]] == points[order[n - 1]]) join(parent, order[n - 1], order[n]);
    const std::int64_t joined = tolerance > 0 ? join_near(mesh, tolerance, parent) : 0;
    std::vector<std::int32_t> number(count, -1);
    std::vector<Vec3> kept;
    for (auto& triangle : mesh.triangles)
        for (std::int32_t& corner : triangle) {
            const std::uint32_t at = root(parent, static_cast<std::uint32_t>(corner));
            if (number[at] < 0) {
                number[at] = static_cast<std::int32_t>(kept.size());
                kept.push_back(points[at]);
            }
            corner = number[at];
        }
    mesh.points = std::move(kept);
    return joined;
}

std::vector<std::uint8_t> idle_triangles(const TriangleMesh& mesh) {
    std::vector<std::uint8_t> idle(mesh.triangles.size(), 0);
    struct Key {
        std::array<std::int32_t, 3> corners;
        std::uint32_t triangle;
    };
    std::vector<Key> keys;
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n) {
        std::array<std::int32_t, 3> sorted = mesh.triangles[n];
        std::ranges::sort(sorted);
        if (sorted[0] == sorted[1] || sorted[1] == sorted[2])
            idle[n] = 1;
        else
            keys.push_back({sorted, static_cast<std::uint32_t>(n)});
    }
    std::ranges::sort(keys, [](const Key& a, const Key& b) {
        return a.corners != b.corners ? a.corners < b.corners : a.triangle < b.triangle;
    });
    std::vector<Key> repeated;
    for (std::size_t n = 1; n < keys.size(); ++n)
        if (keys[n].corners == keys[n - 1].corners) {
            idle[keys[n].triangle] = 2;
            if (n == 1 || keys[n - 2].corners != keys[n].corners) repeated.push_back(keys[n - 1]);
        }
    if (repeated.empty()) return idle;
    // Edges by how many different triangles use them.
    TriangleMesh different;
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n)
        if (idle[n] == 0) different.triangles.push_back(mesh.triangles[n]);
    const std::vector<EdgeUse> uses = edge_uses(different);
    const auto count = [&](std::int32_t a, std::int32_t b) {
        const std::pair wanted{std::min(a, b), std::max(a, b)};
        const auto range = std::ranges::equal_range(uses, wanted, {},
                                                    [](const EdgeUse& use) { return std::pair{use.low, use.high}; });
        return std::ranges::distance(range);
    };
    for (const Key& key : repeated) {
        // A fold hangs on an edge that two others close already; the rim of an open surface does not.
        int closed_without = 0, hangs = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const auto others = count(key.corners[c], key.corners[(c + 1) % 3]) - 1;
            closed_without += others % 2 == 0 ? 1 : 0;
            hangs += others >= 2 ? 1 : 0;
        }
        if (closed_without >= 2 && hangs > 0) idle[key.triangle] = 2;
    }
    return idle;
}

std::vector<std::uint32_t> parts_of(const std::vector<EdgeUse>& uses, std::size_t triangles) {
    std::vector<std::uint32_t> parent(triangles);
    std::iota(parent.begin(), parent.end(), 0U);
    each_edge(uses, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin + 1; n < end; ++n) join(parent, uses[begin].triangle, uses[n].triangle);
        return true;
    });
    constexpr auto none = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> part(triangles), number(triangles, none);
    std::uint32_t next = 0;
    for (std::size_t n = 0; n < triangles; ++n) {
        const std::uint32_t at = root(parent, static_cast<std::uint32_t>(n));
        if (number[at] == none) number[at] = next++;
        part[n] = number[at];
    }
    return part;
}

}  // namespace orelens::shapes
