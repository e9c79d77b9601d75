// A header of a table cut into its words and freed of its units, for whoever tells what a column is. Knows no
// names of columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Units.h"

namespace orelens::io {

/// Full-width letters, digits and signs as plain ones: "Ｃｕ（％）" → "Cu(%)".
std::string half_width(std::string_view text);

/// Lower case in any alphabet, brackets of either width opened, the usual traditional characters simplified.
struct HeaderWords {
    std::vector<std::string> words;    ///< outside brackets
    std::vector<std::string> bracket;  ///< contents of brackets, whole
};
HeaderWords header_words(std::string_view header);

/// A byte of a word: a digit, a small letter, or any byte beyond ASCII.
bool is_word_byte(char c);

/// "DEPTH_FROM (m)" → "depthfrom": the words as one, without a unit of length or angle behind, and without
/// accents.
std::string plain_name(std::string_view header);

/// A unit of length that is known and not converted: kilometres, centimetres, yards.
bool is_unread_length_unit(std::string_view word);

/// In which a column of angles is. "grad" is a gon beside English names and a degree beside German ones.
enum class AngleUnit { degree, gon, radian };
/// "Azimuth (gon)" → gon; nothing when the header states none.
std::optional<AngleUnit> angle_unit_in(std::string_view header);
/// "gon", "rad", "°"; nothing for other words.
std::optional<AngleUnit> angle_unit(std::string_view word);
double degrees_in(AngleUnit unit);

/// "From (ft)" → foot; nothing when the header states no length unit.
std::optional<base::LengthUnit> length_unit_in(std::string_view header);

}  // namespace orelens::io
