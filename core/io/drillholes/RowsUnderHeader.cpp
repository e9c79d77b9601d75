// Rows under the header that are no samples: units, limits of detection, methods. Told by a label (LOD,
// 检出限, units) or, without one, by having no hole and no depth.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

using Why = SkippedLine::Why;
using Side = StatedLimit::Side;

constexpr std::size_t rows_under_header = 6;

/// What a label says of its row.
enum class Label { units, methods, below, above, range, limits };

struct LabelWord {
    std::string_view word;  ///< the words of the label as one, without units and brackets
    Label label;
};
constexpr auto label_words = std::to_array<LabelWord>({
    {"unit", Label::units},
    {"units", Label::units},
    {"uom", Label::units},
    {"unitofmeasure", Label::units},
    {"unidad", Label::units},
    {"unidades", Label::units},
    {"单位", Label::units},
    {"计量单位", Label::units},
    {"description", Label::methods},
    {"method", Label::methods},
    {"methods", Label::methods},
    {"methodcode", Label::methods},
    {"analysismethod", Label::methods},
    {"analyticalmethod", Label::methods},
    {"assaymethod", Label::methods},
    {"analyte", Label::methods},
    {"element", Label::methods},
    {"方法", Label::methods},
    {"分析方法", Label::methods},
    {"测定方法", Label::methods},
    {"测试方法", Label::methods},
    {"lod", Label::below},
    {"llod", Label::below},
    {"loq", Label::below},
    {"lld", Label::below},
    {"ldl", Label::below},
    {"dl", Label::below},
    {"mdl", Label::below},
    {"rl", Label::below},
    {"lor", Label::below},
    {"detection", Label::below},
    {"detectionlimit", Label::below},
    {"detectionlimits", Label::below},
    {"detlimit", Label::below},
    {"detlim", Label::below},
    {"limitofdetection", Label::below},
    {"limitofquantification", Label::below},
    {"limitofreporting", Label::below},
    {"reportinglimit", Label::below},
    {"lowerlimit", Label::below},
    {"lowlimit", Label::below},
    {"lowerlim", Label::below},
    {"lowerdetection", Label::below},
    {"lowerdetectionlimit", Label::below},
    {"lowerlimitofdetection", Label::below},
    {"lowerdetlimit", Label::below},
    {"minimumdetection", Label::below},
    {"mindetection", Label::below},
    {"mindl", Label::below},
    {"límitededetección", Label::below},
    {"limitededeteccion", Label::below},
    {"limitededetection", Label::below},
    {"limitededétection", Label::below},
    {"检出限", Label::below},
    {"检测限", Label::below},
    {"检出下限", Label::below},
    {"检测下限", Label::below},
    {"测定下限", Label::below},
    {"最低检出限", Label::below},
    {"方法检出限", Label::below},
    {"报出限", Label::below},
    {"下限", Label::below},
    {"ul", Label::above},
    {"udl", Label::above},
    {"uld", Label::above},
    {"ulod", Label::above},
    {"uloq", Label::above},
    {"upperlimit", Label::above},
    {"uplimit", Label::above},
    {"upperlim", Label::above},
    {"upperdetection", Label::above},
    {"upperdetectionlimit", Label::above},
    {"upperlimitofdetection", Label::above},
    {"upperdetlimit", Label::above},
    {"maximumdetection", Label::above},
    {"maxdetection", Label::above},
    {"overlimit", Label::above},
    {"上限", Label::above},
    {"检出上限", Label::above},
    {"检测上限", Label::above},
    {"测定上限", Label::above},
    {"最高检出限", Label::above},
    {"range", Label::range},
    {"detectionrange", Label::range},
    {"analyticalrange", Label::range},
    {"测定范围", Label::range},
    {"检测范围", Label::range},
    {"检出范围", Label::range},
    {"分析范围", Label::range},
    {"limit", Label::limits},
    {"limits", Label::limits},
});

/// "Det. Limit (ppm):" → below.
std::optional<Label> label_of(std::string_view field) {
    const HeaderWords parts = header_words(field);
    std::string name;
    for (const std::string& word : parts.words)
        if (name.empty() || !base::grade_unit(word)) name += word;
    for (const std::string_view colon : {"：", ":"})
        if (name.ends_with(colon)) name.resize(name.size() - colon.size());
    const auto found = std::ranges::find(label_words, std::string_view(name), &LabelWord::word);
    return found == label_words.end() ? std::nullopt : std::optional(found->label);
}

bool is_unit(std::string_view field) {
    if (field == "1") return false;
    if (field.size() > 2 && field.front() == '(' && field.back() == ')')
        field = field.substr(1, field.size() - 2);
    static constexpr std::array others{"°",     "deg",   "degrees", "度",      "kg",    "g",        "t/m3",
                                       "g/cm3", "t/m³",  "g/cc",    "g/cm³",   "kg/m3", "mm",       "cm",
                                       "km",    "cps",   "si",      "10-3 si", "-",     "text",     "t",
                                       "mrad",  "10^-3", "m/m",     "no",      "mgal",  "吨/立方米"};
    return base::grade_unit(field) || base::length_unit(field) || angle_unit(lower(field)) ||
           std::ranges::find(others, lower(field)) != others.end();
}

/// "0.01", "<0.01", "0.01 ppm": what may be a limit.
bool is_figure(std::string_view field) {
    const NumberAndUnit parts = split_unit(without_qualifier(field));
    if (parts.number.empty() || number_form(parts.number).shape == NumberShape::none) return false;
    return parts.unit.empty() || base::grade_unit(parts.unit).has_value();
}

/// "0.01-100", "0.01 ~ 100": the two figures of a range.
std::optional<std::pair<std::string_view, std::string_view>> range_of(std::string_view field) {
    for (const std::string_view between : {"-", "–", "—", "~", "～", "至", "to"}) {
        const std::size_t at = field.find(between, 1);
        if (at == std::string_view::npos || at == 0) continue;
        const std::string_view low = trimmed(field.substr(0, at)),
                               high = trimmed(field.substr(at + between.size()));
        if (is_figure(low) && is_figure(high)) return std::pair(low, high);
    }
    return std::nullopt;
}

/// "A8", "N", "double", "varchar(20)": what a database or Datamine calls the kind of a field.
bool is_field_type(std::string_view field) {
    static constexpr std::array types{"n",       "a",      "string",  "str",  "text",    "char",   "varchar", "character",
                                      "nvarchar", "double", "float",  "real", "single",  "decimal", "numeric", "number",
                                      "integer", "int",    "long",    "short", "date",   "datetime", "bool",  "boolean",
                                      "字符串",  "字符",   "文本",    "数字", "数值",    "整数",    "浮点",   "日期"};
    std::string name = lower(trimmed(field));
    if (const std::size_t bracket = name.find('('); bracket != name.npos) name.resize(bracket);
    while (name.size() > 1 && name.back() >= '0' && name.back() <= '9') name.pop_back();
    return std::ranges::find(types, name) != types.end();
}

/// Every column has a kind there: a hole may be called A8, but no depth is called N.
bool is_row_of_types(const CsvFields& fields, std::size_t columns) {
    if (columns < 3 || fields.size() < columns) return false;
    for (std::size_t n = 0; n < columns; ++n)
        if (!is_field_type(fields[n])) return false;
    return true;
}

struct RowKind {
    Why why = Why::methods;
    std::optional<Label> label;
};

/// What a row under the header is; nothing for a row of data.
std::optional<RowKind> kind_of(const OpenTable& table, const CsvFields& fields) {
    if (is_row_of_types(fields, table.csv.headers.size())) return RowKind{Why::types, {}};
    std::size_t units = 0, figures = 0, words = 0, names = 0;
    std::optional<Label> label;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        const std::string_view field = fields[n];
        if (field.empty()) continue;
        if (const auto one = label_of(field); one && !is_unit(field)) {
            if (!label) label = one;
        } else if (number_form(without_qualifier(field)).shape != NumberShape::none || is_figure(field) ||
                   range_of(field)) {
            ++figures;
        } else if (is_unit(field)) {
            ++units;
        } else {
            ++words;
            names += known_header(table.mapping.table, field);
        }
    }
    // The names of the columns once more, in another language.
    if (names >= 2 && 2 * names >= words + units && figures == 0) return RowKind{Why::names, label};
    if (units > 0 && figures == 0 && words == 0) return RowKind{Why::units, label};
    const auto at = [&](const char* role) {
        const auto found = table.columns.find(role);
        return found == table.columns.end() ? std::string_view() : fields[found->second];
    };
    // Units where depths or coordinates stand, and words over the names alone: "ID,(m),(m),(ppm)".
    // A dash is no unit there: "H1,-,-,-" is a hole of which nothing is known.
    const auto unit_at = [&](const char* role) { return at(role) != "-" && is_unit(at(role)); };
    if (figures == 0 && units > words && ((unit_at("from") && unit_at("to")) || (unit_at("x") && unit_at("y"))))
        return RowKind{Why::units, label};
    // No hole and no place in it: nothing that a sample or a hole could be.
    for (const char* role : {"from", "to", "x", "y", "length", "depth"})
        if (label ? is_figure(at(role)) : !says_nothing(at(role))) return std::nullopt;
    const std::string_view hole = at("hole");
    if (label) {
        const bool of_limits = *label == Label::below || *label == Label::above || *label == Label::range ||
                               *label == Label::limits;
        if (figures > 0 && (of_limits || words == 0)) return RowKind{Why::limits, label};
        // A hole may be called DL: a label in its column alone is one only beside cells that fit it.
        if (label_of(hole) && words + units == 0) return std::nullopt;
        return RowKind{units > 0 && words == 0 ? Why::units : Why::methods, label};
    }
    const bool named = !table.columns.contains("hole") || !hole.empty();
    if (named) return std::nullopt;
    if (figures > 0 && words == 0) return RowKind{Why::limits, {}};
    return words > 0 && figures == 0 ? std::optional(RowKind{Why::methods, {}}) : std::nullopt;
}

LimitRow limit_row(const CsvFields& fields, std::size_t columns, std::int64_t line,
                   std::optional<Label> label) {
    LimitRow row{line, Side::unsaid, {}};
    if (label == Label::below) row.side = Side::below;
    if (label == Label::above) row.side = Side::above;
    for (std::size_t c = 0; c < columns; ++c) row.cells.emplace_back(label_of(fields[c]) ? "" : fields[c]);
    return row;
}

bool is_total(std::string_view field) {
    static constexpr std::array totals{
        "total",   "totals",          "grandtotal", "subtotal", "sum",    "average",  "avg",
        "mean",    "weightedaverage", "minimum",    "maximum",  "min",    "max",      "count",
        "stdev",   "stddev",          "median",     "summe",    "mittel", "promedio", "media",
        "moyenne", "somme",           "合计",       "总计",     "小计",   "共计",     "平均",
        "平均值",  "加权平均",        "最大值",     "最小值",   "累计"};
    std::string name;
    for (const std::string& word : header_words(field).words) name += word;
    for (const std::string_view colon : {"：", ":"})
        if (name.ends_with(colon)) name.resize(name.size() - colon.size());
    return std::ranges::find(totals, name) != totals.end();
}

/// A sentence, no name: somebody's remark, and not the start of a row that was cut off.
bool is_remark(std::string_view field) {
    return field.find(' ') != field.npos || field.find(':') != field.npos || field.find("：") != field.npos ||
           field.find("。") != field.npos || field.find("，") != field.npos;
}

/// The hole of the row before begins alike: a row that was cut off, not a remark.
bool like_the_row_before(const OpenTable& table, std::string_view first) {
    const auto hole = table.columns.find("hole");
    const auto& records = table.csv.records;
    if (hole == table.columns.end() || records.size() < 2) return false;
    CsvFields fields;
    fields.split(table.csv, records[records.size() - 2]);
    return first.substr(0, 2) == fields[hole->second].substr(0, 2);
}

/// What a row at the end is that names no place: totals, remarks; nothing for a row of data.
std::optional<Why> kind_at_end(const OpenTable& table, const CsvFields& fields) {
    const auto figure = [&](const char* role) {
        const auto found = table.columns.find(role);
        return found != table.columns.end() && is_figure(fields[found->second]);
    };
    const bool placed =
        table.mapping.table == "collar" || table.mapping.table == "points"
            ? figure("x") || figure("y")
            : figure("from") || figure("depth") || (!table.columns.contains("from") && figure("to"));
    if (placed) return std::nullopt;
    std::size_t filled = 0;
    std::string_view first;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (fields[n].empty()) continue;
        if (filled++ == 0) first = fields[n];
    }
    if (is_total(first)) return Why::totals;
    const bool remark =
        filled == 1 && table.csv.headers.size() > 2 && is_remark(first) && !like_the_row_before(table, first);
    return remark ? std::optional(Why::below) : std::nullopt;
}

void take_rows_at_end(OpenTable& table) {
    constexpr std::size_t most = 12;
    auto& records = table.csv.records;
    std::vector<SkippedLine> taken;
    CsvFields fields;
    while (!records.empty() && taken.size() < most) {
        fields.split(table.csv, records.back());
        const auto why = kind_at_end(table, fields);
        if (!why) break;
        taken.push_back({records.back().line, line_text(table.csv, records.back()), *why});
        records.pop_back();
    }
    table.csv.skipped.insert(table.csv.skipped.end(), taken.rbegin(), taken.rend());
}

/// A title over several columns that states their unit: "Assay (ppm)", "分析结果（%）". The next title ends
/// it.
std::optional<base::GradeUnit> unit_above(const OpenTable& table, std::size_t column) {
    const auto& above = table.csv.above_header;
    if (column >= above.size()) return std::nullopt;
    while (above[column].empty() && column > 0) --column;
    for (const std::string& inside : header_words(above[column]).bracket)
        if (const auto unit = base::grade_unit(inside)) return unit;
    return above[column] == "1" ? std::nullopt : base::grade_unit(above[column]);
}

/// Units of grades that neither header nor row of units states.
void take_units_above(OpenTable& table) {
    bool used = false;
    for (std::size_t c = 0; c < table.units.size(); ++c) {
        const AssayHeader header = read_assay_header(table.csv.headers[c]);
        if (!header.element || header.unit || !table.units[c].empty()) continue;
        const auto unit = unit_above(table, c);
        if (!unit) continue;
        table.units[c] = base::symbol(*unit);
        used = true;
    }
    SkippedLine* row = nullptr;
    for (SkippedLine& line : table.csv.skipped)
        if (used && line.line < table.csv.header_line && (row == nullptr || line.line > row->line))
            row = &line;
    if (row != nullptr) row->why = Why::names;
}

/// Adds the limit that a cell states.
void add_limit(std::string_view cell, Side side, const QuantityColumn& column, std::vector<StatedLimit>& limits) {
    if (cell.starts_with('<') || cell.starts_with("＜") || cell.starts_with("≤")) side = Side::below;
    if (cell.starts_with('>') || cell.starts_with("＞") || cell.starts_with("≥")) side = Side::above;
    const Cell figure = read_cell(without_qualifier(cell), {}, column);
    if (figure.stated() && figure.value >= 0) limits.push_back({figure.value, side});
}

}  // namespace

void take_rows_under_header(OpenTable& table) {
    table.units.assign(table.csv.headers.size(), {});
    std::size_t taken = 0;
    CsvFields fields;
    while (taken < std::min(rows_under_header, table.csv.records.size())) {
        const CsvRecord& record = table.csv.records[taken];
        fields.split(table.csv, record);
        const auto kind = kind_of(table, fields);
        if (!kind) break;
        for (std::size_t c = 0; kind->why == Why::units && c < table.units.size(); ++c)
            if (!label_of(fields[c]) || is_unit(fields[c])) table.units[c] = fields[c];
        if (kind->why == Why::limits)
            table.limits.push_back(limit_row(fields, table.csv.headers.size(), record.line, kind->label));
        table.csv.skipped.push_back({record.line, line_text(table.csv, record), kind->why});
        ++taken;
    }
    auto& records = table.csv.records;
    records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(taken));
    take_rows_at_end(table);
    take_units_above(table);
    if (table.mapping.rows > 0) table.mapping.rows = static_cast<std::int64_t>(records.size());
}

std::vector<std::vector<StatedLimit>> stated_limits(OpenTable& table,
                                                    const std::vector<GradeSource>& grades) {
    std::vector<std::vector<StatedLimit>> out(grades.size());
    for (std::size_t g = 0; g < grades.size(); ++g) {
        const std::size_t column = grades[g].column;
        std::string shown;
        for (const LimitRow& row : table.limits) {
            const std::string& cell = row.cells[column];
            if (cell.empty()) continue;
            if (const auto range = range_of(cell)) {
                add_limit(range->first, Side::below, table.cells[column], out[g]);
                add_limit(range->second, Side::above, table.cells[column], out[g]);
            } else {
                add_limit(cell, row.side, table.cells[column], out[g]);
            }
            shown += (shown.empty() ? "" : " … ") + cell;
        }
        if (!shown.empty()) table.mapping.limits[grades[g].name] = shown;
    }
    return out;
}

}  // namespace orelens::io
