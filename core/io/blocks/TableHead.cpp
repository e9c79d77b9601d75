#include "core/io/blocks/TableHead.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/io/blocks/ColumnRoles.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/blocks/UnderHeader.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/HeaderRow.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr std::size_t most_head_rows = 200;
constexpr std::size_t most_sample = 3000;

/// "# Parent block size: 10, 10, 10" and "Azimuth = 30" → stated.
void take_statement(std::string_view line, std::map<std::string, std::string>& stated) {
    const std::size_t from = line.find_first_not_of(" \t#/!,;\"");
    if (from == std::string_view::npos) return;
    const std::string_view text = line.substr(from);
    const std::size_t mark = text.find_first_of(":=");
    if (mark == std::string_view::npos || mark == 0) return;
    std::string key = lower(trimmed(text.substr(0, mark)));
    std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-'; });
    std::string_view value = text.substr(mark + 1);
    while (!value.empty() && (value.back() == ',' || value.back() == '"' || value.back() == ' '))
        value.remove_suffix(1);
    stated.emplace(key, std::string(trimmed(value)));
}

/// A line that can be a header: nearly all of it words.
bool is_header(const std::vector<std::string>& fields) {
    const auto empty = static_cast<std::size_t>(std::ranges::count(fields, std::string()));
    return fields.size() >= 2 && empty * 3 < fields.size() && numbers_in(fields) * 5 <= fields.size();
}

/// GeoEAS: title, number of columns, their names, blocks. Nothing where the lines are not so.
struct GeoEas {
    std::vector<std::string> names;
    std::size_t first_line = 0;  ///< index of the first block's line
};
std::optional<GeoEas> geo_eas(const std::vector<TextLine>& lines) {
    if (lines.size() < 4) return std::nullopt;
    const auto second = line_fields(lines[1].text, ' ');
    if (second.empty()) return std::nullopt;
    const auto count = table_number(second.front());
    if (!count || *count < 1 || *count > 500 || *count != std::floor(*count)) return std::nullopt;
    const auto columns = static_cast<std::size_t>(*count);
    if (lines.size() < columns + 3) return std::nullopt;
    GeoEas found;
    for (std::size_t n = 0; n < columns; ++n) {
        const std::string_view name = trimmed(lines[n + 2].text);
        // A table without commas whose first number is small looks alike, but for its numbers in place of
        // names.
        const auto words = line_fields(name, ' ');
        if (words.empty() || loose_number(words.front())) return std::nullopt;
        found.names.emplace_back(name);
    }
    found.first_line = columns + 2;
    const auto first = line_fields(lines[found.first_line].text, ' ');
    if (first.size() < columns || numbers_in(first) == 0) return std::nullopt;
    return found;
}

/// Rows of whole records; `line` is that of the first, 0 = not known.
void take_sample(TableHead& head, std::string_view text, std::int64_t line) {
    for (const TextLine& each : lines_of(text, most_sample)) {
        if (is_blank(each.text)) continue;
        auto fields = line_fields(each.text, head.delimiter);
        while (fields.size() > head.headers.size() && fields.back().empty()) fields.pop_back();
        if (head.short_rows && fields.size() < head.headers.size()) fields.resize(head.headers.size());
        if (fields.size() != head.headers.size()) continue;
        head.sample.push_back(std::move(fields));
        head.sample_lines.push_back(line > 0 ? line + each.number - 1 : 0);
    }
}

std::unexpected<base::Error> no_places(const std::vector<std::string>& headers, const std::string& file,
                                       std::int64_t row) {
    std::string names;
    for (std::size_t n = 0; n < std::min<std::size_t>(headers.size(), 12); ++n)
        names += (n > 0 ? ", " : "") + headers[n];
    return base::fail(ErrorKind::data, Message("model.no_places", {{"headers", names}}),
                      {.file = file, .row = row, .field = "model.x"}, Message("model.no_places_fix"));
}

}  // namespace

Expected<TableHead> read_table_head(std::string_view start, const std::vector<std::string>& more,
                                    const std::string& file, const blocks::ModelRule& rule, char delimiter,
                                    Questions* questions) {
    TableHead head;
    const std::vector<TextLine> lines = lines_of(start, most_sample);
    const auto no_header = [&] {
        return base::fail(ErrorKind::data, Message("model.no_header"), {.file = file},
                          Message("model.no_header_fix"));
    };
    if (lines.empty()) return no_header();
    std::size_t first = 0;
    if (const auto eas = delimiter == 0 ? geo_eas(lines) : std::nullopt) {
        head.program = "GSLIB";
        head.delimiter = ' ';
        head.headers = eas->names;
        head.header_line = 3;
        first = eas->first_line;
        if (!find_places(head.headers, rule)) {
            if (questions == nullptr) return no_places(head.headers, file, 3);
            questions->push_back(no_places(head.headers, file, 3).error());
        }
    } else {
        head.delimiter = delimiter != 0 ? delimiter : find_delimiter(lines);
        head.short_rows = delimiter != 0;
        std::size_t at = 0;
        for (; at < lines.size() && at < most_head_rows; ++at) {
            if (is_blank(lines[at].text)) continue;
            if (is_comment(lines[at].text)) {
                // A header may itself be a comment: "# x y z Au".
                take_statement(lines[at].text, head.stated);
                continue;
            }
            auto fields = line_fields(lines[at].text, head.delimiter);
            if (is_header(fields) && find_places(fields, rule)) {
                head.headers = std::move(fields);
                head.header_line = lines[at].number;
                break;
            }
            take_statement(lines[at].text, head.stated);
        }
        if (head.headers.empty()) {
            // No places in any line: say so of the first line that looks like a header.
            at = 0;
            for (; at < lines.size(); ++at) {
                if (is_blank(lines[at].text) || is_comment(lines[at].text)) continue;
                if (is_header(line_fields(lines[at].text, head.delimiter))) break;
            }
            if (at == lines.size()) return no_header();
            head.headers = line_fields(lines[at].text, head.delimiter);
            head.header_line = lines[at].number;
            auto question = no_places(head.headers, file, head.header_line);
            if (questions == nullptr) return question;
            questions->push_back(std::move(question.error()));
        }
        if (head.headers.size() > most_columns) return no_header();
        for (const char* key : {"basepoint", "minimumcorner", "parentblocksize", "blocksize", "sizeinblocks"})
            if (head.stated.contains(key)) head.program = "Leapfrog";
        const PlaceColumns places = find_places(head.headers, rule).value_or(PlaceColumns());
        UnderHeader under(head, places);
        for (first = at + 1; first < lines.size() && first < at + most_head_rows; ++first) {
            if (is_blank(lines[first].text)) continue;
            if (is_comment(lines[first].text)) {
                take_statement(lines[first].text, head.stated);
                continue;
            }
            if (!under.take(lines[first])) break;
        }
    }
    while (first < lines.size() && is_blank(lines[first].text)) ++first;
    if (first >= lines.size())
        return base::fail(ErrorKind::data, Message("model.no_blocks"),
                          {.file = file, .row = head.header_line});
    head.first_row = lines[first].number;
    head.data_begin = lines[first].begin;
    take_sample(head, start.substr(head.data_begin), head.first_row);
    for (const std::string& stretch : more) take_sample(head, stretch, 0);
    return head;
}

}  // namespace orelens::io
