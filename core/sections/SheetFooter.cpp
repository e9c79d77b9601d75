// Scale bar and title block of a sheet.
#include <fmt/format.h>

#include <cmath>

#include "core/base/Quantity.h"
#include "core/sections/SheetLayout.h"

namespace orelens::sections {
namespace {

constexpr double small = least_points;

/// Four parts of a round number of metres, together about a third of the place.
void draw_scale_bar(Drawing& to, const SheetInput& input, int scale, double x, double y, double width) {
    const double most = width / 4 * scale / 1000, power = std::pow(10, std::floor(std::log10(most)));
    double step = power;
    for (const double s : {2.0, 2.5, 5.0})
        if (s * power <= most) step = s * power;
    const double mm = step * 1000 / scale;
    constexpr double height = 1.8;
    for (int n = 0; n < 4; ++n)
        to.rectangle(Kind::frame, x + n * mm, y, mm, height, n % 2 == 0 ? black : white);
    to.box(Kind::frame, x, y, 4 * mm, height, 0.18);
    for (int n = 0; n <= 4; n += 2)
        to.label({.at = {x + n * mm, y + height + 0.8}, .words = base::number(n * step, 6) + (n == 4 ? " m" : ""), .points = small,
                  .across = n == 0 ? -1 : 0});
    to.label({.at = {x, y - 4.6}, .words = say(input, "section.scale", {{"scale", base::grouped(scale)}}), .points = 9, .bold = true});
}

void cell(Drawing& to, const Rect& rect, const std::string& title, const std::string& words, double points, bool bold, std::size_t lines) {
    to.box(Kind::frame, rect.x, rect.y, rect.width, rect.height, 0.18);
    constexpr Colour faint{90, 98, 108};
    to.label({.at = {rect.x + 1.2, rect.top() - 3.4}, .words = fitted(title, small, rect.width - 2.4), .points = small, .colour = faint});
    double y = rect.top() - 3.8;
    for (const std::string& line : wrapped(words, points, rect.width - 2.4, lines)) {
        y -= points * mm_per_point * 1.25;
        to.label({.at = {rect.x + 1.2, y}, .words = line, .points = points, .bold = bold});
    }
}

}  // namespace

void draw_footer(Drawing& to, const SheetInput& input, const Section& section, const SheetNumber& number,
                 const Layout& layout, const std::string& cut_off) {
    const Rect& f = layout.footer;
    const double bar = f.width * 0.24, block = f.width - bar;
    draw_scale_bar(to, input, number.scale, f.x + 2, f.y + f.height - 12.5, bar - 14);
    double y = f.y + f.height - 22;
    const std::string basis = cut_off.empty() ? say(input, "section.true_scale") : cut_off;
    for (const std::string& line : wrapped(basis, small, bar - 4, 3)) {
        to.label({.at = {f.x + 2, y}, .words = line, .points = small, .bold = !cut_off.empty()});
        y -= 3.3;
    }
    const double x = f.x + bar, high = f.height * 0.46, low = f.height - high;
    const TitleBlock& title = input.title;
    const auto top = [&](double from, double share, const char* key, const std::string& words, double points, bool bold, std::size_t lines) {
        cell(to, {x + from * block, f.y + low, share * block, high}, say(input, key), words, points, bold, lines);
    };
    const auto bottom = [&](double from, double share, const char* key, const std::string& words, std::size_t lines) {
        cell(to, {x + from * block, f.y, share * block, low}, say(input, key), words, small, false, lines);
    };
    top(0, 0.34, "section.title.project", title.project, 10, true, 1);
    top(0.34, 0.22, "section.title.section", section.name, 10, true, 1);
    top(0.56, 0.24, "section.title.station",
        section.station_m > 0 || number.of > 1
            ? say(input, "section.station", {{"at", base::grouped_number(section.station_m, 1)}})
            : say(input, "section.single"),
        small, false, 1);
    top(0.80, 0.20, "section.title.sheet", say(input, "section.sheet", {{"at", std::to_string(number.at + 1)}, {"of", std::to_string(number.of)}}),
        9, true, 1);
    bottom(0, 0.30, "section.title.crs", title.crs, 3);
    bottom(0.30, 0.38, "section.title.prices", title.prices, 3);
    bottom(0.68, 0.16, "section.title.stamp", title.stamp, 2);
    bottom(0.84, 0.16, "section.title.date", title.date + " · " + title.program, 3);
    to.box(Kind::frame, f.x, f.y, f.width, f.height, 0.35);
}

}  // namespace orelens::sections
