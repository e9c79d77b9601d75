// How the scene looks: plain data that the desktop edits and stores, the command line fills and the scene
// draws. Everything is optional with sensible defaults. Holds no data of the deposit and knows no VTK.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Text.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::scene {

using blocks::Vec3;

enum class ColourBy {
    status,      ///< usable / technical / unrecoverable / unassigned at the current price
    margin,      ///< margin per tonne mined at the prices of the recipe
    break_even,  ///< break-even price of the main commodity
    column       ///< any real or integer column of the block model: Look::column
};
enum class Waste { hidden, ghosted, shown };
/// How far one sees into the blocks. All but `surface` look along the whole line of sight, as far as the first opaque
/// thing on it.
enum class Through {
    surface,  ///< the first block that is drawn
    xray,     ///< blocks are glass: what is worth more is more opaque
    shells,   ///< what is usable at several prices, as nested translucent shells
    highest,  ///< the highest value, or the lowest break-even price, on the line of sight
    mean      ///< the mean value along it
};
/// Perceptual ramps from dark to bright, then diverging ones with white in the middle; all of them are told apart
/// without red-green sight.
enum class ColourMap { cividis, viridis, magma, inferno, plasma, red_blue, purple_green, orange_purple };
enum class HoleColour { assay, lithology, plain };
enum class StandardView { iso, top, bottom, north, south, east, west };  ///< `north`: seen from the north

/// Ids for recipes, command line and settings: "status", "iso", "ghosted" … in the order of the enumerators.
inline constexpr std::array colour_by_ids{"status", "margin", "break_even", "column"};
inline constexpr std::array waste_ids{"hidden", "ghosted", "shown"};
inline constexpr std::array through_ids{"surface", "xray", "shells", "highest", "mean"};
inline constexpr std::array colour_map_ids{"cividis", "viridis",  "magma",        "inferno",
                                           "plasma",  "red_blue", "purple_green", "orange_purple"};
inline constexpr std::array hole_colour_ids{"assay", "lithology", "plain"};
inline constexpr std::array view_ids{"iso", "top", "bottom", "north", "south", "east", "west"};

/// A slab of the deposit: what lies within ±thickness/2 of a plane.
struct Section {
    bool on = false;
    Vec3 point{};  ///< on the plane, world metres
    double azimuth_deg =
        0;  ///< strike: direction of the section line, clockwise from north; 90 = an east–west section
    double dip_deg = 90;     ///< 90 = vertical section, 0 = level plan
    double thickness_m = 0;  ///< > 0 a slab centred on the plane; 0 = everything behind the plane as seen
                             ///< looking to the left of strike is kept and the near half cut away
    bool operator==(const Section&) const = default;
};

/// A quarter that is cut away to the full depth, so that the inside is seen: what lies both to the front and to
/// the right of a point, looking along the azimuth.
struct Quarter {
    bool on = false;
    Vec3 point{};  ///< on the edge of the cut, world metres; its elevation does not matter
    double azimuth_deg = 90;  ///< 90 takes away the quarter from east to south
    bool operator==(const Quarter&) const = default;
};

/// Part of the grid that is drawn, as fractions of its length along u, v, w (0…1). Cuts drillholes as well.
struct ClipBox {
    bool on = false;
    Vec3 low{0, 0, 0};
    Vec3 high{1, 1, 1};
    bool operator==(const ClipBox&) const = default;
};

/// A surface, solid or set of lines of the project.
struct LayerLook {
    bool shown = true;
    std::array<float, 3> colour{};  ///< red, green, blue, 0…1
    float opacity = 0.35F;          ///< 1 = solid
    bool operator==(const LayerLook&) const = default;
};

/// How the values of one quantity become colours. Nothing set: as the program chooses.
struct ColourScale {
    std::optional<double> low, high;  ///< ends of the scale; empty = from the data (2nd to 98th percentile)
    bool logarithmic = false;         ///< even steps of the logarithm; values at or below zero take the lowest colour
    std::optional<ColourMap> map;     ///< empty = Look::colour_map, and diverging for margins
    bool reversed = false;
    /// Colours of one's own, red, green and blue 0…1: the stops of a ramp from low to high, or those of the classes.
    std::vector<std::array<float, 3>> colours;
    /// Ascending; not empty: classes instead of a ramp, each from a cutoff (≥) to the next.
    std::vector<double> cutoffs;
    double faintest = 0.02, densest = 0.92;  ///< 0…1: opacity of the ends of the scale as glass (Through::xray)
    bool operator==(const ColourScale&) const = default;
};
inline constexpr std::size_t most_colours = 24, most_cutoffs = 23;

struct Look {
    // Blocks
    bool show_blocks = true;
    ColourBy colour_by = ColourBy::break_even;  ///< falls back to status before the evaluation
    std::string column;                         ///< for ColourBy::column
    ColourMap colour_map = ColourMap::viridis;
    std::map<std::string, ColourScale> scales;  ///< under scale_key, for those that are not as the program chooses
    Waste waste = Waste::hidden;
    Through through = Through::surface;
    double xray_density = 1;           ///< 0.1…10: how opaque the glass is
    std::vector<double> shell_prices;  ///< as quoted, for Through::shells; empty = about the price that is set
    bool block_edges = true;  ///< thin darker lines along block edges where blocks are large enough on screen

    // Drillholes
    bool show_holes = true;
    HoleColour hole_colour = HoleColour::assay;
    std::string hole_grade;    ///< grade column of the assays; empty = the main commodity or the first
    double hole_radius_m = 0;  ///< 0 = from the size of the scene
    bool hole_labels = false;

    // Surfaces and solids, by name; those not named here have a colour of their own and are see-through.
    std::map<std::string, LayerLook> layers;

    // Cuts
    Section section;
    ClipBox clip;
    Quarter quarter;  ///< of blocks; drillholes and surfaces stay whole in it

    // Space
    double vertical_exaggeration = 1;  ///< 0.1…50; printed coordinates stay true
    bool orthographic = false;

    // Around it
    bool legend = true, north_arrow = true, scale_bar = true, axes = true, outline = true;
    /// Where the legend stands, as shares of the room that it leaves free: 0, 0 the lower left corner, 1, 1 the upper
    /// right one. Empty = where it hides nothing of what is framed.
    std::optional<std::array<double, 2>> legend_at;
    bool caption = false;  ///< price, commodity and project name in a corner; pictures for reports set it
    std::string title;     ///< first line of the caption
    bool dark = false;
    bool gradient = true;  ///< background: gradient or plain
    base::Language language = base::Language::english;

    bool operator==(const Look&) const = default;
};

/// "Cu.realisation_" of "Cu.realisation_3"; empty for other columns. See core/project/Simulation.h.
inline constexpr const char* realisation_mark = ".realisation_";
inline std::string realisation_family(const std::string& column) {
    const std::size_t at = column.find(realisation_mark), digits = at + std::string(realisation_mark).size();
    if (at == std::string::npos || at == 0 || digits >= column.size()) return {};
    return column.find_first_not_of("0123456789", digits) == std::string::npos ? column.substr(0, digits) : std::string();
}

/// The quantity that the blocks are coloured by: "margin", "break_even" or "column:Cu"; empty for the status. All
/// realisations of an element are one: they are compared.
inline std::string scale_key(const Look& look) {
    switch (look.colour_by) {
        case ColourBy::status: return {};
        case ColourBy::margin: return "margin";
        case ColourBy::break_even: return "break_even";
        case ColourBy::column: break;
    }
    const std::string family = realisation_family(look.column);
    return "column:" + (family.empty() ? look.column : family);
}
/// Its scale.
inline ColourScale scale_of(const Look& look) {
    const auto found = look.scales.find(scale_key(look));
    return found == look.scales.end() ? ColourScale() : found->second;
}

/// Camera in true world metres (without exaggeration).
struct CameraState {
    Vec3 position{0, 0, 1};
    Vec3 focal_point{};
    Vec3 view_up{0, 1, 0};
    double view_angle_deg = 30;
    double parallel_scale = 1;  ///< half the height of the view in metres, for orthographic views
    bool operator==(const CameraState&) const = default;
};

}  // namespace orelens::scene
