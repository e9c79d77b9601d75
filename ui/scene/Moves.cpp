#include "ui/scene/Moves.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"

namespace orelens::scene {
namespace {

using base::cross;
using base::dot;

constexpr double to_rad = std::numbers::pi / 180;
constexpr double fill = 0.76;  // share of the picture the fitted box takes

Vec3 operator+(const Vec3& a, const Vec3& b) {
    return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}
Vec3 operator-(const Vec3& a, const Vec3& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
Vec3 operator*(double f, const Vec3& a) {
    return {f * a[0], f * a[1], f * a[2]};
}
double length(const Vec3& a) {
    return std::sqrt(dot(a, a));
}
Vec3 unit(const Vec3& a) {
    const double l = length(a);
    return l > 0 ? (1 / l) * a : Vec3{0, 0, 1};
}
/// Rodrigues: v turned about a unit axis.
Vec3 turned(const Vec3& v, const Vec3& axis, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return c * v + s * cross(axis, v) + ((1 - c) * dot(axis, v)) * axis;
}
Eye turned(const Eye& eye, const Vec3& pivot, const Vec3& axis, double angle) {
    Eye out = eye;
    out.position = pivot + turned(eye.position - pivot, axis, angle);
    out.focus = pivot + turned(eye.focus - pivot, axis, angle);
    out.up = turned(eye.up, axis, angle);
    return out;
}

}  // namespace

Basis basis(const Eye& eye) {
    Basis out;
    out.into = unit(eye.focus - eye.position);
    out.right = cross(out.into, eye.up);
    if (length(out.right) < 1e-9) out.right = cross(out.into, Vec3{0, 1, 0});
    out.right = unit(out.right);
    out.up = cross(out.right, out.into);
    return out;
}

Eye matched(const Eye& eye) {
    const double tangent = std::tan(eye.angle_deg * to_rad / 2);
    Eye out = eye;
    if (eye.orthographic && eye.parallel_scale > 0)
        out.position = eye.focus - (eye.parallel_scale / tangent) * basis(eye).into;
    else
        out.parallel_scale = length(eye.focus - eye.position) * tangent;
    return out;
}

Eye standard_eye(StandardView view, const Eye& from) {
    Eye eye = from;
    Vec3 side{0.55, -1, 0.62};
    eye.up = {0, 0, 1};
    switch (view) {
        case StandardView::iso:
            break;
        case StandardView::top:
            side = {0, 0, 1}, eye.up = {0, 1, 0};
            break;
        case StandardView::bottom:
            side = {0, 0, -1}, eye.up = {0, 1, 0};
            break;
        case StandardView::north:
            side = {0, 1, 0};
            break;
        case StandardView::south:
            side = {0, -1, 0};
            break;
        case StandardView::east:
            side = {1, 0, 0};
            break;
        case StandardView::west:
            side = {-1, 0, 0};
            break;
    }
    eye.position = eye.focus + unit(side);
    return eye;
}

Vec3 middle_of(const std::array<Vec3, 2>& box) {
    return 0.5 * (box[0] + box[1]);
}

Eye fitted(const Eye& eye, const std::array<Vec3, 2>& box, double aspect) {
    const Basis b = basis(eye);
    const Vec3 centre = 0.5 * (box[0] + box[1]);
    const double tangent = std::tan(eye.angle_deg * to_rad / 2);
    double distance = 0, half = 0;
    for (int bits = 0; bits < 8; ++bits) {
        Vec3 corner{};
        for (int a = 0; a < 3; ++a) corner[a] = box[(bits >> a) & 1][a] - centre[a];
        const double x = std::abs(dot(corner, b.right)) / aspect;
        const double y = std::abs(dot(corner, b.up));
        half = std::max({half, x, y});
        distance = std::max(distance, std::max(x, y) / (fill * tangent) - dot(corner, b.into));
    }
    Eye out = eye;
    out.focus = centre;
    out.parallel_scale = std::max(half / fill, 1e-6);
    out.position = centre - std::max(distance, 1e-6) * b.into;
    out.up = b.up;
    return matched(out);
}

Eye lifted(const Eye& eye, double foot) {
    return clear_of(eye, {.foot = std::min(foot, 0.5)}, 1);
}

Eye clear_of(const Eye& eye, const Covered& covered, double aspect) {
    if (covered.right <= 0 && covered.foot <= 0 && covered.top <= 0 && covered.left <= 0) return eye;
    const double farther = 1 / std::max(0.2, 1 - covered.foot - covered.top);
    const Basis b = basis(eye);
    const double distance = farther * length(eye.focus - eye.position);
    Eye out = eye;
    out.parallel_scale = farther * eye.parallel_scale;
    const double high = 2 * (eye.orthographic ? out.parallel_scale : distance * std::tan(eye.angle_deg * to_rad / 2));
    out.focus = eye.focus - (0.5 * (covered.foot - covered.top) * high) * b.up +
                (0.5 * (covered.right - covered.left) * high * aspect) * b.right;
    out.position = out.focus - distance * b.into;
    return matched(out);
}

Eye orbited(const Eye& eye, const Vec3& pivot, double azimuth_deg, double elevation_deg) {
    Eye out = turned(eye, pivot, {0, 0, 1}, -azimuth_deg * to_rad);
    const Basis b = basis(out);
    const double now = std::asin(std::clamp(-b.into[2], -1.0, 1.0)) / to_rad;
    const double next = std::clamp(now + elevation_deg, -90.0, 90.0);
    return turned(out, pivot, b.right, -(next - now) * to_rad);
}

double metres_per_pixel(const Eye& eye, const Vec3& at, double height) {
    if (eye.orthographic) return 2 * eye.parallel_scale / height;
    const double distance = std::max(1e-6, dot(at - eye.position, basis(eye).into));
    return 2 * distance * std::tan(eye.angle_deg * to_rad / 2) / height;
}

Eye panned(const Eye& eye, const Vec3& pivot, double dx, double dy, double height) {
    const Basis b = basis(eye);
    const double scale = metres_per_pixel(eye, pivot, height);
    const Vec3 by = (-dx * scale) * b.right + (-dy * scale) * b.up;
    Eye out = eye;
    out.position = eye.position + by;
    out.focus = eye.focus + by;
    return out;
}

Eye zoomed(const Eye& eye, double factor, double x, double y, double aspect) {
    const Basis b = basis(eye);
    const double distance = length(eye.focus - eye.position);
    const double tangent = std::tan(eye.angle_deg * to_rad / 2);
    const double half = eye.orthographic ? eye.parallel_scale : distance * tangent;
    // What the cursor points at in the plane of the focus; both ends of the camera slide toward it.
    const Vec3 target = eye.focus + (x * half * aspect) * b.right + (y * half) * b.up;
    const double part = 1 - 1 / factor;
    Eye out = eye;
    out.focus = eye.focus + part * (target - eye.focus);
    out.position = out.focus - (distance / factor) * b.into;
    out.parallel_scale = eye.parallel_scale / factor;
    return out;
}

}  // namespace orelens::scene
