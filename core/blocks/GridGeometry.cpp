#include "core/blocks/GridGeometry.h"

#include <cmath>
#include <numbers>

namespace orelens::blocks {
namespace {

/// Sine and cosine of degrees, exact at the quarter turns that most grids use.
struct Turn {
    double sine, cosine;
};
Turn turn(double degrees) {
    const double quarter = degrees / 90.0;
    if (quarter == std::round(quarter)) {
        static constexpr Turn exact[] = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
        const double wrapped = quarter - 4.0 * std::floor(quarter / 4.0);
        return exact[static_cast<int>(wrapped)];
    }
    const double radians = degrees * std::numbers::pi / 180.0;
    return {std::sin(radians), std::cos(radians)};
}

Vec3 combine(double a, const Vec3& x, double b, const Vec3& y) {
    return {a * x[0] + b * y[0], a * x[1] + b * y[1], a * x[2] + b * y[2]};
}

}  // namespace

// The three turns follow each other: azimuth about the vertical, then dip about the turned u axis, then roll
// about the dipped v axis. Each keeps the frame right-handed: u × v = w.
std::array<Vec3, 3> GridGeometry::axes() const {
    const Turn azimuth = turn(azimuth_deg);
    Vec3 u{azimuth.cosine, -azimuth.sine, 0};
    Vec3 v{azimuth.sine, azimuth.cosine, 0};
    Vec3 w{0, 0, 1};
    const Turn dip = turn(dip_deg);
    const Vec3 level_v = v;
    v = combine(dip.cosine, level_v, -dip.sine, w);
    w = combine(dip.sine, level_v, dip.cosine, w);
    const Turn roll = turn(roll_deg);
    const Vec3 level_u = u;
    u = combine(roll.cosine, level_u, roll.sine, w);
    w = combine(-roll.sine, level_u, roll.cosine, w);
    return {u, v, w};
}

Vec3 GridGeometry::to_world(const Vec3& grid) const {
    const std::array<Vec3, 3> axis = axes();
    Vec3 world = origin;
    for (int a = 0; a < 3; ++a) {
        const double along = grid[a] * block_size[a];
        for (int c = 0; c < 3; ++c) world[c] += along * axis[a][c];
    }
    return world;
}

Vec3 GridGeometry::centre(const Index3& ijk) const {
    return to_world({ijk[0] + 0.5, ijk[1] + 0.5, ijk[2] + 0.5});
}

Vec3 GridGeometry::to_grid(const Vec3& world) const {
    const std::array<Vec3, 3> axis = axes();
    Vec3 grid{};
    for (int a = 0; a < 3; ++a) {
        double along = 0;
        for (int c = 0; c < 3; ++c) along += (world[c] - origin[c]) * axis[a][c];
        grid[a] = along / block_size[a];
    }
    return grid;
}

}  // namespace orelens::blocks
