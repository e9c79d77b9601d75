// Which column of a table plays which role: stated by the rule or guessed from the headers.
#include <algorithm>
#include <filesystem>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

std::string header_list(const std::vector<std::string>& headers) {
    std::string all;
    for (const std::string& header : headers) all += (all.empty() ? "" : ", ") + header;
    return all;
}

std::unexpected<base::Error> absent(const OpenTable& table, const std::string& column) {
    return fail(
        ErrorKind::data,
        Message("csv.column_absent", {{"column", column}, {"headers", header_list(table.csv.headers)}}),
        {.file = table.csv.file, .row = table.csv.header_line, .field = column},
        Message("csv.column_absent_fix"));
}

std::unexpected<base::Error> unknown(const OpenTable& table, const std::string& role,
                                     const std::string& param) {
    return fail(ErrorKind::data,
                Message("csv.column_unknown", {{"role", role}, {"headers", header_list(table.csv.headers)}}),
                {.file = table.csv.file, .row = table.csv.header_line, .field = role},
                Message("csv.column_unknown_fix", {{"parameter", param}}));
}

std::vector<std::size_t> taken_columns(const OpenTable& table) {
    std::vector<std::size_t> taken;
    for (const auto& [role, column] : table.columns) taken.push_back(column);
    return taken;
}

/// Up to 1 MiB, cut after a line end (in UTF-16 between two characters).
base::Expected<std::string> first_lines(const std::string& path) {
    constexpr std::size_t enough = 1 << 20;
    auto bytes = read_bytes(path, nullptr, enough);
    if (!bytes || bytes->size() < enough) return bytes;
    const bool wide = bytes->starts_with("\xFF\xFE") || bytes->starts_with("\xFE\xFF");
    const std::size_t end = bytes->rfind('\n');
    if (!wide && end != std::string::npos) bytes->resize(end + 1);
    return bytes;
}

/// At least half of the filled cells are numbers, below detection or above a limit.
bool looks_numeric(const OpenTable& table, std::size_t column) {
    return table.seen[column].filled == 0 || table.seen[column].numeric();
}

std::string squeezed(std::string_view name) {
    std::string out;
    for (const char c : lower(name))
        if (c != '_' && c != ' ' && c != '-') out += c;
    return out;
}

/// Column of a grade by its name: the same word, or the same with a unit behind; of several, the one whose
/// stated unit is the wanted one, then the first.
std::optional<std::size_t> find_grade(const OpenTable& table, const std::string& name, base::GradeUnit unit) {
    const std::vector<std::size_t> taken = taken_columns(table);
    std::optional<std::size_t> best;
    int best_score = 0;
    for (std::size_t i = 0; i < table.csv.headers.size(); ++i) {
        if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
        const AssayHeader header = read_assay_header(table.csv.headers[i]);
        const bool exact = squeezed(table.csv.headers[i]) == squeezed(name);
        if (!exact && squeezed(header.name) != squeezed(name)) continue;
        const bool same_unit = header.unit && base::fraction_of(*header.unit) == base::fraction_of(unit);
        const int score = same_unit ? 3 : exact ? 2 : 1;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

std::vector<GradeSource> every_element(const OpenTable& table) {
    std::vector<GradeSource> out;
    const std::vector<std::size_t> taken = taken_columns(table);
    for (std::size_t i = 0; i < table.csv.headers.size(); ++i) {
        if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
        const AssayHeader header = read_assay_header(table.csv.headers[i]);
        const bool known =
            std::any_of(out.begin(), out.end(), [&](const auto& g) { return g.name == header.name; });
        if (!header.element || known || !looks_numeric(table, i)) continue;
        const base::GradeUnit usual =
            is_precious(header.name) ? base::GradeUnit::gram_per_tonne : base::GradeUnit::percent;
        out.push_back({header.name, i, header.unit.value_or(usual), !header.unit});
    }
    return out;
}

}  // namespace

base::Expected<OpenTable> open_table(const std::string& table, const std::string& file,
                                     const drilling::ImportRule& rule, const std::string& folder,
                                     const base::Progress& progress, bool start_only) {
    const std::string path = (std::filesystem::path(folder) / file).string();
    base::Expected<CsvTable> csv = [&]() -> base::Expected<CsvTable> {
        if (!start_only) return read_csv(path, &progress, rule.encoding);
        auto bytes = first_lines(path);
        if (!bytes) return std::unexpected(bytes.error());
        auto text = to_utf8(std::move(*bytes), path, nullptr, rule.encoding);
        if (!text) return std::unexpected(text.error());
        auto parsed = parse_csv(std::move(text->text), path);
        if (parsed) {
            parsed->encoding = text->encoding;
            parsed->doubts = std::move(text->doubts);
        }
        return parsed;
    }();
    if (!csv) return std::unexpected(csv.error());
    OpenTable out;
    out.file = file;
    out.csv = std::move(*csv);
    out.mapping.table = table;
    out.mapping.file = file;
    out.mapping.delimiter = out.csv.delimiter;
    out.mapping.headers = out.csv.headers;
    out.mapping.encoding = out.csv.encoding;
    out.mapping.encoding_rival = out.csv.doubts.rival;
    out.mapping.encoding_sample = out.csv.doubts.sample;
    if (!start_only) {
        out.mapping.rows = static_cast<std::int64_t>(out.csv.records.size());
        out.mapping.blank_rows = out.csv.blank_records;
    }
    out.seen = number_evidence(out.csv, &progress);
    if (progress.cancelled()) return base::cancelled();
    return out;
}

base::Expected<void> map_roles(OpenTable& table, const std::vector<RoleWish>& wishes) {
    for (const RoleWish& wish : wishes) {
        if (wish.stated.empty()) continue;
        const auto column = table.csv.column(wish.stated);
        if (!column) return absent(table, wish.stated);
        table.columns[wish.role] = *column;
    }
    for (const RoleWish& wish : wishes) {
        if (!wish.stated.empty()) continue;
        const auto column =
            guess_column(table.mapping.table, wish.role, table.csv.headers, taken_columns(table));
        if (column)
            table.columns[wish.role] = *column;
        else if (wish.required)
            return unknown(table, wish.role, "drillholes." + table.mapping.table + "_" + wish.role);
    }
    for (const auto& [role, column] : table.columns) table.mapping.columns[role] = table.csv.headers[column];
    return {};
}

base::Expected<std::vector<GradeSource>> map_grades(
    OpenTable& table, const std::map<std::string, drilling::AssayColumnRule>& columns) {
    std::vector<GradeSource> out;
    for (const auto& [name, rule] : columns) {
        const auto column =
            rule.column.empty() ? find_grade(table, name, rule.unit) : table.csv.column(rule.column);
        if (!column && !rule.column.empty()) return absent(table, rule.column);
        if (!column) return unknown(table, name, "element." + name + ".column");
        out.push_back({name, *column, rule.unit, false});
    }
    if (columns.empty()) out = every_element(table);
    if (out.empty())
        return fail(ErrorKind::data, Message("csv.no_grades", {{"headers", header_list(table.csv.headers)}}),
                    {.file = table.csv.file, .row = table.csv.header_line}, Message("csv.no_grades_fix"));
    for (const GradeSource& grade : out) table.mapping.columns[grade.name] = table.csv.headers[grade.column];
    return out;
}

std::vector<RoleWish> collar_wishes(const drilling::ImportRule& rule, bool required) {
    return {{"hole", rule.collar_hole, required}, {"x", rule.collar_x, required},
            {"y", rule.collar_y, required},       {"z", rule.collar_z, required},
            {"depth", rule.collar_depth, false},  {"azimuth", rule.collar_azimuth, false},
            {"dip", rule.collar_dip, false}};
}

std::vector<RoleWish> survey_wishes(const drilling::ImportRule& rule, bool required) {
    return {{"hole", rule.survey_hole, required},
            {"azimuth", rule.survey_azimuth, required},
            {"dip", rule.survey_dip, required},
            {"depth", rule.survey_depth, required}};
}

std::vector<RoleWish> assay_wishes(const drilling::ImportRule& rule, bool required) {
    std::vector<RoleWish> wishes = {{"hole", rule.assay_hole, required},
                                    {"from", rule.assay_from, required},
                                    {"to", rule.assay_to, required}};
    if (rule.lithology_file.empty()) wishes.push_back({"code", rule.lithology_code, false});
    return wishes;
}

std::vector<RoleWish> lithology_wishes(const drilling::ImportRule& rule, bool required) {
    return {{"hole", rule.lithology_hole, required},
            {"from", rule.lithology_from, required},
            {"to", rule.lithology_to, required},
            {"code", rule.lithology_code, required}};
}

base::Expected<std::vector<TableMapping>> guess_mapping(const drilling::ImportRule& rule,
                                                        const std::string& folder) {
    struct Wanted {
        const char* table;
        const std::string& file;
        std::vector<RoleWish> wishes;
    };
    const std::vector<Wanted> wanted = {{"collar", rule.collar_file, collar_wishes(rule, false)},
                                        {"survey", rule.survey_file, survey_wishes(rule, false)},
                                        {"assay", rule.assay_file, assay_wishes(rule, false)},
                                        {"lithology", rule.lithology_file, lithology_wishes(rule, false)}};
    std::vector<TableMapping> out;
    for (const Wanted& each : wanted) {
        if (each.file.empty()) continue;
        auto table = open_table(each.table, each.file, rule, folder, base::Progress(), true);
        if (!table) return std::unexpected(table.error());
        if (auto mapped = map_roles(*table, each.wishes); !mapped) return std::unexpected(mapped.error());
        std::vector<GradeSource> grades;
        if (table->mapping.table == "assay") grades = every_element(*table);
        for (const GradeSource& grade : grades)
            table->mapping.columns[grade.name] = table->csv.headers[grade.column];
        std::vector<drilling::Finding> unheard;  // the reading itself tells, and refuses
        static_cast<void>(settle_numbers(*table, rule, grades, unheard));
        out.push_back(std::move(table->mapping));
    }
    return out;
}

}  // namespace orelens::io
