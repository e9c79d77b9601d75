// Which marks the numbers of a column carry: decimal point or comma, and what separates thousands. Decided
// column by column from everything that stands in the column; the file's other columns are weaker evidence,
// its delimiter the weakest: between commas 1.250 is a decimal. "1,250" in a file in which nothing decides
// stays undecided, and whoever reads the column refuses it (unclear_marks).
//
//   const auto seen = number_evidence(table);
//   const auto marks = settle_marks(table, seen, rule, {hole});
//   if (auto fine = unclear_marks(table, marks, numeric, "drillholes."); !fine) …
//   parse_number(field, marks[column].marks);
//
// A reader that goes through a large file in pieces counts its own evidence: of a sample before, of all cells
// on the way, and settles twice (core/io/blocks/TableMarks.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/NumberStyle.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/NumberEvidence.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {

/// What of a table weighs in beside its cells, and what a message names.
struct MarkTable {
    std::string file;
    std::vector<std::string> headers;
    char delimiter = ',';
    bool sheet = false;  ///< of a workbook, whose numbers have a decimal point whatever they look like
    /// Whether commas between the fields tell that a point is a decimal point; false where a mistake would be
    /// worse than a question.
    bool delimiter_tells = true;
    MarkTable() = default;
    MarkTable(const CsvTable& table)
        : file(table.file), headers(table.headers), delimiter(table.delimiter), sheet(!table.sheet.empty()) {}
    /// Where one table of several may be stated: that parameter, and the table's name in it.
    std::string marks_of = {}, name = {};
};

enum class MarkReason {
    nothing,        ///< no mark that needs a decision stands in the column
    stated,         ///< by the rule
    column,         ///< other numbers of the column decide
    other_columns,  ///< other columns of the file decide
    delimiter,      ///< commas separate the fields and stand in no number, so a point is a decimal point
    unclear         ///< nothing decides: `either` cells are read by nobody
};
struct ColumnMarks {
    NumberMarks marks;
    MarkReason reason = MarkReason::nothing;
    bool seen = false;   ///< a mark stands in the column
    bool mixed = false;  ///< both marks stand in it as the decimal mark
    /// Cells such as "1,250" whose reading follows from other cells, or that nothing decides: the first ones,
    /// and their number.
    std::vector<DoubtfulCell> doubtful;
    std::int64_t cells = 0;
    [[nodiscard]] bool inferred() const { return cells > 0 && reason != MarkReason::unclear; }
    /// What stands in the first of them; empty where there is none.
    [[nodiscard]] std::string first_text() const { return doubtful.empty() ? "" : doubtful.front().text; }
};
/// One per header. Columns in `not_numbers` (hole names such as 1.2) lend no evidence.
std::vector<ColumnMarks> settle_marks(const MarkTable& table, const std::vector<NumberEvidence>& seen,
                                      const base::NumberStyle& rule,
                                      const std::vector<std::size_t>& not_numbers = {});

/// "2, 3, 4 … (120)": lines in the file, and the number where there are more.
std::string rows_text(const std::vector<DoubtfulCell>& doubtful, std::int64_t cells);

/// An error that names every undecided column among `numeric`, its rows, and the parameters that decide:
/// `prefix` + "decimal_mark" and "thousands_mark".
base::Expected<void> unclear_marks(const MarkTable& table, const std::vector<ColumnMarks>& marks,
                                   const std::vector<std::size_t>& numeric, const std::string& prefix);

/// What a reader says of a column that it reads as numbers: cells whose reading follows from others, and both
/// ways of writing in one column. `header_line` places the second.
std::vector<base::Finding> mark_findings(const MarkTable& table, std::size_t column, const ColumnMarks& marks,
                                         const NumberEvidence& seen, std::int64_t header_line,
                                         const std::string& prefix);

/// A usage error when both marks are stated to be the same.
base::Expected<void> check_marks(const base::NumberStyle& rule, const std::string& prefix);

}  // namespace orelens::io
