// Text of others (hole names, file names, cells) where a person or another program reads it: terminal, XML,
// tables. A control character would move the cursor, recolour the terminal, turn the reading order, or make
// the XML unreadable.
#pragma once

#include <string>
#include <string_view>

namespace orelens::base {

/// Control characters (C0, DEL, C1, line and paragraph separators, marks that turn the reading order) and
/// what is no character (broken UTF-8, U+FFFE, U+FFFF) as visible escapes: "\x1b", "\u202e". Everything else
/// unchanged.
std::string printable(std::string_view text);
/// The same, but line ends and tabs stay: for texts of several lines.
std::string printable_lines(std::string_view text);

/// JSON text whose strings hold such characters as \uXXXX escapes, which any reader gives back unchanged.
std::string printable_json(std::string_view json);

}  // namespace orelens::base
