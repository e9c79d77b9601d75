#include "core/shapes/VoxelBody.h"

#include <openvdb/tools/LevelSetUtil.h>
#include <openvdb/tools/Morphology.h>
#include <openvdb/tools/VolumeToMesh.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/shapes/LeafSample.h"
#include "core/shapes/Measure.h"

namespace orelens::shapes {
namespace {

using base::Expected;
using openvdb::FloatGrid;
using Leaf = FloatGrid::TreeType::LeafNodeType;

/// Of lattice points that no body comes near, in steps.
constexpr float far_out = 3;

Vec3 place_of(const openvdb::Coord& at) {
    return {double(at[0]), double(at[1]), double(at[2])};
}

/// How far outside a place is, exact between minus and plus the second.
using Off = std::function<double(const Vec3&, double)>;

/// A level set of a distance, in steps of the lattice: of `off`, that is below 0 inside and changes by no more than the way
/// from place to place; above 0 beyond the box. Leaves of 8³ that lie wholly within are one tile. `off` is asked in parallel.
Expected<FloatGrid::Ptr> level_set(const Box& box, const Off& off, const base::Progress& progress) {
    std::array<std::int64_t, 3> first{}, count{};
    for (std::size_t a = 0; a < 3; ++a) {
        first[a] = static_cast<std::int64_t>(std::floor((box.low[a] - far_out) / 8));
        count[a] = static_cast<std::int64_t>(std::floor((box.high[a] + far_out) / 8)) - first[a] + 1;
    }
    constexpr double half_diagonal = 6.1;  // of the 8³ points of a leaf, from their middle
    constexpr double far = half_diagonal + far_out;
    const auto all = static_cast<std::size_t>(count[0] * count[1] * count[2]);
    const auto origin_of = [&](std::size_t n) {
        const auto m = static_cast<std::int64_t>(n);
        return openvdb::Coord(static_cast<int>(8 * (first[0] + m / (count[1] * count[2]))),
                              static_cast<int>(8 * (first[1] + m / count[2] % count[1])),
                              static_cast<int>(8 * (first[2] + m % count[2])));
    };
    std::vector<std::int8_t> inside(all);
    std::vector<std::unique_ptr<Leaf>> leaves(all);
    const bool done = base::parallel_pieces(all, 16, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const openvdb::Coord origin = origin_of(n);
            const double middle = off({origin[0] + 3.5, origin[1] + 3.5, origin[2] + 3.5}, far);
            if (middle >= far) continue;
            if (middle <= -far) {
                inside[n] = 1;
                continue;
            }
            leaves[n] = std::make_unique<Leaf>(origin, far_out);
            for (openvdb::Index k = 0; k < Leaf::SIZE; ++k) {
                const auto value = static_cast<float>(off(place_of(leaves[n]->offsetToGlobalCoord(k)), far_out));
                if (std::abs(value) < far_out)
                    leaves[n]->setValueOn(k, value);
                else
                    leaves[n]->setValueOff(k, value < 0 ? -far_out : far_out);
            }
        }
    });
    if (!done) return base::cancelled();
    FloatGrid::Ptr grid = FloatGrid::create(far_out);
    grid->setGridClass(openvdb::GRID_LEVEL_SET);
    for (std::size_t n = 0; n < all; ++n) {
        if (leaves[n])
            grid->tree().addLeaf(leaves[n].release());
        else if (inside[n] != 0)
            grid->tree().addTile(1, origin_of(n), -far_out, false);
    }
    return grid;
}

/// The lattice points within a step of a face.
std::vector<Vec3> near_face(FloatGrid& body) {
    std::vector<Leaf*> leaves;
    body.tree().getNodes(leaves);
    std::vector<Vec3> all;
    for (const Leaf* leaf : leaves)
        for (auto value = leaf->cbeginValueOn(); value; ++value)
            if (std::abs(*value) <= 1) all.push_back(place_of(value.getCoord()));
    return all;
}

/// What lies about points with gaps filled, in steps of the lattice.
Expected<FloatGrid::Ptr> closed(const Surroundings& around, const base::Progress& progress) {
    Closing closing(around);
    const Balls& balls = closing.balls();
    const double half = closing.fills() ? 0.4 : 1;
    auto wide = level_set(balls.box(), [&](const Vec3& p, double most) { return balls.nearest(p, -most, most).off; },
                          progress.part(0, half));
    if (!wide || !closing.fills()) return wide;
    if (!closing.carve(near_face(**wide), progress.part(half, 0.6))) return base::cancelled();
    return level_set(balls.box(), [&](const Vec3& p, double most) { return closing.off(p, most); }, progress.part(0.6, 1));
}

/// In steps from the first of them.
Surroundings in_steps(const Surroundings& around, double step) {
    Surroundings scaled;
    const Vec3& origin = around.points.front();
    for (std::size_t n = 0; n < around.points.size(); ++n) {
        const Vec3& p = around.points[n];
        scaled.points.push_back({(p[0] - origin[0]) / step, (p[1] - origin[1]) / step, (p[2] - origin[2]) / step});
        scaled.radius.push_back(around.radius[n] / step);
        scaled.reach.push_back(around.reach[n] / step);
    }
    return scaled;
}

double distance2(const openvdb::Vec3s& a, const openvdb::Vec3s& b) { return (a - b).lengthSqr(); }

/// VDB's quads and triangles as triangles that face outward.
Expected<TriangleMesh> mesh_of(const FloatGrid& grid, const Vec3& origin, const Vec3& scale, const base::Progress& progress) {
    std::vector<openvdb::Vec3s> points;
    std::vector<openvdb::Vec3I> triangles;
    std::vector<openvdb::Vec4I> quads;
    if (progress.cancelled()) return base::cancelled();
    openvdb::tools::volumeToMesh(grid, points, triangles, quads, 0.0, 0.0);
    if (!progress.report(0.8)) return base::cancelled();
    TriangleMesh mesh;
    mesh.points.reserve(points.size());
    for (const openvdb::Vec3s& p : points)
        mesh.points.push_back({origin[0] + scale[0] * p[0], origin[1] + scale[1] * p[1], origin[2] + scale[2] * p[2]});
    mesh.triangles.reserve(triangles.size() + 2 * quads.size());
    const auto add = [&](openvdb::Index32 a, openvdb::Index32 b, openvdb::Index32 c) {
        mesh.triangles.push_back(
            {static_cast<std::int32_t>(a), static_cast<std::int32_t>(b), static_cast<std::int32_t>(c)});
    };
    for (const openvdb::Vec3I& t : triangles) add(t[0], t[1], t[2]);
    for (const openvdb::Vec4I& q : quads) {
        if (distance2(points[q[0]], points[q[2]]) <= distance2(points[q[1]], points[q[3]])) {
            add(q[0], q[1], q[2]);
            add(q[0], q[2], q[3]);
        } else {
            add(q[0], q[1], q[3]);
            add(q[1], q[2], q[3]);
        }
    }
    if (volume(mesh) < 0)
        for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
    return mesh;
}

}  // namespace

struct VoxelBody::Grid {
    FloatGrid::Ptr values;  ///< in units of the lattice's step; every cell inside is active
    FloatGrid::Ptr reach;
    Vec3 origin{};
    double step = 1;

    [[nodiscard]] std::vector<Leaf*> leaves() const {
        std::vector<Leaf*> all;
        values->tree().getNodes(all);
        return all;
    }
    [[nodiscard]] Vec3 at(const openvdb::Coord& cell) const {
        return {origin[0] + step * cell[0], origin[1] + step * cell[1], origin[2] + step * cell[2]};
    }
    [[nodiscard]] openvdb::Coord cell(const Vec3& p) const {
        return {static_cast<int>(std::lround((p[0] - origin[0]) / step)), static_cast<int>(std::lround((p[1] - origin[1]) / step)),
                static_cast<int>(std::lround((p[2] - origin[2]) / step))};
    }
};

double cells_around(const Surroundings& around, double step) {
    if (around.points.empty()) return 0;
    blocks::initialize_openvdb();
    // Counted on a coarse lattice, a sixth of the middle radius, and said for the fine one.
    std::vector<double> radii = around.radius;
    std::ranges::nth_element(radii, radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2));
    const double coarse = radii[radii.size() / 2] / 6;
    const auto grid = closed(in_steps(around, coarse), base::Progress());
    double cells = 0;
    for (auto value = (*grid)->cbeginValueAll(); value; ++value)
        if (*value < 0) cells += value.isVoxelValue() ? 1 : static_cast<double>(value.getVoxelCount());
    return cells * std::pow(coarse / step, 3);
}

Expected<VoxelBody> VoxelBody::around(const Surroundings& around, double step, const base::Progress& progress) {
    if (around.points.empty()) return base::fail(base::ErrorKind::data, base::Message("shapes.no_points"));
    blocks::initialize_openvdb();
    VoxelBody body;
    body.grid_ = std::make_shared<Grid>();
    Grid& grid = *body.grid_;
    grid.origin = around.points.front();
    grid.step = step;
    auto reach = closed(in_steps(around, step), progress.part(0, 0.95));
    if (!reach) return std::unexpected(reach.error());
    grid.reach = std::move(*reach);
    if (!progress.report(1)) return base::cancelled();
    return body;
}

Expected<void> VoxelBody::cut(const std::function<double(const Vec3&)>& outside, const base::Progress& progress) {
    openvdb::BoolGrid::Ptr mask = openvdb::tools::sdfInteriorMask(*grid_->reach);
    mask->tree().voxelizeActiveTiles();
    openvdb::tools::dilateActiveValues(mask->tree(), 2, openvdb::tools::NN_FACE_EDGE_VERTEX);
    grid_->values = FloatGrid::create(far_out);
    grid_->values->topologyUnion(*mask);
    grid_->values->tree().voxelizeActiveTiles();
    mask.reset();
    const std::vector<Leaf*> leaves = grid_->leaves();
    std::vector<std::int64_t> faces(leaves.size()), open(leaves.size());
    const bool done = base::parallel_pieces(leaves.size(), 1, progress, [&](std::size_t begin, std::size_t end) {
        const auto reach_at = grid_->reach->getConstAccessor();
        for (std::size_t n = begin; n < end; ++n) {
            const openvdb::Coord corner = leaves[n]->origin();
            LeafSample sample([&](int i, int j, int k) { return outside(grid_->at(corner.offsetBy(i, j, k))) / grid_->step; });
            for (auto value = leaves[n]->beginValueOn(); value; ++value) {
                const float reach = reach_at.getValue(value.getCoord());
                value.setValue(reach);
                // What lies beyond the reach stays out whatever it is.
                if (reach > 1.8F) continue;
                const openvdb::Coord in = value.getCoord() - corner;
                const auto f = static_cast<float>(sample.at(in[0], in[1], in[2]));
                const float both = std::max(reach, f);
                if (both <= 0 && both > -1) {
                    ++faces[n];
                    if (reach > f + 1) ++open[n];  // by more than a step: holes on a net end both alike
                }
                value.setValue(both);
            }
        }
    });
    if (!done) return base::cancelled();
    std::int64_t all = 0, ends = 0;
    for (std::size_t n = 0; n < leaves.size(); ++n) {
        all += faces[n];
        ends += open[n];
    }
    open_share_ = all > 0 ? static_cast<double>(ends) / static_cast<double>(all) : 0;
    return {};
}

Expected<VoxelBody::Parts> VoxelBody::drop_parts(const std::vector<Vec3>& points, std::size_t least,
                                                 const base::Progress& progress) {
    Parts parts;
    openvdb::BoolGrid::Ptr inside = openvdb::BoolGrid::create(false);
    auto inside_at = inside->getAccessor();
    for (const Leaf* leaf : grid_->leaves()) {
        if (progress.cancelled()) return base::cancelled();
        for (auto value = leaf->cbeginValueOn(); value; ++value)
            if (*value < 0) inside_at.setValueOn(value.getCoord(), true);
    }
    std::vector<openvdb::BoolGrid::Ptr> segments;
    if (inside->activeVoxelCount() > 0) openvdb::tools::segmentActiveVoxels(*inside, segments);
    auto value_at = grid_->values->getAccessor();
    for (const openvdb::BoolGrid::Ptr& segment : segments) {
        if (progress.cancelled()) return base::cancelled();
        const auto segment_at = segment->getConstAccessor();
        const openvdb::CoordBBox around = segment->evalActiveVoxelBoundingBox();
        std::int64_t held = 0;
        for (const Vec3& p : points) {
            const openvdb::Coord cell = grid_->cell(p);
            openvdb::CoordBBox near = around;
            near.expand(1);
            if (!near.isInside(cell)) continue;
            bool in = false;
            for (int d = 0; d < 27 && !in; ++d)
                in = segment_at.isValueOn(cell.offsetBy(d % 3 - 1, d / 3 % 3 - 1, d / 9 - 1));
            held += in ? 1 : 0;
        }
        if (held >= static_cast<std::int64_t>(least)) {
            ++parts.kept;
            continue;
        }
        ++parts.dropped;
        parts.dropped_points += held;
        parts.dropped_cells += static_cast<double>(segment->activeVoxelCount());
        for (auto cell = segment->cbeginValueOn(); cell; ++cell) value_at.setValueOn(cell.getCoord(), 0.01F);
    }
    return parts;
}

double VoxelBody::reach_at(const Vec3& p) const {
    return grid_->step * grid_->reach->tree().getValue(grid_->cell(p));
}

double VoxelBody::cells() const {
    double count = 0;
    for (const Leaf* leaf : grid_->leaves())
        for (auto value = leaf->cbeginValueOn(); value; ++value) count += *value < 0 ? 1 : 0;
    return count;
}

Expected<double> VoxelBody::share_within(const std::vector<Vec3>& points, const std::vector<double>& distance,
                                         const base::Progress& progress) const {
    const Balls balls(points, distance);
    const std::vector<Leaf*> leaves = grid_->leaves();
    std::vector<std::int64_t> all(leaves.size()), near(leaves.size());
    const bool done = base::parallel_pieces(leaves.size(), 1, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (auto value = leaves[n]->cbeginValueOn(); value; ++value) {
                if (*value >= 0) continue;
                ++all[n];
                near[n] += balls.nearest(grid_->at(value.getCoord()), 0, 1e-9).ball != Balls::none ? 1 : 0;
            }
    });
    if (!done) return base::cancelled();
    double whole = 0, part = 0;
    for (std::size_t n = 0; n < leaves.size(); ++n) {
        whole += static_cast<double>(all[n]);
        part += static_cast<double>(near[n]);
    }
    return whole > 0 ? part / whole : 0;
}

Expected<TriangleMesh> VoxelBody::mesh(const base::Progress& progress) const {
    return mesh_of(*grid_->values, grid_->origin, {grid_->step, grid_->step, grid_->step}, progress);
}

namespace {

/// The cells of a column that the body, or that of a column beside it, comes near.
std::array<int, 2> span_of(const SlabColumns& columns, std::int32_t i, std::int32_t j) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::int32_t b = std::max(0, j - 1); b <= std::min(columns.ny - 1, j + 1); ++b)
        for (std::int32_t a = std::max(0, i - 1); a <= std::min(columns.nx - 1, i + 1); ++a) {
            const std::size_t at = static_cast<std::size_t>(b) * static_cast<std::size_t>(columns.nx) + static_cast<std::size_t>(a);
            if (!(columns.top[at] > columns.bottom[at]) || !(columns.outside[at] < 2 * columns.step)) continue;
            low = std::min(low, columns.bottom[at]);
            high = std::max(high, columns.top[at]);
        }
    if (!(low <= high)) return {0, -1};
    return {static_cast<int>(std::floor((low - columns.origin[2]) / columns.step_z)) - 2,
            static_cast<int>(std::ceil((high - columns.origin[2]) / columns.step_z)) + 2};
}

}  // namespace

double slab_cells(const SlabColumns& columns) {
    double cells = 0;
    for (std::int32_t j = 0; j < columns.ny; ++j)
        for (std::int32_t i = 0; i < columns.nx; ++i) {
            const auto [low, high] = span_of(columns, i, j);
            cells += high - low + 1;
        }
    return cells;
}

Expected<TriangleMesh> slab_mesh(const SlabColumns& columns, const base::Progress& progress) {
    blocks::initialize_openvdb();
    FloatGrid::Ptr grid = FloatGrid::create(far_out);
    auto cells = grid->getAccessor();
    for (std::int32_t j = 0; j < columns.ny; ++j) {
        if (!progress.report(0.5 * j / columns.ny)) return base::cancelled();
        for (std::int32_t i = 0; i < columns.nx; ++i) {
            const auto [low, high] = span_of(columns, i, j);
            const std::size_t at = static_cast<std::size_t>(j) * static_cast<std::size_t>(columns.nx) + static_cast<std::size_t>(i);
            const double top = columns.top[at], bottom = columns.bottom[at];
            if (!std::isfinite(top) || !std::isfinite(bottom)) continue;
            for (int k = low; k <= high; ++k) {
                const double z = columns.origin[2] + columns.step_z * k;
                const double up = std::max(z - top, bottom - z) / columns.step_z;
                cells.setValueOn({i, j, k}, static_cast<float>(std::max(up, columns.outside[at] / columns.step)));
            }
        }
    }
    return mesh_of(*grid, columns.origin, {columns.step, columns.step, columns.step_z}, progress.part(0.5, 1));
}

}  // namespace orelens::shapes
