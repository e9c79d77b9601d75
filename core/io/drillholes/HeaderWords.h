// A header of a table cut into its words and freed of its units, for whoever tells what a column is. Knows no
// names of columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Units.h"

namespace orelens::io {

/// Lower case, brackets of either width opened.
struct HeaderWords {
    std::vector<std::string> words;    ///< outside brackets
    std::vector<std::string> bracket;  ///< contents of brackets, whole
};
HeaderWords header_words(std::string_view header);

/// A byte of a word: a digit, a small letter, or any byte beyond ASCII.
bool is_word_byte(char c);

/// "DEPTH_FROM (m)" → "depthfrom": the words as one, without a unit of length or angle behind.
std::string plain_name(std::string_view header);

/// "From (ft)" → foot; nothing when the header states no length unit.
std::optional<base::LengthUnit> length_unit_in(std::string_view header);

}  // namespace orelens::io
