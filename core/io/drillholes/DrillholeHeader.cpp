// Around the header of a drillhole table: lines to skip as the rule states them, names that stand twice, what
// was passed over, and the columns that nobody reads. Rows under the header: RowsUnderHeader.cpp.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;
using Why = SkippedLine::Why;

std::string header_or_number(const OpenTable& table, std::size_t column) {
    const std::string& header = table.csv.headers[column];
    return header.empty() ? "#" + std::to_string(column + 1) : header;
}

Finding about_header(const OpenTable& table, FindingKind kind, Severity severity, std::int64_t row) {
    Finding finding;
    finding.kind = kind_name(kind);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = row;
    return finding;
}

/// One finding per kind of line: which lines, and what stands in the first.
void report_skipped(const OpenTable& table, std::vector<Finding>& findings) {
    struct Words {
        Why why;
        const char* what;
    };
    for (const Words& words :
         {Words{Why::above, "csv.lines_above"}, Words{Why::comment, "csv.lines_comment"},
          Words{Why::names, "csv.lines_names"}, Words{Why::repeated, "csv.lines_repeated"},
          Words{Why::totals, "csv.lines_totals"}, Words{Why::below, "csv.lines_below"},
          Words{Why::units, "csv.lines_units"}, Words{Why::limits, "csv.lines_limits"},
          Words{Why::methods, "csv.lines_methods"}, Words{Why::types, "csv.lines_types"}}) {
        std::string lines, text;
        std::int64_t first = 0, count = 0;
        for (const SkippedLine& line : table.csv.skipped) {
            if (line.why != words.why) continue;
            if (first == 0) first = line.line;
            if (++count > 10) continue;
            lines += (lines.empty() ? "" : ", ") + std::to_string(line.line);
            if (count <= 3) text += (text.empty() ? "" : " | ") + line.text;
        }
        if (words.why == Why::comment) count = std::max(count, table.csv.comments);
        if (words.why == Why::repeated) count = std::max(count, table.csv.repeated_headers);
        if (count == 0) continue;
        if (count > 10) lines += " … (" + std::to_string(count) + ")";
        Finding finding = about_header(table, FindingKind::lines_skipped, Severity::info, first);
        finding.count = count;
        finding.what = Message(words.what, {{"lines", lines}, {"text", text}});
        finding.fix = Message("csv.lines_fix");
        findings.push_back(std::move(finding));
    }
}

/// Whether somebody reads the column: as a role of the table, or as a grade.
bool somebody_reads(const OpenTable& table, std::size_t column) {
    return std::ranges::any_of(table.columns, [&](const auto& role) { return role.second == column; }) ||
           (table.seen[column].numeric() && plausible_element(table.csv.headers, column));
}

/// Rows in which columns of one name hold different things; `line` is that of the first.
struct NamesakeRows {
    std::int64_t count = 0, line = 0;
    std::string one, other;
};
NamesakeRows namesakes_apart(const OpenTable& table, const std::vector<std::size_t>& columns) {
    NamesakeRows found;
    CsvFields fields;
    // A row of units may tell them apart: percent and ppm of one assay say the same, rounded as they are.
    constexpr double rounding = 0.02;
    std::vector<double> times(table.csv.headers.size(), 1);
    if (const auto own = unit_in_row(table, columns.front()))
        for (const std::size_t column : columns)
            if (const auto unit = unit_in_row(table, column)) times[column] = base::fraction_of(*unit) / base::fraction_of(*own);
    for (const CsvRecord& record : table.csv.records) {
        fields.split(table.csv, record);
        const std::string_view first = fields[columns.front()];
        const auto differs = [&](std::size_t column) {
            const std::string_view here = fields[column];
            if (first.empty() || here.empty() || (here == first && times[column] == 1)) return false;
            const NumberMarks own = table.cells[columns.front()].marks, its = table.cells[column].marks;
            const auto a = parse_number(first, own), b = parse_number(here, its);
            if (!a || !b || times[column] == 1) return !a || !b || *a != *b;
            const double same = *b * times[column];
            return std::abs(*a - same) > rounding * std::max(std::abs(*a), std::abs(same));
        };
        const auto other = std::find_if(columns.begin() + 1, columns.end(), differs);
        if (other == columns.end() || found.count++ > 0) continue;
        found.line = record.line;
        found.one = first;
        found.other = fields[*other];
    }
    return found;
}

void report_names(const OpenTable& table, std::vector<Finding>& findings) {
    const auto& headers = table.csv.headers;
    const auto doubt = [&](std::size_t column, Message what, Severity severity = Severity::warning) {
        Finding finding = about_header(table, FindingKind::header_doubtful, severity, table.csv.header_line);
        finding.column = header_or_number(table, column);
        finding.what = std::move(what);
        finding.fix = Message("csv.header_fix");
        findings.push_back(std::move(finding));
    };
    std::map<std::string, std::vector<std::size_t>> columns_of;
    for (std::size_t c = 0; c < headers.size(); ++c) columns_of[lower(headers[c])].push_back(c);
    for (const auto& [name, columns] : columns_of) {
        if (name.empty() || columns.size() < 2) continue;
        std::string numbers;
        for (std::size_t n = 0; n < std::min<std::size_t>(columns.size(), 10); ++n)
            numbers += (n == 0 ? "" : ", ") + std::to_string(columns[n] + 1);
        if (columns.size() > 10) numbers += " …";
        if (const NamesakeRows rows = somebody_reads(table, columns.front()) ? namesakes_apart(table, columns) : NamesakeRows{};
            rows.count > 0) {
            doubt(columns.front(),
                  Message("csv.header_twice_differs", {{"column", headers[columns.front()]},
                                                       {"numbers", numbers},
                                                       {"count", std::to_string(rows.count)},
                                                       {"row", std::to_string(rows.line)},
                                                       {"one", rows.one},
                                                       {"other", rows.other}}),
                  Severity::error);
            findings.back().count = rows.count;
            continue;
        }
        doubt(columns.front(),
              Message("csv.header_twice", {{"column", headers[columns.front()]}, {"numbers", numbers}}));
    }
    for (std::size_t c = 0; c < headers.size(); ++c)
        if (headers[c].empty() && table.seen[c].filled > 0)
            doubt(c, Message("csv.header_empty", {{"number", std::to_string(c + 1)},
                                                  {"cells", std::to_string(table.seen[c].filled)}}));
}

/// Whether the column is no length of the rows' own intervals: lengths of core got out, or depths that were typed
/// wrong. Looked for in a few thousand rows.
bool other_length(const OpenTable& table, std::size_t column) {
    constexpr std::size_t looked_at = 4000;
    constexpr double rounding = 0.02, share = 0.01;
    const auto from = table.columns.find("from"), to = table.columns.find("to");
    if (from == table.columns.end() || to == table.columns.end()) return false;
    const std::size_t step = std::max<std::size_t>(1, table.csv.records.size() / looked_at);
    CsvFields fields;
    for (std::size_t i = 0; i < table.csv.records.size(); i += step) {
        fields.split(table.csv, table.csv.records[i]);
        const auto begin = parse_number(fields[from->second], table.cells[from->second].marks);
        const auto end = parse_number(fields[to->second], table.cells[to->second].marks);
        const auto length = parse_number(fields[column], table.cells[from->second].marks);
        if (!begin || !end || !length) continue;
        if (std::abs(*length - (*end - *begin)) > std::max(rounding, share * std::abs(*length))) return true;
    }
    return false;
}

std::string reason_of(const OpenTable& table, std::size_t column) {
    const std::string& header = table.csv.headers[column];
    const NumberEvidence& seen = table.seen[column];
    if (seen.filled == 0) return "empty";
    if (header.empty()) return "unnamed";
    for (std::size_t c = 0; c < column; ++c)
        if (lower(table.csv.headers[c]) == lower(header)) return "duplicate";
    const std::string_view kind = column_kind(header);
    if (kind == "length" && other_length(table, column)) return "length_other";
    if (!kind.empty()) return std::string(kind);
    if (seen.numeric() && of_a_product(table.csv.headers, column)) return "product";
    if (read_assay_header(header).element && seen.numeric())
        return plausible_element(table.csv.headers, column) ? "assay" : "symbol";
    return seen.numeric() ? "numbers" : "words";
}

}  // namespace

base::Expected<std::int64_t> lines_to_skip(const std::string& stated, const std::string& table) {
    std::int64_t lines = -1;
    for (const std::string& item : drilling::list_items(stated)) {
        const std::size_t equals = item.find('=');
        const std::string name =
            equals == std::string::npos ? "" : std::string(trimmed(item.substr(0, equals)));
        const std::string value(trimmed(equals == std::string::npos ? item : item.substr(equals + 1)));
        std::int64_t number = -1;
        const auto [stop, code] = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool whole = code == std::errc() && stop == value.data() + value.size() && number >= 0;
        const bool named = name.empty() || name == "collar" || name == "survey" || name == "assay" ||
                           name == "lithology" || name == "points" || name == "density";
        if (!named || (!whole && lower(value) != "auto"))
            return base::fail(base::ErrorKind::usage, Message("csv.skip_lines_wrong", {{"text", item}}),
                              {.field = "drillholes.skip_lines"}, Message("csv.skip_lines_fix"));
        if (name.empty() || name == table) lines = whole ? number : -1;
    }
    return lines;
}

namespace {

std::string_view word_in_row(const OpenTable& table, std::size_t column) {
    if (table.units.empty()) return {};
    std::string_view unit = table.units[column];
    if (unit.size() > 2 && unit.front() == '(' && unit.back() == ')') unit = unit.substr(1, unit.size() - 2);
    return unit;
}

}  // namespace

std::optional<base::GradeUnit> unit_in_row(const OpenTable& table, std::size_t column) {
    return base::grade_unit(word_in_row(table, column));
}

AssayHeader assay_header(const OpenTable& table, std::size_t column) {
    AssayHeader header = read_assay_header(table.csv.headers[column]);
    if (header.unit || table.units.empty()) return header;
    header.unit = unit_in_row(table, column);
    header.doubtful_ton = base::is_doubtful_ton(word_in_row(table, column));
    return header;
}

std::optional<base::LengthUnit> stated_length_unit(const OpenTable& table, std::size_t column) {
    if (const auto unit = length_unit_in(table.csv.headers[column])) return unit;
    return table.units.empty() ? std::nullopt : base::length_unit(table.units[column]);
}

double OpenTable::degrees_in(std::size_t column) const {
    auto unit = angle_unit_in(csv.headers[column]);
    if (!unit && !units.empty()) unit = angle_unit(lower(word_in_row(*this, column)));
    return unit ? io::degrees_in(*unit) : 1;
}

void list_unused(OpenTable& table, const std::vector<GradeSource>& grades) {
    std::vector<bool> used(table.csv.headers.size(), false);
    for (const auto& [role, column] : table.columns) used[column] = true;
    for (const UnitColumn& units : table.unit_columns) used[units.column] = used[units.column] || !units.assays.empty();
    for (const GradeSource& grade : grades) {
        used[grade.column] = true;
        if (grade.over) used[grade.over->column] = true;
    }
    table.mapping.unused.clear();
    for (std::size_t c = 0; c < used.size(); ++c)
        if (!used[c] && !(table.csv.headers[c].empty() && table.seen[c].filled == 0))
            table.mapping.unused.push_back({header_or_number(table, c), reason_of(table, c)});
}

void report_header(const OpenTable& table, std::vector<Finding>& findings) {
    report_skipped(table, findings);
    report_names(table, findings);
    report_unit_columns(table, findings);
}

}  // namespace orelens::io
