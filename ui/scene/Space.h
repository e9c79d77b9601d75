// Between the deposit's coordinates and those that are drawn: shifted near zero (floats on the graphics side
// lose metres at map coordinates) and stretched vertically. Printed coordinates always go back through
// `to_world`.
#pragma once

#include <array>
#include <vector>

#include "core/blocks/GridGeometry.h"
#include "ui/scene/Look.h"

namespace orelens::scene {

struct Space {
    Vec3 shift{};             ///< world point drawn at zero
    double exaggeration = 1;  ///< of z
    [[nodiscard]] Vec3 to_drawn(const Vec3& world) const {
        return {world[0] - shift[0], world[1] - shift[1], (world[2] - shift[2]) * exaggeration};
    }
    [[nodiscard]] Vec3 to_world(const Vec3& drawn) const {
        return {drawn[0] + shift[0], drawn[1] + shift[1], drawn[2] / exaggeration + shift[2]};
    }
    bool operator==(const Space&) const = default;
};

/// Row-major 4×4 that takes grid coordinates (block units) to drawn coordinates.
std::array<double, 16> grid_to_drawn(const blocks::GridGeometry& geometry, const Space& space);

/// Keeps the points with normal·p ≥ offset. World or grid coordinates, as the function that made it says.
struct HalfSpace {
    Vec3 normal{};
    double offset = 0;
    [[nodiscard]] bool keeps(const Vec3& p) const {
        return normal[0] * p[0] + normal[1] * p[1] + normal[2] * p[2] >= offset;
    }
};

/// Unit normal of the section's plane, into what is kept: to the left of strike, downwards for a level plan.
Vec3 section_normal(const Section& section);
/// World half-spaces of the section and the clipping box; empty when both are off. At most 8.
std::vector<HalfSpace> cuts(const Look& look, const blocks::GridGeometry* geometry);
/// The quarter that is cut away, in world coordinates: what both half-spaces keep. Empty while it is off.
std::vector<HalfSpace> cut_away(const Look& look);
/// A world half-space in grid coordinates.
HalfSpace to_grid(const HalfSpace& world, const blocks::GridGeometry& geometry);

/// Corners of the grid's box in world coordinates, in order of bits (1 = u, 2 = v, 4 = w).
std::array<Vec3, 8> corners(const blocks::GridGeometry& geometry);

}  // namespace orelens::scene
