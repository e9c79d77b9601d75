#include "core/io/drillholes/OverTables.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/Units.h"
#include "core/drilling/Spans.h"
#include "core/drilling/Tools.h"

namespace orelens::io {
namespace {

using drilling::CellFlag;
using drilling::Finding;
using drilling::FindingKind;
using drilling::GradeColumn;
using drilling::IntervalTable;

constexpr auto above = static_cast<std::uint8_t>(CellFlag::above_limit);

bool any_above(const GradeColumn& column) {
    return std::ranges::any_of(column.flags, [](std::uint8_t flags) { return (flags & above) != 0; });
}

/// One interval, written twice.
bool same_place(const IntervalTable& a, std::size_t row, const IntervalTable& b, std::size_t other) {
    constexpr double rounding_m = 0.005;
    return std::abs(a.from_m[row] - b.from_m[other]) <= rounding_m && std::abs(a.to_m[row] - b.to_m[other]) <= rounding_m;
}

struct Taken {
    std::int64_t count = 0, first = 0;
};

Taken take_of(IntervalTable& table, GradeColumn& column, const IntervalTable& more, const GradeColumn& later,
              std::size_t holes) {
    const drilling::RowsByHole before(table.hole, holes), after(more.hole, holes);
    const double factor = base::fraction_of(later.unit) / base::fraction_of(column.unit);
    Taken taken;
    for (std::size_t hole = 0; hole < holes; ++hole)
        for (const std::size_t row : before.rows(hole)) {
            if ((column.flags[row] & above) == 0) continue;
            const double limit = column.values[row];
            for (const std::size_t other : after.rows(hole)) {
                const double grade = later.values[other] * factor;
                // A millionth less is the limit in another unit.
                const bool enough = std::isnan(limit) || grade >= limit * (1 - 1e-6);
                if (later.flags[other] != 0 || std::isnan(grade) || !enough || !same_place(table, row, more, other)) continue;
                column.values[row] = grade;
                column.flags[row] = static_cast<std::uint8_t>(column.flags[row] & ~above);
                if (taken.count++ == 0) taken.first = more.row[other];
                break;
            }
        }
    return taken;
}

}  // namespace

void take_over_results(IntervalTable& table, const IntervalTable& more, std::size_t holes,
                       std::vector<Finding>& findings) {
    for (GradeColumn& column : table.grades) {
        const GradeColumn* later = more.grade(column.name);
        if (later == nullptr || !any_above(column)) continue;
        const Taken taken = take_of(table, column, more, *later, holes);
        if (taken.count == 0) continue;
        if (!any_above(column))
            std::erase_if(findings, [&](const Finding& one) {
                return one.kind == FindingKind::above_limit && one.file == table.file && one.column == column.file_column;
            });
        Finding finding;
        finding.kind = kind_name(FindingKind::over_column);
        finding.severity = drilling::Severity::info;
        finding.file = more.file;
        finding.row = taken.first;
        finding.column = later->file_column;
        finding.count = taken.count;
        finding.what = base::Message("csv.over_table", {{"count", std::to_string(taken.count)},
                                                        {"grade", column.name},
                                                        {"first", column.file_column}});
        finding.fix = base::Message("csv.over_table_fix");
        findings.push_back(std::move(finding));
    }
}

}  // namespace orelens::io
