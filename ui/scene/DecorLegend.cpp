// Legends, caption, north arrow and scale bar.
#include <algorithm>
#include <cmath>

#include "ui/scene/Decor.h"

namespace orelens::scene {
namespace {

using base::Message;
using base::text;

constexpr double margin = 14, pad = 10, title_size = 13, label_size = 12, line_height = 20;

void plate(Sheet& sheet, double x, double y, double width, double height, const Theme& colours) {
    sheet.rectangle(x, y, width, height, colours.plate, 0.85);
    sheet.reserve(x, y, width, height);
}

struct LegendBox {
    double width = 0, height = 0;
    double ramp = 0, entries = 0;  ///< heights of the two parts
    std::vector<double> ticks;
    int decimals = 0;
};

/// In a sheet of this height, where a ramp may have to be shorter than usual.
LegendBox size_of(Sheet& sheet, const Legend& legend, double height) {
    const double r = sheet.ratio();
    LegendBox box;
    box.width = sheet.measure(legend.title, {title_size, {}, -1, 0, true})[0];
    double labels = 0;
    box.entries = static_cast<double>(legend.entries.size()) * line_height * r;
    double entry_width = 0;
    for (const auto& [colour, words] : legend.entries)
        entry_width = std::max(entry_width, sheet.measure(words, {label_size, {}, -1, 0, false})[0] + 22 * r);
    if (!legend.categorical) {
        box.ticks = round_ticks(legend.low, legend.high, 6);
        box.decimals = box.ticks.size() > 1 ? decimals_for(box.ticks[1] - box.ticks[0]) : 2;
        for (const double tick : box.ticks)
            labels = std::max(labels,
                              sheet.measure(pretty(tick, box.decimals), {label_size, {}, -1, 0, false})[0]);
        labels += 40 * r;
        constexpr double usual = 170, least = 70, around = 26 + 2 * pad + 2 * margin;
        box.ramp = std::clamp(height - box.entries - around * r, least * r, usual * r);
    }
    box.width = std::max({box.width, labels, entry_width}) + 2 * pad * r;
    box.height = box.ramp + box.entries + (26 + 2 * pad) * r;
    return box;
}

void draw_ramp(Sheet& sheet, const Legend& legend, const LegendBox& box, double x, double y, double height,
               const Theme& colours) {
    const double r = sheet.ratio();
    const double width = 16 * r;
    const auto steps = static_cast<double>(legend.ramp.size());
    for (std::size_t n = 0; n < legend.ramp.size(); ++n) {
        const double from = std::round(y + height * static_cast<double>(n) / steps);
        const double to = std::round(y + height * static_cast<double>(n + 1) / steps);
        sheet.rectangle(x, from, width, to - from, legend.ramp[n]);
    }
    // Pointed ends say that values go on beyond the scale.
    if (legend.open_high)
        sheet.polygon({{x, y + height}, {x + width, y + height}, {x + width / 2, y + height + 8 * r}},
                      legend.ramp.back());
    if (legend.open_low)
        sheet.polygon({{x, y}, {x + width / 2, y - 8 * r}, {x + width, y}}, legend.ramp.front());
    const auto at = [&](double value) {
        return y + height * (value - legend.low) / (legend.high - legend.low);
    };
    for (const double tick : box.ticks) {
        sheet.line({x + width, at(tick)}, {x + width + 5 * r, at(tick)}, r, colours.text);
        sheet.text({x + width + 9 * r, at(tick)}, pretty(tick, box.decimals),
                   {label_size, colours.text, -1, 0, false});
    }
    if (!legend.has_marker) return;
    const double marker = at(std::clamp(legend.marker, legend.low, legend.high));
    sheet.line({x - 2 * r, marker}, {x + width + 2 * r, marker}, 2 * r, colours.text);
    sheet.polygon({{x - 9 * r, marker + 5 * r}, {x - 9 * r, marker - 5 * r}, {x - 2 * r, marker}},
                  colours.text);
}

double draw_legend(Sheet& sheet, const Legend& legend, double right, double top, double height,
                   const Theme& colours) {
    const double r = sheet.ratio();
    const LegendBox box = size_of(sheet, legend, height);
    const double x = right - box.width;
    const double y = top - box.height;
    plate(sheet, x, y, box.width, box.height, colours);
    sheet.text({x + pad * r, top - (pad + title_size / 2) * r}, legend.title,
               {title_size, colours.text, -1, 0, true});
    if (!legend.categorical)
        draw_ramp(sheet, legend, box, x + (pad + 9) * r, y + box.entries + (pad + 10) * r, box.ramp - 20 * r,
                  colours);
    double line = y + box.entries + (pad - line_height / 2) * r;
    for (const auto& [colour, words] : legend.entries) {
        sheet.rectangle(x + pad * r, line - 6 * r, 14 * r, 12 * r, colour);
        sheet.text({x + (pad + 22) * r, line}, words, {label_size, colours.text, -1, 0, false});
        line -= line_height * r;
    }
    return y;
}

}  // namespace

void draw_legends(Sheet& sheet, const DecorInput& input, double width, double height) {
    const double r = sheet.ratio();
    double wide = 0;
    for (const Legend& legend : input.legends)
        if (!legend.empty()) wide += size_of(sheet, legend, height).width + 10 * r;
    // A view that is higher than wide has room above the model and none beside it: there they stand in a row.
    const bool row = width < height && input.caption.empty() && wide + (2 * margin - 10) * r <= width;
    double top = height - margin * r, right = width - margin * r;
    for (const Legend& legend : input.legends) {
        if (legend.empty()) continue;
        const double bottom = draw_legend(sheet, legend, right, top, height, theme(input.look.dark));
        if (row)
            right -= size_of(sheet, legend, height).width + 10 * r;
        else
            top = bottom - 10 * r;
    }
}

void draw_caption(Sheet& sheet, const DecorInput& input, double /*width*/, double height) {
    if (input.caption.empty()) return;
    const double r = sheet.ratio();
    const Theme& colours = theme(input.look.dark);
    double wide = 0;
    for (std::size_t n = 0; n < input.caption.size(); ++n)
        wide = std::max(wide, sheet.measure(input.caption[n], {n == 0 ? 17.0 : 14.0, {}, -1, 0, n == 0})[0]);
    const double tall = (26 + 21 * static_cast<double>(input.caption.size() - 1)) * r;
    const double top = height - margin * r;
    plate(sheet, margin * r, top - tall - pad * r, wide + 2 * pad * r, tall + pad * r, colours);
    double line = top - (pad + 9) * r;
    for (std::size_t n = 0; n < input.caption.size(); ++n) {
        sheet.text({(margin + pad) * r, line}, input.caption[n],
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

void draw_scale(Sheet& sheet, const DecorInput& input, double x, double y, double height) {
    const double r = sheet.ratio();
    const Theme& colours = theme(input.look.dark);
    const double metres = metres_per_pixel(input.eye, input.eye.focus, height);
    // The longest of 1, 2 or 5 times a power of ten that fits.
    const double room = metres * 190 * r;
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

void draw_compass(Sheet& sheet, const DecorInput& input, double /*width*/, double height) {
    const double r = sheet.ratio();
    double x = margin * r;
    if (input.look.north_arrow) {
        draw_arrow(sheet, input, {x + 42 * r, (margin + 42) * r}, 28 * r);
        x += 104 * r;
    }
    if (input.look.scale_bar) draw_scale(sheet, input, x, (margin + 12) * r, height);
}

}  // namespace orelens::scene
