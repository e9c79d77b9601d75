#include "core/potential/GridWalk.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"

namespace orelens::potential {

Vec3 hole_vector(double azimuth_deg, double dip_deg) {
    const double a = azimuth_deg * std::numbers::pi / 180, d = dip_deg * std::numbers::pi / 180;
    return {std::sin(a) * std::cos(d), std::cos(a) * std::cos(d), -std::sin(d)};
}

HoleDirection hole_between(const Vec3& from, const Vec3& to) {
    const Vec3 way = base::minus(to, from);
    const double length = base::length(way);
    double azimuth = std::atan2(way[0], way[1]) * 180 / std::numbers::pi;
    if (azimuth < 0) azimuth += 360;
    return {azimuth, length > 0 ? std::asin(-way[2] / length) * 180 / std::numbers::pi : 90, length};
}

std::vector<Chord> walk(const GridGeometry& grid, const Vec3& start, const Vec3& unit, double length_m) {
    const Vec3 s = grid.to_grid(start);
    const auto axes = grid.axes();
    Vec3 v{};
    double begin = 0, end = length_m;
    for (std::size_t a = 0; a < 3; ++a) {
        v[a] = base::dot(unit, axes[a]) / grid.block_size[a];
        if (std::abs(v[a]) < 1e-15) {
            if (!(s[a] >= 0 && s[a] < grid.count[a])) return {};
            continue;
        }
        const double low = (0 - s[a]) / v[a], high = (grid.count[a] - s[a]) / v[a];
        begin = std::max(begin, std::min(low, high));
        end = std::min(end, std::max(low, high));
    }
    if (!(end > begin)) return {};
    // The next face of each axis, its place along the line made from its number, never added up.
    std::array<std::int64_t, 3> face{};
    std::array<double, 3> next{};
    const auto place = [&](std::size_t a) { next[a] = (static_cast<double>(face[a]) - s[a]) / v[a]; };
    for (std::size_t a = 0; a < 3; ++a) {
        next[a] = std::numeric_limits<double>::infinity();
        if (std::abs(v[a]) < 1e-15) continue;
        const double at = s[a] + begin * v[a];
        face[a] = static_cast<std::int64_t>(v[a] > 0 ? std::floor(at) : std::ceil(at));
        do {
            face[a] += v[a] > 0 ? 1 : -1;
            place(a);
        } while (next[a] <= begin);
    }
    std::vector<Chord> chords;
    double at = begin;
    while (at < end) {
        const double to = std::min({next[0], next[1], next[2], end}), middle = (at + to) / 2;
        blocks::Index3 cell{};
        for (std::size_t a = 0; a < 3; ++a) cell[a] = static_cast<std::int32_t>(std::floor(s[a] + middle * v[a]));
        if (to > at && grid.contains(cell)) chords.push_back({grid.linear(cell), at, to - at});
        for (std::size_t a = 0; a < 3; ++a)
            if (next[a] <= to && std::abs(v[a]) >= 1e-15) {
                face[a] += v[a] > 0 ? 1 : -1;
                place(a);
            }
        at = to;
    }
    return chords;
}

}  // namespace orelens::potential
