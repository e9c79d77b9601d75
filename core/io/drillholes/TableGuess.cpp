#include "core/io/drillholes/TableGuess.h"

#include <algorithm>
#include <array>

#include "core/io/drillholes/Densities.h"
#include "core/io/drillholes/SampleKinds.h"
#include "core/io/drillholes/TableKind.h"

namespace orelens::io {
namespace {

constexpr std::size_t preview_rows = 12;

/// In the order of TableKind.
std::array<const std::string*, table_kind_ids.size()> files_of(const drilling::ImportRule& rule) {
    return {&rule.collar_file, &rule.survey_file, &rule.assay_file, &rule.lithology_file, &rule.density_file};
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

/// Maps the roles of a table; what is needed and not there is no error yet. First what is needed, then the
/// rest.
base::Expected<void> map_table(OpenTable& table, const drilling::ImportRule& rule,
                               const drilling::AssayRule& assays, TableGuess& guess,
                               std::vector<std::string>& others) {
    std::vector<std::string>& needed = guess.roles;
    if (guess.table == "assay") {
        const auto kind = map_samples(table, rule, assays, true);
        if (!kind) {
            needed = {"hole", "depth", "length"};  // asked about in these words
            return std::unexpected(kind.error());
        }
        guess.kind = *kind;
        if (assays.kind == drilling::SampleKind::detect && is_of_places(table.csv)) {
            static const std::string guessed;
            needed = {"x", "y", "z"};
            others = {"hole"};
            return map_roles(table, {{"x", guessed, false}, {"y", guessed, false}, {"z", guessed, false}});
        }
        needed = {"hole"};
        want_depths(*kind, needed);
        others = {"from", "to", "length", "depth", "code", "type", "method", "date", "density"};
        std::erase_if(others, [&](const std::string& role) { return std::ranges::count(needed, role) > 0; });
        return {};
    }
    std::vector<RoleWish> wishes = role_wishes(guess.table, rule);
    for (const RoleWish& wish : wishes) (wish.required ? needed : others).emplace_back(wish.role);
    if (guess.table == "density")
        wishes.pop_back();  // the densities themselves are found by their values too
    if (auto mapped = map_roles(table, none_required(wishes)); !mapped) return mapped;
    if (guess.table == "density" && !table.columns.contains("from") && !table.columns.contains("to")) {
        needed.emplace_back("depth");
        std::erase(others, "depth");
    }
    return {};
}

std::optional<base::Error> map_columns(OpenTable& table, const drilling::ImportRule& rule,
                                       const drilling::AssayRule& assays, TableGuess& guess) {
    std::vector<std::string> others;
    if (auto mapped = map_table(table, rule, assays, guess, others); !mapped) return mapped.error();
    if (auto looked = examine_columns(table, base::Progress()); !looked) return looked.error();
    std::vector<drilling::Finding> unheard;  // the reading itself tells, and refuses
    const bool assay = guess.table == "assay";
    if (assay || guess.table == "density") {
        const std::string& stated = assay ? assays.density : rule.density_value;
        if (auto mapped = map_density(table, stated, assays.density_unit, unheard); !mapped)
            return mapped.error();
    }
    for (const std::string& role : guess.roles)
        if (!table.columns.contains(role)) guess.missing.push_back(role);
    guess.roles.insert(guess.roles.end(), others.begin(), others.end());
    std::vector<GradeSource> grades;
    if (assay) grades = every_element(table);
    if (assay && grades.empty()) guess.missing.emplace_back("grade");
    for (const GradeSource& grade : grades) {
        table.mapping.columns[grade.name] = table.csv.headers[grade.column];
        table.mapping.units[grade.name] = base::symbol(grade.unit);
    }
    if (settle_numbers(table, rule, grades, unheard)) static_cast<void>(stated_limits(table, grades));
    return std::nullopt;
}

}  // namespace

std::vector<TableGuess> guess_tables(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                     const std::string& folder) {
    std::vector<TableGuess> out;
    const auto files = files_of(rule);
    for (std::size_t n = 0; n < files.size(); ++n) {
        if (files[n]->empty()) continue;
        TableGuess guess;
        guess.table = guess.mapping.table = table_kind_ids[n];
        guess.mapping.file = *files[n];
        auto table = open_table(guess.table, *files[n], rule, folder, base::Progress(), true);
        if (table) {
            guess.problem = map_columns(*table, rule, assays, guess);
            guess.preview = first_rows(table->csv);
            guess.mapping = std::move(table->mapping);
        } else {
            guess.problem = table.error();
        }
        out.push_back(std::move(guess));
    }
    return out;
}

}  // namespace orelens::io
