// Numbers as people and programs write them: decimal point or comma, groups of three, full-width digits, a
// unit behind. Reads one cell by the marks of its column; which marks a column has is decided in
// ColumnMarks.h. Knows no words (NA, <0.01): those belong to whoever knows what the cell is.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// More characters than this are no number.
inline constexpr std::size_t longest_number = 64;

/// What nearly every cell is: at most fifteen ASCII digits, perhaps a minus before them and one decimal mark
/// among them. The value is that of read_number, digit for digit: a whole number below 2^53 over a power of
/// ten that a double holds exactly is rounded once. Nothing for everything else, which may be a number too.
inline std::optional<double> plain_number(std::string_view field, char decimal) {
    static constexpr double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t most_digits = 15;
    const bool negative = field.starts_with('-');
    if (negative) field.remove_prefix(1);
    if (field.empty() || field.size() > most_digits + 1) return std::nullopt;
    std::int64_t digits = 0;
    std::size_t count = 0, behind = 0;
    bool marked = false;
    for (const char c : field) {
        if (c >= '0' && c <= '9') {
            digits = 10 * digits + (c - '0');
            ++count;
            behind += marked;
        } else if (c == decimal && decimal != 0 && !marked) {
            marked = true;
        } else {
            return std::nullopt;
        }
    }
    if (count == 0 || count > most_digits) return std::nullopt;
    const double value = static_cast<double>(digits) / tens[behind];
    return negative ? -value : value;  // from_chars knows a negative zero too
}

struct NumberRead {
    std::optional<double> value;
    bool unclear = false;  ///< a number that could be read two ways, and the marks do not decide
};
/// Finite numbers only. Full-width digits and marks, no-break and thin spaces, typographic apostrophes and
/// minus signs count as the plain ones; Indian groups (12,34,567) are no number.
NumberRead read_number(std::string_view field, NumberMarks marks);
/// The value alone; nothing also for a number that is unclear.
std::optional<double> parse_number(std::string_view field, NumberMarks marks = decimal_point);

/// "1,23,456.7": groups of two behind the thousands, as written in India. No number here, but for a reason.
bool indian_groups(std::string_view field);

/// "0.01 ppm" → "0.01" and "ppm"; "5" → "5" and "". The number is empty when the text does not start as one.
struct NumberAndUnit {
    std::string_view number, unit;
};
NumberAndUnit split_unit(std::string_view field);

/// "< 0.01" → "0.01"; <, >, ≤, ≥, ~ and their full-width forms, each with or without =.
std::string_view without_qualifier(std::string_view field);

}  // namespace orelens::io
