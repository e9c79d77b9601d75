// Which column of a table plays which role: stated by the rule or guessed from the headers.
#include <algorithm>
#include <filesystem>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/ColumnParam.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/OverLimit.h"
#include "core/io/drillholes/SampleKinds.h"
#include "core/io/drillholes/SampleLimits.h"
#include "core/io/drillholes/TableKind.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

std::unexpected<base::Error> absent(const OpenTable& table, const std::string& column) {
    return fail(
        ErrorKind::data,
        Message("csv.column_absent", {{"column", column}, {"headers", header_list(table.csv.headers)}}),
        {.file = table.csv.file, .row = table.csv.header_line, .field = column},
        Message("csv.column_absent_fix"));
}

/// An assay table without holes whose samples have coordinates of their own.
bool samples_with_places(const OpenTable& table, const std::string& role) {
    return table.mapping.table == "assay" && role == "hole" && guess_column("points", "x", table.csv.headers) &&
           guess_column("points", "y", table.csv.headers) && guess_column("points", "z", table.csv.headers);
}

std::unexpected<base::Error> unknown(const OpenTable& table, const std::string& role,
                                     const std::string& param) {
    return fail(ErrorKind::data,
                Message("csv.column_unknown", {{"role", role}, {"headers", header_list(table.csv.headers)}}),
                {.file = table.csv.file, .row = table.csv.header_line, .field = role},
                Message(samples_with_places(table, role) ? "csv.column_unknown_points_fix" : "csv.column_unknown_fix",
                        {{"parameter", param}}));
}

std::vector<std::size_t> taken_columns(const OpenTable& table) {
    std::vector<std::size_t> taken;
    for (const auto& [role, column] : table.columns) taken.push_back(column);
    return taken;
}

/// Whether a sheet of a workbook is this kind of table: it is called so, or has the columns.
bool sheet_fits(const std::string& table, const std::string& sheet, const CsvTable& csv) {
    if (table == "points") {
        const auto has = [&](const char* role) { return guess_column(table, role, csv.headers).has_value(); };
        for (const char* name : {"point", "channel", "trench", "grab", "刻槽", "探槽", "点样"})
            if (csv.headers.size() > 1 && lower(sheet).find(name) != std::string::npos) return true;
        return has("x") && has("y") && has("z");
    }
    const auto wanted = std::ranges::find(table_kind_ids, table);
    if (wanted == table_kind_ids.end()) return false;
    const auto kind = static_cast<TableKind>(wanted - table_kind_ids.begin());
    return (csv.headers.size() > 1 && table_kind_of_name(sheet) == kind) || has_columns_of(kind, csv.headers);
}

/// At least half of the filled cells are numbers, below detection or above a limit.
bool looks_numeric(const OpenTable& table, std::size_t column) {
    if (table.seen[column].filled == 0 || table.seen[column].numeric()) return true;
    // Limits in words are understood too.
    static const LimitWords words = limit_words({});
    const std::size_t step = std::max<std::size_t>(1, table.csv.records.size() / 4000);
    std::size_t known = 0, filled = 0;
    CsvFields fields;
    for (std::size_t i = 0; i < table.csv.records.size(); i += step) {
        fields.split(table.csv, table.csv.records[i]);
        if (fields[column].empty()) continue;
        ++filled;
        known += limit_form(fields[column], words) || read_cell(fields[column], {}, {}).stated();
    }
    return 2 * known >= filled;
}

/// Of columns for one element: what is called the best or final result, then the rock that goes into the
/// plant, then the total, then the first; what may be a concentrate comes last.
int preference(std::string_view header) {
    const HeaderWords parts = header_words(header);
    const AssayHeader read = read_assay_header(header);
    if (read.concentrate) return -1;
    int best = read.head || read.total ? 1 : 0;
    const auto look = [&](const std::string& word) {
        if (word == "best" || word == "final" || word == "rank" || word == "preferred") best = 2;
        if (word == "total" || word == "tot" || word == "全" || word == "全量") best = std::max(best, 1);
    };
    for (const std::string& word : parts.words) look(word);
    for (const std::string& bracket : parts.bracket) {
        look(bracket);
        if (bracket == "t") best = std::max(best, 1);  // outside it is the tonne of "g/t"
    }
    return best;
}

/// Column of a grade by its name: the same word, or the same with a unit behind; of several, the one whose
/// stated unit is the wanted one, then what `preference` says, then the first. Columns of an over-limit
/// method come last.
std::optional<std::size_t> find_grade(const OpenTable& table, const std::string& name,
                                      std::optional<base::GradeUnit> unit) {
    const std::vector<std::size_t> taken = taken_columns(table);
    std::optional<std::size_t> best;
    int best_score = 0;
    for (std::size_t i = 0; i < table.csv.headers.size(); ++i) {
        if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
        const AssayHeader header = assay_header(table, i);
        const bool exact = squeezed(table.csv.headers[i]) == squeezed(name);
        const bool same_name =
            squeezed(header.name) == squeezed(name) || squeezed(header.written) == squeezed(name);
        if (!exact && (!same_name || of_a_product(table.csv.headers, i))) continue;
        const bool same_unit =
            unit && header.unit && base::fraction_of(*header.unit) == base::fraction_of(*unit);
        const bool over = !exact && is_over_column(table, i);
        const int score = over ? 1 : 10 * (same_unit ? 3 : exact ? 2 : 1) + preference(table.csv.headers[i]);
        const bool instead = best && !exact && best_score > 1 && !over && stands_in(table, i, *best);
        if (score > best_score || instead) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

base::GradeUnit usual_unit(const std::string& element) {
    return is_precious(element) ? base::GradeUnit::gram_per_tonne : base::GradeUnit::percent;
}

/// A row per element instead of a column: "ELEMENT, VALUE, UNIT".
bool is_long_form(const std::vector<std::string>& headers) {
    const auto has = [&](std::initializer_list<std::string_view> names) {
        return std::ranges::any_of(headers, [&](const std::string& header) {
            return std::ranges::find(names, squeezed(header)) != names.end();
        });
    };
    return has({"element", "analyte", "parameter", "chemcode", "assaytype", "元素", "分析项目", "测试项目",
                "项目"}) &&
           has({"value", "result", "assayvalue", "concentration", "conc", "grade", "assay", "含量", "结果",
                "分析结果", "测试结果", "品位"});
}

}  // namespace

std::vector<GradeSource> every_element(const OpenTable& table) {
    std::vector<GradeSource> out;
    const std::vector<std::size_t> taken = taken_columns(table);
    const auto rank = [&](std::size_t column) {
        return is_over_column(table, column) ? -2 : preference(table.csv.headers[column]);
    };
    for (std::size_t i = 0; i < table.csv.headers.size(); ++i) {
        if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
        const AssayHeader header = assay_header(table, i);
        const bool element = header.element && !of_a_product(table.csv.headers, i) &&
                             (header.unit || plausible_element(table.csv.headers, i));
        if (!element || !looks_numeric(table, i)) continue;
        const auto known = std::ranges::find(out, header.name, &GradeSource::name);
        GradeSource grade{header.name, i, header.unit.value_or(usual_unit(header.name)), !header.unit};
        if (known == out.end())
            out.push_back(std::move(grade));
        else if (rank(i) > rank(known->column) || stands_in(table, i, known->column))
            *known = std::move(grade);
    }
    return out;
}

void take_own_units(OpenTable& table, std::vector<GradeSource>& grades) {
    for (GradeSource& grade : grades) {
        const auto own = assay_header(table, grade.column).unit;
        grade.unit = own.value_or(grade.unit);
        grade.unit_assumed = !own;
        grade.unit_stated = false;
        grade.later_table = true;
        if (grade.over && grade.over->unit_assumed) grade.over->unit = grade.unit;
        table.mapping.units[grade.name] = base::symbol(grade.unit);
    }
}

base::Expected<OpenTable> open_table(const std::string& table, const std::string& file,
                                     const drilling::ImportRule& rule, const std::string& folder,
                                     const base::Progress& progress, bool start_only) {
    const std::string path = (std::filesystem::path(folder) / file).string();
    const auto skip = lines_to_skip(rule.skip_lines, table);
    if (!skip) return std::unexpected(skip.error());
    const std::vector<RoleWish> wishes = role_wishes(table, rule);
    const auto stated = [&](std::string_view name) {
        return std::ranges::any_of(wishes, [&](const RoleWish& wish) { return wish.stated == name; });
    };
    const HeaderRule where{*skip,
                           [&](std::string_view name) { return known_header(table, name) || stated(name); }};
    std::vector<std::string> others;
    const TableChoice choice{
        .fits = [&](const std::string& sheet, const CsvTable& csv) { return sheet_fits(table, sheet, csv); },
        .start_only = start_only,
        .encoding = rule.encoding,
        .others = &others,
        .header = &where};
    auto csv = read_table(path, choice, &progress);
    if (!csv) return std::unexpected(csv.error());
    OpenTable out;
    out.file = file;
    out.csv = std::move(*csv);
    out.other_sheets = std::move(others);
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
    return out;
}

base::Expected<void> map_roles(OpenTable& table, const std::vector<RoleWish>& wishes) {
    // "-" says that there is none, unless a column is called so.
    const auto none = [&](const RoleWish& wish) { return wish.stated == "-" && !table.csv.column(wish.stated); };
    for (const RoleWish& wish : wishes) {
        if (wish.stated.empty() || none(wish)) continue;
        const auto column = table.csv.column(wish.stated);
        if (!column) return absent(table, wish.stated);
        table.columns[wish.role] = *column;
        table.stated_roles.insert(wish.role);
    }
    for (const RoleWish& wish : wishes) {
        if (none(wish) && wish.required)
            return unknown(table, wish.role, column_param(table.mapping.table, wish.role));
        if (!wish.stated.empty() || table.columns.contains(wish.role)) continue;
        const auto column =
            guess_column(table.mapping.table, wish.role, table.csv.headers, taken_columns(table));
        if (column)
            table.columns[wish.role] = *column;
        else if (wish.required)
            return unknown(table, wish.role, column_param(table.mapping.table, wish.role));
    }
    for (const auto& [role, column] : table.columns) table.mapping.columns[role] = table.csv.headers[column];
    return {};
}

base::Expected<void> examine_columns(OpenTable& table, const base::Progress& progress) {
    take_rows_under_header(table);
    take_unit_columns(table);
    table.seen = number_evidence(table.csv, &progress);
    if (progress.cancelled()) return base::cancelled();
    return {};
}

base::Expected<std::vector<GradeSource>> map_grades(
    OpenTable& table, const std::map<std::string, drilling::AssayColumnRule>& columns, bool one_of_several) {
    std::vector<GradeSource> out;
    for (const auto& [name, rule] : columns) {
        auto column = rule.column.empty() ? std::nullopt : table.csv.column(rule.column);
        if (!column && (rule.column.empty() || one_of_several)) column = find_grade(table, name, rule.unit);
        if (!column && one_of_several) continue;
        if (!column && !rule.column.empty()) return absent(table, rule.column);
        if (!column) return unknown(table, name, "element." + name + ".column");
        const auto header = assay_header(table, *column).unit;
        const base::GradeUnit unit = rule.unit.value_or(header.value_or(usual_unit(name)));
        GradeSource grade{name, *column, unit, !rule.unit && !header};
        grade.unit_stated = rule.unit.has_value();
        grade.column_stated = !rule.column.empty();
        out.push_back(std::move(grade));
    }
    if (columns.empty()) out = every_element(table);
    table.grades_guessed = columns.empty();
    for (const GradeSource& grade : out)
        if (const auto mixed = mixed_units(table, grade.column)) return std::unexpected(*mixed);
    for (GradeSource& grade : out) grade.over = over_limit_column(table, grade);
    if (out.empty() && !one_of_several)
        return fail(ErrorKind::data,
                    Message(is_long_form(table.csv.headers) ? "csv.long_form" : "csv.no_grades",
                            {{"headers", header_list(table.csv.headers)}}),
                    {.file = table.csv.file, .row = table.csv.header_line},
                    Message(is_long_form(table.csv.headers) ? "csv.long_form_fix" : "csv.no_grades_fix"));
    for (const GradeSource& grade : out) {
        table.mapping.columns[grade.name] = table.csv.headers[grade.column];
        table.mapping.units[grade.name] = base::symbol(grade.unit);
    }
    return out;
}

std::vector<RoleWish> role_wishes(std::string_view table, const drilling::ImportRule& rule) {
    if (table == "collar")
        return {{"hole", rule.collar_hole},
                {"x", rule.collar_x},
                {"y", rule.collar_y},
                {"z", rule.collar_z},
                {"depth", rule.collar_depth, false},
                {"azimuth", rule.collar_azimuth, false},
                {"dip", rule.collar_dip, false}};
    if (table == "survey")
        return {{"hole", rule.survey_hole},
                {"azimuth", rule.survey_azimuth},
                {"dip", rule.survey_dip},
                {"depth", rule.survey_depth}};
    if (table == "assay") {
        std::vector<RoleWish> wishes = {
            {"hole", rule.assay_hole}, {"from", rule.assay_from}, {"to", rule.assay_to}};
        if (rule.lithology_file.empty()) wishes.push_back({"code", rule.lithology_code, false});
        return wishes;
    }
    if (table == "lithology")
        return {{"hole", rule.lithology_hole},
                {"from", rule.lithology_from},
                {"to", rule.lithology_to},
                {"code", rule.lithology_code}};
    if (table == "density")
        return {{"hole", rule.density_hole},
                {"from", rule.density_from, false},
                {"to", rule.density_to, false},
                {"depth", rule.density_depth, false},
                {"density", rule.density_value}};
    return {};
}

std::vector<RoleWish> none_required(std::vector<RoleWish> wishes) {
    for (RoleWish& wish : wishes) wish.required = false;
    return wishes;
}

std::string header_list(const std::vector<std::string>& headers) {
    std::string all;
    for (const std::string& header : headers) all += (all.empty() ? "" : ", ") + header;
    return all;
}

}  // namespace orelens::io
