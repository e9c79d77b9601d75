// How drillhole files would be read, table by table, before they are: the columns of each role, what is still
// missing, the first rows as text. For the import dialog; reads the start of files only, and what one file
// lacks says nothing of the others.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/drilling/AssayRule.h"
#include "core/drilling/Rules.h"
#include "core/io/drillholes/ColumnParam.h"
#include "core/io/drillholes/DrillholeCsv.h"

namespace orelens::io {

struct TableGuess {
    std::string table;                   ///< a row of table_kind_ids
    TableMapping mapping;                ///< as far as it is understood; rows are not counted
    std::optional<base::Error> problem;  ///< not a table, unreadable, a stated column that is not there
    drilling::SampleKind kind = drilling::SampleKind::detect;  ///< of assays, as stated or told
    std::vector<std::string> roles;  ///< that columns can play, needed ones first; without grades
    /// Needed roles without a column; "grade" where an assay table has no grade.
    std::vector<std::string> missing;
    std::vector<std::vector<std::string>> preview;  ///< first rows as read, a cell per header
    [[nodiscard]] bool ready() const { return !problem && missing.empty(); }
};

/// One per file of the rule that is named, in the order of `TableKind`. Columns and conventions that the
/// rules state count; the others are guessed. Grades are every column that looks like one.
std::vector<TableGuess> guess_tables(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                     const std::string& folder);

}  // namespace orelens::io
