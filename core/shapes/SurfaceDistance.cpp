#include "core/shapes/SurfaceDistance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::minus;

constexpr std::uint32_t leaf_size = 4;

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

/// Points of the surface that are known, against what may lie nearer to some point of a region.
/// For p of the region, t of a box and q known: |p − t|² − |p − q|² is linear in p, so its least over the region
/// |p − c| ≤ h is (t − c)² − 2 Σ h |t − q| − (q − c)²; and that is a sum over the axes, each least at c ± h or at a
/// side of the box. Where it is above 0 for one q, nothing in the box is nearest to any point of the region.
class Rivals {
  public:
    Rivals(const Box& region, std::span<const Vec3> known) {
        double reach = 0;
        for (std::size_t a = 0; a < 3; ++a) {
            centre_[a] = (region.low[a] + region.high[a]) / 2;
            half_[a] = (region.high[a] - region.low[a]) / 2;
            reach += half_[a] * half_[a];
        }
        for (const Vec3& q : known) {
            const Vec3 off = minus(q, centre_);
            const double squared = dot(off, off);
            // A little more, so that rounding passes over nothing.
            constexpr double rounding = 1e-9;
            known_.push_back({{2 * half_[0] * off[0], 2 * half_[1] * off[1], 2 * half_[2] * off[2]},
                              squared + rounding * (1 + squared + reach)});
        }
    }

    [[nodiscard]] bool may_win(const Box& box) const {
        Vec3 up{}, down{};  // least of (t - c)² ∓ 2 h (t - c)
        for (std::size_t a = 0; a < 3; ++a) {
            const double low = box.low[a] - centre_[a], high = box.high[a] - centre_[a];
            const double above = std::clamp(half_[a], low, high), below = std::clamp(-half_[a], low, high);
            up[a] = above * (above - 2 * half_[a]);
            down[a] = below * (below + 2 * half_[a]);
        }
        return std::none_of(known_.begin(), known_.end(), [&](const Known& q) {
            double least = 0;
            for (std::size_t a = 0; a < 3; ++a) least += std::min(up[a] + q.pull[a], down[a] - q.pull[a]);
            return least > q.squared;
        });
    }

  private:
    struct Known {
        Vec3 pull;  ///< 2 h (q - c)
        double squared;
    };
    Vec3 centre_{}, half_{};
    std::vector<Known> known_;
};

}  // namespace

/// By the regions about the triangle (Ericson 2004, 5.1.5).
SurfaceDistance::Foot SurfaceDistance::foot_on(const Vec3& p, const Vec3& a, const Vec3& b, const Vec3& c) {
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
    if (!std::isfinite(point[0] + point[1] + point[2])) return {std::numeric_limits<double>::quiet_NaN(), {}, Feature::face, false};
    // A little farther, so that rounding does not pass over what lies at the bound itself.
    constexpr double rounding = 1e-9;
    double squared = at_most * at_most * (1 + rounding) + rounding;
    Foot best;
    std::uint32_t winner = 0;
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
            best = foot;
            winner = t;
        }
    }
    return stated(point, winner, best, std::sqrt(squared));
}

SurfaceDistance::Nearest SurfaceDistance::nearest_on(std::uint32_t triangle, const Vec3& point) const {
    const auto& [a, b, c] = triangles_[triangle].corner;
    const Foot foot = foot_on(point, points_[a], points_[b], points_[c]);
    const Vec3 off = minus(point, foot.point);
    return stated(point, triangle, foot, std::sqrt(dot(off, off)));
}

SurfaceDistance::Nearest SurfaceDistance::stated(const Vec3& point, std::uint32_t number, const Foot& foot, double distance) const {
    Nearest out;
    out.point = foot.point;
    const Triangle& triangle = triangles_[number];
    Vec3 normal = triangle.normal;
    if (foot.where > 3) {
        const std::uint32_t corner = triangle.corner[static_cast<std::size_t>(foot.where - 4)];
        normal = corner_normal_[corner];
        out.feature = Feature::corner;
        out.on_border = open_corner_[corner] != 0;
    } else if (foot.where > 0) {
        const std::uint32_t edge = triangle.edge[static_cast<std::size_t>(foot.where - 1)];
        normal = edge_normal_[edge];
        out.feature = Feature::edge;
        out.on_border = open_edge_[edge] != 0;
    }
    out.distance_m = dot(minus(point, foot.point), normal) < 0 ? -distance : distance;
    return out;
}

bool SurfaceDistance::candidates(const Box& region, std::span<const Vec3> known, std::size_t most,
                                 std::vector<std::uint32_t>& out) const {
    out.clear();
    const Rivals rivals(region, known);
    std::array<std::uint32_t, 64> open{};
    std::size_t waiting = 1;
    while (waiting > 0) {
        const std::uint32_t number = open[--waiting];
        const Node& node = nodes_[number];
        if (!rivals.may_win(node.box)) continue;
        if (node.right != 0) {
            open[waiting++] = node.right;
            open[waiting++] = number + 1;
            continue;
        }
        for (std::uint32_t t = node.begin; t < node.end; ++t) {
            const auto [a, b, c] = corners(t);
            Box own;
            for (std::size_t k = 0; k < 3; ++k) {
                own.low[k] = std::min({a[k], b[k], c[k]});
                own.high[k] = std::max({a[k], b[k], c[k]});
            }
            if (rivals.may_win(own)) out.push_back(t);
        }
        if (out.size() > most) return false;
    }
    return true;
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

}  // namespace orelens::shapes
