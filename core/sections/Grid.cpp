// Lines of meshes on a section, clipping to a window, and the coordinate grid.
#include <algorithm>
#include <cmath>

#include "core/sections/Cuts.h"

namespace orelens::sections {
namespace {

Vec2 mix(const Vec2& a, const Vec2& b, double t) { return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])}; }

/// Keeps what lies on one side: sign · coordinate ≥ sign · bound.
std::vector<Vec2> clip_side(const std::vector<Vec2>& in, std::size_t axis, double bound, double sign) {
    std::vector<Vec2> out;
    for (std::size_t n = 0; n < in.size(); ++n) {
        const Vec2 &a = in[n], &b = in[(n + 1) % in.size()];
        const double da = sign * (a[axis] - bound), db = sign * (b[axis] - bound);
        if (da >= 0) out.push_back(a);
        if ((da > 0 && db < 0) || (da < 0 && db > 0)) out.push_back(mix(a, b, da / (da - db)));
    }
    return out;
}

double grid_step(double least) {
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= least * (1 - 1e-9)) return step * power;
    return 10 * power;
}

}  // namespace

std::vector<std::vector<Vec2>> cut_mesh(const shapes::TriangleMesh& mesh, const Section& section) {
    std::vector<std::vector<Vec2>> out;
    const shapes::Polylines lines = shapes::section_lines(mesh, section.plane());
    const Window whole{0, section.length_m, -1e9, 1e9};
    for (const auto& line : lines.lines) {
        std::vector<Vec2> spots;
        for (const std::int32_t point : line) {
            const Spot spot = section.spot(lines.points[static_cast<std::size_t>(point)]);
            spots.push_back({spot.s, spot.z});
        }
        for (auto& part : clip_line(spots, whole)) out.push_back(std::move(part));
    }
    return out;
}

std::vector<Vec2> clip_polygon(std::vector<Vec2> corners, const Window& window) {
    corners = clip_side(corners, 0, window.s_low, 1);
    corners = clip_side(corners, 0, window.s_high, -1);
    corners = clip_side(corners, 1, window.z_low, 1);
    corners = clip_side(corners, 1, window.z_high, -1);
    if (corners.size() < 3) corners.clear();
    return corners;
}

std::vector<std::vector<Vec2>> clip_line(const std::vector<Vec2>& line, const Window& window) {
    std::vector<std::vector<Vec2>> out;
    bool open = false;
    for (std::size_t n = 1; n < line.size(); ++n) {
        const Vec2 &a = line[n - 1], &b = line[n];
        double t0 = 0, t1 = 1;
        const std::array<double, 2> low{window.s_low, window.z_low}, high{window.s_high, window.z_high};
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const double d = b[axis] - a[axis];
            if (d == 0) {
                if (a[axis] < low[axis] || a[axis] > high[axis]) t1 = -1;
                continue;
            }
            double first = (low[axis] - a[axis]) / d, second = (high[axis] - a[axis]) / d;
            if (first > second) std::swap(first, second);
            t0 = std::max(t0, first);
            t1 = std::min(t1, second);
        }
        if (!(t1 > t0)) {
            open = false;
            continue;
        }
        if (!open || t0 > 0) out.push_back({mix(a, b, t0)});
        out.back().push_back(t1 < 1 ? mix(a, b, t1) : b);
        open = t1 >= 1;
    }
    return out;
}

Grid coordinate_grid(const Section& section, const Window& window, double least_m) {
    Grid grid;
    grid.by_easting = std::abs(section.along[0]) >= std::abs(section.along[1]);
    grid.step_m = grid_step(least_m);
    const std::size_t axis = grid.by_easting ? 0 : 1;
    const double slope = section.along[axis];
    const double a = section.start[axis] + window.s_low * slope, b = section.start[axis] + window.s_high * slope;
    const double low = std::min(a, b), high = std::max(a, b);
    for (double n = std::ceil(low / grid.step_m - 1e-9); n * grid.step_m <= high + 1e-6; ++n) {
        Upright upright;
        upright.s = (n * grid.step_m - section.start[axis]) / slope;
        const Vec3 place = section.world(upright.s, 0);
        upright.place = {place[0], place[1]};
        upright.place[axis] = n * grid.step_m;
        grid.uprights.push_back(upright);
    }
    std::ranges::sort(grid.uprights, {}, &Upright::s);
    for (double n = std::ceil(window.z_low / grid.step_m - 1e-9); n * grid.step_m <= window.z_high + 1e-6; ++n)
        grid.elevations.push_back(n * grid.step_m);
    return grid;
}

}  // namespace orelens::sections
