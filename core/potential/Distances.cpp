#include "core/potential/Distances.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"
#include "core/blocks/BlockModel.h"
#include "core/shapes/MeshCheck.h"
#include "core/shapes/SurfaceDistance.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

shapes::TriangleMesh facing(shapes::TriangleMesh mesh, const Vec3& direction) {
    Vec3 sum{};
    for (const auto& t : mesh.triangles) {
        const auto p = [&](int n) { return mesh.points[static_cast<std::size_t>(t[static_cast<std::size_t>(n)])]; };
        const Vec3 area = base::cross(base::minus(p(1), p(0)), base::minus(p(2), p(0)));
        for (std::size_t a = 0; a < 3; ++a) sum[a] += area[a];
    }
    if (base::dot(sum, direction) < 0)
        for (auto& t : mesh.triangles) std::swap(t[1], t[2]);
    return mesh;
}

/// Signed value of a voxel, without a sign where only the surface's edge is near.
float stored(const shapes::SurfaceDistance::Nearest& near, DistanceSign sign, bool& edge) {
    edge = sign == DistanceSign::side && near.on_border;
    return static_cast<float>(sign == DistanceSign::unsigned_ || edge ? std::abs(near.distance_m) : near.distance_m);
}

base::Expected<DistanceLayer> everywhere(const GridGeometry& grid, const shapes::SurfaceDistance& surface, DistanceSign sign,
                                         const base::Progress& progress) {
    DistanceLayer made;
    auto model = blocks::BlockModel::full(grid, &progress);
    if (!model) return std::unexpected(model.error());
    if (auto added = shapes::add_distance(*model, "distance", surface, progress.part(0, 0.8)); !added)
        return std::unexpected(added.error());
    made.values.resize(static_cast<std::size_t>(grid.cell_count()));
    const auto leaves = std::as_const(*model).real_leaves("distance");
    std::vector<std::int64_t> edges(leaves.size(), 0);
    const bool whole = base::parallel_pieces(leaves.size(), 64, progress.part(0.8, 1), [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            const blocks::Leaf& box = model->leaf(leaf);
            for (int n = 0; n < 512; ++n) {
                if (!box.is_active(n)) continue;
                const auto ijk = box.index(n);
                float value = leaves[leaf][n];
                if (sign == DistanceSign::unsigned_) value = std::abs(value);
                if (sign == DistanceSign::side) {
                    const Vec3 at = grid.centre(ijk);
                    bool edge = false;
                    value = stored(surface.nearest(at, std::abs(double(value)) * (1 + 1e-6) + 1e-6), sign, edge);
                    edges[leaf] += edge;
                }
                made.values[static_cast<std::size_t>(grid.linear(ijk))] = value;
            }
        }
    });
    if (!whole) return base::cancelled();
    for (const std::int64_t n : edges) made.beyond_edge += n;
    return made;
}

/// Only voxels within the band of a triangle are looked at: triangle by triangle, over the box around each.
class Band {
  public:
    Band(const GridGeometry& grid, const shapes::TriangleMesh& mesh, const shapes::SurfaceDistance& surface, const DistanceRule& rule)
        : grid_(grid), mesh_(mesh), surface_(surface), rule_(rule) {}

    base::Expected<DistanceLayer> fill(const base::Progress& progress) {
        sort_into_levels();
        DistanceLayer made;
        made.values.assign(static_cast<std::size_t>(grid_.cell_count()), missing);
        std::vector<std::int64_t> edges(static_cast<std::size_t>(grid_.count[2]), 0);
        const bool whole = base::parallel_pieces(edges.size(), 1, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = begin; k < end; ++k) edges[k] = level(static_cast<std::int32_t>(k), made.values);
        });
        if (!whole) return base::cancelled();
        for (const std::int64_t n : edges) made.beyond_edge += n;
        return made;
    }

  private:
    struct Reach {
        std::array<std::int32_t, 2> i{}, j{};  ///< first and one past the last voxel
        std::array<Vec3, 3> corner;            ///< along the grid's axes, metres
    };

    void sort_into_levels() {
        at_level_.resize(static_cast<std::size_t>(grid_.count[2]));
        for (const auto& t : mesh_.triangles) {
            Reach reach;
            Vec3 low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
            for (std::size_t n = 0; n < 3; ++n) {
                const Vec3 at = grid_.to_grid(mesh_.points[static_cast<std::size_t>(t[n])]);
                for (std::size_t a = 0; a < 3; ++a) {
                    reach.corner[n][a] = at[a] * grid_.block_size[a];
                    low[a] = std::min(low[a], reach.corner[n][a]);
                    high[a] = std::max(high[a], reach.corner[n][a]);
                }
            }
            std::array<std::array<std::int32_t, 2>, 3> span{};
            for (std::size_t a = 0; a < 3; ++a) {
                const double size = grid_.block_size[a], most = grid_.count[a];
                span[a] = {static_cast<std::int32_t>(std::clamp(std::ceil((low[a] - rule_.band_m) / size - 0.5), 0.0, most)),
                           static_cast<std::int32_t>(std::clamp(std::floor((high[a] + rule_.band_m) / size - 0.5) + 1, 0.0, most))};
            }
            reach.i = span[0];
            reach.j = span[1];
            const auto number = static_cast<std::uint32_t>(reach_.size());
            reach_.push_back(reach);
            for (std::int32_t k = span[2][0]; k < span[2][1]; ++k) at_level_[static_cast<std::size_t>(k)].push_back(number);
        }
    }

    /// Squared distance of a point to a triangle, by the regions about it.
    static double squared(const Vec3& p, const std::array<Vec3, 3>& c) {
        using base::dot;
        using base::minus;
        const Vec3 ab = minus(c[1], c[0]), ac = minus(c[2], c[0]), ap = minus(p, c[0]);
        const auto to = [&](const Vec3& q) {
            const Vec3 d = minus(p, q);
            return dot(d, d);
        };
        const auto on = [](const Vec3& from, const Vec3& along, double t) {
            return Vec3{from[0] + t * along[0], from[1] + t * along[1], from[2] + t * along[2]};
        };
        const double d1 = dot(ab, ap), d2 = dot(ac, ap);
        if (d1 <= 0 && d2 <= 0) return to(c[0]);
        const Vec3 bp = minus(p, c[1]);
        const double d3 = dot(ab, bp), d4 = dot(ac, bp);
        if (d3 >= 0 && d4 <= d3) return to(c[1]);
        const double vc = d1 * d4 - d3 * d2;
        if (vc <= 0 && d1 >= 0 && d3 <= 0) return to(on(c[0], ab, d1 / (d1 - d3)));
        const Vec3 cp = minus(p, c[2]);
        const double d5 = dot(ab, cp), d6 = dot(ac, cp);
        if (d6 >= 0 && d5 <= d6) return to(c[2]);
        const double vb = d5 * d2 - d1 * d6;
        if (vb <= 0 && d2 >= 0 && d6 <= 0) return to(on(c[0], ac, d2 / (d2 - d6)));
        const double va = d3 * d6 - d5 * d4;
        if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) return to(on(c[1], minus(c[2], c[1]), (d4 - d3) / ((d4 - d3) + (d5 - d6))));
        const double whole = va + vb + vc;
        return to(on(on(c[0], ab, vb / whole), ac, vc / whole));
    }

    std::int64_t level(std::int32_t k, std::vector<float>& out) const {
        const std::int32_t nx = grid_.count[0], ny = grid_.count[1];
        const std::size_t count = static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny);
        std::vector<double> best(count, rule_.band_m * rule_.band_m * (1 + 1e-12));
        std::vector<std::uint8_t> seen(count, 0);
        Vec3 at{0, 0, (k + 0.5) * grid_.block_size[2]};
        for (const std::uint32_t number : at_level_[static_cast<std::size_t>(k)]) {
            const Reach& reach = reach_[number];
            for (std::int32_t j = reach.j[0]; j < reach.j[1]; ++j)
                for (std::int32_t i = reach.i[0]; i < reach.i[1]; ++i) {
                    at[0] = (i + 0.5) * grid_.block_size[0];
                    at[1] = (j + 0.5) * grid_.block_size[1];
                    const std::size_t n = static_cast<std::size_t>(j) * static_cast<std::size_t>(nx) + static_cast<std::size_t>(i);
                    const double square = squared(at, reach.corner);
                    if (square > best[n]) continue;
                    best[n] = square;
                    seen[n] = 1;
                }
        }
        std::int64_t edges = 0;
        const std::size_t first = static_cast<std::size_t>(k) * count;
        for (std::size_t n = 0; n < count; ++n) {
            if (seen[n] == 0) continue;
            const double distance = std::sqrt(best[n]);
            if (rule_.sign == DistanceSign::unsigned_) {
                out[first + n] = static_cast<float>(distance);
                continue;
            }
            const Vec3 centre = grid_.centre({static_cast<std::int32_t>(n % static_cast<std::size_t>(nx)),
                                              static_cast<std::int32_t>(n / static_cast<std::size_t>(nx)), k});
            bool edge = false;
            out[first + n] = stored(surface_.nearest(centre, distance * (1 + 1e-6) + 1e-6), rule_.sign, edge);
            edges += edge;
        }
        return edges;
    }

    const GridGeometry& grid_;
    const shapes::TriangleMesh& mesh_;
    const shapes::SurfaceDistance& surface_;
    const DistanceRule& rule_;
    std::vector<Reach> reach_;
    std::vector<std::vector<std::uint32_t>> at_level_;
};

}  // namespace

base::Expected<DistanceLayer> distance_to(const GridGeometry& grid, const shapes::TriangleMesh& mesh,
                                          const DistanceRule& rule, const base::Progress& progress) {
    if (auto sound = shapes::check_numbers(mesh, progress); !sound) return std::unexpected(sound.error());
    if (rule.sign == DistanceSign::inside) {
        const auto report = shapes::check(mesh, progress.part(0, 0.05));
        if (!report) return std::unexpected(report.error());
        if (!report->closed())
            return fail(ErrorKind::data, Message("potential.open_solid", {{"count", std::to_string(report->open.count)}}), {},
                        Message("potential.open_solid_fix"));
    }
    const bool turn = base::dot(rule.facing, rule.facing) > 0;
    const auto surface = shapes::SurfaceDistance::build(turn ? facing(mesh, rule.facing) : mesh, progress.part(0.05, 0.1));
    if (!surface) return std::unexpected(surface.error());
    if (rule.band_m > 0) return Band(grid, mesh, *surface, rule).fill(progress.part(0.1, 1));
    return everywhere(grid, *surface, rule.sign, progress.part(0.1, 1));
}

namespace {

struct Segment {
    Vec3 from{}, along{};
    double square = 0;
};

base::Expected<std::vector<Segment>> segments_of(const shapes::Polylines& lines) {
    std::vector<Segment> list;
    for (std::size_t l = 0; l < lines.lines.size(); ++l) {
        const auto& line = lines.lines[l];
        if (line.size() < 2)
            return fail(ErrorKind::data, Message("potential.short_line", {{"line", std::to_string(l + 1)}, {"count", std::to_string(line.size())}}));
        for (std::size_t n = 0; n + 1 < line.size(); ++n) {
            const Vec3& a = lines.points[static_cast<std::size_t>(line[n])];
            const Vec3 ab = base::minus(lines.points[static_cast<std::size_t>(line[n + 1])], a);
            list.push_back({a, ab, base::dot(ab, ab)});
        }
    }
    if (list.empty()) return fail(ErrorKind::data, Message("potential.no_line"));
    return list;
}

double to_segments(const std::vector<Segment>& list, const Vec3& point) {
    double least = std::numeric_limits<double>::infinity();
    for (const Segment& s : list) {
        const Vec3 ap = base::minus(point, s.from);
        const double t = s.square > 0 ? std::clamp(base::dot(ap, s.along) / s.square, 0.0, 1.0) : 0;
        const Vec3 d = base::minus(ap, base::scaled(s.along, t));
        least = std::min(least, base::dot(d, d));
    }
    return std::sqrt(least);
}

}  // namespace

double distance_to(const shapes::Polylines& lines, const Vec3& point) {
    const auto list = segments_of(lines);
    return list ? to_segments(*list, point) : std::numeric_limits<double>::quiet_NaN();
}

base::Expected<std::vector<float>> distance_to(const GridGeometry& grid, const shapes::Polylines& lines,
                                               const base::Progress& progress) {
    const auto list = segments_of(lines);
    if (!list) return std::unexpected(list.error());
    std::vector<float> values(static_cast<std::size_t>(grid.cell_count()));
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    const bool whole = base::parallel_pieces(values.size(), 4096, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            const auto n = static_cast<std::int64_t>(v);
            values[v] = static_cast<float>(to_segments(*list, grid.centre({static_cast<std::int32_t>(n % nx), static_cast<std::int32_t>(n / nx % ny),
                                                                          static_cast<std::int32_t>(n / (nx * ny))})));
        }
    });
    if (!whole) return base::cancelled();
    return values;
}

Plane plane_of(double dip_azimuth_deg, double dip_deg, const Vec3& through) {
    const double a = radians(dip_azimuth_deg), d = radians(dip_deg);
    return {through, {std::sin(a) * std::cos(d), std::cos(a) * std::cos(d), -std::sin(d)},
            {std::sin(a) * std::sin(d), std::cos(a) * std::sin(d), std::cos(d)}};
}

double Plane::distance(const Vec3& point) const {
    return base::dot(normal, base::minus(point, through));
}

}  // namespace orelens::potential
