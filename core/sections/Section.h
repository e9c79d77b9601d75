// A vertical section: where it stands, how world coordinates read on it, and what it is called. Metres; x = easting,
// y = northing, z = elevation. On a section a place has s (along, left to right), z, and off (towards the reader).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/GridGeometry.h"
#include "core/drilling/Desurvey.h"
#include "core/drilling/DrillholeSet.h"
#include "core/sections/Rules.h"
#include "core/shapes/Section.h"

namespace orelens::sections {

using Vec2 = std::array<double, 2>;
using Vec3 = std::array<double, 3>;

/// A place on the section.
struct Spot {
    double s = 0, z = 0, off = 0;
};

struct Section {
    std::string name;        ///< "S3"; of one through holes, the holes
    Vec2 start{0, 0};        ///< map place of s = 0
    Vec2 along{1, 0};        ///< unit vector, left to right
    double length_m = 0;     ///< s runs from 0 to here
    double corridor_m = 0;   ///< half width
    double station_m = 0;    ///< of sections across a line: distance along it

    /// Towards the reader: he looks against it. Right-handed with `along` and up.
    [[nodiscard]] Vec2 to_reader() const { return {along[1], -along[0]}; }
    [[nodiscard]] Spot spot(const Vec3& world) const {
        const double x = world[0] - start[0], y = world[1] - start[1];
        return {x * along[0] + y * along[1], world[2], x * along[1] - y * along[0]};
    }
    [[nodiscard]] Vec3 world(double s, double z) const {
        return {start[0] + s * along[0], start[1] + s * along[1], z};
    }
    [[nodiscard]] shapes::Plane plane() const {
        return {{start[0], start[1], 0}, {along[1], -along[0], 0}};
    }
    /// Clockwise from north, [0, 360): the way the reader looks.
    [[nodiscard]] double looking_deg() const;
};

/// "N45°E", "N", "S30°W": a bearing in quarters of the compass, to a whole degree.
std::string quadrant_bearing(double azimuth_deg);

/// What sections can be placed by; pointers may be null.
struct Ground {
    const blocks::GridGeometry* grid = nullptr;
    const drilling::DrillholeSet* holes = nullptr;
    const std::vector<drilling::Trace>* traces = nullptr;
    double drill_spacing_m = 0;  ///< 0 = not known
};

/// More than this are refused.
inline constexpr int most_sections = 500;

/// Sections as the rule asks, left to right as a reader looking along the line, west to east for a line that runs east.
/// Sections across: centred on the line's ends, each as long as what there is; they look the way the line runs.
/// Errors (kind usage, with the field): a line that cannot be read, a hole that is not there, more than most_sections;
/// (kind data) nothing to place a section by.
base::Expected<std::vector<Section>> place_sections(const SectionRule& rule, const Ground& ground);

}  // namespace orelens::sections
