// What a table of blocks says of its grid beside the places: Datamine's definition columns, comment lines,
// Micromine's point of the block, indices in place of coordinates; and rows whose place is a code for none.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableSurvey.h"
#include "core/io/text/ColumnMarks.h"

namespace orelens::io {

/// Moves the places of a survey into `cells.table`, with all that head and definition columns state of them.
/// Errors: indices below zero or beyond the rule's counts, a grid that nothing states the sizes of;
/// cancelled.
base::Expected<void> take_places(TableSurvey& survey, const TableHead& head,
                                 const std::vector<ColumnMarks>& marks, const blocks::ModelRule& rule,
                                 ReadCells& cells, const base::Progress& progress);

/// Rows whose place is a code for "missing", far from all others: −9999 is no place; and, `far_too`, the few that lie
/// far from all others for no reason at all (FarRows.h). They leave the table; their numbers, in order, are returned.
base::Expected<std::vector<std::uint32_t>> drop_null_places(ReadCells& cells, const NullCodes& nulls, bool far_too,
                                                            const base::Progress& progress);

}  // namespace orelens::io
