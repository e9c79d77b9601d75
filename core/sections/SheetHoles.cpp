// Holes on a sheet: trace with the rock along it, assays to either side, name above the collar, depth at the end.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/drilling/Spans.h"
#include "core/sections/SheetLayout.h"

namespace orelens::sections {
namespace {

/// The piece between two depths as a line on paper; every vertex of the trace between them.
std::vector<Vec2> path_mm(const HolePiece& piece, double from, double to, const View& view) {
    std::vector<Vec2> line;
    const auto add = [&](const Spot& spot) { line.push_back(view.mm(spot.s, spot.z)); };
    add(piece.at(from));
    for (std::size_t n = 0; n < piece.depth_m.size(); ++n)
        if (piece.depth_m[n] > from && piece.depth_m[n] < to) add(piece.spots[n]);
    add(piece.at(to));
    return line;
}

/// To the right of who goes down the line; of a line without length on paper, to the right of the sheet.
Vec2 right_of(const Vec2& a, const Vec2& b) {
    const double length = std::hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 1e-6) return {1, 0};
    return {-(b[1] - a[1]) / length, (b[0] - a[0]) / length};
}

bool within(const std::vector<Vec2>& corners, const Rect& frame) {
    return std::ranges::all_of(corners, [&](const Vec2& c) {
        return c[0] >= frame.x && c[0] <= frame.right() && c[1] >= frame.y && c[1] <= frame.top();
    });
}

Rect around(const std::vector<Vec2>& corners) {
    Vec2 low = corners.front(), high = low;
    for (const Vec2& c : corners) {
        low = {std::min(low[0], c[0]), std::min(low[1], c[1])};
        high = {std::max(high[0], c[0]), std::max(high[1], c[1])};
    }
    return {low[0], low[1], high[0] - low[0], high[1] - low[1]};
}

/// What is drawn along holes, and where that leaves no room for numbers.
struct Ink {
    Drawing& to;
    const Rect& frame;
    Places& taken;
};

/// A stretch beside the trace from `near` to `far` mm off it, to the right where they are above zero.
void ribbon(const Ink& ink, const std::vector<Vec2>& line, double near, double far, const Colour& colour) {
    for (std::size_t n = 1; n < line.size(); ++n) {
        const Vec2 &a = line[n - 1], &b = line[n], r = right_of(a, b);
        std::vector<Vec2> corners{{a[0] + near * r[0], a[1] + near * r[1]}, {a[0] + far * r[0], a[1] + far * r[1]},
                                  {b[0] + far * r[0], b[1] + far * r[1]}, {b[0] + near * r[0], b[1] + near * r[1]}};
        if (!within(corners, ink.frame)) continue;
        ink.taken.take(around(corners));
        ink.to.fill(Kind::intervals, std::move(corners), colour);
    }
}

struct Rows {
    drilling::RowsByHole lithology, assays;
};

/// Spans of the table's rows in a hole without overlap; `what` is the row.
std::vector<drilling::Span> spans_of(const drilling::IntervalTable& table, const drilling::RowsByHole& rows, std::size_t hole) {
    std::vector<drilling::Span> spans;
    for (const std::size_t row : rows.rows(hole))
        if (!table.is_point(row) && (table.doubtful.empty() || table.doubtful[row] == 0))
            spans.push_back({table.from_m[row], table.to_m[row], static_cast<std::int64_t>(row)});
    return drilling::resolve_overlaps(std::move(spans));
}

void draw_rocks(const Ink& ink, const SheetInput& input, const HolePiece& piece, const View& view, const Rows& rows) {
    const drilling::IntervalTable& table = input.holes->lithology;
    if (table.codes.empty()) return;
    for (const drilling::Span& span : spans_of(table, rows.lithology, piece.hole)) {
        const std::int32_t code = table.codes.front().values[static_cast<std::size_t>(span.what)];
        const double from = std::max(span.from, piece.depth_m.front()), to_m = std::min(span.to, piece.depth_m.back());
        if (code < 0 || !(to_m > from)) continue;
        ribbon(ink, path_mm(piece, from, to_m, view), -rock_band_mm / 2, rock_band_mm / 2,
               input.rocks.colours[static_cast<std::size_t>(code)]);
    }
}

void draw_assays(const Ink& ink, const SheetInput& input, const HolePiece& piece, const View& view, const Rows& rows) {
    const drilling::IntervalTable& table = input.holes->assays;
    const std::vector<drilling::Span> spans = spans_of(table, rows.assays, piece.hole);
    for (std::size_t n = 0; n < input.assays.size(); ++n) {
        const AssayBars& bars = input.assays[n];
        const double side = n == 0 ? 1 : -1, base_mm = side * (rock_band_mm / 2 + 0.15);
        for (const drilling::Span& span : spans) {
            const double value = bars.values[static_cast<std::size_t>(span.what)];
            const double from = std::max(span.from, piece.depth_m.front()), to_m = std::min(span.to, piece.depth_m.back());
            const double share = bars.share(value);
            if (!(share > 0) || !(to_m > from)) continue;
            ribbon(ink, path_mm(piece, from, to_m, view), base_mm, base_mm + side * share * bar_mm(input.rule.paper), bars.colour);
        }
    }
}

/// The name over the collar, or beside the place where the hole comes into the corridor; rows above it where others
/// stand already.
void draw_name(Drawing& to, const SheetInput& input, const HolePiece& piece, const View& view, Places& places) {
    constexpr double points = 7.5, height = points * mm_per_point;
    const std::string& name = input.holes->collars[piece.hole].hole;
    const Vec2 at = view.mm(piece.spots.front().s, piece.spots.front().z);
    if (at[0] < view.frame.x || at[0] > view.frame.right() || at[1] < view.frame.y || at[1] > view.frame.top()) return;
    const double width = text_width_mm(name, points);
    Rect rect{std::clamp(at[0] - width / 2, view.frame.x + 0.5, view.frame.right() - width - 0.5), at[1] + 1.6, width, height};
    for (int row = 0; row < 12 && !places.free(rect) && rect.top() + height < view.frame.top(); ++row) rect.y += height + 0.2;
    if (!places.free(rect)) return;
    places.take(rect);
    to.line(Kind::holes, {at, {at[0], rect.y - 0.1}}, black, 0.13);
    if (piece.from_collar)
        to.line(Kind::holes, {{at[0] - 1.3, at[1]}, {at[0] + 1.3, at[1]}}, black, 0.4);
    to.label({.kind = Kind::holes, .at = {rect.x + width / 2, rect.y}, .words = name, .points = points, .across = 0, .bold = true,
              .halo = true});
}

void draw_depth(Drawing& to, const HolePiece& piece, const View& view, Places& places) {
    const Vec2 at = view.mm(piece.spots.back().s, piece.spots.back().z);
    if (at[0] < view.frame.x || at[0] > view.frame.right() || at[1] < view.frame.y + 4 || at[1] > view.frame.top()) return;
    to.line(Kind::holes, {{at[0] - 0.9, at[1]}, {at[0] + 0.9, at[1]}}, black, 0.3);
    const std::string words = base::grouped_number(piece.depth_m.back(), 1);
    const double width = text_width_mm(words, least_points), height = least_points * mm_per_point;
    const Rect rect{at[0] - width / 2, at[1] - height - 0.7, width, height};
    if (!places.free(rect) || rect.x < view.frame.x || rect.right() > view.frame.right()) return;
    places.take(rect);
    to.label({.kind = Kind::holes, .at = {at[0], rect.y}, .words = words, .points = least_points, .across = 0, .halo = true});
}

}  // namespace

void draw_holes(Drawing& to, const SheetInput& input, const SectionContent& content, const View& view, Places& places,
                Places& inked) {
    if (input.holes == nullptr) return;
    const std::size_t holes = input.holes->collars.size();
    const Rows rows{{input.holes->lithology.hole, holes}, {input.holes->assays.hole, holes}};
    for (const HolePiece& piece : content.holes) {
        const Ink ink{to, view.frame, inked};
        draw_assays(ink, input, piece, view, rows);
        draw_rocks(ink, input, piece, view, rows);
        std::vector<Vec2> trace;
        for (const Spot& spot : piece.spots) trace.push_back({spot.s, spot.z});
        for (const auto& part : clip_line(trace, view.window)) {
            std::vector<Vec2> line;
            for (const Vec2& p : part) line.push_back(view.mm(p));
            to.line(Kind::holes, std::move(line), black, 0.22);
        }
    }
    for (const HolePiece& piece : content.holes) draw_name(to, input, piece, view, places);
    for (const HolePiece& piece : content.holes)
        if (piece.to_end) draw_depth(to, piece, view, places);
}

}  // namespace orelens::sections
