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
/// `counts` per grade: cells taken from its column of the over-limit method.
void report_over_columns(const OpenTable& table, const std::vector<GradeSource>& grades,
                         const std::vector<std::int64_t>& counts, std::vector<drilling::Finding>& findings);
/// Units are told from the header, and from values that would be very unusual in the unit taken.
void report_units(const OpenTable& table, const std::vector<GradeSource>& grades,
                  const drilling::IntervalTable& intervals, std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
