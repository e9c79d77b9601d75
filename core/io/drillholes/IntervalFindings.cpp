#include "core/io/drillholes/IntervalFindings.h"

#include <algorithm>

#include "core/io/drillholes/ColumnGuess.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

Finding about_column(const OpenTable& table, const GradeSource& grade, Severity severity, const char* what,
                     const char* fix, std::vector<std::pair<std::string, std::string>> args) {
    Finding finding;
    finding.kind = kind_name(FindingKind::unit_suspicious);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.csv.headers[grade.column];
    args.emplace_back("column", finding.column);
    args.emplace_back("grade", grade.name);
    args.emplace_back("unit", base::symbol(grade.unit));
    finding.what = Message(what, std::move(args));
    finding.fix = Message(fix, {{"grade", grade.name}});
    return finding;
}

}  // namespace

void report_units(const OpenTable& table, const std::vector<GradeSource>& grades,
                  const drilling::IntervalTable& intervals, std::vector<Finding>& findings) {
    for (std::size_t g = 0; g < grades.size(); ++g) {
        const GradeSource& grade = grades[g];
        const AssayHeader stated = assay_header(table, grade.column);
        const auto& header = stated.unit;
        double highest = -1;
        for (const double value : intervals.grades[g].values) highest = value > highest ? value : highest;
        const double fraction = highest * base::fraction_of(grade.unit);
        const bool too_rich = is_precious(grade.name) && fraction > 0.005;
        const bool too_poor = !is_precious(grade.name) && highest > 0 && fraction < 20e-6 &&
                              base::fraction_of(grade.unit) < 1e-2 && intervals.size() >= 20;
        // One finding per column, the most telling one. Two units that contradict make every grade wrong by
        // a factor of a thousand or more: an error, whichever of them is right.
        if (header && base::fraction_of(*header) != base::fraction_of(grade.unit))
            findings.push_back(about_column(table, grade, Severity::error, "csv.unit_header", "csv.unit_fix",
                                            {{"header_unit", std::string(base::symbol(*header))}}));
        else if (too_rich || too_poor)
            findings.push_back(about_column(table, grade, Severity::warning, "csv.unit_values",
                                            "csv.unit_fix", {{"value", base::number(highest)}}));
        else if (header && stated.doubtful_ton)
            findings.push_back(
                about_column(table, grade, Severity::warning, "csv.unit_ton", "csv.unit_fix", {}));
        else if (grade.unit_assumed)
            findings.push_back(
                about_column(table, grade, Severity::info, "csv.unit_assumed", "csv.unit_fix", {}));
    }
}

void add_check(std::vector<CheckRows>& to, const CheckRows& rows) {
    auto known =
        std::find_if(to.begin(), to.end(), [&](const CheckRows& one) { return one.type == rows.type; });
    if (known == to.end()) known = to.insert(known, {rows.type, rows.line, 0});
    known->count += rows.count;
}

void report_checks(const OpenTable& table, const std::vector<CheckRows>& checks,
                   std::vector<Finding>& findings) {
    for (const CheckRows& rows : checks) {
        Finding finding;
        finding.kind = kind_name(FindingKind::check_sample);
        finding.severity = Severity::info;
        finding.file = table.file;
        finding.row = rows.line;
        finding.column = table.header("type");
        finding.count = rows.count;
        finding.what =
            Message("csv.check_sample", {{"count", std::to_string(rows.count)}, {"type", rows.type}});
        finding.fix = Message("csv.check_sample_fix");
        findings.push_back(std::move(finding));
    }
}

void report_over_columns(const OpenTable& table, const std::vector<GradeSource>& grades,
                         const std::vector<std::int64_t>& counts, std::vector<Finding>& findings) {
    for (std::size_t g = 0; g < grades.size(); ++g) {
        if (counts[g] == 0) continue;
        Finding finding;
        finding.kind = kind_name(FindingKind::above_limit);
        finding.severity = Severity::info;
        finding.file = table.file;
        finding.row = table.csv.header_line;
        finding.column = table.csv.headers[grades[g].over->column];
        finding.count = counts[g];
        finding.what = Message("csv.over_column", {{"count", std::to_string(counts[g])},
                                                   {"column", finding.column},
                                                   {"first", table.csv.headers[grades[g].column]},
                                                   {"grade", grades[g].name}});
        finding.fix = Message("csv.over_column_fix");
        findings.push_back(std::move(finding));
    }
}

}  // namespace orelens::io
