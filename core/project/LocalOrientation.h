// Directions of continuity that follow a domain's surface: blocks in groups of nearly one direction, each estimated on
// the fast path with the variogram and search turned into it. Only the direction changes, never a range.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/geostat/Estimate.h"
#include "core/shapes/Mesh.h"

namespace orelens::project {

/// How widely directions of one group differ, and the most groups: beyond, they are made wider.
inline constexpr double one_direction_deg = 10;
inline constexpr std::size_t most_directions = 32;

struct OrientedBlocks {
    std::optional<shapes::Vec3> across;  ///< unit; none: the surface around has no direction, the global one stays
    blocks::BlockModel model;            ///< without columns
};

/// The direction across the surface around each block: the axis that most of the surface's area within `within_m` is
/// turned to (hanging wall and footwall alike; the rim weighs little). A tensor of normals over cells of half that, so that
/// all blocks of a cell share it. Errors: cancelled; memory follows the surface's area in cells.
base::Expected<std::vector<OrientedBlocks>> orient_blocks(const blocks::BlockModel& model,
                                                          const std::vector<const shapes::TriangleMesh*>& surfaces,
                                                          double within_m, const base::Progress& progress);

/// The ellipsoid turned, by the smallest turn, so that its shortest axis is `across`. A sphere stays.
geostat::Anisotropy turned(const geostat::Anisotropy& shape, const shapes::Vec3& across);
geostat::ElementEstimate turned(const geostat::ElementEstimate& how, const shapes::Vec3& across);

}  // namespace orelens::project
