// A shape of the recipe that is drawn from the composites instead of read: a grade shell or a sheet, made sound like one
// of a file. Run by the stage "shapes".
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/domains/Bodies.h"
#include "core/project/Pipeline.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

/// What stands behind a shape that was drawn.
struct DrawnShape {
    std::string name;
    bool sheet = false;
    std::string unit;      ///< of the threshold
    double volume_m3 = 0;
    double beyond_grid_m = 0;  ///< how far it goes beyond the box of the block grid
    domains::BodyReport report;
};

struct DrawnResult {
    shapes::Shape shape;
    DrawnShape drawn;
};

/// Whether any shape of the recipe is drawn from holes.
bool draws_shapes(const Recipe& recipe);

/// Errors name the parameter: no composites, no such element or code, nothing inside, too many cells; cancelled.
base::Expected<DrawnResult> draw_shape(const Project& project, const std::string& name, const shapes::Box& grid,
                                       base::Progress& progress);

/// What is to be said of a drawn shape: how it was drawn, and every weakness.
std::vector<base::Finding> doubts_of(const DrawnShape& drawn);

}  // namespace orelens::project
