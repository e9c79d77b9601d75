#include "core/domains/Continuity.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/geostat/Fit.h"

namespace orelens::domains {
namespace {

using shapes::Vec3;

constexpr double degree = std::numbers::pi / 180;
constexpr double most_flattening = 5;

Vec3 middle_of(const drilling::CompositeTable& samples, const std::vector<Mark>& marks) {
    Vec3 sum{};
    double count = 0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (marks[n] != Mark::inside) continue;
        sum = {sum[0] + samples.x[n], sum[1] + samples.y[n], sum[2] + samples.z[n]};
        ++count;
    }
    return {sum[0] / count, sum[1] / count, sum[2] / count};
}

/// 1 inside, 0 outside, as a grade.
drilling::CompositeTable indicator(const drilling::CompositeTable& samples, const std::vector<Mark>& marks) {
    drilling::CompositeTable table = samples;
    table.grades.assign(1, {});
    table.grades.front().name = "inside";
    for (const Mark mark : marks)
        table.grades.front().values.push_back(mark == Mark::unknown ? std::nan("") : mark == Mark::inside ? 1 : 0);
    table.grades.front().assayed_m.assign(samples.size(), 1);
    return table;
}

}  // namespace

Vec3 Continuity::to_frame(const Vec3& world) const {
    const Vec3 d{world[0] - origin[0], world[1] - origin[1], world[2] - origin[2]};
    Vec3 out{};
    for (std::size_t r = 0; r < 3; ++r) out[r] = rows[r][0] * d[0] + rows[r][1] * d[1] + rows[r][2] * d[2];
    out[2] *= flattening;
    return out;
}

Vec3 Continuity::to_world(const Vec3& place) const {
    const Vec3 p{place[0], place[1], place[2] / flattening};
    Vec3 out = origin;
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t a = 0; a < 3; ++a) out[a] += rows[r][a] * p[r];
    return out;
}

Continuity frame_of(const Vec3& normal, const Vec3& origin) {
    Vec3 up = normal;
    const double length = std::hypot(up[0], up[1], up[2]);
    for (double& one : up) one /= up[2] < 0 ? -length : length;
    const double level = std::hypot(up[0], up[1]);
    // The steepest way down a plane is where its upward normal leans.
    const double bearing = level < 1e-12 ? 0 : std::atan2(up[0], up[1]) / degree;
    return frame_of(bearing < 0 ? bearing + 360 : bearing, std::atan2(level, up[2]) / degree, origin);
}

Continuity frame_of(double dip_direction_deg, double dip_deg, const Vec3& origin) {
    Continuity frame;
    frame.origin = origin;
    frame.dip_direction_deg = dip_direction_deg;
    frame.dip_deg = dip_deg;
    const double sa = std::sin(dip_direction_deg * degree), ca = std::cos(dip_direction_deg * degree);
    const double sd = std::sin(dip_deg * degree), cd = std::cos(dip_deg * degree);
    const Vec3 down{sa * cd, ca * cd, -sd}, across{sa * sd, ca * sd, cd};
    // Along strike, up dip, across: right handed.
    frame.rows = {Vec3{ca, -sa, 0}, Vec3{-down[0], -down[1], -down[2]}, across};
    const Vec3& s = frame.rows[0];
    const Vec3& u = frame.rows[1];
    const double hand = across[0] * (s[1] * u[2] - s[2] * u[1]) + across[1] * (s[2] * u[0] - s[0] * u[2]) +
                        across[2] * (s[0] * u[1] - s[1] * u[0]);
    if (hand < 0) frame.rows[0] = {-s[0], -s[1], -s[2]};
    return frame;
}

base::Expected<Continuity> continuity(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                                      const BodyRule& rule, base::Progress& progress) {
    const Vec3 origin = middle_of(samples, marks);
    const bool stated = std::isfinite(rule.dip_deg) && std::isfinite(rule.dip_direction_deg);
    if (rule.flattening == 1) return stated ? frame_of(rule.dip_direction_deg, rule.dip_deg, origin) : frame_of(0, 0, origin);
    Continuity frame = frame_of(0, 0, origin);
    const bool both = std::ranges::find(marks, Mark::outside) != marks.end();
    if (both && !(stated && rule.flattening > 0)) {
        geostat::FitRule how;
        how.scale = geostat::FitScale::grade;
        how.structures = 1;
        const auto fit = geostat::fit_variogram(indicator(samples, marks), "inside", how, progress);
        if (!fit) return std::unexpected(fit.error());
        if (!fit->is_default && fit->directions != geostat::Directions::none && !fit->model.structures.empty()) {
            const geostat::Anisotropy& shape = fit->model.structures.back().shape;
            geostat::Anisotropy turned = shape;
            turned.range_major_m = turned.range_semi_m = turned.range_minor_m = 1;
            const auto rows = geostat::isotropic_frame(turned);
            frame = frame_of(Vec3{rows[2][0], rows[2][1], rows[2][2]}, origin);
            frame.flattening = std::clamp(std::sqrt(shape.range_major_m * shape.range_semi_m) / shape.range_minor_m, 1.0,
                                          most_flattening);
            frame.found = true;
        }
    }
    if (stated) {
        const double flattening = frame.flattening;
        frame = frame_of(rule.dip_direction_deg, rule.dip_deg, origin);
        frame.flattening = flattening;
    }
    if (rule.flattening > 0) frame.flattening = rule.flattening;
    return frame;
}

}  // namespace orelens::domains
