// What a sample with a place of its own reaches over: nothing (a grab sample), up to a second place, or a length
// in a direction (channels, trenches). For the reader of point samples.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

struct PointCourse {
    enum class By {
        place,     ///< points
        ends,      ///< x, y, z of the end
        length,    ///< from the place over a length along azimuth and dip
        depths,    ///< place is the start of the channel; from and to lie along azimuth and dip
    };
    By by = By::place;
    /// How the dips of the file become negative down.
    enum class Dips { as_written, other_sign, from_vertical } dips = Dips::as_written;
    [[nodiscard]] bool reaches() const { return by != By::place; }
};

/// One row of such a table; NaN where a cell is blank or no number.
struct CourseRow {
    std::array<double, 3> place{}, end{};
    double azimuth_deg = drilling::no_value, dip_deg = drilling::no_value, length_m = drilling::no_value,
           from_m = drilling::no_value, to_m = drilling::no_value;
};

struct Reach {
    std::array<double, 3> start, end;
};
/// Where the sample of a row starts and ends; nothing where the cells do not say it.
std::optional<Reach> reach_of(const PointCourse& course, const CourseRow& row);

/// Reads the cells of a row that the course needs; `place` is known. Needs `cells`.
CourseRow read_course(const OpenTable& table, const CsvFields& fields, const CellRule& rule,
                      const std::array<double, 3>& place);

/// Maps the columns of ends, directions and lengths where a table has them all; needs the roles x, y, z.
PointCourse map_course(OpenTable& table);

/// Decides what the dips mean: as the rule states, by the sign with which samples of a channel meet, or by being
/// all negative. Where nothing tells, an error is added and the samples stay points. Then says what was taken.
/// Needs `cells`.
void settle_course(PointCourse& course, const OpenTable& table, const drilling::ImportRule& rule,
                   std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
