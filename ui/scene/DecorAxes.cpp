// The coordinate box: grid lines on the sides away from the viewer, true coordinates along its rim.
#include <algorithm>
#include <cmath>

#include "core/base/Vectors.h"
#include "ui/scene/Decor.h"

namespace orelens::scene {
namespace {

using base::dot;
using base::text;

/// Is the side of the box at the low (0) or high (1) end of an axis turned away from the viewer?
bool faces_away(const DecorInput& input, int axis, int end) {
    Vec3 normal{};
    normal[axis] = end == 0 ? -1 : 1;
    const Vec3 on = input.space.to_drawn(input.extent[end]);
    if (input.eye.orthographic) return dot(normal, basis(input.eye).into) > 0;
    return dot(normal, {on[0] - input.eye.position[0], on[1] - input.eye.position[1],
                        on[2] - input.eye.position[2]}) > 0;
}

/// Tick values per axis in world coordinates; one distance for both horizontal axes.
std::array<std::vector<double>, 3> ticks_of(const DecorInput& input) {
    const Vec3& low = input.extent[0];
    const Vec3& high = input.extent[1];
    const double wide = std::max(high[0] - low[0], high[1] - low[1]);
    const auto common = round_ticks(0, wide, 6);
    const double step = common.size() > 1 ? common[1] - common[0] : wide;
    std::array<std::vector<double>, 3> ticks;
    for (int a = 0; a < 2; ++a)
        for (double at = std::ceil(low[a] / step - 1e-9) * step; at <= high[a] + 1e-9 * step; at += step)
            ticks[a].push_back(at);
    ticks[2] = round_ticks(low[2], high[2], 5);
    return ticks;
}

struct Rim {
    bool found = false;
    Vec3 from{}, to{};  ///< drawn
    Point2 a{}, b{};
};

/// The edge along an axis to write on: on the outline of the box as seen, lowest for the horizontal axes,
/// leftmost for elevation.
Rim rim_of(const DecorInput& input, int axis, const Projector& project) {
    const int other[2] = {(axis + 1) % 3, (axis + 2) % 3};
    Rim best;
    double best_score = 1e300;
    for (int bits = 0; bits < 4; ++bits) {
        const int ends[2] = {bits & 1, bits >> 1};
        const bool away0 = faces_away(input, other[0], ends[0]), away1 = faces_away(input, other[1], ends[1]);
        if (away0 == away1) continue;
        Vec3 from{}, to{};
        from[axis] = input.extent[0][axis];
        to[axis] = input.extent[1][axis];
        for (int n = 0; n < 2; ++n) from[other[n]] = to[other[n]] = input.extent[ends[n]][other[n]];
        Rim rim{true, input.space.to_drawn(from), input.space.to_drawn(to), {}, {}};
        if (!project(rim.from, rim.a) || !project(rim.to, rim.b)) continue;
        const double score = axis == 2 ? rim.a[0] + rim.b[0] : rim.a[1] + rim.b[1];
        if (score < best_score) best_score = score, best = rim;
    }
    return best;
}

}  // namespace

std::vector<std::array<Vec3, 2>> axes_grid(const DecorInput& input) {
    const auto ticks = ticks_of(input);
    std::vector<std::array<Vec3, 2>> lines;
    const auto add = [&](const Vec3& a, const Vec3& b) {
        lines.push_back({input.space.to_drawn(a), input.space.to_drawn(b)});
    };
    for (int axis = 0; axis < 3; ++axis)
        for (int end = 0; end < 2; ++end) {
            if (!faces_away(input, axis, end)) continue;
            for (int n = 0; n < 2; ++n) {
                const int along = (axis + 1 + n) % 3, across = (axis + 2 - n) % 3;
                std::vector<double> at = ticks[along];
                at.push_back(input.extent[0][along]);
                at.push_back(input.extent[1][along]);
                for (const double tick : at) {
                    Vec3 from{}, to{};
                    from[axis] = to[axis] = input.extent[end][axis];
                    from[along] = to[along] = tick;
                    from[across] = input.extent[0][across];
                    to[across] = input.extent[1][across];
                    add(from, to);
                }
            }
        }
    return lines;
}

void draw_axes_labels(Sheet& sheet, const DecorInput& input, const Projector& project) {
    const char* titles[3] = {"scene.easting", "scene.northing", "scene.elevation"};
    const Theme& colours = theme(input.look.dark);
    const double r = sheet.ratio();
    const auto ticks = ticks_of(input);
    const Vec3 low = input.space.to_drawn(input.extent[0]), high = input.space.to_drawn(input.extent[1]);
    Point2 centre{};
    if (!project({(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2}, centre)) return;
    for (int axis = 0; axis < 3; ++axis) {
        const Rim rim = rim_of(input, axis, project);
        const double length = std::hypot(rim.b[0] - rim.a[0], rim.b[1] - rim.a[1]);
        if (!rim.found || length < 50 * r) continue;
        // Outward: across the edge, away from the middle of the box.
        Point2 out{-(rim.b[1] - rim.a[1]) / length, (rim.b[0] - rim.a[0]) / length};
        const Point2 middle{(rim.a[0] + rim.b[0]) / 2, (rim.a[1] + rim.b[1]) / 2};
        if (out[0] * (middle[0] - centre[0]) + out[1] * (middle[1] - centre[1]) < 0) out = {-out[0], -out[1]};
        const int across = out[0] < -0.35 ? 1 : out[0] > 0.35 ? -1 : 0;
        const int along = across != 0 ? 0 : out[1] < 0 ? 1 : -1;
        const int decimals = ticks[axis].size() > 1 ? decimals_for(ticks[axis][1] - ticks[axis][0]) : 0;
        const TextStyle style{11, colours.text, across, along, false, true};
        double widest = 0, room = 0;
        Point2 last{-1e9, -1e9};
        std::vector<std::array<double, 4>> taken;
        for (const double tick : ticks[axis]) {
            const double f = (tick - input.extent[0][axis]) / (input.extent[1][axis] - input.extent[0][axis]);
            Vec3 on{};
            for (int a = 0; a < 3; ++a) on[a] = rim.from[a] + f * (rim.to[a] - rim.from[a]);
            Point2 at{};
            if (!project(on, at)) continue;
            const std::string words = pretty(tick, decimals);
            const Point2 size = sheet.measure(words, style);
            room = across == 0 ? size[0] + 8 * r : size[1] + 4 * r;
            widest = std::max(widest, across == 0 ? size[1] : size[0]);
            if (std::abs(at[0] - last[0]) < room && std::abs(at[1] - last[1]) < size[1] + 4 * r) continue;
            last = at;
            sheet.line(at, {at[0] + 5 * r * out[0], at[1] + 5 * r * out[1]}, r, colours.text, 0.6);
            const Point2 place{at[0] + 8 * r * out[0], at[1] + 8 * r * out[1]};
            sheet.text(place, words, style);
            // Where two axes meet, the number of the second gives way: side by side they would read as one.
            taken.push_back({place[0] - size[0] * (across + 1) / 2, place[1] - size[1] * (along + 1) / 2, size[0], size[1]});
        }
        const double gap = (widest + 20 * r) / (across == 0 ? std::max(0.5, std::abs(out[1])) : 1);
        // In the middle of the edge, or as near to it as nothing lies on the name.
        for (const double f : {0.5, 0.35, 0.65, 0.2, 0.8}) {
            const Point2 on{rim.a[0] + f * (rim.b[0] - rim.a[0]), rim.a[1] + f * (rim.b[1] - rim.a[1])};
            if (sheet.text({on[0] + gap * out[0], on[1] + gap * out[1]}, text(titles[axis], input.look.language),
                           {12, colours.text, across, along, true, true}))
                break;
        }
        for (const auto& box : taken)
            sheet.reserve(box[0] - 8 * r, box[1] - 2 * r, box[2] + 16 * r, box[3] + 4 * r);
    }
}

}  // namespace orelens::scene
