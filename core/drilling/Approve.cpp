#include <algorithm>

#include "core/drilling/Tools.h"

namespace orelens::drilling {
namespace {

/// Rows are in file order, so the lines ascend.
void mark_cell(IntervalTable& table, const Finding& finding) {
    const auto row = std::lower_bound(table.row.begin(), table.row.end(), finding.row);
    if (table.file != finding.file || row == table.row.end() || *row != finding.row) return;
    for (GradeColumn& column : table.grades)
        if (column.file_column == finding.column)
            column.flags[static_cast<std::size_t>(row - table.row.begin())] |=
                static_cast<std::uint8_t>(CellFlag::approved);
}

}  // namespace

void approve(DrillholeSet& holes, std::vector<Finding>& findings, const std::set<std::string>& ids) {
    for (Finding& finding : findings) {
        if (!ids.contains(finding.id())) continue;
        finding.approved = true;
        const bool about_cell =
            finding.kind == FindingKind::negative_grade || finding.kind == FindingKind::grade_above_total;
        if (about_cell) mark_cell(holes.assays, finding);
    }
}

}  // namespace orelens::drilling
