// Around the header of a drillhole table: lines to skip as the rule states them, rows of units and limits
// under the header, names that stand twice, and the columns that nobody reads.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;
using Why = SkippedLine::Why;

/// Rows under the header that may hold units, limits or methods.
constexpr std::size_t rows_under_header = 4;

bool is_label(std::string_view field) {
    std::string low = lower(trimmed(field));
    while (!low.empty() && (low.back() == ':' || low.back() == ' ')) low.pop_back();
    static constexpr std::array labels{"unit",
                                       "units",
                                       "uom",
                                       "description",
                                       "lod",
                                       "lld",
                                       "ldl",
                                       "dl",
                                       "mdl",
                                       "udl",
                                       "limit",
                                       "limits",
                                       "lower limit",
                                       "upper limit",
                                       "method",
                                       "methods",
                                       "detection limit",
                                       "analyte",
                                       "lower detection limit",
                                       "detection",
                                       "analysis method",
                                       "单位",
                                       "检出限",
                                       "检测限",
                                       "下限",
                                       "上限",
                                       "方法",
                                       "分析方法",
                                       "测定方法"};
    return std::ranges::find(labels, low) != labels.end();
}

bool is_unit(std::string_view field) {
    if (field == "1") return false;
    if (field.size() > 2 && field.front() == '(' && field.back() == ')')
        field = field.substr(1, field.size() - 2);
    static constexpr std::array others{"°",     "deg",   "degrees", "度",      "kg",    "g",        "t/m3",
                                       "g/cm3", "t/m³",  "g/cc",    "g/cm³",   "kg/m3", "mm",       "cm",
                                       "km",    "cps",   "si",      "10-3 si", "-",     "text",     "t",
                                       "mrad",  "10^-3", "m/m",     "no",      "mgal",  "吨/立方米"};
    return base::grade_unit(field) || base::length_unit(field) ||
           std::ranges::find(others, lower(field)) != others.end();
}

/// What a row under the header is; nothing for a row of data.
std::optional<Why> kind_of(const OpenTable& table, const CsvFields& fields) {
    std::size_t units = 0, numbers = 0, words = 0;
    const auto at = [&](const char* role) {
        const auto found = table.columns.find(role);
        return found == table.columns.end() ? std::string_view() : fields[found->second];
    };
    for (std::size_t n = 0; n < fields.size(); ++n) {
        const std::string_view field = fields[n];
        if (field.empty() || is_label(field)) continue;
        if (number_form(without_qualifier(field)).shape != NumberShape::none)
            ++numbers;
        else if (is_unit(field))
            ++units;
        else
            ++words;
    }
    if (units > 0 && numbers == 0 && words == 0) return Why::units;
    // No hole and no place in it: nothing that a sample or a hole could be.
    const std::string_view hole = at("hole");
    const bool placed = !at("from").empty() || !at("to").empty() || !at("x").empty() || !at("y").empty() ||
                        !at("length").empty() || !at("depth").empty();
    const bool named = !table.columns.contains("hole") || (!hole.empty() && !is_label(hole));
    if (named || placed) return std::nullopt;
    if (numbers > 0 && words == 0) return Why::limits;
    return words > 0 && numbers == 0 ? std::optional(Why::methods) : std::nullopt;
}

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
    for (const Words& words : {Words{Why::above, "csv.lines_above"}, Words{Why::comment, "csv.lines_comment"},
                               Words{Why::units, "csv.lines_units"}, Words{Why::limits, "csv.lines_limits"},
                               Words{Why::methods, "csv.lines_methods"}}) {
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
        if (count == 0) continue;
        if (count > 10) lines += " … (" + std::to_string(count) + ")";
        Finding finding = about_header(table, FindingKind::lines_skipped, Severity::info, first);
        finding.count = count;
        finding.what = Message(words.what, {{"lines", lines}, {"text", text}});
        finding.fix = Message("csv.lines_fix");
        findings.push_back(std::move(finding));
    }
}

void report_names(const OpenTable& table, std::vector<Finding>& findings) {
    const auto& headers = table.csv.headers;
    const auto doubt = [&](std::size_t column, Message what) {
        Finding finding =
            about_header(table, FindingKind::header_doubtful, Severity::warning, table.csv.header_line);
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
        doubt(columns.front(),
              Message("csv.header_twice", {{"column", headers[columns.front()]}, {"numbers", numbers}}));
    }
    for (std::size_t c = 0; c < headers.size(); ++c)
        if (headers[c].empty() && table.seen[c].filled > 0)
            doubt(c, Message("csv.header_empty", {{"number", std::to_string(c + 1)},
                                                  {"cells", std::to_string(table.seen[c].filled)}}));
}

std::string reason_of(const OpenTable& table, std::size_t column) {
    const std::string& header = table.csv.headers[column];
    const NumberEvidence& seen = table.seen[column];
    if (seen.filled == 0) return "empty";
    if (header.empty()) return "unnamed";
    for (std::size_t c = 0; c < column; ++c)
        if (lower(table.csv.headers[c]) == lower(header)) return "duplicate";
    const std::string_view kind = column_kind(header);
    if (!kind.empty()) return std::string(kind);
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
        const bool named =
            name.empty() || name == "collar" || name == "survey" || name == "assay" || name == "lithology";
        if (!named || (!whole && lower(value) != "auto"))
            return base::fail(base::ErrorKind::usage, Message("csv.skip_lines_wrong", {{"text", item}}),
                              {.field = "drillholes.skip_lines"}, Message("csv.skip_lines_fix"));
        if (name.empty() || name == table) lines = whole ? number : -1;
    }
    return lines;
}

void take_rows_under_header(OpenTable& table) {
    table.units.assign(table.csv.headers.size(), {});
    std::size_t taken = 0;
    CsvFields fields;
    while (taken < std::min(rows_under_header, table.csv.records.size())) {
        const CsvRecord& record = table.csv.records[taken];
        fields.split(table.csv, record);
        const auto why = kind_of(table, fields);
        if (!why) break;
        for (std::size_t c = 0; *why == Why::units && c < table.units.size(); ++c)
            if (!is_label(fields[c])) table.units[c] = fields[c];
        table.csv.skipped.push_back({record.line, line_text(table.csv, record), *why});
        ++taken;
    }
    auto& records = table.csv.records;
    records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(taken));
    if (table.mapping.rows > 0) table.mapping.rows = static_cast<std::int64_t>(records.size());
}

AssayHeader assay_header(const OpenTable& table, std::size_t column) {
    AssayHeader header = read_assay_header(table.csv.headers[column]);
    if (header.unit || table.units.empty()) return header;
    std::string_view unit = table.units[column];
    if (unit.size() > 2 && unit.front() == '(' && unit.back() == ')') unit = unit.substr(1, unit.size() - 2);
    header.unit = base::grade_unit(unit);
    header.doubtful_ton = base::is_doubtful_ton(unit);
    return header;
}

std::optional<base::LengthUnit> stated_length_unit(const OpenTable& table, std::size_t column) {
    if (const auto unit = length_unit_in(table.csv.headers[column])) return unit;
    return table.units.empty() ? std::nullopt : base::length_unit(table.units[column]);
}

void list_unused(OpenTable& table, const std::vector<GradeSource>& grades) {
    std::vector<bool> used(table.csv.headers.size(), false);
    for (const auto& [role, column] : table.columns) used[column] = true;
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
}

}  // namespace orelens::io
