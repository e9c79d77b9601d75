// A shape of the recipe from its file to what stages use: read, turned into metres and the right axes, checked,
// made sound for its part; with everything found on the way. Run by the stage "shapes".
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/project/Recipe.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

struct ShapeSurroundings {
    shapes::Box grid;        ///< of the block grid; empty = not known
    double block_m = 0;      ///< shortest horizontal side of a block, 0 = not known
    shapes::Box holes;       ///< of the collars and their holes; empty = none
    std::string crs;         ///< of the project; empty = not stated
};

struct LoadedShape {
    shapes::Shape shape;
    std::vector<base::Finding> notes;
};

/// Errors name the parameter: no file, not readable, open beyond what the rule allows, nothing that fits the
/// part (a domain of points only); cancelled.
base::Expected<LoadedShape> load_shape(const Recipe& recipe, const std::string& name,
                                       const ShapeSurroundings& around, const base::Progress& progress);

/// Doubts about where it lies: far from holes or grid, in feet, with exchanged axes.
std::vector<base::Finding> doubt_place(const shapes::Shape& shape, const std::string& file,
                                       const ShapeSurroundings& around);

}  // namespace orelens::project
