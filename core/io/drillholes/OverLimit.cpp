#include "core/io/drillholes/OverLimit.h"

#include <algorithm>
#include <array>

namespace orelens::io {
namespace {

/// "OG62", "GRA21", "OL": methods for ore grades of the usual laboratories, and words for them.
bool over_word(std::string_view low) {
    static constexpr std::array words{"ol", "over", "overlimit", "ovl", "oregrade", "aa46", "aa62"};
    if (std::ranges::find(words, low) != words.end()) return true;
    for (const std::string_view method : {"og", "gra"})
        if (low.starts_with(method) && low.find_first_not_of("0123456789", method.size()) == low.npos)
            return true;
    return false;
}

/// "Cu_OG62_pct", "Ag over limit ppm", "Zn-OL": the header without the mark of the over-limit method; empty
/// where there is none.
std::string without_over_mark(std::string_view header) {
    std::string out, word;
    bool marked = false, word_over = false;
    const auto finish = [&] {
        const std::string low = lower(word);
        if (over_word(low) || (word_over && low == "limit"))
            marked = true;
        else
            out += word;
        word_over = low == "over";
        word.clear();
    };
    for (const char c : header) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter) {
            word += c;
            continue;
        }
        finish();
        out += c;
    }
    finish();
    return marked ? out : std::string();
}

/// The header of an over-limit column without what makes it one; empty for others.
std::string unmarked(const OpenTable& table, std::size_t column) {
    const std::string& header = table.csv.headers[column];
    if (std::string rest = without_over_mark(header); !rest.empty()) return rest;
    const auto& above = table.csv.above_header;
    const bool coded = column < above.size() && !without_over_mark(above[column]).empty();
    return coded ? header : std::string();
}

bool above_limit(std::string_view field) {
    return field.starts_with('>') || field.starts_with("＞");
}

}  // namespace

std::string squeezed(std::string_view name) {
    std::string out;
    for (const char c : lower(name))
        if (c != '_' && c != ' ' && c != '-') out += c;
    return out;
}

bool stands_in(const OpenTable& table, std::size_t first, std::size_t other) {
    constexpr std::size_t most_looked_at = 200'000;
    const auto& records = table.csv.records;
    std::size_t both = 0;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(most_looked_at, records.size()); ++n) {
        fields.split(table.csv, records[n]);
        if (fields[other].empty()) continue;
        if (!above_limit(fields[first])) return false;
        ++both;
    }
    return both > 0;
}

bool is_over_column(const OpenTable& table, std::size_t column) {
    return !unmarked(table, column).empty();
}

std::optional<OverColumn> over_limit_column(const OpenTable& table, const GradeSource& grade) {
    if (is_over_column(table, grade.column)) return std::nullopt;
    const auto named = [&](const std::string& header) {
        return squeezed(read_assay_header(header).name) == squeezed(grade.name);
    };
    const auto column_of = [&](std::size_t column, const std::string& header) {
        const auto stated = read_assay_header(header).unit;
        const auto unit = stated ? stated : unit_in_row(table, column);
        return OverColumn{column, unit.value_or(grade.unit), !unit};
    };
    const auto& headers = table.csv.headers;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const std::string rest = i == grade.column ? std::string() : unmarked(table, i);
        if (!rest.empty() && named(rest)) return column_of(i, rest);
    }
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (i != grade.column && named(headers[i]) && read_assay_header(headers[i]).element &&
            !of_a_product(headers, i) && stands_in(table, grade.column, i))
            return column_of(i, headers[i]);
    return std::nullopt;
}

}  // namespace orelens::io
