#include "ui/scene/Handles.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/base/Vectors.h"

namespace orelens::scene {
namespace {

using base::cross;
using base::dot;
using base::length;
using base::minus;

Vec3 along(const Vec3& from, const Vec3& way, double by) {
    return {from[0] + by * way[0], from[1] + by * way[1], from[2] + by * way[2]};
}
Vec3 unit(const Vec3& v) {
    const double by = length(v);
    return by > 0 ? Vec3{v[0] / by, v[1] / by, v[2] / by} : Vec3{0, 0, 1};
}

/// How flat a line of sight may lie to the axis, or to the circle's plane, for its place to be told: about 6°.
constexpr double flattest = 0.1;

/// Where a line through `at` comes nearest to a line of sight, along `axis`.
std::optional<double> nearest(const Vec3& at, const Vec3& axis, const Sight& sight) {
    const Vec3 way = unit(sight.way);
    const double parallel = dot(axis, way);
    const double across = 1 - parallel * parallel;
    if (across < flattest * flattest) return std::nullopt;
    const Vec3 between = minus(at, sight.from);
    return (parallel * dot(between, way) - dot(between, axis)) / across;
}

std::optional<double> angle(const Handle& handle, const Sight& sight) {
    const Vec3 way = unit(sight.way);
    const double into = dot(way, handle.axis);
    const Vec3 arm = minus(handle.at, handle.pivot);
    const Vec3 zero = unit(minus(arm, along({}, handle.axis, dot(arm, handle.axis))));
    const Vec3 quarter = cross(handle.axis, zero);
    Vec3 seen{};
    if (std::abs(into) >= flattest) {
        seen = minus(along(sight.from, way, dot(minus(handle.at, sight.from), handle.axis) / into), handle.pivot);
    } else {
        // The circle is seen from its edge: the place along the line that it looks like.
        const Vec3 edge = unit(cross(way, handle.axis));
        const auto far = nearest(handle.pivot, edge, sight);
        if (!far) return std::nullopt;
        const double radius = std::max(length(arm), 1e-9);
        const double share = std::clamp(*far / radius, -1.0, 1.0);
        const Vec3 depth = cross(handle.axis, edge);
        const double side = dot(arm, depth) < 0 ? -1 : 1;
        seen = along(along({}, edge, share), depth, side * std::sqrt(1 - share * share));
    }
    return std::atan2(dot(seen, quarter), dot(seen, zero));
}

/// The part of a plane in a box, its corners in order.
std::vector<Vec3> plane_in_box(const Vec3& point, const Vec3& normal, const Vec3& low, const Vec3& high) {
    std::array<Vec3, 8> corner;
    for (std::size_t bits = 0; bits < 8; ++bits)
        for (std::size_t a = 0; a < 3; ++a) corner[bits][a] = (bits >> a & 1U) != 0 ? high[a] : low[a];
    std::vector<Vec3> met;
    for (std::size_t from = 0; from < 8; ++from)
        for (std::size_t a = 0; a < 3; ++a) {
            const std::size_t to = from | 1U << a;
            if (to == from) continue;
            const double before = dot(normal, minus(corner[from], point)), after = dot(normal, minus(corner[to], point));
            if ((before < 0) == (after < 0) || before == after) continue;
            met.push_back(along(corner[from], minus(corner[to], corner[from]), before / (before - after)));
        }
    if (met.size() < 3) return {};
    Vec3 middle{};
    for (const Vec3& p : met) middle = along(middle, p, 1.0 / static_cast<double>(met.size()));
    const Vec3 right = unit(minus(met.front(), middle)), up = cross(normal, right);
    std::ranges::sort(met, {}, [&](const Vec3& p) { return std::atan2(dot(minus(p, middle), up), dot(minus(p, middle), right)); });
    return met;
}

}  // namespace

void HandleSet::add(HandleSet other) {
    std::ranges::move(other.handles, std::back_inserter(handles));
    std::ranges::move(other.lines, std::back_inserter(lines));
}

double travel(const Handle& handle, const Sight& taken, const Sight& now) {
    if (handle.motion == Handle::Motion::slide) {
        const auto from = nearest(handle.at, handle.axis, taken), to = nearest(handle.at, handle.axis, now);
        return from && to ? *to - *from : 0;
    }
    const auto from = angle(handle, taken), to = angle(handle, now);
    if (!from || !to) return 0;
    const double turned = (*to - *from) * 180 / std::numbers::pi;
    return turned - 360 * std::round(turned / 360);
}

HandleSet section_handles(const Section& section, const Vec3& low, const Vec3& high) {
    HandleSet set;
    if (!section.on) return set;
    const Vec3 normal = section_normal(section);
    std::vector<Vec3> outline = plane_in_box(section.point, normal, low, high);
    if (outline.empty()) return set;
    const double azimuth = section.azimuth_deg * std::numbers::pi / 180, dip = section.dip_deg * std::numbers::pi / 180;
    const Vec3 strike{std::sin(azimuth), std::cos(azimuth), 0};
    const Vec3 up{-std::cos(azimuth) * std::cos(dip), std::sin(azimuth) * std::cos(dip), std::sin(dip)};
    // In the middle of what is seen of the plane, and at its edge.
    double s[2] = {1e300, -1e300}, u[2] = {1e300, -1e300};
    for (const Vec3& p : outline) {
        const Vec3 from = minus(p, section.point);
        s[0] = std::min(s[0], dot(from, strike)), s[1] = std::max(s[1], dot(from, strike));
        u[0] = std::min(u[0], dot(from, up)), u[1] = std::max(u[1], dot(from, up));
    }
    const Vec3 middle = along(along(section.point, strike, (s[0] + s[1]) / 2), up, (u[0] + u[1]) / 2);
    const double wide = (s[1] - s[0]) / 2, high_half = (u[1] - u[0]) / 2;
    set.handles.push_back({.id = "section", .at = middle, .axis = normal});
    constexpr double levellest = 5;  // a plan has no strike to turn
    if (section.dip_deg > levellest)
        set.handles.push_back({.id = "section.strike", .at = along(middle, strike, wide), .motion = Handle::Motion::turn, .axis = {0, 0, 1}, .pivot = middle});
    set.handles.push_back({.id = "section.dip", .at = along(middle, up, high_half), .motion = Handle::Motion::turn, .axis = strike, .pivot = middle});
    outline.push_back(outline.front());
    set.lines.push_back({outline, {}});
    return set;
}

HandleSet box_handles(const std::string& prefix, const Vec3& origin, const std::array<Vec3, 3>& axes, const Vec3& low_m,
                      const Vec3& high_m) {
    HandleSet set;
    const auto place = [&](const Vec3& uvw) { return along(along(along(origin, axes[0], uvw[0]), axes[1], uvw[1]), axes[2], uvw[2]); };
    const Vec3 middle{(low_m[0] + high_m[0]) / 2, (low_m[1] + high_m[1]) / 2, (low_m[2] + high_m[2]) / 2};
    for (std::size_t face = 0; face < 6; ++face) {
        Vec3 at = middle;
        at[face / 2] = face % 2 == 0 ? low_m[face / 2] : high_m[face / 2];
        set.handles.push_back({.id = prefix + std::to_string(face), .at = place(at), .axis = axes[face / 2]});
    }
    for (std::size_t from = 0; from < 8; ++from)
        for (std::size_t a = 0; a < 3; ++a) {
            const std::size_t to = from | 1U << a;
            if (to == from) continue;
            Vec3 one{}, other{};
            for (std::size_t b = 0; b < 3; ++b) {
                one[b] = (from >> b & 1U) != 0 ? high_m[b] : low_m[b];
                other[b] = (to >> b & 1U) != 0 ? high_m[b] : low_m[b];
            }
            set.lines.push_back({{place(one), place(other)}, {}});
        }
    return set;
}

HandleSet ellipsoid_handles(const std::string& prefix, const Ellipsoid& body) {
    HandleSet set;
    for (std::size_t a = 0; a < 3; ++a)
        set.handles.push_back({.id = prefix + "range." + std::to_string(a), .at = along(body.centre, body.axis[a], body.half[a]), .axis = body.axis[a]});
    if (!(body.half[0] == body.half[1] && body.half[1] == body.half[2])) {
        constexpr double beyond = 1.25;
        const Vec3& major = body.axis[0];
        // Of an upright axis north is as good as any other way.
        const double level_length = std::hypot(major[0], major[1]);
        const Vec3 level = level_length > 1e-6 ? Vec3{major[0] / level_length, major[1] / level_length, 0} : Vec3{0, 1, 0};
        const Vec3 left{-level[1], level[0], 0};
        set.handles.push_back({.id = prefix + "azimuth", .at = along(body.centre, level, beyond * body.half[0]), .motion = Handle::Motion::turn, .axis = {0, 0, 1}, .pivot = body.centre});
        set.handles.push_back({.id = prefix + "dip", .at = along(body.centre, major, -beyond * body.half[0]), .motion = Handle::Motion::turn, .axis = left, .pivot = body.centre});
        set.handles.push_back({.id = prefix + "plunge", .at = along(body.centre, body.axis[1], -beyond * body.half[1]), .motion = Handle::Motion::turn, .axis = major, .pivot = body.centre});
    }
    constexpr int steps = 72;
    for (std::size_t a = 0; a < 3; ++a) {
        HandleLine line;
        const std::size_t one = a, other = (a + 1) % 3;
        for (int n = 0; n <= steps; ++n) {
            const double turn = 2 * std::numbers::pi * n / steps;
            line.points.push_back(along(along(body.centre, body.axis[one], std::cos(turn) * body.half[one]), body.axis[other],
                                        std::sin(turn) * body.half[other]));
            line.outward.push_back(unit(along(along({}, body.axis[one], std::cos(turn) / body.half[one]), body.axis[other],
                                              std::sin(turn) / body.half[other])));
        }
        set.lines.push_back(std::move(line));
        set.lines.push_back({{along(body.centre, body.axis[a], -body.half[a]), along(body.centre, body.axis[a], body.half[a])}, {}});
    }
    return set;
}

}  // namespace orelens::scene
