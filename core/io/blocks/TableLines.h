// Lines, fields and numbers of tables as programs write them, where only the start of a text is looked at.
// The rest goes through TableRows.h, which is made for millions of lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/text/Numbers.h"

namespace orelens::io {

struct TextLine {
    std::string_view text;
    std::size_t begin = 0;  ///< byte in the text it is from
    std::int64_t number = 0;
};
/// The first lines; each ends with \n, \r or both.
std::vector<TextLine> lines_of(std::string_view text, std::size_t most);
/// Nothing but spaces and delimiters.
bool is_blank(std::string_view line);

/// Fields of one line, trimmed and unquoted. Delimiter ' ' = any number of spaces and tabs.
std::vector<std::string> line_fields(std::string_view line, char delimiter);
/// The delimiter that cuts most lines of blocks into one number of fields, three or more; a space at last.
char find_delimiter(const std::vector<TextLine>& lines);

/// A finite number; D stands for E in Fortran's exponents.
std::optional<double> table_number(std::string_view text, NumberMarks marks = decimal_point);
/// With a Fortran exponent as others write it; empty where the text has none.
std::string plain_exponent(std::string_view text);
/// A number with whatever marks.
bool loose_number(std::string_view field);
std::size_t numbers_in(const std::vector<std::string>& fields);

}  // namespace orelens::io
