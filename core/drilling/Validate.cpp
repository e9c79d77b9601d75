// Checks of intervals, and the order of all.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/base/StoppableOrder.h"
#include "core/drilling/Checker.h"
#include "core/drilling/Spans.h"

namespace orelens::drilling {
namespace {

using base::number;

/// Depths that differ by less are the same depth: feet turned into metres, or cut to centimetres.
constexpr double same_depth_m = 0.01 + 1e-6;
/// Below this they are equal as numbers go: not even rounding is mentioned.
constexpr double equal_depth_m = 1e-6;

std::string line(std::int64_t row) {
    return std::to_string(row);
}

}  // namespace

void Checker::interval_row(const IntervalTable& table, std::size_t row) {
    const double from = table.from_m[row], to = table.to_m[row];
    if (!(from < to) && !table.is_point(row)) {
        at_row(table, row,
               add(FindingKind::from_not_below_to, Severity::error, "drilling.from_not_below_to",
                   "drilling.from_not_below_to_fix", {{"from", number(from, 10)}, {"to", number(to, 10)}}));
        return;
    }
    if (from < 0)
        at_row(table, row,
               add(FindingKind::beyond_hole_depth, Severity::warning, "drilling.above_collar",
                   "drilling.beyond_depth_fix", {{"from", number(from, 10)}}));
    if (table.hole[row] < 0) return;
    const double end = holes.collars[static_cast<std::size_t>(table.hole[row])].depth_m;
    // A final depth of 0 is one that nobody filled in.
    if (end > 0 && to > end + depth_tolerance_m && !doubted(table, row))
        at_row(table, row,
               add(FindingKind::beyond_hole_depth, Severity::warning, "drilling.beyond_depth",
                   "drilling.beyond_depth_fix", {{"to", number(to, 10)}, {"end", number(end, 10)}}));
}

/// Overlaps and gaps between the intervals of one hole. Sorted by depth; `deepest` is the row that reaches
/// furthest so far, so that an interval inside an earlier one is seen even when others lie between them.
void Checker::neighbours(const IntervalTable& table, std::vector<std::size_t> rows) {
    std::erase_if(rows, [&](std::size_t row) {
        return !(table.from_m[row] < table.to_m[row]) || left_out(table, row);
    });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return table.from_m[a] < table.from_m[b]; });
    if (rows.empty()) return;
    std::size_t deepest = rows.front();
    std::set<std::size_t> reported;  // as the later row of an overlap; the next one goes to the other row
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const double reached = table.to_m[deepest], off = table.from_m[row] - reached;
        // Of intervals no longer than the rounding itself an overlap is one.
        const double shorter =
            std::min(table.to_m[row] - table.from_m[row], table.to_m[deepest] - table.from_m[deepest]);
        if (std::abs(off) <= std::min(same_depth_m, shorter / 2)) {
            if (std::abs(off) > equal_depth_m) {
                if (rounded++ == 0) first_rounded = row;
                most_rounded = std::max(most_rounded, std::abs(off));
            }
        } else if (off < 0) {
            const bool anew = reported.insert(std::max(row, deepest)).second;
            const std::size_t later = anew ? std::max(row, deepest) : row;
            const std::size_t earlier = later == row ? deepest : row;
            Finding& finding =
                at_row(table, later,
                       add(FindingKind::overlap, Severity::error, "drilling.overlap", "drilling.overlap_fix",
                           {{"row", line(table.row[earlier])},
                            {"this_row", line(table.row[later])},
                            {"length", number(std::min(reached, table.to_m[row]) - table.from_m[row])}}));
            finding.fix.args = {{"row", line(table.row[std::min(row, deepest)])}};
            finding.from_m = table.from_m[row];
            finding.to_m = std::min(reached, table.to_m[row]);
        } else {
            Finding& finding =
                at_row(table, row,
                       add(FindingKind::gap, Severity::warning, "drilling.gap", "drilling.gap_fix",
                           {{"length", number(table.from_m[row] - reached)}, {"table", table.name}}));
            finding.from_m = reached;
            finding.to_m = table.from_m[row];
        }
        if (table.to_m[row] > reached) deepest = row;
    }
}

void Checker::blank_intervals(const IntervalTable& table) {
    if (table.grades.empty()) return;
    for (std::size_t row = 0; row < table.size() && !stopped(row); ++row) {
        const double length = table.to_m[row] - table.from_m[row];
        if (!(length >= long_blank_m)) continue;
        const bool blank =
            std::all_of(table.grades.begin(), table.grades.end(),
                        [&](const GradeColumn& column) { return std::isnan(column.values[row]); });
        if (blank)
            at_row(table, row,
                   add(FindingKind::blank_interval, Severity::warning, "drilling.blank_interval",
                       "drilling.blank_interval_fix", {{"length", number(length)}}));
    }
}

void Checker::grade_cells(const IntervalTable& table, const GradeColumn& column) {
    struct Fault {
        FindingKind kind;
        const char *what, *fix, *more;
        std::int64_t count = 0, first_unlisted = 0;
        std::string file = {};
    };
    Fault negative{FindingKind::negative_grade, "drilling.negative_grade", "drilling.negative_grade_fix",
                   "drilling.more_negative"};
    Fault above{FindingKind::grade_above_total, "drilling.grade_above_total",
                "drilling.grade_above_total_fix", "drilling.more_above_total"};
    const double factor = base::fraction_of(column.unit);
    // Of a column whose unit is assumed the reader has told it as a whole (io/drillholes/IntervalFindings.cpp).
    const bool told = std::ranges::any_of(findings, [&](const Finding& one) {
        return one.what.key == "csv.unit_above_total" && one.column == column.file_column;
    });
    for (std::size_t row = 0; row < table.size() && !stopped(row); ++row) {
        const double value = column.values[row];
        if (!(value < 0) && (told || !(value * factor > 1))) continue;
        Fault& fault = value < 0 ? negative : above;
        if (++fault.count > max_findings_per_column) {
            if (fault.first_unlisted == 0) {
                fault.first_unlisted = table.row[row];
                fault.file = table.file_of(row);
            }
            continue;
        }
        Finding& finding = at_row(table, row,
                                  add(fault.kind, Severity::error, fault.what, fault.fix,
                                      {{"value", number(value, 10)},
                                       {"unit", std::string(base::symbol(column.unit))},
                                       {"grade", column.name}}));
        finding.column = column.file_column;
        finding.approved = (column.flags[row] & static_cast<std::uint8_t>(CellFlag::approved)) != 0;
    }
    for (const Fault& fault : {negative, above}) {
        if (fault.first_unlisted == 0) continue;
        Finding& finding =
            add(fault.kind, Severity::error, fault.more, fault.fix,
                {{"count", std::to_string(fault.count - max_findings_per_column)}, {"grade", column.name}});
        finding.file = fault.file;
        finding.row = fault.first_unlisted;
        finding.count = fault.count - max_findings_per_column;
        finding.column = column.file_column;
    }
}

/// The reader reports these with their rows; a set made by other means is caught here.
void Checker::unknown_holes(const IntervalTable& table) {
    std::set<std::string> reported;
    for (const Finding& finding : findings)
        if (finding.kind == FindingKind::missing_collar &&
            (finding.file == table.file ||
             std::ranges::find(table.more_files, finding.file) != table.more_files.end()))
            reported.insert(finding.hole);
    for (const std::string& hole : table.unknown_holes) {
        if (reported.contains(hole)) continue;
        Finding& finding = add(FindingKind::missing_collar, Severity::error, "drilling.missing_collar",
                               "drilling.missing_collar_fix", {{"hole", hole}});
        finding.file = table.file;
        finding.hole = hole;
    }
}

void Checker::doubtful_rows(const IntervalTable& table) {
    if (&table == &holes.lithology) deep_logs();
    if (&table != &holes.assays) return;
    doubtful_assays = doubtful_intervals(holes, table);
    for (const DoubtfulInterval& one : doubtful_assays) {
        const bool is_long = one.why == IntervalDoubt::long_interval;
        const double end = holes.collars[static_cast<std::size_t>(table.hole[one.row])].depth_m;
        at_row(table, one.row,
               add(is_long ? FindingKind::long_interval : FindingKind::outside_hole,
                   one.left_out ? Severity::error : Severity::warning,
                   is_long ? "drilling.long_interval" : "drilling.outside_hole",
                   one.left_out ? "drilling.doubtful_row_fix" : "drilling.doubtful_row_kept_fix",
                   {{"length", number(table.to_m[one.row] - table.from_m[one.row], 10)},
                    {"usual", number(one.usual_m, 4)},
                    {"from", number(table.from_m[one.row], 10)},
                    {"to", number(table.to_m[one.row], 10)},
                    {"end", number(end, 10)}}));
    }
}

/// Logs that go on far below everything else of their holes: once for the table, since a last interval to
/// 9999 is a habit of whole databases.
void Checker::deep_logs() {
    const std::vector<std::size_t> rows = logs_beyond_belief(holes);
    if (rows.empty()) return;
    const IntervalTable& table = holes.lithology;
    Finding& finding = at_row(
        table, rows.front(),
        add(FindingKind::long_interval, Severity::warning, "drilling.deep_log", "drilling.deep_log_fix",
            {{"count", std::to_string(rows.size())},
             {"from", number(table.from_m[rows.front()], 10)},
             {"to", number(table.to_m[rows.front()], 10)}}));
    finding.count = static_cast<std::int64_t>(rows.size());
}

/// What `neighbours` took for rounding, once per table.
void Checker::rounding(const IntervalTable& table) {
    if (rounded == 0) return;
    Finding& finding = add(FindingKind::depth_rounding, Severity::info, "drilling.depth_rounding",
                           "drilling.depth_rounding_fix",
                           {{"count", std::to_string(rounded)}, {"most", number(1000 * most_rounded, 2)}});
    finding.file = table.file_of(first_rounded);
    finding.row = table.row[first_rounded];
    finding.count = rounded;
    rounded = 0;
    most_rounded = 0;
}

void Checker::intervals(const IntervalTable& table) {
    unknown_holes(table);
    doubtful_rows(table);
    for (std::size_t row = 0; row < table.size() && !stopped(row); ++row) interval_row(table, row);
    const RowsByHole by_hole(table.hole, holes.collars.size());
    for (std::size_t hole = 0; hole < holes.collars.size(); ++hole) {
        if (stopped(0)) return;
        // Which of two tables counts where both have a sample is a rule (AssayRule), not a fault.
        const auto rows = by_hole.rows(hole);
        for (std::size_t begin = 0; begin < rows.size();) {
            std::size_t end = begin + 1;
            while (end < rows.size() && table.source_of(rows[end]) == table.source_of(rows[begin])) ++end;
            neighbours(table, {rows.begin() + static_cast<std::ptrdiff_t>(begin),
                               rows.begin() + static_cast<std::ptrdiff_t>(end)});
            begin = end;
        }
    }
    rounding(table);
    blank_intervals(table);
    for (const GradeColumn& column : table.grades) grade_cells(table, column);
}

std::vector<Finding> validate(const DrillholeSet& holes, std::vector<Finding> read_findings,
                              const base::Progress* progress) {
    std::vector<Finding> findings = std::move(read_findings);
    Checker check{holes, findings, progress};
    check.collars();
    check.doubtful_places();
    check.doubtful_samples();
    check.twin_holes();
    check.stations();
    check.bends();
    check.stations_below_holes();
    check.depths_beyond_records();
    check.intervals(holes.assays);
    check.intervals(holes.lithology);
    const auto before = [](const Finding& a, const Finding& b) {
        const int first = -static_cast<int>(a.severity), second = -static_cast<int>(b.severity);
        return std::tie(first, a.file, a.row) < std::tie(second, b.file, b.row);
    };
    const bool sorted = base::order_unless_cancelled(progress, before, [&](const auto& less) {
        std::stable_sort(findings.begin(), findings.end(), less);
    });
    if (!sorted) findings.clear();
    return findings;
}

}  // namespace orelens::drilling
