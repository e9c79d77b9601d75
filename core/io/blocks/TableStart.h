// All that is known of a table of blocks before its rows are read: source, header, columns and how they are
// read. Part of ModelTable.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/base/Units.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableMarks.h"
#include "core/io/blocks/TableSource.h"

namespace orelens::io {

struct TableStart {
    TableSource source;
    TableHead head;
    NullCodes nulls;
    blocks::ModelRule rule;
    TableMarks marks;
    ModelMapping mapping;
    std::string length_unit;  ///< as the file states it; empty = not at all
    base::LengthUnit length = base::LengthUnit::metre;  ///< by the rule, else by the file
    bool indexed = false;     ///< places are i, j, k
    std::vector<ScanColumn> columns;

    /// The columns by the marks as they are now.
    void set_columns();
};

/// `start_only`: for a dialog; of a large text the marks of numbers may stay open, where an import goes
/// through all of it to decide them. Errors: those of TableSource; no header, no places, no blocks; a column
/// of the rule that is not there; numbers that could be read two ways; cancelled. `questions`, with
/// `start_only`: no places, several columns for one element and unclear numbers go there instead.
base::Expected<TableStart> open_table_start(const blocks::ModelRule& rule, const std::string& path,
                                            bool start_only, const base::Progress& progress,
                                            Questions* questions = nullptr);
/// The same again, where bytes from further on show another encoding than the start does.
base::Expected<TableStart> reopen_table_start(TableSource&& source, std::string_view bytes,
                                              const blocks::ModelRule& rule, const base::Progress& progress);

/// Evidence of every cell in place of the sample's, and columns by what it says.
base::Expected<void> settle_by_all(TableStart& table, const base::Progress& progress);

}  // namespace orelens::io
