// What stands before the blocks of a table: comment lines, a header, and the rows of types, units, defaults
// and grid definitions that programs put under it. Finds where the blocks begin; reads only the start of the
// text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ColumnRoles.h"

namespace orelens::io {

struct TableHead {
    std::string program = "table";
    char delimiter = ',';  ///< ' ' = any number of spaces and tabs
    bool short_rows = false;  ///< empty cells at the end of a row are not written (sheets)
    std::vector<std::string> headers;
    std::vector<std::string> units;     ///< per column, from a row of units; or empty
    std::vector<std::string> types;     ///< per column, from a row of types; or empty
    std::vector<std::string> defaults;  ///< per column, what the file writes for "no value"; or empty
    std::int64_t header_line = 0;
    std::int64_t first_row = 0;                    ///< line of the first block
    std::size_t data_begin = 0;                    ///< byte of the first block
    std::vector<std::int64_t> passed_lines;        ///< between header and blocks: read as units, types …
    std::map<std::string, std::string> stated;     ///< "azimuth" → "30", of comment lines
    std::vector<std::vector<std::string>> sample;  ///< fields of the first blocks, and of some from all over
    std::vector<std::int64_t> sample_lines;        ///< their lines; 0 = not known
};

/// `start` is UTF-8 and ends with a whole line or the end of the file; `more` are stretches from further on,
/// for the judgement of types. `delimiter` 0: found; else the text is of a sheet.
/// Errors: no header; no blocks; fewer than two columns. Where `questions` is given, a header without places is a
/// question: the first line that can be a header is taken for it.
base::Expected<TableHead> read_table_head(std::string_view start, const std::vector<std::string>& more,
                                          const std::string& file, const blocks::ModelRule& rule,
                                          char delimiter = 0, Questions* questions = nullptr);

}  // namespace orelens::io
