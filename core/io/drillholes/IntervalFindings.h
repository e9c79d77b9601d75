// Findings about a sample table as a whole: units that do not fit, check samples left out, columns of
// over-limit methods used. For the drillhole reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// Rows of one type of check sample.
struct CheckRows {
    std::string type;
    std::int64_t line = 0;  ///< of the first
    std::int64_t count = 0;
};
void add_check(std::vector<CheckRows>& to, const CheckRows& rows);

void report_checks(const OpenTable& table, const std::vector<CheckRows>& checks,
                   std::vector<drilling::Finding>& findings);
/// Cells of a column of the over-limit method.
struct OverCells {
    std::int64_t taken = 0;
    std::int64_t low = 0, low_at_limit = 0;  ///< far below the first result; of these, below its upper limit
    std::int64_t first_low = 0;              ///< line of the first one
    void add(const OverCells& later) {
        if (low == 0) first_low = later.first_low;
        taken += later.taken;
        low += later.low;
        low_at_limit += later.low_at_limit;
    }
};
/// `cells` per grade.
void report_over_columns(const OpenTable& table, const std::vector<GradeSource>& grades,
                         const std::vector<OverCells>& cells, std::vector<drilling::Finding>& findings);
/// Cells of the column of dates that hold none that can be read.
void report_dates(const OpenTable& table, std::int64_t count, std::int64_t first_line, const std::string& text,
                  std::vector<drilling::Finding>& findings);
/// Further columns of an element that was found by its header, where they say something else.
void report_rivals(const OpenTable& table, const std::vector<GradeSource>& grades,
                   std::vector<drilling::Finding>& findings);
/// A column of names that numbers the rows: samples, not holes.
void report_hole_numbers(const OpenTable& table, drilling::SampleKind kind,
                         std::vector<drilling::Finding>& findings);
/// Units are told from the header, from the row of units, and from values that would be very unusual in the
/// unit taken. Values that look like a code for missing are marked as suspected in `intervals`.
void report_units(const OpenTable& table, const std::vector<GradeSource>& grades,
                  drilling::IntervalTable& intervals, std::vector<drilling::Finding>& findings);
/// Directions in a table of samples whose holes have no survey and would all be vertical.
void report_directions(const OpenTable& table, const drilling::DrillholeSet& holes,
                       std::vector<drilling::Finding>& findings);
/// What cells that say that there is no value (codes, dashes, "n/a") do to the mean of their column.
void report_nulls(const OpenTable& table, const std::vector<GradeSource>& grades,
                  const drilling::IntervalTable& intervals, std::vector<drilling::Finding>& findings);
/// Where no rule names the grades: columns of numbers that look like assays and are none that is taken.
void report_not_taken(const OpenTable& table, const std::vector<GradeSource>& grades,
                      std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
