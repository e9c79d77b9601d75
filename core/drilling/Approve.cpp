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

/// Findings about a value that composites leave out until it is approved.
constexpr FindingKind about_values[] = {FindingKind::negative_grade, FindingKind::grade_above_total};

}  // namespace

bool approval_changes_samples(std::string_view finding_id) {
    return std::ranges::any_of(about_values, [&](FindingKind kind) {
        const std::string_view name = kind_name(kind);
        return finding_id.starts_with(name) && finding_id.substr(name.size()).starts_with('|');
    });
}

void approve(DrillholeSet& holes, std::vector<Finding>& findings, const std::set<std::string>& ids) {
    for (Finding& finding : findings) {
        if (!ids.contains(finding.id())) continue;
        finding.approved = true;
        if (std::ranges::any_of(about_values, [&](FindingKind kind) { return finding.kind == kind; }))
            mark_cell(holes.assays, finding);
    }
}

}  // namespace orelens::drilling
