// What block models weigh in memory, known from the number of leaves alone: for estimates of size before
// work. Copies of a model share their columns, so a copy weighs what is added to it.
#pragma once

#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Bytes of a model without columns: the map of bricks (whole geometry) and the leaves that exist.
double topology_bytes(const GridGeometry& geometry, double leaves);
/// Bytes of a column of reals, or of integers too large for one byte.
double wide_column_bytes(double leaves);
/// Bytes of a column of small integers (BlockModel::is_small).
double small_column_bytes(double leaves);

}  // namespace orelens::blocks
