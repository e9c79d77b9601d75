// A drawing on paper: filled shapes, lines and texts in millimetres from the lower left corner, each of a kind that
// becomes a layer of a CAD file. Made by sheets and strip logs; painted as PDF, picture or on screen by whoever can.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Text.h"

namespace orelens::sections {

using Vec2 = std::array<double, 2>;

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Colour&) const = default;
};
inline constexpr Colour black{0, 0, 0}, white{255, 255, 255}, grey{130, 130, 130}, pale_grey{205, 208, 212};
/// Black or white, whichever is read better on it.
Colour ink_on(const Colour& ground);
/// Of rocks and surfaces, told apart by colour-blind readers too; cycles after 12.
Colour category_colour(std::size_t n);
/// n of `count` steps from light (low) to dark (high), even in lightness.
Colour step_colour(std::size_t n, std::size_t count);

enum class Kind { frame, grid, blocks, holes, intervals, surfaces, text };
inline constexpr std::array kind_layers{"FRAME", "GRID", "BLOCKS", "HOLES", "INTERVALS", "SURFACES", "TEXT"};

struct Fill {
    Kind kind = Kind::blocks;
    std::vector<Vec2> corners;
    Colour colour;
};
struct Stroke {
    Kind kind = Kind::frame;
    std::vector<Vec2> points;
    Colour colour;
    double width_mm = 0.18;
    bool dashed = false;
};
struct Label {
    Kind kind = Kind::text;
    Vec2 at{0, 0};
    std::string words;
    double points = 7;  ///< size of its letters
    int across = -1;    ///< the place is its left (−1) end, middle or right end
    int along = -1;     ///< …and its bottom (−1), middle or top
    double angle_deg = 0;
    bool bold = false;
    Colour colour = black;
    bool halo = false;  ///< white behind it
};
using Item = std::variant<Fill, Stroke, Label>;

/// The smallest letters on any sheet.
inline constexpr double least_points = 7;
inline constexpr double mm_per_point = 25.4 / 72;

struct Drawing {
    std::string name;
    double width_mm = 420, height_mm = 297;
    std::vector<Item> items;  ///< later ones over earlier ones
    /// Where the paper's (0, 0) lies in section coordinates and how many metres a millimetre is; for CAD files.
    Vec2 origin_m{0, 0};
    double metres_per_mm = 1;

    void fill(Kind kind, std::vector<Vec2> corners, Colour colour);
    void rectangle(Kind kind, double x, double y, double width, double height, Colour colour);
    void box(Kind kind, double x, double y, double width, double height, double pen_mm, Colour colour = black);
    void line(Kind kind, std::vector<Vec2> points, Colour colour, double pen_mm, bool dashed = false);
    void label(Label words);
};

/// Width of a text in mm, from the widths that sans faces have: exact enough to leave room, not to set type.
double text_width_mm(const std::string& words, double points);
/// The words, or as many letters of them as fit with "…" behind them.
std::string fitted(const std::string& words, double points, double width_mm);
/// In lines no wider than that: broken at spaces and between Chinese characters. At most `most` lines, the last fitted.
std::vector<std::string> wrapped(const std::string& words, double points, double width_mm, std::size_t most);

/// One DXF file of drawings beside each other, release 12 in ASCII so that every CAD program reads it: units are metres
/// on the section, y is the elevation, and x of the first drawing is the distance along its section; each next one is
/// moved right by the width of its sheet. One layer per kind. Texts in code page 936, which the header names.
std::string dxf_text(const std::vector<Drawing>& drawings);

}  // namespace orelens::sections
