#include "core/io/drillholes/TableGuess.h"

#include <algorithm>

#include "core/io/drillholes/SampleKinds.h"

namespace orelens::io {
namespace {

constexpr std::size_t preview_rows = 12;

struct Wanted {
    const char* table;
    const std::string& file;
    std::vector<RoleWish> wishes;  ///< with what is needed; of assays without depths
};

std::vector<Wanted> tables_of(const drilling::ImportRule& rule) {
    return {{"collar", rule.collar_file, collar_wishes(rule)},
            {"survey", rule.survey_file, survey_wishes(rule)},
            {"assay", rule.assay_file, {{"hole", rule.assay_hole}}},
            {"lithology", rule.lithology_file, lithology_wishes(rule)}};
}

std::vector<std::vector<std::string>> first_rows(const CsvTable& csv) {
    std::vector<std::vector<std::string>> rows;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(preview_rows, csv.records.size()); ++n) {
        fields.split(csv, csv.records[n]);
        std::vector<std::string> row;
        for (std::size_t column = 0; column < csv.headers.size(); ++column) row.emplace_back(fields[column]);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Adds what the depths of the samples are in to what is needed.
void want_depths(drilling::SampleKind kind, std::vector<std::string>& needed) {
    const DepthRoles depths = depth_roles(kind);
    for (const std::string role : {depths.first, depths.second})
        if (!role.empty()) needed.push_back(role);
}

std::optional<base::Error> map_columns(OpenTable& table, const Wanted& wanted,
                                       const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                       TableGuess& guess) {
    std::vector<std::string> needed, others;
    for (const RoleWish& wish : wanted.wishes) (wish.required ? needed : others).emplace_back(wish.role);
    const bool assay = guess.table == "assay";
    if (assay) {
        const auto kind = map_samples(table, rule, assays, true);
        if (!kind) return kind.error();
        guess.kind = *kind;
        want_depths(*kind, needed);
        others = {"from", "to", "length", "depth", "code", "type", "method"};
        std::erase_if(others, [&](const std::string& role) { return std::ranges::count(needed, role) > 0; });
    } else {
        std::vector<RoleWish> lenient = wanted.wishes;
        for (RoleWish& wish : lenient) wish.required = false;
        if (auto mapped = map_roles(table, lenient); !mapped) return mapped.error();
    }
    for (const std::string& role : needed)
        if (!table.columns.contains(role)) guess.missing.push_back(role);
    guess.roles = std::move(needed);
    guess.roles.insert(guess.roles.end(), others.begin(), others.end());
    if (auto looked = examine_columns(table, base::Progress()); !looked) return looked.error();
    std::vector<GradeSource> grades;
    if (assay) grades = every_element(table);
    if (assay && grades.empty()) guess.missing.emplace_back("grade");
    for (const GradeSource& grade : grades) {
        table.mapping.columns[grade.name] = table.csv.headers[grade.column];
        table.mapping.units[grade.name] = base::symbol(grade.unit);
    }
    list_unused(table, grades);
    std::vector<drilling::Finding> unheard;  // the reading itself tells, and refuses
    static_cast<void>(settle_numbers(table, rule, grades, unheard));
    return std::nullopt;
}

}  // namespace

std::vector<TableGuess> guess_tables(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                     const std::string& folder) {
    std::vector<TableGuess> out;
    for (const Wanted& wanted : tables_of(rule)) {
        if (wanted.file.empty()) continue;
        TableGuess guess;
        guess.table = guess.mapping.table = wanted.table;
        guess.mapping.file = wanted.file;
        auto table = open_table(wanted.table, wanted.file, rule, folder, base::Progress(), true);
        if (table) {
            guess.problem = map_columns(*table, wanted, rule, assays, guess);
            guess.preview = first_rows(table->csv);
            guess.mapping = std::move(table->mapping);
        } else {
            guess.problem = table.error();
        }
        out.push_back(std::move(guess));
    }
    return out;
}

std::string column_param(const std::string& table, const std::string& role) {
    if (table == "assay") {
        if (role == "length" || role == "depth") return "assays." + role;
        if (role == "type" || role == "method") return "assays." + role + "_column";
        if (role == "code") return "drillholes.lithology_code";
    }
    return "drillholes." + table + "_" + role;
}

}  // namespace orelens::io
