// The marks of the numbers in a table of blocks, by the rule for every table (core/io/text/ColumnMarks.h):
// first by a sample, then by every cell that was read. Where the sample does not decide, or all cells decide
// otherwise, the text is gone through again; what nothing decides is refused with column and rows.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/NumberStyle.h"
#include "core/base/Progress.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableSource.h"
#include "core/io/text/ColumnMarks.h"

namespace orelens::io {

struct TableMarks {
    MarkTable about;
    base::NumberStyle style;
    std::vector<std::size_t> numeric;  ///< columns that are read as numbers
    std::vector<std::size_t> words;    ///< that lend no evidence
    std::vector<NumberEvidence> seen;  ///< per column
    std::vector<ColumnMarks> columns;  ///< settled by that

    void settle() { columns = settle_marks(about, seen, style, words); }
    /// An error where a column that is read as numbers stays undecided.
    [[nodiscard]] base::Expected<void> check() const {
        return unclear_marks(about, columns, numeric, "model.");
    }
    /// Whether cells of column `c` that could be read two ways are read the same by other marks.
    [[nodiscard]] bool same_reading(std::size_t c, const ColumnMarks& other) const;
    /// Some column has a decimal comma.
    [[nodiscard]] bool decimal_comma() const;
    [[nodiscard]] std::vector<base::Finding> findings(std::int64_t header_line) const;
};

/// By the sample; every column counts as numeric until the caller says which are.
TableMarks marks_of_sample(const TableHead& head, const TableSource& source, const base::NumberStyle& style);

/// Of every cell, in parallel. Errors: those of reading; cancelled.
base::Expected<std::vector<NumberEvidence>> whole_evidence(const TableHead& head, const TableSource& source,
                                                           const base::Progress& progress);

}  // namespace orelens::io
