#include "core/shapes/Closing.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/Parallel.h"

namespace orelens::shapes {

Surroundings alike(std::vector<Vec3> points, double radius, double reach) {
    Surroundings all;
    all.radius.assign(points.size(), radius);
    all.reach.assign(points.size(), reach);
    all.points = std::move(points);
    return all;
}

Closing::Closing(const Surroundings& around)
    : balls_(around.points, around.radius), own_(around.points, around.reach), taken_({}, {}) {
    for (std::size_t n = 0; n < around.points.size(); ++n) fills_ = fills_ || around.reach[n] < around.radius[n];
}

bool Closing::carve(const std::vector<Vec3>& near_face, const base::Progress& progress) {
    std::vector<std::optional<Vec3>> faces(near_face.size());
    std::vector<double> clear(near_face.size());
    const bool done = base::parallel_pieces(near_face.size(), 1024, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const Vec3& p = near_face[n];
            const Balls::Found found = balls_.nearest(p);
            if (found.ball == Balls::none) continue;
            const double radius = balls_.radius(found.ball), way = found.off + radius;
            if (way < 1e-9) continue;
            const Vec3& c = balls_.centre(found.ball);
            Vec3 face{};
            for (std::size_t a = 0; a < 3; ++a) face[a] = c[a] + (p[a] - c[a]) * radius / way;
            if (balls_.nearest(face, -1e-6, 0).off < -1e-6) continue;  // within another ball
            clear[n] = own_.nearest(face).off;
            faces[n] = face;
        }
    });
    if (!done) return false;
    std::vector<Vec3> centres;
    std::vector<double> radii;
    for (std::size_t n = 0; n < faces.size(); ++n) {
        if (!faces[n]) continue;
        centres.push_back(*faces[n]);
        radii.push_back(clear[n]);
    }
    taken_ = Balls(centres, radii);
    return true;
}

double Closing::off(const Vec3& place, double most) const {
    const Balls::Found ball = balls_.nearest(place, fills_ ? 0 : -most, most);
    if (!fills_ || ball.ball == Balls::none) return ball.off;
    if (ball.off >= 0) return ball.off + balls_.radius(ball.ball) - own_.radius(ball.ball);
    return -taken_.nearest(place, -most, most).off;
}

base::Expected<std::vector<double>> closed_over(const Surroundings& flat, const Vec3& origin, double step, std::int32_t nx,
                                                std::int32_t ny, const base::Progress& progress) {
    Closing closing(flat);
    if (closing.fills()) {
        const Box& box = closing.balls().box();
        const auto across = static_cast<std::size_t>((box.high[0] - box.low[0]) / step) + 3;
        const auto along = static_cast<std::size_t>((box.high[1] - box.low[1]) / step) + 3;
        std::vector<std::vector<Vec3>> of_row(along);
        const bool done = base::parallel_pieces(along, 4, progress.part(0, 0.4), [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end; ++j)
                for (std::size_t i = 0; i < across; ++i) {
                    const Vec3 p{box.low[0] + step * (static_cast<double>(i) - 0.5), box.low[1] + step * (static_cast<double>(j) - 0.5), 0};
                    if (std::abs(closing.balls().nearest(p, -1.01 * step, 1.01 * step).off) <= step) of_row[j].push_back(p);
                }
        });
        if (!done) return base::cancelled();
        std::vector<Vec3> near;
        for (const std::vector<Vec3>& row : of_row) near.insert(near.end(), row.begin(), row.end());
        if (!closing.carve(near, progress.part(0.4, 0.6))) return base::cancelled();
    }
    const auto wide = static_cast<std::size_t>(nx);
    std::vector<double> all(wide * static_cast<std::size_t>(ny));
    const bool done = base::parallel_pieces(all.size(), 1024, progress.part(0.6, 1), [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const Vec3 p{origin[0] + step * static_cast<double>(n % wide), origin[1] + step * static_cast<double>(n / wide), 0};
            all[n] = std::clamp(closing.off(p, 3 * step), -3 * step, 3 * step);
        }
    });
    if (!done) return base::cancelled();
    return all;
}

}  // namespace orelens::shapes
