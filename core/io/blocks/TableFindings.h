// What the rows of a table of blocks have to say: cells and rows that were not taken, units in cells, marks
// of numbers, sheet and encoding. Part of ModelTable.
#pragma once

#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableFill.h"
#include "core/io/blocks/TableStart.h"
#include "core/io/blocks/TableSurvey.h"

namespace orelens::io {

/// After the first way through.
void tell_survey(const TableStart& table, const TableSurvey& survey, const EncodingDoubts& strays,
                 ReadCells& cells);
/// After the second. A column of too many codes becomes an unused one.
void tell_values(const TableStart& table, const TableSurvey& survey, const FillReport& report,
                 ReadCells& cells);

}  // namespace orelens::io
