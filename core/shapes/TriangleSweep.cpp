#include "core/shapes/TriangleSweep.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/Vectors.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::minus;

// Vectors of the compiler: four points at a time where the processor can, two by two elsewhere.
using Four = double __attribute__((vector_size(32)));
using Mask = std::int64_t __attribute__((vector_size(32)));

constexpr std::size_t at_once = 8;

Vec3 unit(const Vec3& a) {
    const double length = std::sqrt(dot(a, a));
    return {a[0] / length, a[1] / length, a[2] / length};
}
/// Across both; across the first where rounding has laid the second along it.
Vec3 unit_across(const Vec3& a, const Vec3& b) {
    const Vec3 normal = cross(a, b);
    if (dot(normal, normal) > 0) return unit(normal);
    const bool steep = std::abs(a[2]) > std::abs(a[0]) && std::abs(a[2]) > std::abs(a[1]);
    return unit(cross(a, steep ? Vec3{1, 0, 0} : Vec3{0, 0, 1}));
}
/// Of an edge; any where it has shrunk to a point.
std::array<double, 2> direction(double along, double up, double length) {
    if (!(length > 0)) return {1, 0};
    return {along / length, up / length};
}

[[gnu::always_inline]] inline Four load(const double* from) {
    Four out;
    std::memcpy(&out, from, sizeof out);
    return out;
}
[[gnu::always_inline]] inline Four least(Four a, Four b) {
    return a < b ? a : b;
}
/// How far `along` lies outside [0, length].
[[gnu::always_inline]] inline Four beyond(Four along, double length) {
    const Four none{}, over = along - length;
    return along < none ? along : (over > none ? over : none);
}

/// Squared distance: across the plane, and within it to the nearest of the edges unless the foot is inside.
[[gnu::always_inline]] inline Four squared_distance(const PlaneTriangle& t, Four x, Four y, Four z) {
    const Four u = x * t.u[0] + y * t.u[1] + z * t.u[2] - t.origin[0];
    const Four v = x * t.v[0] + y * t.v[1] + z * t.v[2] - t.origin[1];
    const Four w = x * t.w[0] + y * t.w[1] + z * t.w[2] - t.origin[2];
    const Four from_end = u - t.base;
    const Four off_right = v * t.right[0] - from_end * t.right[1], off_left = u * t.left[1] - v * t.left[0];
    const Four past_base = beyond(u, t.base);
    const Four past_right = beyond(from_end * t.right[0] + v * t.right[1], t.right_length);
    const Four past_left = beyond(u * t.left[0] + v * t.left[1], t.left_length);
    const Four edge = least(past_base * past_base + v * v,
                            least(past_right * past_right + off_right * off_right, past_left * past_left + off_left * off_left));
    const Four none{};
    return w * w + (least(v, least(off_right, off_left)) > none ? none : edge);
}

[[gnu::always_inline]] inline void sweep_all(const std::vector<PlaneTriangle>& triangles, const PointColumns& points,
                                             std::int64_t* nearest) {
    constexpr double far = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < points.size(); n += at_once) {
        const Four x0 = load(&points.x[n]), y0 = load(&points.y[n]), z0 = load(&points.z[n]);
        const Four x1 = load(&points.x[n + 4]), y1 = load(&points.y[n + 4]), z1 = load(&points.z[n + 4]);
        Four best0 = {far, far, far, far}, best1 = best0;
        Mask which0{}, which1{};
        std::int64_t number = 0;
        for (const PlaneTriangle& triangle : triangles) {
            const Mask now = {number, number, number, number};
            const Four own0 = squared_distance(triangle, x0, y0, z0), own1 = squared_distance(triangle, x1, y1, z1);
            which0 = own0 < best0 ? now : which0;
            which1 = own1 < best1 ? now : which1;
            best0 = least(own0, best0);
            best1 = least(own1, best1);
            ++number;
        }
        std::memcpy(nearest + n, &which0, sizeof which0);
        std::memcpy(nearest + n + 4, &which1, sizeof which1);
    }
}

void sweep_portable(const std::vector<PlaneTriangle>& triangles, const PointColumns& points, std::int64_t* nearest) {
    sweep_all(triangles, points, nearest);
}
#ifdef __x86_64__
// Without fused multiplication, which would round otherwise than the portable way.
[[gnu::target("avx2")]] void sweep_avx2(const std::vector<PlaneTriangle>& triangles, const PointColumns& points,
                                        std::int64_t* nearest) {
    sweep_all(triangles, points, nearest);
}
#endif

}  // namespace

PlaneTriangle plane_triangle(const std::array<Vec3, 3>& corners) {
    std::array<double, 3> squared{};
    for (std::size_t k = 0; k < 3; ++k) {
        const Vec3 edge = minus(corners[(k + 1) % 3], corners[k]);
        squared[k] = dot(edge, edge);
    }
    const std::size_t longest = squared[0] >= squared[1] && squared[0] >= squared[2] ? 0 : (squared[1] >= squared[2] ? 1 : 2);
    const Vec3 &a = corners[longest], &b = corners[(longest + 1) % 3], &c = corners[(longest + 2) % 3];
    const Vec3 ab = minus(b, a), ac = minus(c, a);
    PlaneTriangle out;
    out.u = unit(ab);
    out.w = unit_across(ab, ac);
    out.v = cross(out.w, out.u);
    out.origin = {dot(a, out.u), dot(a, out.v), dot(a, out.w)};
    out.base = std::sqrt(squared[longest]);
    const std::array<double, 2> top = {dot(ac, out.u), dot(ac, out.v)};
    out.left_length = std::sqrt(squared[(longest + 2) % 3]);
    out.left = direction(top[0], top[1], out.left_length);
    out.right_length = std::sqrt(squared[(longest + 1) % 3]);
    out.right = direction(top[0] - out.base, top[1], out.right_length);
    return out;
}

void PointColumns::clear() {
    x.clear();
    y.clear();
    z.clear();
}

void PointColumns::add(const Vec3& point) {
    x.push_back(point[0]);
    y.push_back(point[1]);
    z.push_back(point[2]);
}

void PointColumns::pad() {
    while (size() % at_once != 0) add({x.back(), y.back(), z.back()});
}

void sweep(const std::vector<PlaneTriangle>& triangles, const PointColumns& points, std::vector<std::int64_t>& nearest) {
    nearest.resize(points.size());
#ifdef __x86_64__
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) return sweep_avx2(triangles, points, nearest.data());
#endif
    sweep_portable(triangles, points, nearest.data());
}

}  // namespace orelens::shapes
