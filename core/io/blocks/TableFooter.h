// Lines behind the last block of a table that are no blocks: comments, END, totals, the count of rows that a
// database prints. For TableSurvey.cpp; which lines stand behind the last block is told there.
#pragma once

#include <string_view>

namespace orelens::io {

/// Whether a line that is no block says of itself that it is none. Not so: a block that was cut off, or one
/// whose places cannot be read.
bool is_footer(std::string_view line, char delimiter);

}  // namespace orelens::io
