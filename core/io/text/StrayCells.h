// Cells that stand beyond the headings of a table. In delimited text they mean that a delimiter too many, such as a
// decimal comma, has moved the row to the right: every value after it would be read as another's. Every reader of
// tables refuses them.
#pragma once

#include <optional>

#include "core/base/Error.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// The first cell of a split row that has something in it and no heading above; its place names file, row and column.
std::optional<base::Error> cell_beyond(const CsvTable& table, const CsvFields& fields, std::int64_t line);

/// The same over all rows of a delimited text. A remark beside the table of a workbook moves nothing and passes.
base::Expected<void> no_cell_beyond(const CsvTable& table);

}  // namespace orelens::io
