#include "ui/scene/Space.h"

#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"

namespace orelens::scene {
namespace {

using base::dot;

void add_section(const Section& section, std::vector<HalfSpace>& out) {
    const Vec3 normal = section_normal(section);
    const double at = dot(normal, section.point);
    const double half = section.thickness_m / 2;
    out.push_back({normal, at - half});
    if (half > 0) out.push_back({{-normal[0], -normal[1], -normal[2]}, -at - half});
}

void add_box(const ClipBox& clip, const blocks::GridGeometry& geometry, std::vector<HalfSpace>& out) {
    const auto axes = geometry.axes();
    for (int a = 0; a < 3; ++a) {
        const double length = geometry.count[a] * geometry.block_size[a];
        const double from = dot(axes[a], geometry.origin);
        const Vec3 back{-axes[a][0], -axes[a][1], -axes[a][2]};
        if (clip.low[a] > 0) out.push_back({axes[a], from + clip.low[a] * length});
        if (clip.high[a] < 1) out.push_back({back, -(from + clip.high[a] * length)});
    }
}

}  // namespace

std::array<double, 16> grid_to_drawn(const blocks::GridGeometry& geometry, const Space& space) {
    const Vec3 zero = space.to_drawn(geometry.to_world({0, 0, 0}));
    std::array<double, 16> m{};
    const auto axes = geometry.axes();
    for (int a = 0; a < 3; ++a)
        for (int r = 0; r < 3; ++r)
            m[4 * r + a] = axes[a][r] * geometry.block_size[a] * (r == 2 ? space.exaggeration : 1);
    for (int r = 0; r < 3; ++r) m[4 * r + 3] = zero[r];
    m[15] = 1;
    return m;
}

Vec3 section_normal(const Section& section) {
    const double azimuth = section.azimuth_deg * std::numbers::pi / 180;
    const double dip = section.dip_deg * std::numbers::pi / 180;
    // Strike × down-dip.
    return {-std::cos(azimuth) * std::sin(dip), std::sin(azimuth) * std::sin(dip), -std::cos(dip)};
}

std::vector<HalfSpace> cuts(const Look& look, const blocks::GridGeometry* geometry) {
    std::vector<HalfSpace> out;
    if (look.section.on) add_section(look.section, out);
    if (look.clip.on && geometry != nullptr) add_box(look.clip, *geometry, out);
    return out;
}

std::vector<HalfSpace> cut_away(const Look& look) {
    if (!look.quarter.on) return {};
    std::vector<HalfSpace> out;
    for (const double turn : {0.0, 90.0}) {
        const double azimuth = (look.quarter.azimuth_deg + turn) * std::numbers::pi / 180;
        const Vec3 normal{std::sin(azimuth), std::cos(azimuth), 0};
        out.push_back({normal, dot(normal, look.quarter.point)});
    }
    return out;
}

HalfSpace to_grid(const HalfSpace& world, const blocks::GridGeometry& geometry) {
    const auto axes = geometry.axes();
    HalfSpace out;
    for (int a = 0; a < 3; ++a) out.normal[a] = dot(world.normal, axes[a]) * geometry.block_size[a];
    out.offset = world.offset - dot(world.normal, geometry.origin);
    return out;
}

std::array<Vec3, 8> corners(const blocks::GridGeometry& geometry) {
    std::array<Vec3, 8> out;
    for (int bits = 0; bits < 8; ++bits) {
        Vec3 grid{};
        for (int a = 0; a < 3; ++a) grid[a] = ((bits >> a) & 1) ? geometry.count[a] : 0;
        out[bits] = geometry.to_world(grid);
    }
    return out;
}

}  // namespace orelens::scene
