// Drillholes as read: collars, survey stations, interval tables. Plain data in metres and file order;
// nothing is repaired here. Missing numbers are NaN, never 0 or −99.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/base/Units.h"

namespace orelens::drilling {

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

struct Collar {
    std::string hole;
    double x = no_value, y = no_value, z = no_value;  ///< metres, map grid; z up
    double depth_m = no_value;                        ///< end of hole, NaN = not stated
    std::int64_t row = 0;                             ///< line in the collar file
    bool doubtful = false;  ///< its place cannot be right (Doubtful.h): its samples take no part
};

struct SurveyStation {
    std::int32_t hole = -1;  ///< index into DrillholeSet::collars, −1 = no such collar
    double depth_m = no_value;
    double azimuth_deg = no_value;  ///< clockwise from north (+y)
    double dip_deg = no_value;      ///< **negative down** after import, whatever the file used
    std::int64_t row = 0;
    bool of_collar = false;  ///< azimuth and dip stand in the collar table, `row` is a line of it
};

/// How a value came to be, per cell; bits.
enum class CellFlag : std::uint8_t {
    plain = 0,
    below_detection = 1,  ///< "<0.01" in the file; the value follows the import rule
    null_code = 2,        ///< −99, −999 or another declared code: the value is NaN
    not_a_number = 4,     ///< text where a number was expected: the value is NaN
    approved =
        8,  ///< a finding about this cell was approved by the user: a negative or impossible grade is used
    above_limit = 16,  ///< ">10" in the file: the value is the limit, or missing by the assay rule; the grade is at least the limit
    suspected = 32     ///< likely a code for missing: used only where that is approved
};

struct GradeColumn {
    std::string name;                                 ///< element or assay name, "Cu"
    std::string file_column;                          ///< header in the file, "CU"
    base::GradeUnit unit = base::GradeUnit::percent;  ///< unit of `values`
    std::vector<double> values;                       ///< one per interval
    std::vector<std::uint8_t> flags;                  ///< CellFlag bits, one per interval
};

struct CodeColumn {
    std::string name;  ///< "lithology"
    std::string file_column;
    std::vector<std::string> codes;    ///< the dictionary, in order of first appearance
    std::vector<std::int32_t> values;  ///< index into codes, −1 = blank; one per interval
};

/// Columns are parallel arrays of `size()` entries, in file order.
struct IntervalTable {
    std::string name;  ///< "assay", "lithology"
    std::string file;
    std::vector<std::int32_t> hole;          ///< index into collars, −1 = no such collar
    std::vector<std::string> unknown_holes;  ///< hole ids named here but absent from the collars, each once
    std::vector<double> from_m, to_m;
    std::vector<std::int64_t> row;
    std::vector<GradeColumn> grades;
    std::vector<CodeColumn> codes;
    /// 1 = a sample at a depth, without length (from = to); empty = there is none.
    std::vector<std::uint8_t> point;
    /// Further files whose rows follow those of `file`, in order; `source` says whose a row is (0 = `file`, n
    /// = more_files[n − 1]); empty = all rows are of `file`.
    std::vector<std::string> more_files;
    std::vector<std::uint16_t> source;
    std::vector<std::uint8_t> doubtful;  ///< 1: its depths cannot be right (Doubtful.h); empty = none is
    std::vector<double> density;         ///< measured, t/m³; NaN = not; empty = the table has no such column
    [[nodiscard]] std::size_t size() const { return from_m.size(); }
    [[nodiscard]] bool is_point(std::size_t row_index) const {
        return !point.empty() && point[row_index] != 0;
    }
    [[nodiscard]] std::size_t source_of(std::size_t row_index) const {
        return source.empty() ? 0 : source[row_index];
    }
    [[nodiscard]] const std::string& file_of(std::size_t row_index) const {
        const std::size_t from = source_of(row_index);
        return from == 0 ? file : more_files[from - 1];
    }
    [[nodiscard]] const GradeColumn* grade(const std::string& grade_name) const {
        for (const GradeColumn& column : grades)
            if (column.name == grade_name) return &column;
        return nullptr;
    }
};

/// The course of a hole that is stated by places instead of survey stations: a channel, a trench, one grab
/// sample. Depths ascend from 0 along the straight lines between the places.
struct StatedPath {
    std::int32_t hole = -1;
    std::vector<double> depth_m;
    std::vector<std::array<double, 3>> place;
};

struct DrillholeSet {
    std::string collar_file, survey_file;  ///< as the rule names them; for findings
    std::vector<Collar> collars;           ///< unique ids; a repeated id keeps the first and is a finding
    std::vector<SurveyStation> surveys;    ///< file order
    IntervalTable assays;
    IntervalTable lithology;  ///< empty when there is none
    IntervalTable densities;  ///< a table of densities alone, without grades; empty when there is none
    std::map<std::string, std::int32_t> hole_index;
    std::vector<StatedPath> paths;  ///< by hole, ascending
    double max_bend_deg = 20;       ///< per 30 m: sharper turns between stations are findings
};

}  // namespace orelens::drilling
