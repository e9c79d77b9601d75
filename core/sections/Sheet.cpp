#include "core/sections/Sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/sections/SheetLayout.h"

namespace orelens::sections {
namespace {

constexpr double binding_mm = 20, edge_mm = 7;          // sheets are punched at the left
constexpr double left_labels_mm = 13, right_labels_mm = 13, bottom_labels_mm = 9, top_labels_mm = 7;
constexpr double inset_m_share = 0.02;

void take_in(Window& window, double s, double z) {
    window.s_low = std::min(window.s_low, s);
    window.s_high = std::max(window.s_high, s);
    window.z_low = std::min(window.z_low, z);
    window.z_high = std::max(window.z_high, z);
}

/// Blocks as fills, one outline each where they are large enough to be told apart.
void draw_blocks(Drawing& to, const SheetInput& input, const SectionContent& content, const View& view) {
    constexpr double told_apart_mm = 1.2;
    const auto& paint = input.paint;
    const Colour edge{255, 255, 255};
    for (const BlockFace& face : content.faces) {
        const std::vector<Vec2> seen = clip_polygon(face.corners, view.window);
        if (seen.empty()) continue;
        std::vector<Vec2> corners;
        for (const Vec2& c : seen) corners.push_back(view.mm(c));
        const int n = paint.class_of(face.leaf, face.at);
        to.fill(Kind::blocks, corners, paint.classes[static_cast<std::size_t>(n)].colour);
        if (area(corners) > told_apart_mm * told_apart_mm) {
            corners.push_back(corners.front());
            to.line(Kind::blocks, std::move(corners), edge, 0.1);
        }
    }
}

/// The value in the middle of each block that holds it, off what stands there already.
void draw_values(Drawing& to, const SheetInput& input, const SectionContent& content, const View& view, const Places& places,
                 const Places& inked) {
    const auto& paint = input.paint;
    if (!input.rule.values || !paint.value_of) return;
    constexpr double height = least_points * mm_per_point, air = 0.4;
    for (const BlockFace& face : content.faces) {
        Vec2 low{1e300, 1e300}, high{-1e300, -1e300};
        for (const Vec2& corner : face.corners) {
            const Vec2 c = view.mm(corner);
            low = {std::min(low[0], c[0]), std::min(low[1], c[1])};
            high = {std::max(high[0], c[0]), std::max(high[1], c[1])};
        }
        if (high[1] - low[1] < height + air) continue;
        const std::string words = paint.value_of(face.leaf, face.at);
        const double width = text_width_mm(words, least_points);
        if (words.empty() || high[0] - low[0] < width + air) continue;
        const Vec2 middle{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2};
        const Rect rect{middle[0] - width / 2, middle[1] - height / 2, width, height};
        if (rect.x < view.frame.x || rect.right() > view.frame.right() || rect.y < view.frame.y ||
            rect.top() > view.frame.top() || !places.free(rect) || !inked.free(rect))
            continue;
        const int n = paint.class_of(face.leaf, face.at);
        to.label({.at = middle, .words = words, .points = least_points, .across = 0, .along = 0,
                  .colour = ink_on(paint.classes[static_cast<std::size_t>(n)].colour)});
    }
}

void draw_surfaces(Drawing& to, const SheetInput& input, const SectionContent& content, const View& view, Places& places) {
    for (std::size_t n = 0; n < content.surfaces.size(); ++n) {
        const SurfaceOnSheet& surface = input.surfaces[n];
        Vec2 name_at{0, 0};
        double longest = 0;
        for (const auto& whole : content.surfaces[n])
            for (const auto& part : clip_line(whole, view.window)) {
                std::vector<Vec2> line;
                double length = 0;
                for (const Vec2& p : part) {
                    line.push_back(view.mm(p));
                    if (line.size() > 1)
                        length += std::hypot(line.back()[0] - line[line.size() - 2][0], line.back()[1] - line[line.size() - 2][1]);
                }
                // Named near the right end of its longest line, where holes stand less often than in the middle.
                if (length > longest) {
                    longest = length;
                    name_at = line[line.size() * (line.front()[0] < line.back()[0] ? 9 : 1) / 10];
                }
                to.line(Kind::surfaces, std::move(line), surface.colour, 0.4, !surface.closed);
            }
        const double width = text_width_mm(surface.name, least_points), height = least_points * mm_per_point;
        if (longest < width) continue;
        Rect rect{std::min(name_at[0], view.frame.right() - width - 1), name_at[1] + 0.8, width, height};
        for (int tries = 0; tries < 6 && !places.free(rect); ++tries) rect.y += height;
        places.take(rect);
        to.label({.at = {rect.x, rect.y}, .words = surface.name, .points = least_points, .colour = surface.colour, .halo = true});
    }
}

View view_of(const Window& window, const Rect& frame, int scale) {
    View view{window, frame, 1000.0 / scale};
    // The frame is filled about the middle of what there is, down to whole metres.
    const double width = frame.width / view.mm_per_m, height = frame.height / view.mm_per_m;
    view.window.s_low = std::floor((window.s_low + window.s_high - width) / 2);
    view.window.z_low = std::floor((window.z_low + window.z_high - height) / 2);
    view.window.s_high = view.window.s_low + width;
    view.window.z_high = view.window.z_low + height;
    return view;
}

}  // namespace

std::string say(const SheetInput& input, const char* key, std::vector<std::pair<std::string, std::string>> args) {
    return base::text(base::Message(key, std::move(args)), input.language);
}

double AssayBars::share(double value) const {
    if (!(value > 0) || !(full > 0)) return 0;
    constexpr double decades = 2;
    const double share = logarithmic ? 1 + std::log10(value / full) / decades : value / full;
    return std::clamp(share, 0.0, 1.0);
}

bool Places::free(const Rect& rect) const {
    return std::ranges::none_of(taken_, [&](const Rect& t) {
        return rect.x < t.right() && t.x < rect.right() && rect.y < t.top() && t.y < rect.top();
    });
}

Layout layout_of(Paper paper) {
    Layout layout;
    const bool large = paper == Paper::a3;
    layout.width = large ? 420 : 297;
    layout.height = large ? 297 : 210;
    const double side = large ? 66 : 54, footer = large ? 30 : 27;
    layout.footer = {binding_mm, edge_mm, layout.width - binding_mm - edge_mm, footer};
    const double low = layout.footer.top() + bottom_labels_mm + 1;
    layout.side = {layout.width - edge_mm - side, layout.footer.top() + 3, side, layout.height - edge_mm - layout.footer.top() - 3};
    layout.frame = {binding_mm + left_labels_mm, low, layout.side.x - right_labels_mm - binding_mm - left_labels_mm,
                    layout.height - edge_mm - top_labels_mm - low};
    return layout;
}

double bar_mm(Paper paper) { return paper == Paper::a3 ? 9 : 7; }

base::Expected<SectionContent> cut_section(const SheetInput& input, const Section& section, const base::Progress& progress) {
    SectionContent content;
    content.section = section;
    if (input.model != nullptr) {
        auto faces = cut_blocks(*input.model, section, progress);
        if (!faces) return std::unexpected(faces.error());
        for (BlockFace& face : *faces)
            if (input.paint.class_of && input.paint.class_of(face.leaf, face.at) >= 0) content.faces.push_back(std::move(face));
    }
    if (input.holes != nullptr && input.traces != nullptr)
        content.holes = project_holes(*input.holes, *input.traces, section);
    for (const SurfaceOnSheet& surface : input.surfaces) {
        if (progress.cancelled()) return base::cancelled();
        content.surfaces.push_back(cut_mesh(*surface.mesh, section));
    }
    return content;
}

std::optional<Window> common_window(const std::vector<SectionContent>& contents) {
    Window window{1e300, -1e300, 1e300, -1e300};
    for (const SectionContent& content : contents) {
        for (const BlockFace& face : content.faces)
            for (const Vec2& c : face.corners) take_in(window, c[0], c[1]);
        for (const HolePiece& hole : content.holes)
            for (const Spot& spot : hole.spots) take_in(window, spot.s, spot.z);
    }
    if (window.s_low > window.s_high)
        for (const SectionContent& content : contents)
            for (const auto& surface : content.surfaces)
                for (const auto& line : surface)
                    for (const Vec2& p : line) take_in(window, p[0], p[1]);
    if (window.s_low > window.s_high) return std::nullopt;
    const double inset = std::max(1.0, inset_m_share * std::max(window.width(), window.height()));
    return Window{window.s_low - inset, window.s_high + inset, window.z_low - inset, window.z_high + inset};
}

int fitting_scale(const Window& window, Paper paper) {
    const Rect frame = layout_of(paper).frame;
    constexpr double name_room_mm = 9;  // over the collars
    for (const int scale : standard_scales)
        if (window.width() * 1000 / scale <= frame.width && window.height() * 1000 / scale <= frame.height - name_room_mm)
            return scale;
    return standard_scales.back();
}

std::vector<Drawing> draw_sheets(const SheetInput& input, const std::vector<SectionContent>& contents) {
    std::vector<Drawing> out;
    const auto window = common_window(contents);
    if (!window) return out;
    const Layout layout = layout_of(input.rule.paper);
    const int scale = input.rule.scale > 0 ? input.rule.scale : fitting_scale(*window, input.rule.paper);
    const View view = view_of(*window, layout.frame, scale);
    const bool cut = window->s_low < view.window.s_low - 1 || window->z_low < view.window.z_low - 1;
    for (std::size_t n = 0; n < contents.size(); ++n) {
        const SectionContent& content = contents[n];
        Drawing sheet;
        sheet.name = content.section.name;
        sheet.width_mm = layout.width;
        sheet.height_mm = layout.height;
        sheet.metres_per_mm = scale / 1000.0;
        sheet.origin_m = {view.window.s_low - layout.frame.x * sheet.metres_per_mm,
                          view.window.z_low - layout.frame.y * sheet.metres_per_mm};
        Places places, inked;
        draw_blocks(sheet, input, content, view);
        draw_grid(sheet, input, content.section, view);
        draw_surfaces(sheet, input, content, view, places);
        Drawing holes;  // over the values, which keep off their names
        draw_holes(holes, input, content, view, places, inked);
        draw_values(sheet, input, content, view, places, inked);
        sheet.items.insert(sheet.items.end(), holes.items.begin(), holes.items.end());
        sheet.box(Kind::frame, view.frame.x, view.frame.y, view.frame.width, view.frame.height, 0.35);
        const SheetNumber number{n, contents.size(), scale};
        draw_side(sheet, input, contents, number, layout);
        draw_footer(sheet, input, content.section, number, layout,
                    cut ? say(input, "section.cut_off", {{"width", base::grouped(window->width())}, {"height", base::grouped(window->height())}})
                        : content.empty() ? say(input, "section.sheet_empty") : "");
        out.push_back(std::move(sheet));
    }
    return out;
}

}  // namespace orelens::sections
