// How the columns of a table of blocks are read, from what its start says of them.
#pragma once

#include <vector>

#include "core/base/Units.h"
#include "core/blocks/CellTable.h"
#include "core/io/blocks/ColumnRoles.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/text/ColumnMarks.h"

namespace orelens::io {

/// What the sample says of each column.
std::vector<ColumnFacts> facts_of(const TableHead& head, const std::vector<ColumnMarks>& marks,
                                  const NullCodes& nulls);

/// `indexed`: places are given by i, j, k. `length`: the unit of lengths in the file.
std::vector<ScanColumn> scan_columns(const TableHead& head, const ModelMapping& mapping,
                                     const std::vector<ColumnMarks>& marks,
                                     const blocks::ModelRule& rule, bool indexed, base::LengthUnit length);

/// Role of a column that is kept; `number` for the rest.
blocks::CellRole role_of(ColumnUse use);
/// Read as numbers.
bool is_numeric(ColumnUse use);
/// A number that is part of the model: neither place nor size nor definition.
bool is_value(ColumnUse use);

/// Unit of places that header or row of units state; empty = none.
std::string length_unit_of(const TableHead& head, const ModelMapping& mapping);
/// Kilograms where header or row of units say so.
blocks::DensityUnit density_unit_of(const TableHead& head, const ModelMapping& mapping);

}  // namespace orelens::io
