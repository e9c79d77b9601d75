#include "core/io/drillholes/UnitColumn.h"

#include <algorithm>
#include <array>

#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/ElementNames.h"
#include "core/io/drillholes/HeaderWords.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

/// The unit of a cell, written in any way that a header may have it.
std::optional<base::GradeUnit> unit_of_cell(std::string_view cell) {
    if (cell.empty() || cell == "1" || cell.size() > 24) return std::nullopt;
    return read_assay_header("Au (" + std::string(cell) + ")").unit;
}

/// What stands in one column of units.
struct Tally {
    struct Unit {
        base::GradeUnit unit;
        std::int64_t rows = 0, first_line = 0;
    };
    std::vector<Unit> units;  ///< those that differ, in order of first appearance
    std::int64_t blank = 0;
    bool other = false;  ///< something that is no unit stands in it

    void add(std::string_view cell, std::int64_t line) {
        if (says_nothing(cell)) {
            ++blank;
            return;
        }
        if (cell != last_) {
            last_ = cell;
            last_unit_ = unit_of_cell(cell);
        }
        if (!last_unit_) {
            other = true;
            return;
        }
        const auto same = [&](const Unit& one) { return base::fraction_of(one.unit) == base::fraction_of(*last_unit_); };
        const auto known = std::ranges::find_if(units, same);
        if (known != units.end())
            ++known->rows;
        else
            units.push_back({*last_unit_, 1, line});
    }

  private:
    std::string last_;
    std::optional<base::GradeUnit> last_unit_;
};

/// Of the first records, or of all.
Tally tally(const OpenTable& table, std::size_t column, std::size_t records) {
    Tally out;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(records, table.csv.records.size()) && !out.other; ++n) {
        fields.split(table.csv, table.csv.records[n]);
        out.add(fields[column], table.csv.records[n].line);
    }
    return out;
}

/// "Au_unit", "金单位": the element whose unit the column states; empty for that of all.
std::string element_of_units(std::string_view header) {
    std::string name;
    for (const std::string& word : header_words(header).words) name += word;
    for (const std::string_view word : {"units", "unit", "uom", "单位"}) {
        if (name == word) return {};
        for (const bool behind : {true, false})
            if (name.size() > word.size() && (behind ? name.ends_with(word) : name.starts_with(word))) {
                name = behind ? name.substr(0, name.size() - word.size()) : name.substr(word.size());
                const char* element = element_of(name);
                return element == nullptr ? std::string() : element;
            }
    }
    return {};
}

/// Columns of assays without a unit of their own, of one element or of all.
std::vector<std::size_t> silent_assays(const OpenTable& table, const std::string& element) {
    std::vector<std::size_t> out;
    for (std::size_t c = 0; c < table.csv.headers.size(); ++c) {
        const AssayHeader header = assay_header(table, c);
        const bool role = std::ranges::any_of(table.columns, [&](const auto& one) { return one.second == c; });
        const bool wanted = element.empty() ? header.element : header.element && header.name == element;
        if (wanted && !role && !header.unit && !table.mixed_units.contains(c)) out.push_back(c);
    }
    return out;
}

std::string in_words(const Tally& tally) {
    std::string out;
    for (const Tally::Unit& unit : tally.units)
        out += (out.empty() ? "" : ", ") + std::string(base::symbol(unit.unit)) + " (" + std::to_string(unit.rows) + ")";
    return out;
}

}  // namespace

void take_unit_columns(OpenTable& table) {
    constexpr std::size_t first_looked_at = 200;
    if (table.mapping.table != "assay" && table.mapping.table != "points") return;
    std::vector<std::pair<std::size_t, std::string>> found;
    for (std::size_t c = 0; c < table.csv.headers.size(); ++c) {
        const auto role = std::ranges::find(table.columns, c, &std::pair<const std::string, std::size_t>::second);
        const bool guessed_code =
            role != table.columns.end() && role->first == "code" && !table.stated_roles.contains("code");
        if (role != table.columns.end() && !guessed_code) continue;
        const Tally start = tally(table, c, first_looked_at);
        if (start.other || start.units.empty()) continue;
        found.emplace_back(c, element_of_units(table.csv.headers[c]));
        if (!guessed_code) continue;
        table.columns.erase("code");
        table.mapping.columns.erase("code");
    }
    // A column for one element counts before one for all.
    std::ranges::stable_sort(found, {}, [](const auto& one) { return one.second.empty(); });
    for (const auto& [column, element] : found) {
        const Tally whole = tally(table, column, table.csv.records.size());
        const std::vector<std::size_t> assays = silent_assays(table, element);
        if (whole.other || whole.units.empty()) continue;
        table.unit_columns.push_back({column, assays, in_words(whole), whole.blank, whole.units.size() > 1});
        for (const std::size_t assay : assays)
            if (whole.units.size() == 1)
                table.units[assay] = base::symbol(whole.units.front().unit);
            else
                table.mixed_units[assay] = {column, whole.units[1].first_line};
    }
}

std::optional<base::Error> mixed_units(const OpenTable& table, std::size_t column) {
    const auto mixed = table.mixed_units.find(column);
    if (mixed == table.mixed_units.end()) return std::nullopt;
    const auto units = std::ranges::find(table.unit_columns, mixed->second.units, &UnitColumn::column);
    const std::string& header = table.csv.headers[column];
    return base::Error{.kind = base::ErrorKind::data,
                       .what = Message("csv.mixed_units", {{"column", header},
                                                           {"units", table.csv.headers[mixed->second.units]},
                                                           {"list", units->words}}),
                       .place = {.file = table.csv.file, .row = mixed->second.line, .field = header},
                       .fix = Message("csv.mixed_units_fix", {{"column", header}})};
}

void report_unit_columns(const OpenTable& table, std::vector<Finding>& findings) {
    for (const UnitColumn& units : table.unit_columns) {
        if (units.mixed || units.assays.empty()) continue;
        std::string names;
        for (const std::size_t assay : units.assays) names += (names.empty() ? "" : ", ") + table.csv.headers[assay];
        Finding finding;
        finding.kind = kind_name(FindingKind::unit_suspicious);
        finding.severity = units.blank > 0 ? Severity::warning : Severity::info;
        finding.file = table.file;
        finding.row = table.csv.header_line;
        finding.column = table.csv.headers[units.column];
        finding.count = std::max<std::int64_t>(1, units.blank);
        finding.what = Message(units.blank > 0 ? "csv.unit_column_blank" : "csv.unit_column",
                               {{"column", finding.column},
                                {"list", units.words},
                                {"names", names},
                                {"count", std::to_string(units.blank)}});
        finding.fix = Message("csv.unit_column_fix");
        findings.push_back(std::move(finding));
    }
}

}  // namespace orelens::io
