// Handles on the flat sheet: always on top, since a knob that cannot be seen cannot be taken.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"
#include "ui/scene/Decor.h"

namespace orelens::scene {
namespace {

constexpr double knob = 5.5, hit = 11;  // radius, pixels at ratio 1

void disc(Sheet& sheet, const Point2& at, double radius, const Rgb& colour, double alpha) {
    std::vector<Point2> corners;
    for (int n = 0; n < 20; ++n) {
        const double turn = 2 * std::numbers::pi * n / 20;
        corners.push_back({at[0] + radius * std::cos(turn), at[1] + radius * std::sin(turn)});
    }
    sheet.polygon(corners, colour, alpha);
}

/// The way that a knob goes in the picture.
Point2 way_of(const Handle& handle, const Space& space, const Projector& project, const Point2& at, double reach) {
    Vec3 way = handle.axis;
    if (handle.motion == Handle::Motion::turn) {
        const Vec3 arm{handle.at[0] - handle.pivot[0], handle.at[1] - handle.pivot[1], handle.at[2] - handle.pivot[2]};
        way = {handle.axis[1] * arm[2] - handle.axis[2] * arm[1], handle.axis[2] * arm[0] - handle.axis[0] * arm[2],
               handle.axis[0] * arm[1] - handle.axis[1] * arm[0]};
        const double length = std::sqrt(base::dot(way, way));
        for (double& part : way) part /= std::max(length, 1e-12);
    }
    Point2 on{};
    if (!project(space.to_drawn({handle.at[0] + reach * way[0], handle.at[1] + reach * way[1], handle.at[2] + reach * way[2]}), on))
        return {0, 0};
    const double x = on[0] - at[0], y = on[1] - at[1], length = std::hypot(x, y);
    return length > 1e-6 ? Point2{x / length, y / length} : Point2{0, 0};
}

void arrow(Sheet& sheet, const Point2& at, const Point2& way, double from, double to, const Rgb& colour, double alpha) {
    const Point2 tip{at[0] + to * way[0], at[1] + to * way[1]}, side{-way[1], way[0]};
    const double half = 0.6 * (to - from);
    const Point2 back{at[0] + from * way[0], at[1] + from * way[1]};
    sheet.polygon({tip, {back[0] + half * side[0], back[1] + half * side[1]}, {back[0] - half * side[0], back[1] - half * side[1]}}, colour, alpha);
}

/// The height nearest to the wished one where words of this width lie on no others; the wished one where there is none.
double free_height(const std::vector<std::array<double, 4>>& taken, double left, double right, double wished, double high, double lowest, double highest) {
    const auto is_free = [&](double y) {
        return y >= lowest && y <= highest &&
               std::ranges::none_of(taken, [&](const auto& one) { return left < one[2] && right > one[0] && y < one[3] && y + high > one[1]; });
    };
    for (int n = 0; n < 8; ++n)
        for (const double sign : {1.0, -1.0})
            if (const double y = wished + sign * n * high / 2; is_free(y)) return y;
    return wished;
}

}  // namespace

int handle_at(const HandleSet& set, const Space& space, const Projector& project, const Point2& pixel, double ratio) {
    int best = -1;
    double least = hit * ratio;
    for (std::size_t n = 0; n < set.handles.size(); ++n) {
        Point2 at{};
        if (!project(space.to_drawn(set.handles[n].at), at)) continue;
        const double far = std::hypot(at[0] - pixel[0], at[1] - pixel[1]);
        if (far < least) {
            least = far;
            best = static_cast<int>(n);
        }
    }
    return best;
}

void draw_handles(Sheet& sheet, const DecorInput& input, const Projector& project) {
    if (input.handles.handles.empty() && input.handles.lines.empty()) return;
    const Theme& colours = theme(input.look.dark);
    const double r = sheet.ratio();
    const Basis view = basis(input.eye);
    for (const HandleLine& line : input.handles.lines)
        for (std::size_t n = 0; n + 1 < line.points.size(); ++n) {
            Point2 a{}, b{};
            const Vec3 from = input.space.to_drawn(line.points[n]);
            if (!project(from, a) || !project(input.space.to_drawn(line.points[n + 1]), b)) continue;
            bool away = false;
            if (!line.outward.empty()) {
                Vec3 sight = view.into;
                if (!input.eye.orthographic) for (std::size_t k = 0; k < 3; ++k) sight[k] = from[k] - input.eye.position[k];
                // Outward vectors bend the other way where heights are stretched.
                const Vec3& out = line.outward[n];
                away = sight[0] * out[0] + sight[1] * out[1] + sight[2] * out[2] / input.space.exaggeration > 0;
            }
            sheet.line(a, b, 4 * r, colours.plate, away ? 0.15 : 0.5);
            sheet.line(a, b, 1.6 * r, colours.accent, away ? 0.35 : 1);
        }
    const double reach = std::sqrt(base::dot(input.extent[1], input.extent[1]) + base::dot(input.extent[0], input.extent[0]) -
                                   2 * base::dot(input.extent[0], input.extent[1])) / 100;
    std::vector<std::array<double, 4>> taken;  // left, bottom, right, top of the words that stand
    for (std::size_t n = 0; n < input.handles.handles.size(); ++n) {
        const Handle& handle = input.handles.handles[n];
        Point2 at{};
        if (!project(input.space.to_drawn(handle.at), at)) continue;
        const bool hot = static_cast<int>(n) == input.handle_in_hand;
        const double size = (hot ? 1.3 : 1) * knob * r;
        const Point2 way = way_of(handle, input.space, project, at, reach);
        if (way[0] != 0 || way[1] != 0)
            for (const double sign : {1.0, -1.0}) {
                const Point2 to{sign * way[0], sign * way[1]};
                arrow(sheet, at, to, size + 1 * r, size + 9.5 * r, colours.plate, 0.9);
                arrow(sheet, at, to, size + 2 * r, size + 7.5 * r, colours.accent, 1);
            }
        disc(sheet, at, size + 2 * r, colours.plate, 0.95);
        disc(sheet, at, size, colours.accent, 1);
        if (handle.motion == Handle::Motion::turn) disc(sheet, at, 0.5 * size, colours.plate, 1);
        const std::string& words = hot && !handle.words.empty() ? handle.words : handle.tag;
        if (words.empty()) continue;
        const TextStyle style{hot ? 13.0 : 11.0, colours.text, -1, 0, hot};
        const Point2 wide = sheet.measure(words, style);
        const double pad = 4 * r;
        const double x = std::clamp(at[0] + size + 12 * r, pad, std::max(pad, project.width() - wide[0] - 3 * pad));
        const double high = wide[1] + 2 * pad, lowest = pad, highest = std::max(pad, project.height() - high - pad);
        const double y = free_height(taken, x, x + wide[0] + 2 * pad, std::clamp(at[1] + size + 6 * r, lowest, highest), high, lowest, highest);
        taken.push_back({x, y, x + wide[0] + 2 * pad, y + high});
        sheet.rectangle(x, y, wide[0] + 2 * pad, wide[1] + 2 * pad, colours.plate, 0.9);
        sheet.text({x + pad, y + wide[1] / 2 + pad}, words, style);
    }
}

}  // namespace orelens::scene
