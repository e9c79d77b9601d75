// Distances of the blocks of a model to a surface: brick by brick, for neighbours have few triangles to ask.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/Parallel.h"
#include "core/shapes/SurfaceDistance.h"
#include "core/shapes/TriangleSweep.h"

namespace orelens::shapes {
namespace {

/// Above so many triangles for one brick, as where large blocks stand by small triangles, its blocks are asked one
/// by one; below so few blocks likewise.
constexpr std::size_t most_triangles = 512;
constexpr std::size_t least_blocks = 8;

/// The grid's own rule for where blocks lie, with its axes made once.
class Places {
  public:
    explicit Places(const blocks::GridGeometry& grid) : grid_(grid), axis_(grid.axes()) {}
    [[nodiscard]] Vec3 at(const Vec3& cell) const {
        Vec3 world = grid_.origin;
        for (std::size_t a = 0; a < 3; ++a) {
            const double along = cell[a] * grid_.block_size[a];
            for (std::size_t c = 0; c < 3; ++c) world[c] += along * axis_[a][c];
        }
        return world;
    }
    [[nodiscard]] Vec3 centre(const blocks::Index3& block) const { return at({block[0] + 0.5, block[1] + 0.5, block[2] + 0.5}); }

  private:
    const blocks::GridGeometry& grid_;
    std::array<Vec3, 3> axis_;
};

/// What one piece of the work fills again and again.
struct Scratch {
    std::vector<std::uint32_t> triangles;
    std::vector<PlaneTriangle> planes;
    PointColumns points;
    std::vector<std::pair<int, Vec3>> blocks;  ///< position in the leaf, centre
    std::vector<std::int64_t> nearest;
};

/// A leaf of 8³ blocks as eight bricks of 4³, with the points of the surface that are nearest to their corners.
class LeafDistance {
  public:
    LeafDistance(const SurfaceDistance& surface, const Places& places, const blocks::Leaf& leaf, float* out, Scratch& scratch)
        : surface_(surface), places_(places), leaf_(leaf), out_(out), scratch_(scratch) {}

    void fill() {
        for (int brick = 0; brick < 8; ++brick) fill_brick({brick >> 2, (brick >> 1) & 1, brick & 1});
    }

  private:
    /// Corner of the bricks, 0–2 per axis: the outer blocks' centres and halfway between.
    [[nodiscard]] Vec3 corner(const std::array<int, 3>& at) const {
        Vec3 inside{};
        for (std::size_t a = 0; a < 3; ++a) inside[a] = leaf_.origin[a] + 0.5 + 3.5 * at[a];
        return places_.at(inside);
    }

    const Vec3& nearest_of_corner(const std::array<int, 3>& at) {
        auto& held = known_[static_cast<std::size_t>(at[0] * 9 + at[1] * 3 + at[2])];
        if (!held) held = surface_.nearest(corner(at), bound(corner(at))).point;
        last_ = *held;
        return *held;
    }

    /// The surface is no farther than its point that was nearest to the one before.
    [[nodiscard]] double bound(const Vec3& point) const {
        if (!last_) return std::numeric_limits<double>::infinity();
        const double x = point[0] - (*last_)[0], y = point[1] - (*last_)[1], z = point[2] - (*last_)[2];
        return std::sqrt(x * x + y * y + z * z);
    }

    void fill_brick(const std::array<int, 3>& brick) {
        gather(brick);
        if (scratch_.blocks.empty()) return;
        if (scratch_.blocks.size() < least_blocks) return one_by_one();
        Box region;
        std::array<Vec3, 8> known;
        for (int n = 0; n < 8; ++n) {
            const std::array<int, 3> at = {brick[0] + (n >> 2), brick[1] + ((n >> 1) & 1), brick[2] + (n & 1)};
            region.include(corner(at));
            known[static_cast<std::size_t>(n)] = nearest_of_corner(at);
        }
        if (!surface_.candidates(region, known, most_triangles, scratch_.triangles)) return one_by_one();
        together(region);
    }

    /// The active blocks of a brick.
    void gather(const std::array<int, 3>& brick) {
        scratch_.blocks.clear();
        for (int i = 0; i < 4; ++i)
            for (int j = 0; j < 4; ++j)
                for (int k = 0; k < 4; ++k) {
                    const int n = (brick[0] * 4 + i) << 6 | (brick[1] * 4 + j) << 3 | (brick[2] * 4 + k);
                    if (leaf_.is_active(n)) scratch_.blocks.emplace_back(n, places_.centre(leaf_.index(n)));
                }
    }

    void one_by_one() {
        for (const auto& [n, centre] : scratch_.blocks) {
            const SurfaceDistance::Nearest found = surface_.nearest(centre, bound(centre));
            out_[n] = static_cast<float>(found.distance_m);
            last_ = found.point;
        }
    }

    void together(const Box& region) {
        // About the brick's own corner, where coordinates of a map keep all their digits.
        const Vec3& base = region.low;
        const auto local = [&](const Vec3& p) { return Vec3{p[0] - base[0], p[1] - base[1], p[2] - base[2]}; };
        scratch_.planes.clear();
        for (const std::uint32_t triangle : scratch_.triangles) {
            const auto corners = surface_.corners(triangle);
            scratch_.planes.push_back(plane_triangle({local(corners[0]), local(corners[1]), local(corners[2])}));
        }
        scratch_.points.clear();
        for (const auto& block : scratch_.blocks) scratch_.points.add(local(block.second));
        scratch_.points.pad();
        sweep(scratch_.planes, scratch_.points, scratch_.nearest);
        for (std::size_t b = 0; b < scratch_.blocks.size(); ++b) {
            const auto& [n, centre] = scratch_.blocks[b];
            const std::uint32_t winner = scratch_.triangles[static_cast<std::size_t>(scratch_.nearest[b])];
            out_[n] = static_cast<float>(surface_.nearest_on(winner, centre).distance_m);
        }
    }

    const SurfaceDistance& surface_;
    const Places& places_;
    const blocks::Leaf& leaf_;
    float* out_;
    Scratch& scratch_;
    std::array<std::optional<Vec3>, 27> known_{};
    std::optional<Vec3> last_;
};

}  // namespace

base::Expected<void> add_distance(blocks::BlockModel& model, const std::string& column,
                                  const SurfaceDistance& surface, const base::Progress& progress) {
    model.add_column({column, blocks::ColumnType::real, "m", {}});
    const Places places(model.geometry());
    const auto leaves = model.real_leaves(column);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(model.leaf_count(), 1, [&](std::size_t begin, std::size_t end) {
        Scratch scratch;
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            if (progress.cancelled()) return;
            LeafDistance(surface, places, model.leaf(leaf), leaves[leaf], scratch).fill();
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
