#include <algorithm>
#include <optional>
#include <span>

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

/// The row that a finding is about, and the end of its file's rows; nothing where there is none. Rows are in
/// file order, so the lines ascend.
std::optional<std::pair<std::size_t, std::size_t>> row_of(const IntervalTable& table,
                                                          const Finding& finding) {
    const auto [start, stop] = rows_of(table, finding.file);
    const auto last = table.row.begin() + static_cast<std::ptrdiff_t>(stop);
    const auto first =
        std::lower_bound(table.row.begin() + static_cast<std::ptrdiff_t>(start), last, finding.row);
    if (first == last || *first != finding.row) return std::nullopt;
    return std::pair(static_cast<std::size_t>(first - table.row.begin()), stop);
}

void mark_cells(IntervalTable& table, const Finding& finding) {
    const auto row_and_stop = row_of(table, finding);
    if (!row_and_stop) return;
    const std::size_t begin = row_and_stop->first;
    const std::size_t end = finding.count > 1 ? row_and_stop->second : begin + 1;
    const bool negative = finding.kind == FindingKind::negative_grade;
    const bool code = finding.kind == FindingKind::null_code;
    const auto meant = [&](const GradeColumn& column, std::size_t row) {
        const bool suspected = (column.flags[row] & static_cast<std::uint8_t>(CellFlag::suspected)) != 0;
        if (code) return suspected && column.values[row] == column.values[begin];
        return !suspected && (negative ? column.values[row] < 0 : column.values[row] >= 0);
    };
    for (GradeColumn& column : table.grades) {
        if (column.file_column != finding.column) continue;
        for (std::size_t row = begin; row < end; ++row)
            if (end == begin + 1 || meant(column, row))
                column.flags[row] |= static_cast<std::uint8_t>(CellFlag::approved);
    }
}

/// What composites leave out until it is approved: findings about a value, and about a place.
constexpr FindingKind about_values[] = {FindingKind::negative_grade, FindingKind::grade_above_total,
                                        FindingKind::null_code};
constexpr FindingKind about_places[] = {FindingKind::doubtful_place, FindingKind::long_interval,
                                        FindingKind::outside_hole};

bool is_one_of(std::span<const FindingKind> kinds, const Finding& finding) {
    return std::ranges::any_of(kinds, [&](FindingKind kind) { return finding.kind == kind; });
}

void believe(DrillholeSet& holes, const Finding& finding) {
    if (finding.kind == FindingKind::doubtful_place) {
        const auto hole = holes.hole_index.find(finding.hole);
        if (hole == holes.hole_index.end()) return;
        // A sample inside a channel has a row of its own; the channel's first one is its collar.
        Collar& collar = holes.collars[static_cast<std::size_t>(hole->second)];
        if (finding.file == holes.collar_file || finding.row == collar.row) {
            collar.doubtful = false;
            return;
        }
    }
    const auto row = row_of(holes.assays, finding);
    if (row && row->first < holes.assays.doubtful.size()) holes.assays.doubtful[row->first] = 0;
}

}  // namespace

bool approval_changes_samples(std::string_view finding_id) {
    const auto starts_id = [&](FindingKind kind) {
        const std::string_view name = kind_name(kind);
        return finding_id.starts_with(name) && finding_id.substr(name.size()).starts_with('|');
    };
    return std::ranges::any_of(about_values, starts_id) || std::ranges::any_of(about_places, starts_id);
}

void approve(DrillholeSet& holes, std::vector<Finding>& findings,
             const std::function<bool(const Finding&)>& agreed) {
    for (Finding& finding : findings) {
        if (!agreed(finding)) continue;
        finding.approved = true;
        if (is_one_of(about_values, finding)) mark_cells(holes.assays, finding);
        if (is_one_of(about_places, finding)) believe(holes, finding);
    }
}

void approve(DrillholeSet& holes, std::vector<Finding>& findings, const std::set<std::string>& ids) {
    approve(holes, findings, [&](const Finding& finding) { return ids.contains(finding.id()); });
}

}  // namespace orelens::drilling
