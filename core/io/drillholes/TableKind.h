// Which of the drillhole tables a file is, and which files beside it belong to the same drilling. For dialogs
// and dropped files: a proposal, always shown. Reads the start of files only.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orelens::io {

enum class TableKind { collar, survey, assay, lithology, density };
inline constexpr std::array<std::string_view, 5> table_kind_ids{"collar", "survey", "assay", "lithology",
                                                                "density"};

/// The headers name what a table of this kind needs at least; several kinds may fit.
bool has_columns_of(TableKind kind, const std::vector<std::string>& headers);

/// By the columns of a header row; nothing where they fit none, or more than one.
std::optional<TableKind> table_kind_of_columns(const std::vector<std::string>& headers);
/// By a word in the name of the file or sheet, "DH_collars.csv"; nothing where there is none.
std::optional<TableKind> table_kind_of_name(std::string_view file_name);
/// By its columns, else by its name. Nothing for what cannot be read as a table.
std::optional<TableKind> guess_table_kind(const std::string& path);

/// The other tables of the drilling that `path` is of: files of its folder whose name differs by the word of
/// the kind only; where no name fits, the only file of a kind. `path` itself is not among them.
std::map<TableKind, std::string> sibling_tables(const std::string& path);

}  // namespace orelens::io
