#include "core/drilling/LeftOut.h"

#include <algorithm>
#include <cmath>

#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"

namespace orelens::drilling {
namespace {

bool has(std::uint8_t flags, CellFlag flag) {
    return (flags & static_cast<std::uint8_t>(flag)) != 0;
}

/// The count that a cell belongs to.
std::int64_t& count_of(ColumnUse& use, const GradeColumn& column, std::size_t row, bool placed) {
    const double value = column.values[row];
    const std::uint8_t flags = column.flags[row];
    if (std::isnan(value)) {
        if (has(flags, CellFlag::null_code)) return use.null_code;
        if (has(flags, CellFlag::not_a_number)) return use.not_a_number;
        if (has(flags, CellFlag::above_limit)) return use.above_limit;
        return has(flags, CellFlag::below_detection) ? use.below_detection : use.blank;
    }
    if (std::isnan(usable_grade(column, row)) && has(flags, CellFlag::suspected)) return use.null_code;
    if (std::isnan(usable_grade(column, row))) return value < 0 ? use.negative : use.above_total;
    return placed ? use.used : use.place;
}

}  // namespace

RowUse row_use(const DrillholeSet& holes) {
    const IntervalTable& table = holes.assays;
    RowUse use{.rows = static_cast<std::int64_t>(table.size())};
    for (std::size_t row = 0; row < table.size(); ++row) {
        const bool placed = table.to_m[row] > table.from_m[row] || table.is_point(row);
        if (!placed || !believed(holes, table, row)) continue;
        for (const GradeColumn& column : table.grades)
            if (!std::isnan(usable_grade(column, row))) {
                ++use.used;
                break;
            }
    }
    return use;
}

RowReasons row_reasons(const DrillholeSet& holes) {
    const IntervalTable& table = holes.assays;
    RowReasons reasons;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const double metres = table.to_m[row] - table.from_m[row];
        const std::int32_t hole = table.hole[row];
        const bool graded = std::ranges::any_of(
            table.grades, [&](const GradeColumn& column) { return !std::isnan(usable_grade(column, row)); });
        RowReasons::Part& part =
            hole < 0                                                 ? reasons.unknown_hole
            : holes.collars[static_cast<std::size_t>(hole)].doubtful ? reasons.doubtful_hole
            : !(metres > 0) && !table.is_point(row)                  ? reasons.impossible_depth
            : !table.doubtful.empty() && table.doubtful[row] != 0    ? reasons.doubtful_depth
            : !graded                                                ? reasons.no_grade
                                                                     : reasons.used;
        ++part.rows;
        if (metres > 0) part.metres += metres;
    }
    return reasons;
}

std::vector<ColumnUse> column_use(const DrillholeSet& holes) {
    const IntervalTable& table = holes.assays;
    // Samples without length have no weight beside others; among themselves each counts once.
    const bool all_points = !table.point.empty() &&
                            std::ranges::all_of(table.point, [](std::uint8_t point) { return point != 0; });
    std::vector<ColumnUse> all;
    for (const GradeColumn& column : table.grades) {
        ColumnUse use{.file = table.file,
                      .column = column.file_column,
                      .grade = column.name,
                      .unit = column.unit,
                      .rows = static_cast<std::int64_t>(table.size())};
        double metal = 0, length = 0, metal_all = 0, length_all = 0;
        for (std::size_t row = 0; row < table.size(); ++row) {
            const double metres = all_points ? 1 : table.to_m[row] - table.from_m[row];
            const bool placed = believed(holes, table, row) && (metres > 0 || table.is_point(row));
            std::int64_t& count = count_of(use, column, row, placed);
            ++count;
            if (!(metres > 0) || !std::isfinite(column.values[row])) continue;
            metal_all += metres * column.values[row];
            length_all += metres;
            if (&count != &use.used) continue;
            metal += metres * column.values[row];
            length += metres;
        }
        if (length > 0) use.mean_used = metal / length;
        if (length_all > 0) use.mean_all = metal_all / length_all;
        all.push_back(std::move(use));
    }
    return all;
}

}  // namespace orelens::drilling
