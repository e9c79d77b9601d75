// What our own OMF files say in the descriptions of their data, which have no other place for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orelens::io::omf {

/// Blocks (1) and empty cells (0) of the grid.
inline constexpr const char* active_column = "orelens_active";
inline constexpr std::string_view unit_note = "unit: ";
inline constexpr std::string_view whole_note = "whole numbers, NaN where missing";
inline constexpr std::string_view codes_note = "codes: ";

struct Note {
    std::string unit;
    bool whole = false;              ///< reals that stand for whole numbers
    std::vector<std::string> codes;  ///< of whole numbers that are not all codes
};
/// Lines of text, in the order of the members; empty where there is nothing to say.
std::string note_text(const Note& note);
/// What a description says of this; other lines are passed over.
Note note_of(const std::string& description);

}  // namespace orelens::io::omf
