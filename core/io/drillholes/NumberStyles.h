// How the numbers of one table are written, where drillholes.decimal_mark_of states it for tables and columns.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/NumberStyle.h"
#include "core/drilling/Rules.h"
#include "core/io/drillholes/DrillholeCsv.h"

namespace orelens::io {

struct NumberStyles {
    base::NumberStyle table;
    std::map<std::size_t, base::NumberStyle> columns;  ///< of single ones, by their place
};

/// Of the table "collar", "assay" … in this file. Of several entries that fit, the last counts; those of a column
/// before those of its table. Error: an entry that is not of this form.
base::Expected<NumberStyles> number_styles(const drilling::ImportRule& rule, const std::string& table, const std::string& file,
                                           const std::vector<std::string>& headers);

/// Error: an entry that fits none of the tables that were read.
base::Expected<void> check_number_styles(const drilling::ImportRule& rule, const std::vector<TableMapping>& read);

}  // namespace orelens::io
