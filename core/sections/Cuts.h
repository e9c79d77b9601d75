// What a section meets: faces of blocks in its plane, hole traces projected from its corridor, surfaces and solids as
// lines, and the lines of the coordinate grid. Pure geometry in section coordinates (s, z), metres.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/sections/Section.h"
#include "core/shapes/Mesh.h"

namespace orelens::sections {

/// The part of a block in the plane: convex, counterclockwise, 3 to 6 corners.
struct BlockFace {
    std::size_t leaf = 0;
    int at = 0;
    std::vector<Vec2> corners;
};
/// More faces than a sheet can show are refused: a print of them would be grey, and its file unusable.
inline constexpr std::size_t most_faces = 400'000;

/// Faces of all blocks that the plane cuts between s = 0 and the section's length, in leaf order; a block whose side
/// lies in the plane counts where the block is in front of it, so that neighbours never show twice. Rotated models too.
/// Errors: cancelled; more than most_faces.
base::Expected<std::vector<BlockFace>> cut_blocks(const blocks::BlockModel& model, const Section& section,
                                                  const base::Progress& progress);

/// Area of a polygon, m²; counterclockwise is above zero.
double area(const std::vector<Vec2>& corners);

/// A stretch of hole within the corridor: depths ascend, a spot for each.
struct HolePiece {
    std::size_t hole = 0;  ///< collar index
    std::vector<double> depth_m;
    std::vector<Spot> spots;
    bool from_collar = false, to_end = false;
    /// Place at a depth within the piece.
    [[nodiscard]] Spot at(double depth) const;
};
/// Pieces of traces with |off| ≤ corridor and s within the section, at most `step_m` between vertices; holes without a
/// trace and doubtful ones are left out.
std::vector<HolePiece> project_holes(const drilling::DrillholeSet& holes, const std::vector<drilling::Trace>& traces,
                                     const Section& section, double step_m = 2);

/// The cut of a mesh as lines (s, z), clipped to the section's length.
std::vector<std::vector<Vec2>> cut_mesh(const shapes::TriangleMesh& mesh, const Section& section);

/// A rectangle on the section.
struct Window {
    double s_low = 0, s_high = 1, z_low = 0, z_high = 1;
    [[nodiscard]] double width() const { return s_high - s_low; }
    [[nodiscard]] double height() const { return z_high - z_low; }
};
/// Convex or not; counterclockwise stays so. Empty where nothing is within.
std::vector<Vec2> clip_polygon(std::vector<Vec2> corners, const Window& window);
std::vector<std::vector<Vec2>> clip_line(const std::vector<Vec2>& line, const Window& window);

/// Grid lines at round coordinates. Uprights stand where the coordinate that changes more along the section is round;
/// each tells both coordinates of its place.
struct Upright {
    double s = 0;
    Vec2 place{};  ///< easting, northing
};
struct Grid {
    bool by_easting = true;  ///< else by northing
    double step_m = 100;     ///< of the coordinates, and of elevations
    std::vector<Upright> uprights;
    std::vector<double> elevations;
};
/// Steps of 1, 2 or 5 times a power of ten, at least `least_m` apart on the section.
Grid coordinate_grid(const Section& section, const Window& window, double least_m);

}  // namespace orelens::sections
