#include "core/io/blocks/TableLines.h"

#include <algorithm>
#include <map>

#include "core/io/text/CsvText.h"
#include "core/io/text/HeaderRow.h"

namespace orelens::io {
namespace {

/// Fields set apart by spaces and tabs; a quoted one may hold them.
std::vector<std::string> spaced_fields(std::string_view line) {
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at < line.size() && out.size() <= most_columns) {
        at = line.find_first_not_of(" \t", at);
        if (at == std::string_view::npos) break;
        if (line[at] == '"') {
            const std::size_t close = line.find('"', at + 1);
            if (close != std::string_view::npos) {
                out.emplace_back(line.substr(at + 1, close - at - 1));
                at = close + 1;
                continue;
            }
        }
        const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
        out.emplace_back(line.substr(at, end - at));
        at = end;
    }
    return out;
}

}  // namespace

std::vector<TextLine> lines_of(std::string_view text, std::size_t most) {
    std::vector<TextLine> lines;
    std::size_t at = 0;
    std::int64_t number = 1;
    while (at < text.size() && lines.size() < most) {
        std::size_t end = text.find_first_of("\r\n", at);
        if (end == std::string_view::npos) end = text.size();
        lines.push_back({text.substr(at, end - at), at, number++});
        if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++end;
        at = end + 1;
    }
    return lines;
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t,;|") == std::string_view::npos;
}

std::vector<std::string> line_fields(std::string_view line, char delimiter) {
    if (delimiter == ' ') return spaced_fields(line);
    std::vector<std::string> out;
    CsvFields fields;
    fields.split(line, delimiter);
    for (std::size_t n = 0; n < std::min(fields.size(), most_columns + 1); ++n) out.emplace_back(fields[n]);
    return out;
}

char find_delimiter(const std::vector<TextLine>& lines) {
    for (const char delimiter : {'\t', ';', '|', ',', ' '}) {
        std::map<std::size_t, int> counts;
        int looked = 0;
        for (auto line = lines.rbegin(); line != lines.rend() && looked < 60; ++line) {
            if (is_blank(line->text) || is_comment(line->text)) continue;
            ++counts[line_fields(line->text, delimiter).size()];
            ++looked;
        }
        for (const auto& [fields, times] : counts)
            if (fields >= 3 && times * 10 >= looked * 7) return delimiter;
    }
    return ',';
}

std::string plain_exponent(std::string_view text) {
    const auto digit = [&](std::size_t n) { return n < text.size() && text[n] >= '0' && text[n] <= '9'; };
    const std::size_t at = text.find_first_of("dD");
    if (at == std::string_view::npos || at == 0 || (!digit(at - 1) && text[at - 1] != '.')) return {};
    const bool sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+');
    if (!digit(at + (sign ? 2 : 1))) return {};
    std::string plain(text);
    plain[at] = 'e';
    return plain;
}

std::optional<double> table_number(std::string_view text, NumberMarks marks) {
    if (const auto value = parse_number(text, marks)) return value;
    const std::string plain = plain_exponent(trimmed(text));
    return plain.empty() ? std::nullopt : parse_number(plain, marks);
}

bool loose_number(std::string_view field) {
    return number_form(field).shape != NumberShape::none || table_number(field).has_value();
}

std::size_t numbers_in(const std::vector<std::string>& fields) {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [](const std::string& f) { return loose_number(f); }));
}

}  // namespace orelens::io
