#include "core/drilling/Bends.h"

#include <algorithm>
#include <array>
#include <numbers>

#include "core/drilling/Spans.h"

namespace orelens::drilling {
namespace {

/// Rounding of a degree over a short step is no kink.
constexpr double least_turn_deg = 10;

std::array<double, 3> direction(const SurveyStation& station) {
    constexpr double radians = std::numbers::pi / 180;
    const double flat = std::cos(station.dip_deg * radians);
    if (std::abs(station.dip_deg) == 90) return {0, 0, station.dip_deg > 0 ? 1.0 : -1.0};
    return {flat * std::sin(station.azimuth_deg * radians), flat * std::cos(station.azimuth_deg * radians),
            std::sin(station.dip_deg * radians)};
}

}  // namespace

bool usable(const SurveyStation& station) {
    const bool dip_fits = std::abs(station.dip_deg) <= 90;
    const bool azimuth_known = azimuth_possible(station.azimuth_deg) || std::abs(station.dip_deg) == 90;
    return std::isfinite(station.depth_m) && station.depth_m >= 0 && dip_fits && azimuth_known;
}

double turn_deg(const SurveyStation& a, const SurveyStation& b) {
    if (!usable(a) || !usable(b)) return no_value;
    const auto u = direction(a), v = direction(b);
    const double cosine = std::clamp(u[0] * v[0] + u[1] * v[1] + u[2] * v[2], -1.0, 1.0);
    return std::acos(cosine) * 180 / std::numbers::pi;
}

std::vector<Bend> sharp_bends(const DrillholeSet& holes) {
    std::vector<Bend> bends;
    std::vector<std::int32_t> hole;
    for (const SurveyStation& station : holes.surveys) hole.push_back(usable(station) ? station.hole : -1);
    const RowsByHole by_hole(hole, holes.collars.size());
    for (std::size_t h = 0; h < holes.collars.size(); ++h) {
        const auto rows = by_hole.rows(h);
        std::vector<std::size_t> order(rows.begin(), rows.end());
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return holes.surveys[a].depth_m < holes.surveys[b].depth_m;
        });
        for (std::size_t n = 1; n < order.size(); ++n) {
            const SurveyStation &above = holes.surveys[order[n - 1]], &below = holes.surveys[order[n]];
            const double length = below.depth_m - above.depth_m, angle = turn_deg(above, below);
            if (length > 0 && angle > least_turn_deg && angle / length * 30 > holes.max_bend_deg)
                bends.push_back({order[n], angle, length});
        }
    }
    return bends;
}

}  // namespace orelens::drilling
