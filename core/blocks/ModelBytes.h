// What block models weigh in memory, known from the number of leaves alone: for estimates of size before
// work.
#pragma once

#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Bytes of a model without columns: the map of bricks (whole geometry) and the leaves that exist.
double topology_bytes(const GridGeometry& geometry, double leaves);
/// Bytes of one column.
double column_bytes(ColumnType type, double leaves);
/// Bytes that a copy of the model takes.
double copy_bytes(const BlockModel& model);

}  // namespace orelens::blocks
