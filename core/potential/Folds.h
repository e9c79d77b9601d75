// Folds that keep neighbours together: blocks of space, a level of depth, an orebody (potential.md §6). Voxels drawn one
// by one are not offered: on a drilled deposit such a test is passed by "near known ore".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/potential/Evidence.h"

namespace orelens::potential {

struct FoldRule {
    double edge_m = 0;       ///< of a block; 0: the range of the label's indicator, which is then printed
    int folds = 5;
    double buffer_m = 50;    ///< training voxels this near (≤) to a test voxel are dropped
    int repeats = 1;         ///< the blocks' anchor moves by edge·r/repeats
};

/// One division of the labelled voxels.
struct Folds {
    std::vector<std::int64_t> voxels;             ///< labelled, ascending
    std::vector<std::int32_t> fold;               ///< of each of them
    std::vector<std::int32_t> block;              ///< of each, numbered
    std::vector<std::vector<std::int32_t>> train; ///< per fold: indices into voxels after the buffer
    std::vector<std::int64_t> positives, samples; ///< per fold
    int blocks = 0;
    double edge_m = 0, buffer_m = 0;
};

/// block = ⌊(local − origin)/L⌋. Blocks with positives first, by positives, then samples, then (k, j, i), each to the
/// fold with fewest positives, then samples, then number; blocks without by samples, to the fold with fewest samples.
/// Errors (kind data): fewer than two folds; fewer blocks with positives than folds (says which edge would do); no
/// labelled voxel.
base::Expected<Folds> block_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, const FoldRule& rule,
                                  int repeat = 0);

/// Two parts: fold 0 holds what lies at or above `level_m`, and is the training of fold 1 (below). Only fold 1 is a
/// test. Error: a part without positives.
base::Expected<Folds> depth_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, double level_m);

/// One fold per orebody: connected positives within `join_m` of each other; barren voxels go with the nearest orebody.
/// Error: a single orebody.
base::Expected<Folds> orebody_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, double join_m, double buffer_m);

/// Distance at which the label's indicator variogram reaches 95 % of its sill; at least three cell edges.
double indicator_range(const GridGeometry& grid, std::span<const std::int8_t> labels);

Vec3 centre_of(const GridGeometry& grid, std::int64_t voxel);

}  // namespace orelens::potential
