// Legend, caption, north arrow and scale bar.
#include <algorithm>
#include <cmath>

#include "ui/scene/Decor.h"

namespace orelens::scene {
namespace {

using base::Message;
using base::text;

constexpr double margin = 14, pad = 10;

void plate(Sheet& sheet, double x, double y, double width, double height, const Theme& colours) {
    sheet.rectangle(x, y, width, height, colours.plate, 0.85);
    sheet.reserve(x, y, width, height);
}

}  // namespace

Point2 caption_size(Sheet& sheet, const DecorInput& input) {
    if (input.caption.empty()) return {0, 0};
    const double r = sheet.ratio();
    double wide = 0;
    for (std::size_t n = 0; n < input.caption.size(); ++n)
        wide = std::max(wide, sheet.measure(input.caption[n], {n == 0 ? 17.0 : 14.0, {}, -1, 0, n == 0})[0]);
    return {wide + 2 * pad * r, (26 + 21 * static_cast<double>(input.caption.size() - 1) + pad) * r};
}

double caption_left(const DecorInput& input) {
    return std::max(margin, std::abs(input.corner));
}

void draw_caption(Sheet& sheet, const DecorInput& input, double /*width*/, double height) {
    if (input.caption.empty()) return;
    const double r = sheet.ratio();
    const Theme& colours = theme(input.look.dark);
    const Point2 size = caption_size(sheet, input);
    const double top = height - margin * r, left = caption_left(input) * r;
    plate(sheet, left, top - size[1], size[0], size[1], colours);
    double line = top - (pad + 9) * r;
    for (std::size_t n = 0; n < input.caption.size(); ++n) {
        sheet.text({left + pad * r, line}, input.caption[n],
                   {n == 0 ? 17.0 : 14.0, colours.text, -1, 0, n == 0});
        line -= (n == 0 ? 25 : 21) * r;
    }
}

namespace {

void draw_arrow(Sheet& sheet, const DecorInput& input, const Point2& centre, double radius) {
    const Theme& colours = theme(input.look.dark);
    const Basis view = basis(input.eye);
    const auto at = [&](double east, double north) {
        return Point2{centre[0] + radius * (east * view.right[0] + north * view.right[1]),
                      centre[1] + radius * (east * view.up[0] + north * view.up[1])};
    };
    constexpr int steps = 48;
    for (int n = 0; n < steps; ++n) {
        const double a = 2 * M_PI * n / steps, b = 2 * M_PI * (n + 1) / steps;
        sheet.line(at(std::sin(a), std::cos(a)), at(std::sin(b), std::cos(b)), 1.5 * sheet.ratio(),
                   colours.text, 0.7);
    }
    sheet.polygon({at(0, 0.95), at(-0.3, -0.05), at(0, 0)}, colours.accent);
    sheet.polygon({at(0, 0.95), at(0, 0), at(0.3, -0.05)}, colours.accent, 0.65);
    sheet.polygon({at(0, -0.95), at(0, 0), at(-0.3, -0.05)}, colours.text, 0.55);
    sheet.polygon({at(0, -0.95), at(0.3, -0.05), at(0, 0)}, colours.text, 0.35);
    // The letter keeps a fixed gap from the ring, also where the ring is seen edge-on.
    const Point2 tip = at(0, 1);
    const double dx = tip[0] - centre[0], dy = tip[1] - centre[1];
    const double away = std::max(std::hypot(dx, dy), 1e-9);
    const double gap = 11 * sheet.ratio();
    const bool level = away < 0.05 * radius;
    sheet.text({tip[0] + (level ? 0 : dx / away * gap), tip[1] + (level ? 1 : dy / away) * gap},
               text("scene.north", input.look.language), {13, colours.text, 0, 0, true});
}

/// `widest`: in pixels of the sheet.
void draw_scale(Sheet& sheet, const DecorInput& input, double x, double y, double height, double widest) {
    const double r = sheet.ratio();
    const Theme& colours = theme(input.look.dark);
    const double metres = metres_per_pixel(input.eye, input.eye.focus, height);
    // The longest of 1, 2 or 5 times a power of ten that fits.
    const double room = metres * widest;
    if (!(room > 0) || !std::isfinite(room)) return;
    const double power = std::pow(10, std::floor(std::log10(room)));
    const double length = power * (room >= 5 * power ? 5 : room >= 2 * power ? 2 : 1);
    const double wide = length / metres;
    plate(sheet, x - 8 * r, y - 9 * r, wide + 16 * r, 38 * r, colours);
    for (int n = 0; n < 4; ++n)
        sheet.rectangle(x + wide * n / 4, y, wide / 4, 6 * r, n % 2 == 0 ? colours.text : colours.faint);
    const bool far = length >= 1000;
    const double shown = far ? length / 1000 : length;
    std::string words = pretty(shown, decimals_for(shown)) + (far ? " km" : " m");
    if (input.look.vertical_exaggeration != 1)
        words += "  " + text(Message("scene.exaggeration",
                                     {{"factor", pretty(input.look.vertical_exaggeration, 1)}}),
                             input.look.language);
    sheet.text({x, y + 17 * r}, words, {12, colours.text, -1, 0, false});
}

}  // namespace

void draw_compass(Sheet& sheet, const DecorInput& input, double width, double height) {
    const double r = sheet.ratio();
    double x = std::max(margin, input.corner) * r;
    if (input.look.north_arrow) {
        draw_arrow(sheet, input, {x + 42 * r, (margin + 42) * r}, 28 * r);
        x += 104 * r;
    }
    // Within the picture however narrow that is, with its plate; too short to read is none.
    constexpr double longest = 190, shortest = 36, plate_beside = 8;
    double room = std::min(longest * r, width - x - (margin + plate_beside) * r);
    // What stands over the picture at this height leaves less.
    constexpr double high = 60;
    if (input.panel[2] > 0 && input.panel[1] < high) room = std::min(room, input.panel[0] * r - x - 2 * plate_beside * r);
    if (input.look.scale_bar && room >= shortest * r) draw_scale(sheet, input, x, (margin + 12) * r, height, room);
}

}  // namespace orelens::scene
