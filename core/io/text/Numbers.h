// Numbers as people and programs write them: decimal point or comma, groups of three, full-width digits, a
// unit behind. Reads one cell by the marks of its column; which marks a column has is decided in
// ColumnMarks.h. Knows no words (NA, <0.01): those belong to whoever knows what the cell is.
#pragma once

#include <optional>
#include <string_view>

namespace orelens::io {

/// How the numbers of a column are written. 0 = not known: what is unmistakable is read all the same
/// ("0.5", "1,234.5", "1 250"), what could be either is not.
struct NumberMarks {
    char decimal = 0;  ///< '.' or ','
    char group = 0;    ///< '.', ',', ' ' or '\''
    bool operator==(const NumberMarks&) const = default;
};
inline constexpr NumberMarks decimal_point{'.', 0}, decimal_comma{',', 0};

/// What the marks in one number say by themselves.
enum class NumberShape {
    none,     ///< no number
    plain,    ///< no mark
    decimal,  ///< `mark` can only be the decimal mark: "0.250", "1.5", "452310.250"
    grouped,  ///< `group` can only be a thousands mark; `mark` is the decimal mark, 0 where none stands
    either    ///< `mark` could be both: "1.250", "-12,500"
};
struct NumberForm {
    NumberShape shape = NumberShape::none;
    char mark = 0;
    char group = 0;
};
NumberForm number_form(std::string_view field);

struct NumberRead {
    std::optional<double> value;
    bool unclear = false;  ///< a number that could be read two ways, and the marks do not decide
};
/// Finite numbers only. Full-width digits and marks, no-break and thin spaces, typographic apostrophes and
/// minus signs count as the plain ones; Indian groups (12,34,567) are no number.
NumberRead read_number(std::string_view field, NumberMarks marks);
/// The value alone; nothing also for a number that is unclear.
std::optional<double> parse_number(std::string_view field, NumberMarks marks = decimal_point);

/// "0.01 ppm" → "0.01" and "ppm"; "5" → "5" and "". The number is empty when the text does not start as one.
struct NumberAndUnit {
    std::string_view number, unit;
};
NumberAndUnit split_unit(std::string_view field);

/// "< 0.01" → "0.01"; <, >, ≤, ≥, ~ and their full-width forms, each with or without =.
std::string_view without_qualifier(std::string_view field);

}  // namespace orelens::io
