// Shapes as the user states them: which file plays which part. Declared as parameters in Rules.cpp, one group
// per name.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Param.h"
#include "core/base/Units.h"

namespace orelens::shapes {

/// view: only shown. domain: rock of a kind. topography: what is above is air. mined_out: what is inside (of a
/// solid) or above (of an open surface) is gone. licence: what is outside is not ours.
enum class Role { view, domain, topography, mined_out, licence };
/// usual: as the role says; inside of a solid is below a surface.
enum class Side { usual, inside, outside };
/// Which of east, north and elevation the file's three columns are.
enum class Axes { east_north_up, north_east_up, east_up_north };

/// Where it comes from: a file; a shell about samples above a threshold; a sheet between the hanging walls and footwalls
/// of the holes.
enum class Source { file, grade_shell, sheet };

/// How a shape is drawn from the composites; NaN, 0 and empty texts are found from the data (domains/Bodies.h).
struct DrawnRule {
    std::string element;
    double threshold = std::numeric_limits<double>::quiet_NaN();
    double metal_inside_percent = 98;
    std::string codes;  ///< of rock, separated by ;
    double reach_m = 0, waste_m = 0, cell_m = 0, flattening = 0;
    double dip_direction_deg = std::numeric_limits<double>::quiet_NaN();
    double dip_deg = std::numeric_limits<double>::quiet_NaN();
    int least_samples = 0;
    bool operator==(const DrawnRule&) const = default;
};

struct ShapeRule {
    Source source = Source::file;
    std::string file;
    Role role = Role::view;
    base::LengthUnit unit = base::LengthUnit::metre;  ///< of the file
    Axes axes = Axes::east_north_up;
    std::string code;  ///< of the domain; empty = the shape's name
    Side side = Side::usual;
    int priority = 0;                  ///< of domains that overlap the higher counts
    double largest_gap_percent = 0.1;  ///< of a solid's area; SolidRule
    bool distance = false;             ///< of every block, as a column
    DrawnRule drawn;
    bool operator==(const ShapeRule&) const = default;
};

/// What lies beside topography that is too small: taken as ground, or as air.
enum class Beyond { ground, air };

struct BoundsRule {
    Beyond beyond = Beyond::ground;
    bool operator==(const BoundsRule&) const = default;
};

std::vector<base::Param<ShapeRule>> shape_params();
/// Of those that are drawn from the holes.
std::vector<base::Param<DrawnRule>> drawn_params();
std::vector<base::Param<BoundsRule>> bounds_params();

}  // namespace orelens::shapes
