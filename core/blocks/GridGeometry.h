// Where the blocks are: a regular grid, rotated about its origin corner.
#pragma once

#include <array>
#include <cstdint>

namespace orelens::blocks {

using Vec3 = std::array<double, 3>;
using Index3 = std::array<std::int32_t, 3>;

/// More cells than this are refused everywhere: they would not fit a workstation.
inline constexpr std::int64_t max_cells = 4'000'000'000;

/// Local axes: u along columns (i), v along rows (j), w along levels (k, upward).
/// azimuth_deg turns the v axis clockwise from north (+y), so azimuth 0 has u = east, v = north, w = up.
/// dip_deg tips v downward (positive down) about u; roll_deg turns u and w about v (positive lifts u).
struct GridGeometry {
    Vec3 origin{0, 0, 0};       ///< outer corner of block (0,0,0), metres
    Vec3 block_size{10, 10, 10};  ///< metres along u, v, w; > 0
    Index3 count{1, 1, 1};      ///< blocks along u, v, w; ≥ 1
    double azimuth_deg = 0;
    double dip_deg = 0;
    double roll_deg = 0;

    bool operator==(const GridGeometry&) const = default;

    [[nodiscard]] std::int64_t cell_count() const {
        return static_cast<std::int64_t>(count[0]) * count[1] * count[2];
    }
    [[nodiscard]] double block_volume() const { return block_size[0] * block_size[1] * block_size[2]; }
    /// Rows are the unit vectors u, v, w in world coordinates (a rotation matrix).
    [[nodiscard]] std::array<Vec3, 3> axes() const;
    /// Centre of block (i,j,k) in world coordinates; indices outside the grid extrapolate.
    [[nodiscard]] Vec3 centre(const Index3& ijk) const;
    /// World point → grid coordinates in block units (0 at the origin corner).
    [[nodiscard]] Vec3 to_grid(const Vec3& world) const;
    /// Grid coordinates in block units → world.
    [[nodiscard]] Vec3 to_world(const Vec3& grid) const;
    [[nodiscard]] bool contains(const Index3& ijk) const {
        for (int a = 0; a < 3; ++a)
            if (ijk[a] < 0 || ijk[a] >= count[a]) return false;
        return true;
    }
    /// i fastest, k slowest.
    [[nodiscard]] std::int64_t linear(const Index3& ijk) const {
        return ijk[0] + static_cast<std::int64_t>(count[0]) *
                            (ijk[1] + static_cast<std::int64_t>(count[1]) * ijk[2]);
    }
};

}  // namespace orelens::blocks
