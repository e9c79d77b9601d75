// Coordinate grid, key plan and legend of a sheet.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/sections/SheetLayout.h"

namespace orelens::sections {
namespace {

constexpr double small = least_points, row_mm = 4.1;
constexpr Colour grid_colour{150, 158, 168};

/// Places of a plan on paper.
struct Plan {
    Rect rect;
    Vec2 low{1e300, 1e300}, high{-1e300, -1e300};
    double scale = 1;

    void include(double x, double y) {
        low = {std::min(low[0], x), std::min(low[1], y)};
        high = {std::max(high[0], x), std::max(high[1], y)};
    }
    void fit() {
        const double width = std::max(high[0] - low[0], 1.0), height = std::max(high[1] - low[1], 1.0);
        scale = std::min(rect.width / width, rect.height / height);
    }
    [[nodiscard]] Vec2 mm(double x, double y) const {
        return {rect.x + rect.width / 2 + (x - (low[0] + high[0]) / 2) * scale,
                rect.y + rect.height / 2 + (y - (low[1] + high[1]) / 2) * scale};
    }
};

std::vector<Vec2> outline(const blocks::GridGeometry& grid) {
    const auto& n = grid.count;
    std::vector<Vec2> out;
    for (const auto& [i, j] : {std::pair(0, 0), {1, 0}, {1, 1}, {0, 1}, {0, 0}}) {
        const Vec3 at = grid.to_world({i * 1.0 * n[0], j * 1.0 * n[1], static_cast<double>(n[2])});
        out.push_back({at[0], at[1]});
    }
    return out;
}

void draw_north(Drawing& to, double x, double y) {
    constexpr double height = 9, half = 2.1;
    to.fill(Kind::frame, {{x, y + height}, {x - half, y}, {x, y + 2}}, black);
    to.line(Kind::frame, {{x, y + height}, {x - half, y}, {x, y + 2}, {x + half, y}, {x, y + height}}, black, 0.2);
    to.label({.at = {x, y + height + 0.6}, .words = "N", .points = 9, .across = 0, .bold = true});
}

/// Sections in plan, this one strong with its ends named as on the section.
void draw_key_plan(Drawing& to, const SheetInput& input, const std::vector<SectionContent>& all, std::size_t current, const Rect& box) {
    to.box(Kind::frame, box.x, box.y, box.width, box.height, 0.18);
    constexpr double air = 6, north_room = 6;
    Plan plan;
    plan.rect = {box.x + air, box.y + air, box.width - 2 * air - north_room, box.height - 2 * air};
    for (const SectionContent& each : all) {
        const Vec3 end = each.section.world(each.section.length_m, 0);
        plan.include(each.section.start[0], each.section.start[1]);
        plan.include(end[0], end[1]);
    }
    std::vector<Vec2> model;
    if (input.model != nullptr) model = outline(input.model->geometry());
    for (const Vec2& at : model) plan.include(at[0], at[1]);
    plan.fit();
    for (Vec2& at : model) at = plan.mm(at[0], at[1]);
    if (!model.empty()) to.line(Kind::frame, model, grey, 0.18, true);
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (n == current) continue;
        const Section& s = all[n].section;
        const Vec3 end = s.world(s.length_m, 0);
        to.line(Kind::frame, {plan.mm(s.start[0], s.start[1]), plan.mm(end[0], end[1])}, grid_colour, 0.13);
    }
    if (input.holes != nullptr && input.traces != nullptr)
        for (std::size_t h = 0; h < input.traces->size(); ++h) {
            const auto& trace = (*input.traces)[h];
            if (trace.position.empty() || input.holes->collars[h].doubtful) continue;
            const Vec2 at = plan.mm(trace.position.front()[0], trace.position.front()[1]);
            const Vec2 end = plan.mm(trace.position.back()[0], trace.position.back()[1]);
            if (at[0] < box.x || at[0] > box.right() || at[1] < box.y || at[1] > box.top()) continue;
            if (std::hypot(end[0] - at[0], end[1] - at[1]) > 0.6) to.line(Kind::frame, {at, end}, grid_colour, 0.1);
            constexpr double dot = 0.35;
            to.fill(Kind::frame, {{at[0] - dot, at[1]}, {at[0], at[1] - dot}, {at[0] + dot, at[1]}, {at[0], at[1] + dot}}, black);
        }
    const Section& own = all[current].section;
    const Vec3 end = own.world(own.length_m, 0);
    const Vec2 a = plan.mm(own.start[0], own.start[1]), b = plan.mm(end[0], end[1]);
    constexpr Colour strong{196, 20, 60};
    to.line(Kind::frame, {a, b}, strong, 0.6);
    const Vec2 way{own.along[0] * 2.6, own.along[1] * 2.6};
    to.label({.at = {a[0] - way[0], a[1] - way[1]}, .words = "A", .points = 8, .across = 0, .along = 0, .bold = true, .colour = strong, .halo = true});
    to.label({.at = {b[0] + way[0], b[1] + way[1]}, .words = "A'", .points = 8, .across = 0, .along = 0, .bold = true, .colour = strong, .halo = true});
    // Which way the reader looks, from the middle of the line.
    const Vec2 look{-own.to_reader()[0], -own.to_reader()[1]};
    const Vec2 m{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}, tip{m[0] + 4.5 * look[0], m[1] + 4.5 * look[1]};
    to.line(Kind::frame, {m, tip}, strong, 0.3);
    to.fill(Kind::frame, {tip, {tip[0] - 1.6 * look[0] + 0.8 * look[1], tip[1] - 1.6 * look[1] - 0.8 * look[0]},
                          {tip[0] - 1.6 * look[0] - 0.8 * look[1], tip[1] - 1.6 * look[1] + 0.8 * look[0]}}, strong);
    draw_north(to, box.right() - 6, box.top() - 15);
}

/// A column of legend entries that fills downward and leaves off with a remark where it is full.
class Column {
  public:
    Column(Drawing& to, const Rect& rect) : to_(to), rect_(rect), y_(rect.top()) {}

    void heading(const std::string& words) {
        if (!room(2)) return;
        y_ -= 1.6;
        for (const std::string& line : wrapped(words, 8, rect_.width, 2)) {
            y_ -= row_mm;
            to_.label({.at = {rect_.x, y_ + 0.9}, .words = line, .points = 8, .bold = true});
        }
    }
    void swatch(const std::string& words, const Colour& colour) {
        if (!room(1)) return;
        y_ -= row_mm;
        to_.rectangle(Kind::frame, rect_.x, y_ + 0.4, 6, row_mm - 0.9, colour);
        to_.box(Kind::frame, rect_.x, y_ + 0.4, 6, row_mm - 0.9, 0.13);
        words_beside(words);
    }
    void line(const std::string& words, const Colour& colour, double width_mm, bool dashed) {
        if (!room(1)) return;
        y_ -= row_mm;
        to_.line(Kind::frame, {{rect_.x, y_ + row_mm / 2}, {rect_.x + 6, y_ + row_mm / 2}}, colour, width_mm, dashed);
        words_beside(words);
    }
    /// A bar of the longest length with what it stands for.
    void bar(const std::string& words, const Colour& colour, double length) {
        if (!room(2)) return;
        y_ -= row_mm;
        to_.rectangle(Kind::frame, rect_.x, y_ + 0.9, length, row_mm - 2, colour);
        to_.label({.at = {rect_.x + length + 1.5, y_ + 0.9}, .words = fitted(words, small, rect_.width - length - 1.5), .points = small});
    }
    void note(const std::string& words) {
        for (const std::string& line : wrapped(words, small, rect_.width, 4)) {
            if (!room(1)) return;
            y_ -= row_mm - 0.7;
            to_.label({.at = {rect_.x, y_ + 0.6}, .words = line, .points = small});
        }
    }

  private:
    bool room(double rows) const { return y_ - rows * row_mm > rect_.y; }
    void words_beside(const std::string& words) {
        to_.label({.at = {rect_.x + 8, y_ + 0.9}, .words = fitted(words, small, rect_.width - 8), .points = small});
    }

    Drawing& to_;
    Rect rect_;
    double y_;
};

void draw_legend(Drawing& to, const SheetInput& input, const std::vector<SectionContent>& all, const Rect& rect) {
    Column column(to, rect);
    const bool blocks = std::ranges::any_of(all, [](const auto& each) { return !each.faces.empty(); });
    if (blocks) {
        column.heading(input.paint.title);
        for (const auto& one : input.paint.classes) column.swatch(one.label, one.colour);
        if (!input.paint.value_title.empty()) column.note(say(input, "section.values_are", {{"what", input.paint.value_title}}));
    }
    const bool holes = std::ranges::any_of(all, [](const auto& each) { return !each.holes.empty(); });
    if (holes && !input.rocks.order.empty()) {
        column.heading(say(input, "section.rocks"));
        constexpr std::size_t most_rocks = 12;
        for (std::size_t n = 0; n < std::min(most_rocks, input.rocks.order.size()); ++n)
            column.swatch(input.rocks.codes[input.rocks.order[n]], input.rocks.colours[input.rocks.order[n]]);
        if (input.rocks.order.size() > most_rocks)
            column.note(say(input, "section.more_rocks", {{"count", base::grouped(static_cast<double>(input.rocks.order.size() - most_rocks))}}));
    }
    if (holes && !input.assays.empty()) {
        column.heading(say(input, "section.assays"));
        for (std::size_t n = 0; n < input.assays.size(); ++n) {
            const AssayBars& bars = input.assays[n];
            column.bar(say(input, bars.logarithmic ? "section.bar_log" : "section.bar",
                           {{"element", bars.name}, {"value", base::number(bars.full, 3)}, {"unit", bars.unit},
                            {"low", base::number(bars.full / 100, 3)}}),
                       bars.colour, bar_mm(input.rule.paper));
        }
        column.note(say(input, "section.bar_sides"));
    }
    if (holes) column.note(say(input, "section.projected", {{"corridor", base::number(all.front().section.corridor_m, 4)}}));
    std::vector<std::size_t> met;
    for (std::size_t n = 0; n < input.surfaces.size(); ++n)
        if (std::ranges::any_of(all, [&](const auto& each) { return !each.surfaces[n].empty(); })) met.push_back(n);
    if (!met.empty()) {
        column.heading(say(input, "section.surfaces"));
        for (const std::size_t n : met)
            column.line(input.surfaces[n].name, input.surfaces[n].colour, 0.4, !input.surfaces[n].closed);
    }
}

}  // namespace

void draw_grid(Drawing& to, const SheetInput& input, const Section& section, const View& view) {
    constexpr double least_mm = 26;
    const Grid grid = coordinate_grid(section, view.window, least_mm / view.mm_per_m);
    const Rect& f = view.frame;
    for (const Upright& upright : grid.uprights) {
        const double x = view.mm(upright.s, 0)[0];
        to.line(Kind::grid, {{x, f.y - 1.2}, {x, f.top()}}, grid_colour, 0.1);
        const auto coordinate = [&](const char* key, double value) {
            return say(input, key, {{"at", base::grouped_number(value, 0)}});
        };
        const std::string east = coordinate("section.easting", upright.place[0]), north = coordinate("section.northing", upright.place[1]);
        to.label({.kind = Kind::grid, .at = {x, f.y - 4.3}, .words = grid.by_easting ? east : north, .points = small, .across = 0});
        to.label({.kind = Kind::grid, .at = {x, f.y - 7.6}, .words = grid.by_easting ? north : east, .points = small, .across = 0,
                  .colour = grey});
    }
    for (const double z : grid.elevations) {
        const double y = view.mm(0, z)[1];
        to.line(Kind::grid, {{f.x - 1.2, y}, {f.right() + 1.2, y}}, grid_colour, 0.1);
        const std::string words = base::grouped_number(z, 0);
        to.label({.kind = Kind::grid, .at = {f.x - 1.8, y}, .words = words, .points = small, .across = 1, .along = 0});
        to.label({.kind = Kind::grid, .at = {f.right() + 1.8, y}, .words = words, .points = small, .across = -1, .along = 0});
    }
    const double top = f.top() + 1.6;
    to.label({.at = {f.x, top}, .words = "A", .points = 11, .bold = true});
    to.label({.at = {f.right(), top}, .words = "A'", .points = 11, .across = 1, .bold = true});
    to.label({.at = {f.x + f.width / 2, top},
              .words = say(input, "section.looking",
                           {{"section", section.name}, {"bearing", quadrant_bearing(section.looking_deg())},
                            {"azimuth", fmt::format("{:03.0f}", section.looking_deg())}}),
              .points = 10, .across = 0, .bold = true});
    to.label({.at = {f.x - 2, top}, .words = say(input, "section.elevation"), .points = small, .across = 1});
}

void draw_side(Drawing& to, const SheetInput& input, const std::vector<SectionContent>& all, const SheetNumber& number,
               const Layout& layout) {
    const Rect& side = layout.side;
    const double plan = std::min(side.width * 0.95, side.height * 0.36);
    draw_key_plan(to, input, all, number.at, {side.x, side.top() - plan, side.width, plan});
    draw_legend(to, input, all, {side.x, side.y, side.width, side.height - plan - 2});
}

}  // namespace orelens::sections
