#include "core/shapes/Heights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace orelens::shapes {

std::optional<NullHeight> null_height(const std::vector<Vec3>& points) {
    constexpr std::array always{-9999.0, -99999.0, -999999.0, -32768.0, -32767.0, -9999.99, -1e30, -1e38};
    constexpr std::array perhaps{-999.0, -99.0, -999.25, 0.0};
    constexpr double far_m = 200;
    std::optional<NullHeight> best;
    const auto take = [&](double code, std::int64_t count) {
        if (count > 0 && (!best || count > best->count)) best = {code, count};
    };
    for (const double code : always)
        take(code, std::ranges::count_if(points, [&](const Vec3& p) { return p[2] == code; }));
    for (const double code : perhaps) {
        std::int64_t count = 0;
        bool near = false;
        for (const Vec3& point : points) {
            count += point[2] == code ? 1 : 0;
            near = near || (point[2] != code && std::abs(point[2] - code) < far_m);
        }
        if (!near && 2 * count < static_cast<std::int64_t>(points.size())) take(code, count);
    }
    return best;
}

Spikes spikes(const TriangleMesh& mesh) {
    constexpr double steep = 2, high_m = 20;
    enum Sense : std::uint8_t { unseen, peak, pit, neither };
    std::vector<std::uint8_t> sense(mesh.points.size(), unseen);
    const auto look = [&](std::int32_t at, std::int32_t other) {
        const Vec3 &a = mesh.points[static_cast<std::size_t>(at)], &b = mesh.points[static_cast<std::size_t>(other)];
        std::uint8_t& held = sense[static_cast<std::size_t>(at)];
        const double over = a[2] - b[2], way = std::hypot(a[0] - b[0], a[1] - b[1]);
        if (!(std::abs(over) > high_m && std::abs(over) > steep * way)) {
            held = neither;
            return;
        }
        const Sense now = over > 0 ? peak : pit;
        held = held == unseen || held == now ? now : neither;
    };
    for (const auto& corners : mesh.triangles)
        for (std::size_t k = 0; k < 3; ++k) {
            look(corners[k], corners[(k + 1) % 3]);
            look(corners[k], corners[(k + 2) % 3]);
        }
    Spikes found;
    for (std::size_t n = 0; n < sense.size(); ++n)
        if (sense[n] == peak || sense[n] == pit)
            if (found.count++ == 0) found.first = mesh.points[n];
    return found;
}

}  // namespace orelens::shapes
