#include "core/io/text/Numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

struct Likeness {
    std::string_view written;
    char plain;
};
/// Characters beyond ASCII that stand in numbers for a plain one. Full-width digits are found by their code.
constexpr std::array<Likeness, 17> likenesses{{{"．", '.'},
                                               {"，", ','},
                                               {"\xC2\xA0", ' '},
                                               {"\xE2\x80\x87", ' '},
                                               {"\xE2\x80\x89", ' '},
                                               {"\xE2\x80\x8A", ' '},
                                               {"\xE2\x80\xAF", ' '},
                                               {"\xE3\x80\x80", ' '},
                                               {"’", '\''},
                                               {"‘", '\''},
                                               {"´", '\''},
                                               {"＇", '\''},
                                               {"−", '-'},
                                               {"－", '-'},
                                               {"–", '-'},
                                               {"＋", '+'},
                                               {"ｅ", 'e'}}};

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

/// The character at the start of `text` as one that may stand in a number, and its bytes; 0 where none does.
std::pair<char, std::size_t> plain_character(std::string_view text) {
    const char first = text.front();
    if (static_cast<unsigned char>(first) < 0x80) return {first, 1};
    // U+FF10 to U+FF19: EF BC 90 to EF BC 99.
    if (text.starts_with("\xEF\xBC") && text.size() >= 3) {
        const auto last = static_cast<unsigned char>(text[2]);
        if (last >= 0x90 && last <= 0x99) return {static_cast<char>('0' + (last - 0x90)), 3};
    }
    for (const auto& [written, plain] : likenesses)
        if (text.starts_with(written)) return {plain, written.size()};
    return {0, 1};
}

/// A number in plain characters, cut into its parts.
struct Parts {
    std::array<char, longest_number> buffer;
    std::size_t size = 0;
    bool negative = false;
    std::string_view body;      ///< digits and marks
    std::string_view exponent;  ///< "e-3" or empty
    bool good = false;
};

/// Where the D of "4.5D+03" stands, as Fortran writes double precision: behind a figure and before a sign, so that
/// "12D3" stays a name.
std::size_t fortran_exponent(std::string_view text) {
    const std::size_t d = text.find_first_of("dD");
    const bool between = d != std::string_view::npos && d > 0 && d + 1 < text.size() &&
                         (digit(text[d - 1]) || text[d - 1] == '.') && (text[d + 1] == '+' || text[d + 1] == '-');
    return between ? d : std::string_view::npos;
}

void take_apart(std::string_view field, Parts& parts) {
    std::string_view left = trimmed(field);
    while (!left.empty()) {
        const auto [plain, bytes] = plain_character(left);
        if (plain == 0 || parts.size == longest_number) return;
        parts.buffer[parts.size++] = plain;
        left.remove_prefix(bytes);
    }
    std::string_view text = trimmed({parts.buffer.data(), parts.size});
    if (text.starts_with('+') || text.starts_with('-')) {
        parts.negative = text.front() == '-';
        text.remove_prefix(1);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    std::size_t e = text.find_first_of("eE");
    if (e == std::string_view::npos) e = fortran_exponent(text);
    if (e != std::string_view::npos) {
        parts.buffer[static_cast<std::size_t>(text.data() - parts.buffer.data()) + e] = 'e';
        parts.exponent = text.substr(e);
        text = text.substr(0, e);
        std::string_view power = parts.exponent.substr(1);
        if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
        if (!digits(power)) return;
    }
    parts.body = text;
    const bool marks_only = text.find_first_of("0123456789") == std::string_view::npos;
    parts.good = !marks_only && text.find_first_not_of("0123456789., '") == std::string_view::npos;
}

/// "12.345.678": groups of three after a first one of one to three digits that is no zero.
bool well_grouped(std::string_view whole, char group) {
    const std::size_t first = whole.find(group);
    if (first == 0 || first > 3 || whole.front() == '0' || !digits(whole.substr(0, first))) return false;
    for (std::size_t at = first; at < whole.size(); at += 4)
        if (whole[at] != group || whole.size() - at < 4 || !digits(whole.substr(at + 1, 3))) return false;
    return true;
}

/// Groups by `group`, and at most one decimal mark behind them.
NumberForm grouped_form(std::string_view body, char group, char mark) {
    const std::size_t end = mark == 0 ? body.size() : body.find(mark);
    if (!well_grouped(body.substr(0, end), group)) return {};
    if (end < body.size() && !digits(body.substr(end + 1))) return {};
    return {NumberShape::grouped, end < body.size() ? mark : char{0}, group};
}

/// Groups by spaces or apostrophes; behind them a point, a comma or nothing.
NumberForm spaced_form(std::string_view body) {
    const bool space = body.find(' ') != std::string_view::npos;
    const bool apostrophe = body.find('\'') != std::string_view::npos;
    if (space && apostrophe) return {};
    const std::size_t mark = body.find_first_of(".,");
    return grouped_form(body, space ? ' ' : '\'', mark == std::string_view::npos ? char{0} : body[mark]);
}

NumberForm form_of(const Parts& parts) {
    if (!parts.good) return {};
    const std::string_view body = parts.body;
    NumberForm form;
    if (body.find_first_of(" '") != std::string_view::npos) {
        form = spaced_form(body);
    } else {
        const auto points = std::count(body.begin(), body.end(), '.');
        const auto commas = std::count(body.begin(), body.end(), ',');
        if (points + commas == 0) return {NumberShape::plain, 0, 0};
        const char last = body[body.find_last_of(".,")];
        const char other = last == '.' ? ',' : '.';
        if (points + commas == 1) {
            const std::size_t at = body.find(last);
            const bool like_a_group =
                parts.exponent.empty() && body.size() - at == 4 && at >= 1 && at <= 3 && body.front() != '0';
            return {like_a_group ? NumberShape::either : NumberShape::decimal, last, 0};
        }
        if (points == 0 || commas == 0)
            form = grouped_form(body, last, 0);
        else if ((last == '.' ? points : commas) == 1)
            form = grouped_form(body, other, last);
    }
    return parts.exponent.empty() ? form : NumberForm{};
}

std::optional<double> value_of(const Parts& parts, char group, char mark) {
    std::array<char, longest_number + 1> plain;
    std::size_t size = 0;
    if (parts.negative) plain[size++] = '-';
    for (const char c : parts.body)
        if (c != group) plain[size++] = c == mark ? '.' : c;
    for (const char c : parts.exponent)
        if (c != '+') plain[size++] = c;
    double value = 0;
    const auto [stop, code] = std::from_chars(plain.data(), plain.data() + size, value);
    if (code != std::errc() || stop != plain.data() + size || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace

NumberForm number_form(std::string_view field) {
    Parts parts;
    take_apart(field, parts);
    return form_of(parts);
}

NumberRead read_number(std::string_view field, NumberMarks marks) {
    if (const auto plain = plain_number(field, marks.decimal)) return {plain, false};
    if (marks.decimal == '.' || field.find('.') == std::string_view::npos) {
        double value = 0;
        const auto [stop, code] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (code == std::errc() && stop == field.data() + field.size() && !field.empty())
            return {std::isfinite(value) ? std::optional(value) : std::nullopt, false};
    }
    Parts parts;
    take_apart(field, parts);
    const NumberForm form = form_of(parts);
    switch (form.shape) {
        case NumberShape::none:
            return {};
        case NumberShape::plain:
        case NumberShape::decimal:
            return {value_of(parts, 0, form.mark), false};
        case NumberShape::grouped:
            return {value_of(parts, form.group, form.mark), false};
        case NumberShape::either:
            break;
    }
    if (marks.decimal == form.mark) return {value_of(parts, 0, form.mark), false};
    if (marks.group == form.mark) return {value_of(parts, form.mark, 0), false};
    return {std::nullopt, true};
}

std::optional<double> parse_number(std::string_view field, NumberMarks marks) {
    return read_number(field, marks).value;
}

NumberAndUnit split_unit(std::string_view field) {
    const std::string_view text = trimmed(field);
    std::size_t end = 0, at = 0;  // `end`: behind the last digit that belongs to the number
    while (at < text.size()) {
        const auto [plain, bytes] = plain_character(text.substr(at));
        const bool sign = plain == '-' || plain == '+';
        if (plain == 0 ||
            (!digit(plain) && !sign && std::string_view("., '").find(plain) == std::string_view::npos))
            break;
        if (sign && end > 0) break;
        at += bytes;
        if (digit(plain) || (end > 0 && (plain == '.' || plain == ','))) end = at;
    }
    if (end == 0) return {};
    // An exponent only where digits follow: "1e3", but not "5 e" and not "2E" of a unit.
    const bool fortran = end < text.size() && fortran_exponent(text.substr(0, end + 2)) == end;
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E' || fortran)) {
        std::size_t power = end + 1;
        if (power < text.size() && (text[power] == '-' || text[power] == '+')) ++power;
        const std::size_t first = power;
        while (power < text.size() && digit(text[power])) ++power;
        if (power > first) end = power;
    }
    return {text.substr(0, end), trimmed(text.substr(end))};
}

bool indian_groups(std::string_view field) {
    Parts parts;
    take_apart(field, parts);
    if (!parts.good) return false;
    const std::string_view whole = parts.body.substr(0, parts.body.find('.'));
    if (std::ranges::count(whole, ',') < 2) return false;
    std::size_t last = whole.rfind(','), at = whole.find(',');
    if (at == 0 || at > 2 || whole.size() - last != 4 || !digits(whole.substr(0, at)) || !digits(whole.substr(last + 1)))
        return false;
    for (; at < last; at += 3)
        if (whole[at] != ',' || !digits(whole.substr(at + 1, 2)) || at + 3 > last) return false;
    return at == last;
}

std::string_view without_qualifier(std::string_view field) {
    static constexpr std::array<std::string_view, 21> marks{"<",    ">",    "＜",   "＞",   "≤",    "≥",    "=",
                                                            "＝",   "~",    "～",   "≈",    "小于", "小於", "低于",
                                                            "低於", "大于", "大於", "高于", "超过", "超過", "等于"};
    std::string_view text = trimmed(field);
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view mark : marks)
            if (text.starts_with(mark)) {
                text = trimmed(text.substr(mark.size()));
                found = true;
            }
    }
    return text;
}

}  // namespace orelens::io
