#include "core/shapes/PointMeasure.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::minus;

constexpr double degrees = 180 / std::numbers::pi;

double bearing(double east, double north) {
    if (east == 0 && north == 0) return std::nan("");
    const double angle = std::atan2(east, north) * degrees;
    return angle < 0 ? angle + 360 : angle;
}

MeasuredLine line(const Point3& from, const Point3& to) {
    const Point3 way = minus(to, from);
    MeasuredLine out;
    out.horizontal_m = std::hypot(way[0], way[1]);
    out.length_m = std::hypot(out.horizontal_m, way[2]);
    out.rise_m = way[2];
    out.bearing_deg = bearing(way[0], way[1]);
    out.plunge_deg = out.length_m > 0 ? std::atan2(-way[2], out.horizontal_m) * degrees : 0;
    return out;
}

/// Upward unit normal of three points; nothing on one line.
std::optional<Point3> normal_of(std::span<const Point3> points) {
    const Point3 a = minus(points[1], points[0]), b = minus(points[2], points[0]);
    Point3 normal = cross(a, b);
    const double size = std::sqrt(dot(normal, normal));
    if (!(size > 1e-9 * std::sqrt(dot(a, a) * dot(b, b))) || size == 0) return std::nullopt;
    if (normal[2] < 0) normal = {-normal[0], -normal[1], -normal[2]};
    return Point3{normal[0] / size, normal[1] / size, normal[2] / size};
}

double plan_area(std::span<const Point3> points) {
    double twice = 0;
    for (std::size_t n = 0; n < points.size(); ++n) {
        const Point3 a = minus(points[n], points[0]), b = minus(points[(n + 1) % points.size()], points[0]);
        twice += a[0] * b[1] - a[1] * b[0];
    }
    return std::abs(twice) / 2;
}

/// Newell: twice the area as a vector, from the first point, so that large coordinates cost no digits.
void measure_outline(std::span<const Point3> points, Measured& out) {
    Point3 twice{}, middle{};
    double reach = 0;
    for (std::size_t n = 0; n < points.size(); ++n) {
        const Point3 a = minus(points[n], points[0]), b = minus(points[(n + 1) % points.size()], points[0]);
        const Point3 part = cross(a, b);
        for (std::size_t c = 0; c < 3; ++c) {
            twice[c] += part[c];
            middle[c] += a[c] / static_cast<double>(points.size());
        }
        reach = std::max(reach, dot(a, a));
    }
    const double size = std::sqrt(dot(twice, twice));
    out.area_m2 = size / 2;
    if (!(size > 1e-9 * reach) || size == 0) return;
    double farthest = 0;
    for (const Point3& point : points) {
        const Point3 from = minus(minus(point, points[0]), middle);
        farthest = std::max(farthest, std::abs(dot(twice, from)) / size);
    }
    out.off_plane_m = points.size() == 3 ? 0 : farthest;
}

}  // namespace

std::optional<Measured> measure(std::span<const Point3> points) {
    if (points.size() < 2) return std::nullopt;
    for (const Point3& point : points)
        for (const double c : point)
            if (!std::isfinite(c)) return std::nullopt;
    Measured out;
    for (std::size_t n = 0; n + 1 < points.size(); ++n) out.path_m += line(points[n], points[n + 1]).length_m;
    out.line = line(points.front(), points.back());
    if (points.size() < 3) return out;
    out.plan_area_m2 = plan_area(points);
    measure_outline(points, out);
    const auto normal = normal_of(points);
    if (!normal) return out;
    MeasuredPlane plane;
    plane.dip_deg = std::acos(std::min(1.0, (*normal)[2])) * degrees;
    plane.dip_direction_deg = bearing((*normal)[0], (*normal)[1]);
    out.plane = plane;
    if (points.size() == 4) out.thickness_m = std::abs(dot(*normal, minus(points[3], points[0])));
    return out;
}

}  // namespace orelens::shapes
