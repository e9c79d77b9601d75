// Which marks the numbers of a column carry: decimal point or comma, and what separates thousands. Decided
// column by column from everything that stands in the column; the file's other columns are weaker evidence,
// its delimiter the weakest. "1,250" in a file in which nothing decides stays undecided, and whoever reads
// the column refuses it (unclear_marks).
//
//   const auto seen = number_evidence(table);
//   const auto marks = settle_marks(table, seen, rule, {hole});
//   if (auto fine = unclear_marks(table, marks, numeric, "drillholes."); !fine) …
//   parse_number(field, marks[column].marks);
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/NumberStyle.h"
#include "core/base/Progress.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {

/// What stands in a column, counted over all records.
struct NumberEvidence {
    /// Of one mark, '.' or ','.
    struct Mark {
        std::int64_t decimal = 0;                 ///< cells in which it can only be the decimal mark
        std::int64_t group = 0;                   ///< cells in which it can only be a thousands mark
        std::int64_t either = 0;                  ///< cells in which it could be both
        std::vector<std::size_t> either_records;  ///< the first of these
    };
    std::int64_t filled = 0;   ///< cells with anything in them
    std::int64_t numbers = 0;  ///< cells that are a number, perhaps with < before it and a unit behind
    std::int64_t plain = 0;    ///< of these, without any mark
    std::int64_t spaces = 0, apostrophes = 0;  ///< thousands separated by them
    Mark point, comma;
    [[nodiscard]] bool numeric() const { return numbers > 0 && 2 * numbers >= filled; }
};
/// One per header; empty when `progress` is cancelled.
std::vector<NumberEvidence> number_evidence(const CsvTable& table, const base::Progress* progress = nullptr);

enum class MarkReason {
    nothing,        ///< no mark that needs a decision stands in the column
    stated,         ///< by the rule
    column,         ///< other numbers of the column decide
    other_columns,  ///< other columns of the file decide
    delimiter,      ///< the fields are separated by commas, so a point is a decimal point
    unclear         ///< nothing decides: `either` cells are read by nobody
};
struct ColumnMarks {
    NumberMarks marks;
    MarkReason reason = MarkReason::nothing;
    bool seen = false;   ///< a mark stands in the column
    bool mixed = false;  ///< both marks stand in it as the decimal mark
    /// Cells such as "1,250" whose reading follows from other cells, or that nothing decides: records of the
    /// first ones, and their number.
    std::vector<std::size_t> records;
    std::int64_t cells = 0;
    [[nodiscard]] bool inferred() const { return cells > 0 && reason != MarkReason::unclear; }
};
/// One per header. Columns in `not_numbers` (hole names such as 1.2) lend no evidence.
std::vector<ColumnMarks> settle_marks(const CsvTable& table, const std::vector<NumberEvidence>& seen,
                                      const base::NumberStyle& rule,
                                      const std::vector<std::size_t>& not_numbers = {});

/// "2, 3, 4 … (120)": lines in the file of the records given, and the number where there are more.
std::string rows_text(const CsvTable& table, const std::vector<std::size_t>& records, std::int64_t cells);
/// What stands in the first of the records.
std::string first_text(const CsvTable& table, std::size_t column, const ColumnMarks& marks);

/// An error that names every undecided column among `numeric`, its rows, and the parameters that decide:
/// `prefix` + "decimal_mark" and "thousands_mark".
base::Expected<void> unclear_marks(const CsvTable& table, const std::vector<ColumnMarks>& marks,
                                   const std::vector<std::size_t>& numeric, const std::string& prefix);

/// A usage error when both marks are stated to be the same.
base::Expected<void> check_marks(const base::NumberStyle& rule, const std::string& prefix);

}  // namespace orelens::io
