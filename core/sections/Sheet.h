// Section sheets: sections with what they meet, drawn to scale on paper with grid, key plan, legend and title block.
// Draws what it is given; which column, colours and words those are, the caller says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/base/Text.h"
#include "core/sections/Cuts.h"
#include "core/sections/Drawing.h"

namespace orelens::sections {

/// How blocks are coloured and what is written into them.
struct BlockPaint {
    struct Class {
        std::string label;
        Colour colour;
    };
    std::string title;  ///< with unit
    std::vector<Class> classes;
    std::function<int(std::size_t leaf, int at)> class_of;          ///< −1: not drawn
    std::function<std::string(std::size_t leaf, int at)> value_of;  ///< empty: nothing to write; null: no values
    std::string value_title;  ///< what is written, with unit, where it is not what the colours show
};

/// Assays to one side of the holes.
struct AssayBars {
    std::string name, unit;
    Colour colour;
    double full = 1;  ///< value of the longest bar; larger ones are cut and marked
    bool logarithmic = false;
    std::vector<double> values;  ///< by row of the assay table; NaN = none
    /// Length of a bar over that of the longest, 0…1.
    [[nodiscard]] double share(double value) const;
};

struct RockColours {
    std::vector<std::string> codes;  ///< of the lithology table's dictionary
    std::vector<Colour> colours;     ///< by code
    std::vector<std::size_t> order;  ///< for the legend: longest first
};

struct SurfaceOnSheet {
    std::string name;
    const shapes::TriangleMesh* mesh = nullptr;
    Colour colour;
    bool closed = false;
};

struct TitleBlock {
    std::string project, crs, prices, stamp, date, program;
};

struct SheetInput {
    base::Language language = base::Language::english;
    const blocks::BlockModel* model = nullptr;  ///< none of these pointers needs to be set
    BlockPaint paint;
    const drilling::DrillholeSet* holes = nullptr;
    const std::vector<drilling::Trace>* traces = nullptr;
    std::vector<AssayBars> assays;  ///< at most two
    RockColours rocks;
    std::vector<SurfaceOnSheet> surfaces;
    TitleBlock title;
    SectionRule rule;
};

/// A section and what it meets.
struct SectionContent {
    Section section;
    std::vector<BlockFace> faces;  ///< those with a class
    std::vector<HolePiece> holes;
    std::vector<std::vector<std::vector<Vec2>>> surfaces;  ///< by surface: its lines
    [[nodiscard]] bool empty() const { return faces.empty() && holes.empty(); }
};
/// Errors of cut_blocks.
base::Expected<SectionContent> cut_section(const SheetInput& input, const Section& section, const base::Progress& progress);

/// What blocks and holes of all of them span; surfaces only where there is nothing else. Nothing where all are empty.
std::optional<Window> common_window(const std::vector<SectionContent>& contents);

/// Scales that maps are drawn at.
inline constexpr std::array standard_scales{100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000, 20000, 25000, 50000, 100000};
/// The largest of them at which the window fits the frame of the paper; the last of them where none does.
int fitting_scale(const Window& window, Paper paper);

/// One drawing per section, all at one scale, so that sheets lie over each other. What does not fit the frame at a
/// stated scale is cut off, and the sheet says so.
std::vector<Drawing> draw_sheets(const SheetInput& input, const std::vector<SectionContent>& contents);

/// Sections as one DXF file (as dxf_text) where they lie: world metres, faces of blocks on the section's plane, holes with
/// their rocks where they truly run (not projected), surfaces as lines, the frame and name of each section. Layers as on
/// sheets.
std::string dxf_in_space(const SheetInput& input, const std::vector<SectionContent>& contents);

}  // namespace orelens::sections
