#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/base/StoppableOrder.h"
#include "core/drilling/Spans.h"
#include "core/drilling/Tools.h"

namespace orelens::drilling {
namespace {

using base::Message;
using base::number;

/// Depths that differ by less are the same depth (rounding of feet to metres).
constexpr double same_depth_m = 1e-6;
/// A hole may end this much above its last sample without remark.
constexpr double depth_tolerance_m = 0.01;

std::string line(std::int64_t row) {
    return std::to_string(row);
}

struct Checker {
    const DrillholeSet& holes;
    std::vector<Finding>& findings;
    const base::Progress* progress = nullptr;

    /// Asked at every step of the long loops: whether to leave off.
    [[nodiscard]] bool stopped(std::size_t step) const {
        constexpr std::size_t mask = (std::size_t{1} << 10) - 1;
        return (step & mask) == 0 && progress != nullptr && progress->cancelled();
    }

    Finding& add(FindingKind kind, Severity severity, const char* what, const char* fix,
                 std::vector<std::pair<std::string, std::string>> args = {}) {
        Finding finding;
        finding.kind = kind_name(kind);
        finding.severity = severity;
        finding.what = Message(what, std::move(args));
        finding.fix = Message(fix);
        findings.push_back(std::move(finding));
        return findings.back();
    }

    Finding& at_row(const IntervalTable& table, std::size_t row, Finding& finding) const {
        finding.file = table.file_of(row);
        finding.row = table.row[row];
        finding.from_m = table.from_m[row];
        finding.to_m = table.to_m[row];
        if (table.hole[row] >= 0)
            finding.hole = holes.collars[static_cast<std::size_t>(table.hole[row])].hole;
        return finding;
    }

    void at_station(const SurveyStation& station, Finding& finding) const {
        finding.file = holes.survey_file;
        finding.row = station.row;
        finding.from_m = finding.to_m = station.depth_m;
        if (station.hole >= 0) finding.hole = holes.collars[static_cast<std::size_t>(station.hole)].hole;
    }

    void collars();
    void stations();
    void station(const SurveyStation& station);
    void stations_below_holes();
    void intervals(const IntervalTable& table);
    void interval_row(const IntervalTable& table, std::size_t row);
    void neighbours(const IntervalTable& table, std::vector<std::size_t> rows);
    void blank_intervals(const IntervalTable& table);
    void grade_cells(const IntervalTable& table, const GradeColumn& column);
    void unknown_holes(const IntervalTable& table);
};

void Checker::collars() {
    std::vector<char> surveyed(holes.collars.size(), 0);
    for (const SurveyStation& station : holes.surveys)
        if (station.hole >= 0 && std::isfinite(station.dip_deg))
            surveyed[static_cast<std::size_t>(station.hole)] = 1;
    for (const StatedPath& path : holes.paths) surveyed[static_cast<std::size_t>(path.hole)] = 1;
    std::map<std::string, std::int64_t> first_row;
    for (std::size_t i = 0; i < holes.collars.size() && !stopped(i); ++i) {
        const Collar& collar = holes.collars[i];
        const auto place = [&](Finding& finding) {
            finding.file = holes.collar_file;
            finding.row = collar.row;
            finding.hole = collar.hole;
        };
        const auto [first, fresh] = first_row.emplace(collar.hole, collar.row);
        if (!fresh)
            place(add(FindingKind::duplicate_collar, Severity::error, "drilling.duplicate_collar",
                      "drilling.duplicate_collar_fix",
                      {{"hole", collar.hole}, {"row", line(first->second)}}));
        if (!std::isfinite(collar.x) || !std::isfinite(collar.y) || !std::isfinite(collar.z))
            place(add(FindingKind::collar_coordinates_missing, Severity::error, "drilling.no_coordinates",
                      "drilling.no_coordinates_fix", {{"hole", collar.hole}}));
        if (!surveyed[i])
            place(add(FindingKind::missing_survey, Severity::warning, "drilling.missing_survey",
                      "drilling.missing_survey_fix", {{"hole", collar.hole}}));
    }
}

void Checker::station(const SurveyStation& station) {
    const auto report = [&](FindingKind kind, const char* what, const char* fix, double value) {
        at_station(station, add(kind, Severity::error, what, fix, {{"value", number(value)}}));
    };
    if (std::isfinite(station.azimuth_deg)) {
        if (station.azimuth_deg < 0 || station.azimuth_deg > 360)
            at_station(station,
                       add(FindingKind::azimuth_out_of_range, Severity::warning, "drilling.azimuth_range",
                           "drilling.azimuth_range_fix", {{"value", number(station.azimuth_deg)}}));
    } else if (std::abs(station.dip_deg) != 90) {
        report(FindingKind::azimuth_out_of_range, "drilling.azimuth_missing", "drilling.station_left_out",
               no_value);
    }
    if (std::isnan(station.dip_deg))
        report(FindingKind::dip_out_of_range, "drilling.dip_missing", "drilling.station_left_out", no_value);
    else if (std::abs(station.dip_deg) > 90)
        report(FindingKind::dip_out_of_range, "drilling.dip_range", "drilling.station_left_out",
               station.dip_deg);
    if (station.depth_m < 0)
        report(FindingKind::station_order, "drilling.station_above_collar", "drilling.station_left_out",
               station.depth_m);
    if (station.hole < 0) return;
    const double end = holes.collars[static_cast<std::size_t>(station.hole)].depth_m;
    if (station.depth_m > end + depth_tolerance_m)
        at_station(station, add(FindingKind::beyond_hole_depth, Severity::warning,
                                "drilling.station_beyond_depth", "drilling.beyond_depth_fix",
                                {{"depth", number(station.depth_m, 10)}, {"end", number(end, 10)}}));
}

void Checker::stations() {
    for (std::size_t n = 0; n < holes.surveys.size() && !stopped(n); ++n) station(holes.surveys[n]);
    std::vector<std::int32_t> hole;
    for (const SurveyStation& each : holes.surveys) hole.push_back(each.hole);
    const RowsByHole by_hole(hole, holes.collars.size());
    for (std::size_t h = 0; h < holes.collars.size() && !stopped(h); ++h) {
        const SurveyStation* before = nullptr;
        std::map<double, std::int64_t> depths;
        for (const std::size_t row : by_hole.rows(h)) {
            const SurveyStation& now = holes.surveys[row];
            if (!(now.depth_m >= 0)) continue;  // reported by station()
            const auto [first, fresh] = depths.emplace(now.depth_m, now.row);
            if (!fresh) {
                at_station(now, add(FindingKind::duplicate_station, Severity::warning,
                                    "drilling.duplicate_station", "drilling.duplicate_station_fix",
                                    {{"depth", number(now.depth_m, 10)}, {"row", line(first->second)}}));
            } else if (before && now.depth_m < before->depth_m) {
                at_station(
                    now, add(FindingKind::station_order, Severity::warning, "drilling.station_order",
                             "drilling.station_order_fix",
                             {{"depth", number(now.depth_m, 10)}, {"before", number(before->depth_m, 10)}}));
            }
            before = &now;
        }
    }
}

/// Holes without a stated depth whose survey goes on far below their last interval: one note for the file,
/// since such a last station (90000, 99999) is a habit of whole databases.
void Checker::stations_below_holes() {
    const std::vector<double> ends = hole_ends(holes);
    std::set<std::int32_t> deep;
    const SurveyStation* first = nullptr;
    for (const SurveyStation& each : holes.surveys) {
        if (each.hole < 0 || std::isfinite(holes.collars[static_cast<std::size_t>(each.hole)].depth_m))
            continue;
        const double end = ends[static_cast<std::size_t>(each.hole)];
        if (!(each.depth_m > 2 * end + long_blank_m)) continue;
        deep.insert(each.hole);
        if (first == nullptr) first = &each;
    }
    if (first != nullptr)
        at_station(*first, add(FindingKind::beyond_hole_depth, Severity::info,
                               "drilling.stations_below_holes", "drilling.stations_below_holes_fix",
                               {{"depth", number(first->depth_m, 10)},
                                {"holes", line(static_cast<std::int64_t>(deep.size()))}}));
}

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
    if (to > end + depth_tolerance_m)
        at_row(table, row,
               add(FindingKind::beyond_hole_depth, Severity::warning, "drilling.beyond_depth",
                   "drilling.beyond_depth_fix", {{"to", number(to, 10)}, {"end", number(end, 10)}}));
}

/// Overlaps and gaps between the intervals of one hole. Sorted by depth; `deepest` is the row that reaches
/// furthest so far, so that an interval inside an earlier one is seen even when others lie between them.
void Checker::neighbours(const IntervalTable& table, std::vector<std::size_t> rows) {
    std::erase_if(rows, [&](std::size_t row) { return !(table.from_m[row] < table.to_m[row]); });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return table.from_m[a] < table.from_m[b]; });
    if (rows.empty()) return;
    std::size_t deepest = rows.front();
    std::set<std::size_t> reported;  // as the later row of an overlap; the next one goes to the other row
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const double reached = table.to_m[deepest];
        if (table.from_m[row] < reached - same_depth_m) {
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
        } else if (table.from_m[row] > reached + same_depth_m) {
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
    };
    Fault negative{FindingKind::negative_grade, "drilling.negative_grade", "drilling.negative_grade_fix",
                   "drilling.more_negative"};
    Fault above{FindingKind::grade_above_total, "drilling.grade_above_total",
                "drilling.grade_above_total_fix", "drilling.more_above_total"};
    const double factor = base::fraction_of(column.unit);
    for (std::size_t row = 0; row < table.size() && !stopped(row); ++row) {
        const double value = column.values[row];
        if (!(value < 0) && !(value * factor > 1)) continue;
        Fault& fault = value < 0 ? negative : above;
        if (++fault.count > max_findings_per_column) {
            if (fault.first_unlisted == 0) fault.first_unlisted = table.row[row];
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
        finding.file = table.file;
        finding.row = fault.first_unlisted;
        finding.count = fault.count - max_findings_per_column;
        finding.column = column.file_column;
    }
}

/// The reader reports these with their rows; a set made by other means is caught here.
void Checker::unknown_holes(const IntervalTable& table) {
    std::set<std::string> reported;
    for (const Finding& finding : findings)
        if (finding.kind == FindingKind::missing_collar && finding.file == table.file)
            reported.insert(finding.hole);
    for (const std::string& hole : table.unknown_holes) {
        if (reported.contains(hole)) continue;
        Finding& finding = add(FindingKind::missing_collar, Severity::error, "drilling.missing_collar",
                               "drilling.missing_collar_fix", {{"hole", hole}});
        finding.file = table.file;
        finding.hole = hole;
    }
}

void Checker::intervals(const IntervalTable& table) {
    unknown_holes(table);
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
    blank_intervals(table);
    for (const GradeColumn& column : table.grades) grade_cells(table, column);
}

}  // namespace

std::vector<Finding> validate(const DrillholeSet& holes, std::vector<Finding> read_findings,
                              const base::Progress* progress) {
    std::vector<Finding> findings = std::move(read_findings);
    Checker check{holes, findings, progress};
    check.collars();
    check.stations();
    check.stations_below_holes();
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
