#include <algorithm>

#include "core/drilling/Tools.h"

namespace orelens::drilling {
namespace {

/// Rows of a file that lie together in the table: [first, last).
std::pair<std::size_t, std::size_t> rows_of(const IntervalTable& table, const std::string& file) {
    if (table.source.empty()) return {0, table.file == file ? table.size() : 0};
    std::size_t first = 0;
    while (first < table.size() && table.file_of(first) != file) ++first;
    std::size_t last = first;
    while (last < table.size() && table.file_of(last) == file) ++last;
    return {first, last};
}

/// Rows are in file order, so the lines ascend.
void mark_cells(IntervalTable& table, const Finding& finding) {
    const auto [start, stop] = rows_of(table, finding.file);
    const auto last = table.row.begin() + static_cast<std::ptrdiff_t>(stop);
    const auto first =
        std::lower_bound(table.row.begin() + static_cast<std::ptrdiff_t>(start), last, finding.row);
    if (first == last || *first != finding.row) return;
    const auto begin = static_cast<std::size_t>(first - table.row.begin());
    const std::size_t end = finding.count > 1 ? stop : begin + 1;
    const bool negative = finding.kind == FindingKind::negative_grade;
    for (GradeColumn& column : table.grades) {
        if (column.file_column != finding.column) continue;
        for (std::size_t row = begin; row < end; ++row)
            if (end == begin + 1 || (negative ? column.values[row] < 0 : column.values[row] >= 0))
                column.flags[row] |= static_cast<std::uint8_t>(CellFlag::approved);
    }
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

void approve(DrillholeSet& holes, std::vector<Finding>& findings,
             const std::function<bool(const Finding&)>& agreed) {
    for (Finding& finding : findings) {
        if (!agreed(finding)) continue;
        finding.approved = true;
        if (std::ranges::any_of(about_values, [&](FindingKind kind) { return finding.kind == kind; }))
            mark_cells(holes.assays, finding);
    }
}

void approve(DrillholeSet& holes, std::vector<Finding>& findings, const std::set<std::string>& ids) {
    approve(holes, findings, [&](const Finding& finding) { return ids.contains(finding.id()); });
}

}  // namespace orelens::drilling
