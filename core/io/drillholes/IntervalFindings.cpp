#include "core/io/drillholes/IntervalFindings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/ColumnParam.h"
#include "core/io/drillholes/UsualGrades.h"

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

double median_above_zero(const std::vector<double>& values) {
    std::vector<double> above;
    for (const double value : values)
        if (value > 0) above.push_back(value);
    if (above.empty()) return 0;
    const auto middle = above.begin() + static_cast<std::ptrdiff_t>(above.size() / 2);
    std::nth_element(above.begin(), middle, above.end());
    return *middle;
}

bool suspected(const drilling::GradeColumn& column, std::size_t row) {
    return (column.flags[row] & static_cast<std::uint8_t>(drilling::CellFlag::suspected)) != 0;
}

/// A value of nothing but nines, a hundred times every other one that can be: the first row that has it.
std::optional<std::size_t> lone_code(const drilling::GradeColumn& column) {
    static constexpr std::array codes{9999.0, 99999.0, 999999.0};
    const double whole = 1 / base::fraction_of(column.unit);  // nothing but the element
    double highest = 0, code = 0;
    std::size_t at = 0;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const double value = column.values[row];
        if (suspected(column, row)) continue;
        if (std::ranges::find(codes, value) == codes.end()) {
            if (value > highest && value <= whole) highest = value;
        } else if (value > code) {
            code = value;
            at = row;
        }
    }
    return highest > 0 && code > 100 * highest ? std::optional(at) : std::nullopt;
}

/// Every cell of such a value takes no part until it is approved; of several such codes each is one finding.
void leave_out_lone_codes(const OpenTable& table, const GradeSource& grade,
                          const drilling::IntervalTable& intervals, drilling::GradeColumn& column,
                          std::vector<Finding>& findings) {
    while (const auto first = lone_code(column)) {
        const double code = column.values[*first];
        std::int64_t count = 0;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] != code) continue;
            column.flags[row] |= static_cast<std::uint8_t>(drilling::CellFlag::suspected);
            ++count;
        }
        Finding finding = about_column(table, grade, Severity::error, "csv.lone_code", "csv.lone_code_fix",
                                       {{"value", base::number(code, 8)}, {"count", std::to_string(count)}});
        finding.kind = kind_name(FindingKind::null_code);
        finding.row = intervals.row[*first];
        finding.count = count;
        if (count == 1) {
            finding.from_m = intervals.from_m[*first];
            finding.to_m = intervals.to_m[*first];
        }
        findings.push_back(std::move(finding));
    }
}

/// Elements of which rock is hardly ever without some ten grams per tonne: less is another unit.
bool never_scarce(std::string_view element) {
    static constexpr std::array elements{"Cu",  "Pb",   "Zn",   "Ni",    "Fe",    "TFe",  "Al",  "Mn",
                                         "Cr",  "Ti",   "Ca",   "Mg",    "Na",    "K",    "Si",  "P",
                                         "FeO", "CaO",  "MgO",  "SiO2",  "Fe2O3", "TiO2", "MnO", "Al2O3",
                                         "K2O", "Na2O", "P2O5", "Cr2O3", "V",     "V2O5", "Ba",  "Sr"};
    return std::ranges::find(elements, element) != elements.end();
}

std::vector<double> believed_values(const drilling::GradeColumn& column) {
    std::vector<double> out;
    for (std::size_t row = 0; row < column.values.size(); ++row)
        if (!suspected(column, row)) out.push_back(column.values[row]);
    return out;
}

/// The one that is most telling about the unit of a column.
std::optional<Finding> doubt_of_unit(const OpenTable& table, const GradeSource& grade,
                                     const std::vector<double>& values) {
    const AssayHeader stated = assay_header(table, grade.column);
    const auto& header = stated.unit;
    const auto row = unit_in_row(table, grade.column);
    const auto same = [](base::GradeUnit a, base::GradeUnit b) {
        return base::fraction_of(a) == base::fraction_of(b);
    };
    const auto doubt = [&](Severity severity, const char* what,
                           std::vector<std::pair<std::string, std::string>> args) {
        return about_column(table, grade, severity, what, "csv.unit_fix", std::move(args));
    };
    const auto symbol = [](base::GradeUnit unit) { return std::string(base::symbol(unit)); };
    // Two units that contradict make every grade wrong by a factor of a thousand or more: an error, whichever
    // of them is right. What the rule states together with one of them is settled.
    const bool backed = grade.unit_stated && row && same(*row, grade.unit);
    if (header && row && !same(*header, *row) && !grade.unit_stated)
        return doubt(Severity::error, "csv.unit_row",
                     {{"header_unit", symbol(*header)}, {"row_unit", symbol(*row)}});
    if (header && !same(*header, grade.unit) && !backed)
        return doubt(Severity::error, "csv.unit_header", {{"header_unit", symbol(*header)}});
    const double fraction = base::fraction_of(grade.unit);
    double highest = -1;
    std::size_t filled = 0, above = 0;
    for (const double value : values) {
        highest = value > highest ? value : highest;
        filled += std::isnan(value) ? 0 : 1;
        above += value * fraction > 1 ? 1 : 0;
    }
    // A slip of the pen is one cell; where many are more than the rock itself, nobody's percent were meant.
    if (grade.unit_assumed && 100 * above > filled)
        return doubt(Severity::error, "csv.unit_above_total", {{"above", std::to_string(above)},
                                                                   {"filled", std::to_string(filled)},
                                                                   {"highest", base::number(highest, 6)}});
    const auto most = usual_most(grade.name);
    const double middle = grade.unit_assumed && most ? median_above_zero(values) : 0;
    if (most && middle * fraction > *most)
        return doubt(Severity::error, "csv.unit_median", {{"value", base::number(middle, 4)}});
    const bool too_rich = is_precious(grade.name) && highest * fraction > 0.005;
    const bool too_poor = never_scarce(grade.name) && highest > 0 && highest * fraction < 20e-6 &&
                          fraction < 1e-2 && values.size() >= 20;
    if (too_rich || too_poor)
        return doubt(Severity::warning, "csv.unit_values", {{"value", base::number(highest)}});
    if (header && stated.doubtful_ton) return doubt(Severity::warning, "csv.unit_ton", {});
    if (!grade.unit_assumed) return std::nullopt;
    return grade.later_table ? doubt(Severity::warning, "csv.unit_of_first", {})
                             : doubt(Severity::info, "csv.unit_assumed", {});
}

/// Whether two columns of one element say the same: wherever both have a number, hardly apart.
bool agree(const OpenTable& table, const GradeSource& grade, std::size_t other, base::GradeUnit unit) {
    constexpr std::size_t most_looked_at = 2000;
    const auto number = [&](std::string_view field) {
        return parse_number(field, table.cells[grade.column].marks);
    };
    const double factor = base::fraction_of(unit) / base::fraction_of(grade.unit);
    CsvFields fields;
    std::size_t both = 0;
    for (std::size_t n = 0; n < std::min(most_looked_at, table.csv.records.size()); ++n) {
        fields.split(table.csv, table.csv.records[n]);
        const auto here = number(fields[grade.column]), there = number(fields[other]);
        if (!here || !there) continue;
        ++both;
        if (std::abs(*here - *there * factor) > 0.02 * std::max(std::abs(*here), std::abs(*there * factor)))
            return false;
    }
    return both > 0;
}

}  // namespace

void report_units(const OpenTable& table, const std::vector<GradeSource>& grades,
                  drilling::IntervalTable& intervals, std::vector<Finding>& findings) {
    for (std::size_t g = 0; g < grades.size(); ++g) {
        drilling::GradeColumn& column = intervals.grades[g];
        leave_out_lone_codes(table, grades[g], intervals, column, findings);
        if (auto doubt = doubt_of_unit(table, grades[g], believed_values(column)))
            findings.push_back(std::move(*doubt));
    }
}

void report_nulls(const OpenTable& table, const std::vector<GradeSource>& grades,
                  const drilling::IntervalTable& intervals, std::vector<Finding>& findings) {
    constexpr double many = 0.05;
    for (std::size_t g = 0; g < grades.size(); ++g) {
        const drilling::GradeColumn& column = intervals.grades[g];
        std::int64_t nulls = 0, filled = 0, first = 0;
        double metal = 0, length = 0, without = 0;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            const double metres = intervals.is_point(row) ? 1 : std::fmax(0, intervals.to_m[row] - intervals.from_m[row]);
            if ((column.flags[row] & static_cast<std::uint8_t>(drilling::CellFlag::null_code)) != 0) {
                if (nulls++ == 0) first = intervals.row[row];
                without += metres;
            } else if (!std::isnan(column.values[row]) && !suspected(column, row)) {
                ++filled;
                metal += metres * column.values[row];
                length += metres;
            }
        }
        if (nulls == 0 || length == 0) continue;
        const double share = static_cast<double>(nulls) / static_cast<double>(nulls + filled);
        Finding finding = about_column(table, grades[g], share > many ? Severity::warning : Severity::info, "csv.nulls",
                                       "csv.nulls_fix",
                                       {{"count", std::to_string(nulls)},
                                        {"share", base::number(100 * share, 3)},
                                        {"mean", base::number(metal / length, 4)},
                                        {"mean_zero", base::number(metal / (length + without), 4)}});
        finding.kind = kind_name(FindingKind::null_code);
        finding.row = first;
        finding.count = nulls;
        findings.push_back(std::move(finding));
    }
}

void report_directions(const OpenTable& table, const drilling::DrillholeSet& holes, std::vector<Finding>& findings) {
    if (!holes.surveys.empty() || table.mapping.table != "assay") return;
    std::vector<std::size_t> taken;
    for (const auto& [role, column] : table.columns) taken.push_back(column);
    const auto azimuth = guess_column("collar", "azimuth", table.csv.headers, taken),
               dip = guess_column("collar", "dip", table.csv.headers, taken);
    const auto numbers = [&](const auto& column) { return column && table.seen[*column].filled > 0 && table.seen[*column].numeric(); };
    if (!numbers(azimuth) || !numbers(dip)) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::header_doubtful);
    finding.severity = Severity::error;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.csv.headers[*azimuth];
    finding.what = Message("csv.directions_unread",
                           {{"azimuth", finding.column}, {"dip", table.csv.headers[*dip]}});
    finding.fix = Message("csv.directions_unread_fix");
    findings.push_back(std::move(finding));
}

void report_rivals(const OpenTable& table, const std::vector<GradeSource>& grades,
                   std::vector<Finding>& findings) {
    std::vector<char> used(table.csv.headers.size(), 0);
    for (const auto& [role, column] : table.columns) used[column] = 1;
    for (const GradeSource& grade : grades) {
        used[grade.column] = 1;
        if (grade.over) used[grade.over->column] = 1;
    }
    for (const GradeSource& grade : grades) {
        if (grade.column_stated) continue;
        std::string others;
        for (std::size_t c = 0; c < used.size(); ++c) {
            if (used[c] != 0 || !table.seen[c].numeric()) continue;
            const AssayHeader header = assay_header(table, c);
            if (!header.element || header.name != grade.name || of_a_product(table.csv.headers, c)) continue;
            // Columns of one name are an error of their own.
            if (lower(table.csv.headers[c]) == lower(table.csv.headers[grade.column])) continue;
            if (agree(table, grade, c, header.unit.value_or(grade.unit))) continue;
            others += (others.empty() ? "" : ", ") + table.csv.headers[c];
        }
        if (others.empty()) continue;
        Finding finding = about_column(table, grade, Severity::warning, "csv.element_twice",
                                       "csv.element_twice_fix", {{"others", others}});
        finding.kind = kind_name(FindingKind::header_doubtful);
        findings.push_back(std::move(finding));
    }
}

void report_not_taken(const OpenTable& table, const std::vector<GradeSource>& grades,
                      std::vector<Finding>& findings) {
    if (!table.grades_guessed) return;
    std::vector<char> used(table.csv.headers.size(), 0);
    for (const auto& [role, column] : table.columns) used[column] = 1;
    for (const GradeSource& grade : grades) {
        used[grade.column] = 1;
        if (grade.over) used[grade.over->column] = 1;
    }
    std::string columns;
    std::int64_t count = 0;
    for (std::size_t c = 0; c < used.size(); ++c) {
        const std::string& header = table.csv.headers[c];
        if (used[c] != 0 || table.seen[c].filled == 0 || !table.seen[c].numeric()) continue;
        const AssayHeader read = assay_header(table, c);
        const bool traces = read.unit && *read.unit != base::GradeUnit::percent &&
                            *read.unit != base::GradeUnit::fraction && !read.element;
        const bool product = of_a_product(table.csv.headers, c);
        if (!product && (!column_kind(header).empty() || !(traces || element_like(table.csv.headers, c))))
            continue;
        columns += (columns.empty() ? "" : ", ") + header;
        ++count;
    }
    if (count == 0) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::header_doubtful);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.count = count;
    finding.what = Message("csv.not_taken", {{"columns", columns}});
    finding.fix = Message("csv.not_taken_fix");
    findings.push_back(std::move(finding));
}

void report_dates(const OpenTable& table, std::int64_t count, std::int64_t first_line, const std::string& text,
                  std::vector<Finding>& findings) {
    if (count == 0) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::non_numeric);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = first_line;
    finding.column = table.header("date");
    finding.count = count;
    finding.what = Message("csv.date_unread",
                           {{"count", std::to_string(count)}, {"column", finding.column}, {"text", text}});
    finding.fix = Message("csv.date_unread_fix");
    findings.push_back(std::move(finding));
}

void report_hole_numbers(const OpenTable& table, drilling::SampleKind kind, std::vector<Finding>& findings) {
    constexpr std::size_t fewest = 5, most_looked_at = 5000;
    const auto& records = table.csv.records;
    if (kind == drilling::SampleKind::collar_depth || records.size() < fewest) return;
    const std::size_t column = table.columns.at("hole");
    std::set<std::string, std::less<>> seen;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(most_looked_at, records.size()); ++n) {
        fields.split(table.csv, records[n]);
        const std::string_view name = fields[column];
        const bool whole = !name.empty() && name.find_first_not_of("0123456789") == name.npos;
        if (!whole || !seen.emplace(name).second) return;
    }
    Finding finding;
    finding.kind = kind_name(FindingKind::header_doubtful);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.csv.headers[column];
    finding.what = Message("csv.hole_numbers", {{"column", finding.column}});
    finding.fix = Message("csv.hole_numbers_fix", {{"parameter", column_param(table.mapping.table, "hole")}});
    findings.push_back(std::move(finding));
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
                         const std::vector<OverCells>& cells, std::vector<Finding>& findings) {
    for (std::size_t g = 0; g < grades.size(); ++g) {
        const auto report = [&](Severity severity, std::int64_t count, const char* what, const char* fix) {
            Finding finding;
            finding.kind = kind_name(FindingKind::over_column);
            finding.severity = severity;
            finding.file = table.file;
            finding.row = table.csv.header_line;
            finding.column = table.csv.headers[grades[g].over->column];
            finding.count = count;
            finding.what = Message(what, {{"count", std::to_string(count)},
                                          {"column", finding.column},
                                          {"first", table.csv.headers[grades[g].column]},
                                          {"grade", grades[g].name},
                                          {"unit", std::string(base::symbol(grades[g].over->unit))}});
            finding.fix = Message(fix);
            if (what == std::string_view("csv.over_low")) finding.row = cells[g].first_low;
            findings.push_back(std::move(finding));
        };
        if (cells[g].taken > 0)
            report(Severity::info, cells[g].taken, "csv.over_column", "csv.over_column_fix");
        if (cells[g].low > 0)
            report(cells[g].low_at_limit > 0 ? Severity::error : Severity::warning, cells[g].low,
                   "csv.over_low", "csv.over_low_fix");
    }
}

}  // namespace orelens::io
