#include "core/io/blocks/TableCells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <cstring>
#include <map>

#include "core/io/blocks/TableLines.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

constexpr double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                           1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::size_t known_codes = 512;

unsigned digit(char c) {
    return static_cast<unsigned char>(c - '0');
}

}  // namespace

void ScanTrouble::note(std::int64_t at, std::string_view what) {
    if (count++ > 0) return;
    line = at;
    value = std::string(what.substr(0, 40));
}

void ScanTrouble::add(const ScanTrouble& more) {
    if (more.count > 0 && (count == 0 || more.line < line)) {
        line = more.line;
        value = more.value;
    }
    count += more.count;
}

CellReader::CellReader(const ScanColumn& column) : column_(column) {
    for (const double null : column.nulls) {
        if (null < 0) above_ = std::max(above_, null);
        if (null >= 0) below_ = std::min(below_, null);
    }
}

/// Digits with at most one mark that is the column's decimal mark; false for anything else, and where digits
/// are too many for an exact quotient. The quotient of two exact doubles rounds once: the same number as a
/// full conversion gives.
bool CellReader::plain(std::string_view field, std::int64_t line, double& value) {
    const char* at = field.data();
    const char* const end = at + field.size();
    const bool minus = *at == '-';
    if (minus) ++at;
    std::uint64_t digits = 0;
    const char* const first = at;
    for (; at < end && digit(*at) < 10; ++at) digits = digits * 10 + digit(*at);
    const auto before = at - first;
    std::ptrdiff_t after = 0;
    if (at < end) {
        const char mark = column_.how.marks.decimal;
        if (*at != mark || mark == 0 || before == 0) return false;
        const char* const behind = ++at;
        for (; at < end && digit(*at) < 10; ++at) digits = digits * 10 + digit(*at);
        after = at - behind;
        if (at < end || after == 0) return false;
    }
    if (before == 0 || before + after > 18 || digits > (std::uint64_t{1} << 53)) return false;
    value = static_cast<double>(digits) / tens[after];
    if (minus) value = -value;
    ++seen.filled;
    ++seen.numbers;
    if (after == 0) {
        ++seen.plain;
        return true;
    }
    NumberEvidence::Mark& mark = column_.how.marks.decimal == '.' ? seen.point : seen.comma;
    if (after == 3 && before <= 3 && *first != '0')
        mark.doubt(line, field);
    else
        ++mark.decimal;
    return true;
}

CellReader::Cell CellReader::number(std::string_view field, std::int64_t line) {
    double value = 0;
    if (field.empty()) return {};
    if (plain(field, line, value)) return {What::number, value, false};
    seen.look_at(field, line);
    Quantity read = read_quantity(field, column_.how);
    if (!read.value && !read.unclear)
        if (const std::string plain_text = plain_exponent(field); !plain_text.empty())
            read = read_quantity(plain_text, column_.how);
    if (read.value) return {What::number, *read.value, read.unit};
    return {read.unclear ? What::unclear : What::text};
}

CellReader::Cell CellReader::value(std::string_view field, std::int64_t line) {
    Cell cell = number(field, line);
    if (cell.what == What::number && is_null(cell.value)) return {What::null_code};
    if (cell.what != What::text) return cell;
    if (is_null_word(field)) return {What::null_code};
    if (column_.flags)
        if (const auto flag = flag_of(field)) return {What::number, *flag};
    return cell;
}

std::optional<double> flag_of(std::string_view word) {
    static const std::map<std::string, double, std::less<>> words{
        {"y", 1},         {"yes", 1},       {"t", 1},       {"true", 1},      {"mined", 1},     {"mined out", 1},
        {"minedout", 1},  {"depleted", 1},  {"excluded", 1}, {"sterilised", 1}, {"sterilized", 1}, {"out", 1},
        {"是", 1},        {"采空", 1},      {"已采", 1},    {"采", 1},        {"n", 0},         {"no", 0},
        {"f", 0},         {"false", 0},     {"insitu", 0},  {"in situ", 0},   {"in-situ", 0},   {"in_situ", 0},
        {"remaining", 0}, {"unmined", 0},   {"not mined", 0}, {"in", 0},      {"否", 0},        {"未采", 0},
        {"未采空", 0},    {"保有", 0}};
    const auto found = words.find(lower(trimmed(word)));
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

bool CellReader::is_null(double value) const {
    if (value > above_ && value < below_) return false;
    return std::ranges::find(column_.nulls, value) != column_.nulls.end();
}

bool CellReader::is_null_word(std::string_view field) const {
    if (field.empty()) return true;
    return std::ranges::find(column_.null_words, lower(field)) != column_.null_words.end();
}

CodeReader::CodeReader(const ScanColumn& column, bool merge,
                       std::function<std::int32_t(std::string_view)> code_of)
    : reader_(column),
      decimal_(column.how.marks.decimal == ',' ? ',' : '.'),
      merge_(merge),
      code_of_(std::move(code_of)),
      known_(known_codes) {}

CodeReader::Code CodeReader::code(std::string_view field) {
    if (field.empty()) return {};
    constexpr std::size_t most = std::tuple_size_v<decltype(Known::text)>;
    if (field.size() > most) return look_up(field);
    std::uint64_t hash = field.size();
    for (std::size_t n = 0; n < field.size(); n += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, field.data() + n, std::min<std::size_t>(8, field.size() - n));
        hash = (hash ^ eight) * 0x9E3779B97F4A7C15ULL;
    }
    Known& known = known_[hash >> 55];
    if (known.size == field.size() && std::memcmp(known.text.data(), field.data(), field.size()) == 0)
        return known.code;
    known.code = look_up(field);
    known.size = static_cast<std::uint8_t>(field.size());
    std::ranges::copy(field, known.text.begin());
    return known.code;
}

CodeReader::Code CodeReader::look_up(std::string_view field) {
    if (reader_.is_null_word(field)) return {};
    const CellReader::Cell cell = reader_.number(field, 0);
    if (cell.what == CellReader::What::number && !cell.unit && reader_.is_null(cell.value)) return {-1, true};
    if (merge_)
        if (const auto plain = plain_code(field, decimal_)) return {code_of_(*plain), false};
    return {code_of_(field), false};
}

std::optional<std::string> plain_code(std::string_view field, char decimal) {
    std::string text(field);
    if (text.starts_with('+')) text.erase(0, 1);
    std::size_t digits = 0, marks = 0;
    for (std::size_t n = text.starts_with('-') ? 1 : 0; n < text.size(); ++n) {
        if (digit(text[n]) < 10) {
            ++digits;
        } else if (text[n] == decimal && ++marks == 1) {
            text[n] = '.';
        } else {
            return std::nullopt;
        }
    }
    // More digits than a double holds are a name too: two of them may be one number.
    if (digits == 0 || digits > 15) return std::nullopt;
    double value = 0;
    const auto [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    char plain[32];
    const auto [end, code] = std::to_chars(plain, plain + sizeof plain, value + 0.0);
    return std::string(plain, end);
}

void sort_codes(std::vector<std::string>& names) {
    struct Listed {
        bool word = false;
        double number = 0;
        std::string name;
        auto operator<=>(const Listed&) const = default;
    };
    std::vector<Listed> listed;
    for (std::string& name : names) {
        const auto number = table_number(name);
        listed.push_back({!number.has_value(), number.value_or(0), std::move(name)});
    }
    std::ranges::sort(listed, [](const Listed& a, const Listed& b) { return a < b; });
    for (std::size_t n = 0; n < names.size(); ++n) names[n] = std::move(listed[n].name);
}

}  // namespace orelens::io
