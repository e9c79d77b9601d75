#include "core/io/text/SheetCells.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace orelens::io {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// The code without quoted text, escaped characters and brackets other than elapsed times ([h]).
std::string bare(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t close = std::min(code.find(']', i), code.size());
            const std::string_view inside = code.substr(i + 1, close - i - 1);
            if (inside.find_first_not_of("hHmMsS") == std::string_view::npos) out += inside;
            i = close;
        } else if (c == ';') {
            return out;  // the first section is for positive numbers
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

CellFormat cell_format(int id, std::string_view code) {
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58))
        return CellFormat::date;
    if (id == 9 || id == 10) return CellFormat::percent;
    if (id < 164) return CellFormat::plain;
    const std::string letters = bare(code);
    if (letters.find('%') != std::string::npos) return CellFormat::percent;
    if (letters == "General" || letters.find_first_of("0#?") != std::string::npos) {
        // Seconds with decimals (ss.00) are the one date that has digits in its code.
        return letters.find("ss.") != std::string::npos ? CellFormat::date : CellFormat::plain;
    }
    return letters.find_first_of("yYdDhHmMsS") != std::string::npos ? CellFormat::date : CellFormat::plain;
}

std::optional<std::string> date_text(double serial, bool from_1904) {
    if (!(serial >= 0) || serial >= 2958466) return std::nullopt;
    auto day = static_cast<int>(std::floor(serial));
    auto seconds = static_cast<int>(std::lround((serial - day) * 86400));
    if (seconds == 86400) {
        ++day;
        seconds = 0;
    }
    const std::string time =
        fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (day == 0 && !from_1904) return time;
    using namespace std::chrono;
    // 1900 is a leap year to spreadsheets: serial 60 is 29 February 1900, later ones are one day ahead.
    const sys_days origin = from_1904  ? sys_days(year(1904) / January / 1)
                            : day < 60 ? sys_days(year(1899) / December / 31)
                                       : sys_days(year(1899) / December / 30);
    const year_month_day date(origin + days(day));
    std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if (seconds > 0) text += " " + time;
    return text;
}

std::optional<std::string> number_text(std::string_view raw, CellFormat format) {
    double value = 0;
    const auto [stop, code] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (code != std::errc() || stop != raw.data() + raw.size() || !std::isfinite(value)) return std::nullopt;
    if (format == CellFormat::percent) return fmt::format("{:.15g}%", value * 100);
    const double size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-7 && size < 1e15);
    char buffer[64];
    const auto end = plain ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
                           : std::to_chars(buffer, buffer + sizeof buffer, value);
    std::string text(buffer, end.ptr);
    const std::size_t point = text.find('.');
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    const bool three = point != std::string::npos && text.size() - point == 4 && point - sign <= 3;
    if (plain && three && text[sign] != '0') text += '0';
    return text;
}

std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0, at = 0;
    for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z'; ++at) {
        column = column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
        if (column > most_sheet_columns) return std::nullopt;
    }
    if (at == 0) return std::nullopt;
    return column - 1;
}

std::int64_t row_of(std::string_view reference) {
    while (!reference.empty() && !digit(reference.front())) reference.remove_prefix(1);
    std::int64_t row = 0;
    const auto [stop, code] = std::from_chars(reference.data(), reference.data() + reference.size(), row);
    return code == std::errc() && row > 0 && row <= most_sheet_rows ? row : 0;
}

}  // namespace orelens::io
