#include "core/drilling/HoleNames.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "core/base/Text.h"

namespace orelens::drilling {
namespace {

/// One character of UTF-8 and its number; a broken byte stands for itself.
char32_t next(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    char32_t code = size == 1 ? first : first & (0xFFU >> (size + 1));
    if (size > text.size()) {
        text.remove_prefix(1);
        return first;
    }
    for (std::size_t n = 1; n < size; ++n) code = code << 6 | (static_cast<unsigned char>(text[n]) & 0x3FU);
    text.remove_prefix(size);
    return code;
}

bool is_dash(char32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 ||
           c == 0xFF0D || c == 0x00AD || c == 0x2043;
}

/// Latin letter that a Cyrillic or Greek one looks like; 0 for none.
char looks_like(char32_t c) {
    static constexpr std::u32string_view strange = U"АВЕКМНОРСТХУавекмнорстхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    static constexpr std::string_view latin = "abekmhopctxyabekmhopctxyabezhikmnoptyx";
    const std::size_t at = strange.find(c);
    return at == std::u32string_view::npos ? '\0' : latin[at];
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF;
}

/// Plain dashes, half-width letters in lower case, no spaces; what is not ASCII stays as it is.
std::string plain(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const std::string_view before = name;
        char32_t c = next(name);
        if (c >= 0xFF01 && c <= 0xFF5E && !is_dash(c)) c -= 0xFEE0;
        if (is_space(c)) continue;
        if (is_dash(c))
            out += '-';
        else if (const char letter = looks_like(c))
            out += letter;
        else if (c < 0x80)
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else
            out += before.substr(0, before.size() - name.size());
    }
    return out;
}

/// Without brackets, dots, quotes and the like at either end.
std::string_view bare(std::string_view text) {
    static constexpr std::string_view marks = ".,;:()[]{}'\"`*#";
    const std::size_t first = text.find_first_not_of(marks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(marks) - first + 1);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Without separators, each number without its leading zeros.
std::string squeezed(std::string_view text) {
    std::string out;
    bool in_number = false;
    for (std::size_t n = 0; n < text.size(); ++n) {
        const char c = text[n];
        if (c == '-' || c == '_') {
            in_number = false;
            continue;
        }
        const bool digit = is_digit(c);
        const bool leads = digit && !in_number && c == '0' && n + 1 < text.size() && is_digit(text[n + 1]);
        if (leads) continue;
        out += c;
        in_number = digit;
    }
    return out;
}

/// With the letters that are taken for digits as those digits; empty where there are none, or no digit at all.
std::string as_digits(std::string_view text) {
    if (std::ranges::none_of(text, is_digit)) return {};
    std::string out(text);
    for (char& c : out) c = c == 'o' ? '0' : c == 'l' || c == 'i' ? '1' : c;
    return out;
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<unsigned> month(std::string_view text) {
    static constexpr std::array<std::string_view, 12> names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                               "jul", "aug", "sep", "oct", "nov", "dec"};
    for (unsigned m = 0; m < 12; ++m)
        if (text.starts_with(names[m]) && text.size() <= 9) return m + 1;
    return std::nullopt;
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find_first_of("-/.");
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.size() > 4 || fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// A spreadsheet's number of the day: 1 January 1900 is 1 (and 29 February 1900 existed).
void add_day(int year, unsigned m, unsigned d, std::vector<std::string>& keys) {
    if (year < 100) year += year < 30 ? 2000 : 1900;
    const std::chrono::year_month_day day{std::chrono::year(year), std::chrono::month(m),
                                          std::chrono::day(d)};
    if (!day.ok() || year < 1901) return;
    const auto since = std::chrono::sys_days(day) -
                       std::chrono::sys_days(std::chrono::year_month_day{
                           std::chrono::year(1899), std::chrono::month(12), std::chrono::day(30)});
    keys.push_back("n" + std::to_string(since.count()));
}

void add_two(unsigned a, unsigned b, std::vector<std::string>& keys) {
    keys.push_back("p" + std::to_string(a) + "-" + std::to_string(b));
}

/// "1-jan-21", "2021-01-01", "1/1/2021", "1-jan", "jan-21", "jan21".
void add_dates(std::string_view text, std::vector<std::string>& keys) {
    std::vector<std::string_view> parts = parts_of(text);
    // A spreadsheet takes "MAR1" for a day in March as well as "MAR-1".
    constexpr std::size_t letters = 3;
    if (parts.size() == 1 && text.size() > letters && is_digit(text[letters]))
        parts = {text.substr(0, letters), text.substr(letters)};
    if (parts.size() < 2 || parts.size() > 3) return;
    std::array<std::optional<int>, 3> n;
    std::array<std::optional<unsigned>, 3> m;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        n[i] = whole(parts[i]);
        m[i] = month(parts[i]);
    }
    const auto u = [](int value) { return static_cast<unsigned>(value); };
    const auto both_ways = [&](unsigned a, unsigned b) {
        add_two(a, b, keys);
        if (a != b) add_two(b, a, keys);
    };
    if (parts.size() == 3) {
        if (n[0] && m[1] && n[2]) add_day(*n[2], *m[1], u(*n[0]), keys);
        if (!n[0] || !n[1] || !n[2]) return;
        // A spreadsheet puts the year to a name of two numbers: "1-2" becomes 2024-01-02.
        if (*n[0] > 31) add_day(*n[0], u(*n[1]), u(*n[2]), keys);
        if (*n[0] > 31) return both_ways(u(*n[1]), u(*n[2]));
        if (*n[2] > 31) both_ways(u(*n[0]), u(*n[1]));
        add_day(*n[2], u(*n[1]), u(*n[0]), keys);
        if (*n[0] != *n[1]) add_day(*n[2], u(*n[0]), u(*n[1]), keys);
        return;
    }
    if (n[0] && m[1]) both_ways(u(*n[0]), *m[1]);
    if (m[0] && n[1]) {
        add_two(*m[0], u(*n[1]), keys);
        add_day(*n[1], *m[0], 1, keys);
    }
    if (n[0] && n[1] && *n[0] >= 0 && *n[1] >= 0) add_two(u(*n[0]), u(*n[1]), keys);
}

/// "2024-01-02" of "2024-01-02 00:00:00", which comes here without the space.
std::string_view without_hour(std::string_view text) {
    constexpr std::string_view midnight = "00:00:00";
    if (text.size() <= midnight.size() || !text.ends_with(midnight)) return text;
    text.remove_suffix(midnight.size());
    if (text.ends_with('t')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::vector<std::string> hole_name_keys(std::string_view name) {
    const std::string whole_name = plain(name);
    const std::string_view text = bare(whole_name);
    std::vector<std::string> keys;
    const std::string spelling = squeezed(text);
    if (!spelling.empty()) keys.push_back("s" + spelling);
    if (const auto value = number(text)) keys.push_back("n" + base::number(*value, 15));
    const std::string_view day = without_hour(text);
    add_dates(day, keys);
    if (const std::string digits = squeezed(as_digits(text)); !digits.empty()) keys.push_back("d" + digits);
    return keys;
}

bool looks_like_date(std::string_view name) {
    const std::string whole_name = plain(name);
    const std::vector<std::string_view> parts = parts_of(without_hour(bare(whole_name)));
    if (parts.size() < 2 || parts.size() > 3) return false;
    const std::optional<int> first = whole(parts[0]);
    if (!first) return false;
    if (parts.size() == 2) return parts[1].size() == 3 && month(parts[1]) && *first >= 1 && *first <= 31;
    const std::optional<int> second = whole(parts[1]), third = whole(parts[2]);
    if (!third) return false;
    const auto fits = [](int year, int m, int d) {
        return year >= 1900 && year < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
    };
    if (!second) return month(parts[1]) && (*third < 100 || fits(*third, 1, *first));
    return fits(*first, *second, *third) || fits(*third, *second, *first) || fits(*third, *first, *second);
}

std::string bare_number(std::string_view name) {
    const std::string whole_name = plain(name);
    const std::string text = squeezed(bare(whole_name));
    const std::size_t first = text.find_first_of("0123456789");
    // Letters in front and none behind: "DH-0001" is 1 of the DHs; "ZK2-14" has two numbers, and no prefix alone.
    const std::string_view front = std::string_view(whole_name).substr(0, whole_name.find_first_of("0123456789"));
    if (first == std::string::npos || !std::ranges::all_of(text.substr(first), is_digit)) return {};
    const std::string_view rest = std::string_view(whole_name).substr(front.size());
    if (std::ranges::any_of(bare(rest), [](char c) { return !is_digit(c); })) return {};
    return text.substr(first);
}

bool is_number_alone(std::string_view name) {
    const std::string whole_name = plain(name);
    const std::string_view text = bare(whole_name);
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

}  // namespace orelens::drilling
