// The checks of `validate`, shared by the two files that hold them: holes and intervals. Private to them.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"

namespace orelens::drilling {

/// A hole may end this much above its last sample without remark.
inline constexpr double depth_tolerance_m = 0.01;

struct Checker {
    const DrillholeSet& holes;
    std::vector<Finding>& findings;
    const base::Progress* progress = nullptr;
    std::vector<DoubtfulInterval> doubtful_assays;
    std::int64_t rounded = 0;  ///< overlaps and gaps of the table at hand that are rounding
    std::size_t first_rounded = 0;
    double most_rounded = 0;

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
        finding.what = base::Message(what, std::move(args));
        finding.fix = base::Message(fix);
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
        finding.file = station.of_collar ? holes.collar_file : holes.survey_file;
        finding.row = station.row;
        finding.from_m = finding.to_m = station.depth_m;
        if (station.hole >= 0) finding.hole = holes.collars[static_cast<std::size_t>(station.hole)].hole;
    }

    void collars();
    void doubtful_places();
    void doubtful_samples();
    void twin_holes();
    void doubtful_rows(const IntervalTable& table);
    void deep_logs();
    void rounding(const IntervalTable& table);
    void bends();
    void stations();
    void station(const SurveyStation& station);
    void stations_below_holes();
    void depths_beyond_records();
    void intervals(const IntervalTable& table);
    void interval_row(const IntervalTable& table, std::size_t row);
    /// Whether doubtful_rows() speaks of it already.
    [[nodiscard]] bool doubted(const IntervalTable& table, std::size_t row) const {
        return &table == &holes.assays &&
               std::ranges::binary_search(doubtful_assays, row, {}, &DoubtfulInterval::row);
    }
    [[nodiscard]] bool left_out(const IntervalTable& table, std::size_t row) const {
        return doubted(table, row) &&
               std::ranges::lower_bound(doubtful_assays, row, {}, &DoubtfulInterval::row)->left_out;
    }
    void neighbours(const IntervalTable& table, std::vector<std::size_t> rows);
    void blank_intervals(const IntervalTable& table);
    void grade_cells(const IntervalTable& table, const GradeColumn& column);
    void unknown_holes(const IntervalTable& table);
};

}  // namespace orelens::drilling
