#include "core/shapes/Inside.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::shapes {
namespace {

/// Whether the edge crosses the line y = at to the right of x: the same answer whichever way it runs. Called
/// only for edges whose ends lie on different sides of the line.
bool right_of(const Vec3& a, const Vec3& b, double x, double y) {
    const Vec3& low = a[1] < b[1] ? a : b;
    const Vec3& high = a[1] < b[1] ? b : a;
    return low[0] + (y - low[1]) / (high[1] - low[1]) * (high[0] - low[0]) > x;
}

/// 1 where the triangle lies over the place facing up, −1 facing down, 0 elsewhere.
int facing(const std::array<Vec3, 3>& triangle, double x, double y) {
    int sum = 0;
    for (std::size_t n = 0; n < 3; ++n) {
        const Vec3& a = triangle[n];
        const Vec3& b = triangle[n == 2 ? 0 : n + 1];
        if ((a[1] <= y) == (b[1] <= y) || !right_of(a, b, x, y)) continue;
        sum += a[1] <= y ? 1 : -1;
    }
    return sum;
}

double elevation(const std::array<Vec3, 3>& triangle, double x, double y) {
    const auto& [a, b, c] = triangle;
    const double ux = b[0] - a[0], uy = b[1] - a[1], vx = c[0] - a[0], vy = c[1] - a[1];
    const double twice = ux * vy - uy * vx;
    const auto [low, high] = std::minmax({a[2], b[2], c[2]});
    if (twice == 0) return high;
    const double px = x - a[0], py = y - a[1];
    const double s = (px * vy - py * vx) / twice, t = (ux * py - uy * px) / twice;
    return std::clamp(a[2] + s * (b[2] - a[2]) + t * (c[2] - a[2]), low, high);
}

std::int32_t bin(double at, double low, double step, std::int32_t count) {
    const double n = (at - low) / step;
    if (!(n > 0)) return 0;
    return n >= count ? count - 1 : static_cast<std::int32_t>(n);
}

}  // namespace

Plumb::Plumb(const TriangleMesh& mesh) : box_(bounds(mesh)) {
    triangles_.reserve(mesh.triangles.size());
    for (const auto& [a, b, c] : mesh.triangles)
        triangles_.push_back({mesh.points[static_cast<std::size_t>(a)], mesh.points[static_cast<std::size_t>(b)],
                              mesh.points[static_cast<std::size_t>(c)]});
    if (box_.empty()) return;
    // About one triangle per column, and never more columns than triangles.
    const double width = box_.high[0] - box_.low[0], depth = box_.high[1] - box_.low[1];
    const auto wanted = static_cast<double>(std::min<std::size_t>(triangles_.size(), 4'000'000));
    const double side = std::sqrt(std::max(width * depth / std::max(wanted, 1.0), 1e-12));
    const auto along = [&](double length) {
        return static_cast<std::int32_t>(std::clamp(std::ceil(length / side), 1.0, 4000.0));
    };
    nx_ = along(width);
    ny_ = along(depth);
    dx_ = std::max(width / nx_, 1e-9);
    dy_ = std::max(depth / ny_, 1e-9);
    const auto each_bin = [&](const auto& visit) {
        for (std::size_t n = 0; n < triangles_.size(); ++n) {
            const auto& [a, b, c] = triangles_[n];
            const auto [x0, x1] = std::minmax({a[0], b[0], c[0]});
            const auto [y0, y1] = std::minmax({a[1], b[1], c[1]});
            const std::int32_t last_i = bin(x1, box_.low[0], dx_, nx_), last_j = bin(y1, box_.low[1], dy_, ny_);
            for (std::int32_t j = bin(y0, box_.low[1], dy_, ny_); j <= last_j; ++j)
                for (std::int32_t i = bin(x0, box_.low[0], dx_, nx_); i <= last_i; ++i)
                    visit(static_cast<std::size_t>(j) * static_cast<std::size_t>(nx_) +
                              static_cast<std::size_t>(i),
                          static_cast<std::uint32_t>(n));
        }
    };
    // Large triangles lie in many columns: coarser ones until the lists stay within some of the mesh's size.
    const auto listed = [&] {
        double sum = 0;
        for (const auto& [a, b, c] : triangles_) {
            const auto [x0, x1] = std::minmax({a[0], b[0], c[0]});
            const auto [y0, y1] = std::minmax({a[1], b[1], c[1]});
            sum += ((x1 - x0) / dx_ + 2) * ((y1 - y0) / dy_ + 2);
        }
        return sum;
    };
    while (nx_ * ny_ > 1 && listed() > 64.0 * static_cast<double>(triangles_.size()) + 1e6) {
        nx_ = (nx_ + 1) / 2;
        ny_ = (ny_ + 1) / 2;
        dx_ = std::max(width / nx_, 1e-9);
        dy_ = std::max(depth / ny_, 1e-9);
    }
    start_.assign(static_cast<std::size_t>(nx_) * static_cast<std::size_t>(ny_) + 1, 0);
    each_bin([&](std::size_t at, std::uint32_t) { ++start_[at + 1]; });
    for (std::size_t n = 1; n < start_.size(); ++n) start_[n] += start_[n - 1];
    list_.resize(start_.back());
    std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
    each_bin([&](std::size_t at, std::uint32_t n) { list_[next[at]++] = n; });
}

template <class Visit>
void Plumb::each(double x, double y, Visit visit) const {
    if (box_.empty() || !(x >= box_.low[0] && x <= box_.high[0] && y >= box_.low[1] && y <= box_.high[1]))
        return;
    const std::size_t at = static_cast<std::size_t>(bin(y, box_.low[1], dy_, ny_)) *
                               static_cast<std::size_t>(nx_) +
                           static_cast<std::size_t>(bin(x, box_.low[0], dx_, nx_));
    for (std::uint32_t n = start_[at]; n < start_[at + 1]; ++n) {
        const auto& triangle = triangles_[list_[n]];
        if (const int sign = facing(triangle, x, y); sign != 0) visit(sign, elevation(triangle, x, y));
    }
}

int Plumb::winding(const Vec3& point) const {
    if (!std::isfinite(point[2])) return 0;
    int sum = 0;
    each(point[0], point[1], [&](int sign, double z) {
        if (z > point[2]) sum += sign;
    });
    return sum;
}

double Plumb::height(double x, double y) const {
    double best = std::numeric_limits<double>::quiet_NaN();
    each(x, y, [&](int, double z) {
        if (!(z <= best)) best = z;
    });
    return best;
}

base::Expected<std::vector<std::uint8_t>> inside(const TriangleMesh& closed, const std::vector<Vec3>& points,
                                                 const base::Progress& progress) {
    const Plumb plumb(closed);
    std::vector<std::uint8_t> out(points.size(), 0);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(points.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            if (n % 256 == 0 && progress.cancelled()) return;
            out[n] = plumb.winding(points[n]) != 0 ? 1 : 0;
        }
        progress.report(static_cast<double>(done += end - begin) / static_cast<double>(points.size()));
    });
    if (progress.cancelled()) return base::cancelled();
    return out;
}

}  // namespace orelens::shapes
