#include "core/potential/Projection.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Parallel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

Outcrop outcrop_of(const Vec3& at, const Raster& ground, const ProjectionRule& rule) {
    const double dip = rule.dip_deg * std::numbers::pi / 180, azimuth = rule.dip_azimuth_deg * std::numbers::pi / 180;
    const double cot = rule.dip_deg >= 90 ? 0 : std::cos(dip) / std::sin(dip);
    const double east = cot * std::sin(azimuth), north = cot * std::cos(azimuth);
    Outcrop out{at[0], at[1], std::max(ground.bilinear(at[0], at[1]) - at[2], 0.0)};
    if (std::isnan(ground.bilinear(at[0], at[1]))) out.depth_m = std::numeric_limits<double>::quiet_NaN();
    for (int step = 0; step < 200; ++step) {
        out.x = at[0] - out.depth_m * east;
        out.y = at[1] - out.depth_m * north;
        const double next = ground.bilinear(out.x, out.y) - at[2], moved = std::abs(next - out.depth_m);
        out.depth_m = next;
        if (!(moved >= 1e-9)) return out;  // settled, or not known
    }
    out.depth_m = std::numeric_limits<double>::quiet_NaN();
    return out;
}

double projected_value(double value, double depth_m, double background, const ProjectionRule& rule) {
    const double weight = rule.decay == ProjectionRule::Decay::exponential ? std::exp(-depth_m / rule.decay_m)
                                                                            : std::max(0.0, 1 - depth_m / rule.reach_m);
    return background + (value - background) * weight;
}

base::Expected<Layer> project(const GridGeometry& grid, const Raster& surface, const Raster& ground,
                              const ProjectionRule& rule, const base::Progress& progress) {
    ProjectionRule own = rule;
    if (std::isnan(rule.background)) own.background = median(surface);
    auto layer = project(grid, [&](double x, double y) { return surface.bilinear(x, y); }, ground, own, progress);
    if (layer) layer->from = surface.from;
    return layer;
}

base::Expected<Layer> project(const GridGeometry& grid, const std::function<double(double, double)>& surface, const Raster& ground,
                              const ProjectionRule& rule, const base::Progress& progress) {
    if (!(rule.decay_m > 0) || !(rule.reach_m > 0) || !(rule.dip_deg > 0) || rule.dip_deg > 90)
        return fail(ErrorKind::usage, Message("potential.projection"));
    Layer layer;
    layer.projected = true;
    layer.values.assign(static_cast<std::size_t>(grid.cell_count()), missing);
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    const bool whole = base::parallel_pieces(layer.values.size(), 16384, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            const auto n = static_cast<std::int64_t>(v);
            const Vec3 at = grid.centre({static_cast<std::int32_t>(n % nx), static_cast<std::int32_t>(n / nx % ny), static_cast<std::int32_t>(n / (nx * ny))});
            const Outcrop up = outcrop_of(at, ground, rule);
            if (!(up.depth_m >= 0) || up.depth_m > rule.reach_m) continue;
            layer.values[v] = static_cast<float>(projected_value(surface(up.x, up.y), up.depth_m, rule.background, rule));
        }
    });
    if (!whole) return base::cancelled();
    return layer;
}

}  // namespace orelens::potential
