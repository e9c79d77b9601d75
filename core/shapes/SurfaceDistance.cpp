#include "core/shapes/SurfaceDistance.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "core/base/Parallel.h"

namespace orelens::shapes {
namespace {

constexpr std::uint32_t leaf_size = 4;

Vec3 minus(const Vec3& a, const Vec3& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
double dot(const Vec3& a, const Vec3& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
Vec3 cross(const Vec3& a, const Vec3& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vec3 along(const Vec3& from, const Vec3& direction, double part) {
    return {from[0] + part * direction[0], from[1] + part * direction[1], from[2] + part * direction[2]};
}
void add(Vec3& to, const Vec3& what, double times) {
    to = along(to, what, times);
}

double squared_distance(const Box& box, const Vec3& p) {
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        const double off = std::max({box.low[a] - p[a], p[a] - box.high[a], 0.0});
        sum += off * off;
    }
    return sum;
}

/// The nearest place of a triangle: `where` 0 face, 1–3 the edge from corner 0–2, 4–6 the corner.
struct Foot {
    Vec3 point{};
    int where = 0;
};

/// By the regions about the triangle (Ericson 2004, 5.1.5).
Foot foot_on(const Vec3& p, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3 ab = minus(b, a), ac = minus(c, a), ap = minus(p, a);
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) return {a, 4};
    const Vec3 bp = minus(p, b);
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3) return {b, 5};
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) return {along(a, ab, d1 / (d1 - d3)), 1};
    const Vec3 cp = minus(p, c);
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6) return {c, 6};
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) return {along(a, ac, d2 / (d2 - d6)), 3};
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0)
        return {along(b, minus(c, b), (d4 - d3) / ((d4 - d3) + (d5 - d6))), 2};
    const double whole = va + vb + vc;
    return {along(along(a, ab, vb / whole), ac, vc / whole), 0};
}

}  // namespace

base::Expected<SurfaceDistance> SurfaceDistance::build(const TriangleMesh& mesh, const base::Progress& progress) {
    SurfaceDistance out;
    // Points at one place are one, so that triangles of formats without shared points have edges in common.
    std::vector<std::uint32_t> order(mesh.points.size()), one(mesh.points.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto finite = [&](std::size_t n) {
        return std::isfinite(mesh.points[n][0] + mesh.points[n][1] + mesh.points[n][2]);
    };
    std::erase_if(order, [&](std::uint32_t n) { return !finite(n); });
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return mesh.points[a] < mesh.points[b]; });
    for (std::size_t n = 0; n < order.size(); ++n) {
        if (n == 0 || mesh.points[order[n]] != mesh.points[order[n - 1]]) out.points_.push_back(mesh.points[order[n]]);
        one[order[n]] = static_cast<std::uint32_t>(out.points_.size() - 1);
    }
    if (progress.cancelled()) return base::cancelled();
    for (const auto& corners : mesh.triangles) {
        Triangle triangle;
        bool whole = true;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto at = static_cast<std::size_t>(corners[k]);
            whole = whole && finite(at);
            triangle.corner[k] = one[at];
        }
        if (!whole) continue;
        const Vec3& a = out.points_[triangle.corner[0]];
        const Vec3 normal = cross(minus(out.points_[triangle.corner[1]], a), minus(out.points_[triangle.corner[2]], a));
        const double length = std::sqrt(dot(normal, normal));
        if (!(length > 0)) continue;
        triangle.normal = {normal[0] / length, normal[1] / length, normal[2] / length};
        out.triangles_.push_back(triangle);
    }
    if (out.triangles_.empty())
        return base::fail(base::ErrorKind::data, base::Message("shapes.no_surface", {{"name", mesh.name}}));
    out.add_features();
    if (progress.cancelled()) return base::cancelled();
    out.split(0, static_cast<std::uint32_t>(out.triangles_.size()));
    if (progress.cancelled()) return base::cancelled();
    return out;
}

void SurfaceDistance::add_features() {
    struct Use {
        std::array<std::uint32_t, 2> ends;
        std::uint32_t triangle, side;
    };
    std::vector<Use> uses;
    corner_normal_.assign(points_.size(), Vec3{});
    open_corner_.assign(points_.size(), 0);
    for (std::uint32_t t = 0; t < triangles_.size(); ++t)
        for (std::uint32_t k = 0; k < 3; ++k) {
            const Triangle& triangle = triangles_[t];
            const std::uint32_t here = triangle.corner[k], next = triangle.corner[(k + 1) % 3], last = triangle.corner[(k + 2) % 3];
            uses.push_back({{std::min(here, next), std::max(here, next)}, t, k});
            const Vec3 u = minus(points_[next], points_[here]), w = minus(points_[last], points_[here]);
            const double cosine = dot(u, w) / std::sqrt(dot(u, u) * dot(w, w));
            add(corner_normal_[here], triangle.normal, std::acos(std::clamp(cosine, -1.0, 1.0)));
        }
    std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) {
        return std::pair(a.ends, a.triangle) < std::pair(b.ends, b.triangle);
    });
    for (std::size_t begin = 0, end = 0; begin < uses.size(); begin = end) {
        Vec3 normal{};
        for (; end < uses.size() && uses[end].ends == uses[begin].ends; ++end) {
            triangles_[uses[end].triangle].edge[uses[end].side] = static_cast<std::uint32_t>(edge_normal_.size());
            add(normal, triangles_[uses[end].triangle].normal, 1);
        }
        const bool open = end - begin == 1;
        edge_normal_.push_back(normal);
        open_edge_.push_back(open ? 1 : 0);
        for (const std::uint32_t corner : uses[begin].ends)
            if (open) open_corner_[corner] = 1;
    }
}

void SurfaceDistance::split(std::uint32_t begin, std::uint32_t end) {
    const auto at = nodes_.size();
    nodes_.emplace_back();
    Box box, middles;
    const auto middle = [&](const Triangle& t, std::size_t a) {
        return points_[t.corner[0]][a] + points_[t.corner[1]][a] + points_[t.corner[2]][a];
    };
    for (std::uint32_t t = begin; t < end; ++t) {
        for (const std::uint32_t corner : triangles_[t].corner) box.include(points_[corner]);
        middles.include({middle(triangles_[t], 0), middle(triangles_[t], 1), middle(triangles_[t], 2)});
    }
    nodes_[at].box = box;
    nodes_[at].begin = begin;
    nodes_[at].end = end;
    if (end - begin <= leaf_size) return;
    std::size_t axis = 0;
    for (std::size_t a = 1; a < 3; ++a)
        if (middles.high[a] - middles.low[a] > middles.high[axis] - middles.low[axis]) axis = a;
    const std::uint32_t half = begin + (end - begin) / 2;
    std::nth_element(triangles_.begin() + begin, triangles_.begin() + half, triangles_.begin() + end,
                     [&](const Triangle& a, const Triangle& b) { return middle(a, axis) < middle(b, axis); });
    split(begin, half);
    nodes_[at].right = static_cast<std::uint32_t>(nodes_.size());
    split(half, end);
}

SurfaceDistance::Nearest SurfaceDistance::nearest(const Vec3& point, double at_most) const {
    Nearest best;
    best.distance_m = std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(point[0] + point[1] + point[2])) return best;
    // A little farther, so that rounding does not pass over what lies at the bound itself.
    constexpr double rounding = 1e-9;
    double squared = at_most * at_most * (1 + rounding) + rounding;
    Vec3 normal{};
    // As deep as halving 32 bits of triangles goes, one waiting at each step.
    std::array<std::uint32_t, 64> open{};
    std::size_t waiting = 1;
    while (waiting > 0) {
        const std::uint32_t number = open[--waiting];
        const Node& node = nodes_[number];
        if (squared_distance(node.box, point) >= squared) continue;
        if (node.right != 0) {
            const std::uint32_t left = number + 1;
            const bool left_first = squared_distance(nodes_[left].box, point) <= squared_distance(nodes_[node.right].box, point);
            open[waiting++] = left_first ? node.right : left;
            open[waiting++] = left_first ? left : node.right;
            continue;
        }
        for (std::uint32_t t = node.begin; t < node.end; ++t) {
            const Triangle& triangle = triangles_[t];
            const Foot foot = foot_on(point, points_[triangle.corner[0]], points_[triangle.corner[1]], points_[triangle.corner[2]]);
            const Vec3 off = minus(point, foot.point);
            const double own = dot(off, off);
            if (!(own < squared)) continue;
            squared = own;
            best.point = foot.point;
            if (foot.where == 0) {
                normal = triangle.normal;
                best.feature = Feature::face;
                best.on_border = false;
            } else if (foot.where <= 3) {
                const std::uint32_t edge = triangle.edge[static_cast<std::size_t>(foot.where - 1)];
                normal = edge_normal_[edge];
                best.feature = Feature::edge;
                best.on_border = open_edge_[edge] != 0;
            } else {
                const std::uint32_t corner = triangle.corner[static_cast<std::size_t>(foot.where - 4)];
                normal = corner_normal_[corner];
                best.feature = Feature::corner;
                best.on_border = open_corner_[corner] != 0;
            }
        }
    }
    const double distance = std::sqrt(squared);
    best.distance_m = dot(minus(point, best.point), normal) < 0 ? -distance : distance;
    return best;
}

base::Expected<std::vector<double>> signed_distances(const SurfaceDistance& surface, const std::vector<Vec3>& points,
                                                     const base::Progress& progress) {
    std::vector<double> distance(points.size());
    base::parallel_for(points.size(), 256, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n) distance[n] = surface.nearest(points[n]).distance_m;
    });
    if (progress.cancelled()) return base::cancelled();
    return distance;
}

base::Expected<void> add_distance(blocks::BlockModel& model, const std::string& column,
                                  const SurfaceDistance& surface, const base::Progress& progress) {
    model.add_column({column, blocks::ColumnType::real, "m", {}});
    const blocks::GridGeometry& grid = model.geometry();
    const auto leaves = model.real_leaves(column);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(model.leaf_count(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            if (progress.cancelled()) return;
            // The surface is no farther from a block than its point that was nearest to the one before.
            std::optional<Vec3> near;
            for (int n = 0; n < 512; ++n) {
                if (!model.leaf(leaf).is_active(n)) continue;
                const Vec3 centre = grid.centre(model.leaf(leaf).index(n));
                double known = std::numeric_limits<double>::infinity();
                if (near) {
                    const Vec3 way = minus(centre, *near);
                    known = std::sqrt(dot(way, way));
                }
                const SurfaceDistance::Nearest found = surface.nearest(centre, known);
                leaves[leaf][n] = static_cast<float>(found.distance_m);
                near = found.point;
            }
            if (const std::size_t count = ++done; count % 64 == 0)
                progress.report(static_cast<double>(count) / static_cast<double>(model.leaf_count()));
        }
    });
    if (progress.cancelled()) {
        model.remove_column(column);
        return base::cancelled();
    }
    return {};
}

}  // namespace orelens::shapes
