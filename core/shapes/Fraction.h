// How much of each block lies inside a solid, or below a surface: exact up to rounding, not by sampling. Each
// triangle is cut along the faces of the blocks; over every block it adds, with the sign of the way it faces,
// the volume between itself and the block's bottom. The sum over a closed mesh is the volume inside.
//
// The time follows from the number of pieces (a triangle lies over few blocks, usually) and from the blocks
// between bottom and top of the shape; memory from eight rows of blocks at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// solid: a closed mesh whose triangles face outward (make_solid); where shells overlap a block counts once.
/// surface: triangles face upward (make_surface); inside means below, straight down.
enum class Kind { solid, surface };

struct FractionSummary {
    double volume_m3 = 0;       ///< inside, of the blocks looked at
    std::int64_t whole = 0;     ///< blocks inside altogether
    std::int64_t cut = 0;       ///< blocks that the shape cuts
    /// surface only: blocks in columns that the surface does not cover altogether. A column covered in part
    /// takes the mean of what is covered; one not covered at all has the share `beyond`.
    std::int64_t uncovered = 0;
};

/// Adds the real column `column` (0…1, without a unit: that of a mass fraction would make it a grade) to the model. Points of the mesh are finite. Errors: cancelled,
/// more than 100 000 levels of blocks; the column is then not in the model.
base::Expected<FractionSummary> add_fraction(blocks::BlockModel& model, const std::string& column,
                                             const TriangleMesh& mesh, Kind kind,
                                             const base::Progress& progress, float beyond = 1);

/// The same for a whole grid as one list (i fastest): for small grids and tests.
base::Expected<std::vector<float>> fractions(const blocks::GridGeometry& geometry, const TriangleMesh& mesh,
                                             Kind kind, const base::Progress& progress);

}  // namespace orelens::shapes
