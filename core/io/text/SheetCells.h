// How the cells of a workbook become text: number formats that mean dates or per cent, serial dates, numbers
// with all digits. For Workbook.cpp; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orelens::io {

enum class CellFormat { plain, date, percent };

/// From a format's id (built-in ones are fixed by ECMA-376, 18.8.30) and, for own ones, its code.
CellFormat cell_format(int id, std::string_view code);

/// "2021-01-31", with " 06:30:00" where the serial has a fraction; "06:30:00" alone below one day. Nothing
/// for serials that no spreadsheet shows as a date (negative, beyond the year 9999).
std::optional<std::string> date_text(double serial, bool from_1904);

/// A number as it stands in a <v>: shortest decimal text of the double, never with an exponent between 1e-7
/// and 1e15. Three decimals after one to three digits ("1.234", not "0.234") get a zero behind, so that the
/// point cannot be taken for a thousands mark. Nothing where the text is no number.
std::optional<std::string> number_text(std::string_view raw, CellFormat format);

/// "BC12" → column 54 (A = 0); nothing beyond XFD or without letters.
std::optional<std::size_t> column_of(std::string_view reference);
/// "BC12" → 12; 0 without digits or beyond the last row of a sheet.
std::int64_t row_of(std::string_view reference);

inline constexpr std::int64_t most_sheet_rows = 1 << 20;
inline constexpr std::size_t most_sheet_columns = 1 << 14;

}  // namespace orelens::io
