#include "ui/scene/Pick.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace orelens::scene {
namespace {

/// Part [from, to] of the ray inside the box and every half-space.
bool clip(const blocks::Index3& count, const Vec3& o, const Vec3& d, const std::vector<HalfSpace>& cuts,
          double& from, double& to) {
    from = 0;
    to = 1;
    const auto keep = [&](double a, double b) {  // a + t·b ≥ 0
        if (b > 0)
            from = std::max(from, -a / b);
        else if (b < 0)
            to = std::min(to, -a / b);
        else if (a < 0)
            to = -1;
    };
    for (int a = 0; a < 3; ++a) {
        keep(o[a], d[a]);
        keep(count[a] - o[a], -d[a]);
    }
    for (const HalfSpace& cut : cuts) {
        const auto dot = [&](const Vec3& v) {
            return cut.normal[0] * v[0] + cut.normal[1] * v[1] + cut.normal[2] * v[2];
        };
        keep(dot(o) - cut.offset, dot(d));
    }
    return from < to;
}

/// The stretch of the ray that both half-spaces hold; empty (from ≥ to) where it never comes there.
std::array<double, 2> gap_of(const Vec3& o, const Vec3& d, const std::vector<HalfSpace>& away) {
    std::array<double, 2> gap{0, 2};
    if (away.size() != 2) return {2, 2};
    for (const HalfSpace& half : away) {
        const double a = half.normal[0] * o[0] + half.normal[1] * o[1] + half.normal[2] * o[2] - half.offset;
        const double b = half.normal[0] * d[0] + half.normal[1] * d[1] + half.normal[2] * d[2];
        if (b > 0)
            gap[0] = std::max(gap[0], -a / b);
        else if (b < 0)
            gap[1] = std::min(gap[1], -a / b);
        else if (a <= 0)
            return {2, 2};
    }
    return gap;
}

/// What the ray meets between two places on it.
BlockHit walk(const BlockCodes& codes, const blocks::Index3& count, const Vec3& origin, const Vec3& direction,
              double t, double end, const UsableTest& usable, bool waste_too) {
    blocks::Index3 cell{};
    for (int a = 0; a < 3; ++a) {
        const double at = origin[a] + t * direction[a];
        // On a wall the cell ahead counts.
        double index = std::floor(at + std::copysign(1e-9, direction[a]));
        cell[a] = static_cast<std::int32_t>(std::clamp(index, 0.0, count[a] - 1.0));
    }
    while (t < end) {
        const std::uint8_t c = codes.at(cell);
        if (usable(c) || (waste_too && c != code::none)) return {true, cell, t};
        double next = std::numeric_limits<double>::infinity();
        int axis = 0;
        for (int a = 0; a < 3; ++a) {
            if (direction[a] == 0) continue;
            const double wall = (cell[a] + (direction[a] > 0 ? 1 : 0) - origin[a]) / direction[a];
            if (wall < next) next = wall, axis = a;
        }
        t = next;
        cell[axis] += direction[axis] > 0 ? 1 : -1;
        if (cell[axis] < 0 || cell[axis] >= count[axis]) break;
    }
    return {};
}

}  // namespace

BlockHit first_block(const BlockCodes& codes, const blocks::Index3& count, const Vec3& origin,
                     const Vec3& direction, const std::vector<HalfSpace>& grid_cuts, const UsableTest& usable,
                     bool waste_too, const std::vector<HalfSpace>& away) {
    double t = 0, end = 1;
    if (!clip(count, origin, direction, grid_cuts, t, end)) return {};
    const auto [gap_in, gap_out] = gap_of(origin, direction, away);
    if (gap_in >= gap_out) return walk(codes, count, origin, direction, t, end, usable, waste_too);
    if (const BlockHit before =
            walk(codes, count, origin, direction, t, std::min(end, gap_in), usable, waste_too);
        before.hit)
        return before;
    return walk(codes, count, origin, direction, std::max(t, gap_out), end, usable, waste_too);
}

}  // namespace orelens::scene
