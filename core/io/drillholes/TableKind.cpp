#include "core/io/drillholes/TableKind.h"

#include <algorithm>
#include <filesystem>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DensityHeader.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;

/// Longer words first, so that what is left of a name is the same for "collars" and "surveys".
struct Hint {
    TableKind kind;
    std::string_view word;
};
constexpr std::array hints{Hint{TableKind::collar, "collars"},      Hint{TableKind::collar, "collar"},
                           Hint{TableKind::collar, "headers"},      Hint{TableKind::collar, "header"},
                           Hint{TableKind::collar, "locations"},    Hint{TableKind::collar, "location"},
                           Hint{TableKind::collar, "kongkou"},      Hint{TableKind::collar, "孔口"},
                           Hint{TableKind::collar, "开孔"},         Hint{TableKind::survey, "surveys"},
                           Hint{TableKind::survey, "survey"},       Hint{TableKind::survey, "deviation"},
                           Hint{TableKind::survey, "devi"},         Hint{TableKind::survey, "测斜"},
                           Hint{TableKind::assay, "assays"},        Hint{TableKind::assay, "assay"},
                           Hint{TableKind::assay, "samples"},       Hint{TableKind::assay, "sample"},
                           Hint{TableKind::assay, "grades"},        Hint{TableKind::assay, "grade"},
                           Hint{TableKind::assay, "chem"},          Hint{TableKind::assay, "化验"},
                           Hint{TableKind::assay, "样品"},          Hint{TableKind::assay, "分析"},
                           Hint{TableKind::lithology, "lithology"}, Hint{TableKind::lithology, "litho"},
                           Hint{TableKind::lithology, "lith"},      Hint{TableKind::lithology, "geology"},
                           Hint{TableKind::lithology, "geol"},      Hint{TableKind::lithology, "rock"},
                           Hint{TableKind::lithology, "岩性"},      Hint{TableKind::lithology, "地质"},
                           Hint{TableKind::density, "densities"},   Hint{TableKind::density, "density"},
                           Hint{TableKind::density, "体重"},        Hint{TableKind::density, "密度"}};

constexpr std::array extensions{".csv", ".txt", ".dat", ".tsv", ".xlsx"};

struct Named {
    TableKind kind;
    std::string rest;  ///< the name without the word of the kind
};
std::optional<Named> named(std::string_view stem) {
    const std::string name = lower(stem);
    for (const Hint& hint : hints)
        if (const std::size_t at = name.find(hint.word); at != std::string::npos)
            return Named{hint.kind, name.substr(0, at) + '\n' + name.substr(at + hint.word.size())};
    return std::nullopt;
}

bool is_table_file(const fs::path& path) {
    return std::ranges::find(extensions, lower(path.extension().string())) != extensions.end();
}

}  // namespace

bool has_columns_of(TableKind kind, const std::vector<std::string>& headers) {
    const auto has = [&](const char* table, const char* role) {
        return guess_column(table, role, headers).has_value();
    };
    if (!has("collar", "hole")) return false;
    switch (kind) {
        case TableKind::collar:
            return has("collar", "x") && has("collar", "y");
        case TableKind::survey:
            return has("survey", "azimuth") && has("survey", "dip");
        case TableKind::assay:
            return (has("assay", "to") || has("assay", "depth") || has("assay", "length")) &&
                   std::ranges::any_of(
                       headers, [](const std::string& header) { return read_assay_header(header).element; });
        case TableKind::lithology:
            return has("lithology", "from") && has("lithology", "code");
        case TableKind::density:
            return (has("density", "to") || has("density", "depth")) &&
                   std::ranges::any_of(headers, [](const std::string& header) {
                       return read_density_header(header).density;
                   });
    }
    return false;
}

std::optional<TableKind> table_kind_of_columns(const std::vector<std::string>& headers) {
    const auto fits = [&](TableKind kind) { return has_columns_of(kind, headers); };
    const bool interval = guess_column("assay", "from", headers).has_value() &&
                          guess_column("assay", "to", headers).has_value();
    const bool assay = fits(TableKind::assay), density = fits(TableKind::density);
    if (interval) {
        const bool codes = fits(TableKind::lithology);
        if (assay && codes) return std::nullopt;
        if (assay || codes) return assay ? TableKind::assay : TableKind::lithology;
        return density ? std::optional(TableKind::density) : std::nullopt;
    }
    if (fits(TableKind::collar)) return TableKind::collar;
    if (assay && !guess_column("survey", "dip", headers)) return TableKind::assay;
    if (fits(TableKind::survey)) return TableKind::survey;
    return density ? std::optional(TableKind::density) : std::nullopt;
}

std::optional<TableKind> table_kind_of_name(std::string_view file_name) {
    const auto found = named(fs::path(file_name).stem().string());
    return found ? std::optional(found->kind) : std::nullopt;
}

std::optional<TableKind> guess_table_kind(const std::string& path) {
    const auto table = open_table("", path, {}, "", base::Progress(), true);
    if (!table) return std::nullopt;
    const auto by_columns = table_kind_of_columns(table->csv.headers);
    return by_columns ? by_columns : table_kind_of_name(fs::path(path).filename().string());
}

std::map<TableKind, std::string> sibling_tables(const std::string& path) {
    const auto own = named(fs::path(path).stem().string());
    const auto own_kind = guess_table_kind(path);
    std::map<TableKind, std::string> by_name;
    std::map<TableKind, std::vector<std::string>> by_kind;
    std::vector<fs::path> files;
    std::error_code code;
    const fs::path folder = fs::absolute(path, code).parent_path();
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        std::error_code look;
        if (at->is_regular_file(look) && is_table_file(at->path()) && !fs::equivalent(at->path(), path, look))
            files.push_back(at->path());
    }
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        const auto name = named(file.stem().string());
        if (!name || name->kind == own_kind) continue;
        // A density may be one of anything.
        if (name->kind == TableKind::density && guess_table_kind(file.string()) != TableKind::density)
            continue;
        by_kind[name->kind].push_back(file.string());
        if (own && name->rest == own->rest) by_name.try_emplace(name->kind, file.string());
    }
    if (!by_name.empty()) return by_name;
    std::map<TableKind, std::string> only;
    for (const auto& [kind, list] : by_kind)
        if (list.size() == 1) only.emplace(kind, list.front());
    return only;
}

}  // namespace orelens::io
