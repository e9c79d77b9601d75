#include "core/io/blocks/TableHead.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/io/blocks/ColumnRoles.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/HeaderRow.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr std::size_t most_head_rows = 200;
constexpr std::size_t most_sample = 3000;

struct Line {
    std::string_view text;
    std::size_t begin = 0;
    std::int64_t number = 0;
};

std::vector<Line> lines_of(std::string_view text, std::size_t most) {
    std::vector<Line> lines;
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
    return line.find_first_not_of(" \t,;") == std::string_view::npos;
}

/// The delimiter that cuts the lines of blocks into one number of fields, three or more; a space at last.
char find_delimiter(const std::vector<Line>& lines) {
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

bool loose_number(std::string_view field) {
    return table_number(field, false) || table_number(field, true);
}

std::size_t numbers_in(const std::vector<std::string>& fields) {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [](const std::string& f) { return loose_number(f); }));
}

/// A line that can be a header: nearly all of it words.
bool is_header(const std::vector<std::string>& fields) {
    const auto empty = static_cast<std::size_t>(std::ranges::count(fields, std::string()));
    return fields.size() >= 2 && empty * 3 < fields.size() && numbers_in(fields) * 5 <= fields.size();
}

bool is_type_row(const std::vector<std::string>& fields) {
    static const std::set<std::string, std::less<>> types{
        "float", "double",    "short", "integer", "int",  "name", "n",      "c",    "r",
        "s",     "l",         "f",     "d",       "real", "text", "long",   "byte", "numeric",
        "date",  "character", "alpha", "string",  "char", "bool", "boolean"};
    std::size_t words = 0, known = 0;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (fields[n].empty() || (n == 0 && fields[n].find(' ') != std::string::npos)) continue;
        ++words;
        std::string type = lower(fields[n]);
        while (!type.empty() && (std::isdigit(static_cast<unsigned char>(type.back())) || type.back() == ':'))
            type.pop_back();
        known += types.contains(type) ? 1 : 0;
    }
    return words > 0 && known * 10 >= words * 8;
}

bool is_unit_row(const std::vector<std::string>& fields) {
    std::size_t words = 0, known = 0;
    for (const std::string& field : fields) {
        if (field.empty() || field == "-") continue;
        ++words;
        known += is_unit_word(field) ? 1 : 0;
    }
    return words > 0 && known * 2 >= words;
}

/// GeoEAS: title, number of columns, their names, blocks. Nothing where the lines are not so.
struct GeoEas {
    std::vector<std::string> names;
    std::size_t first_line = 0;  ///< index of the first block's line
};
std::optional<GeoEas> geo_eas(const std::vector<Line>& lines) {
    if (lines.size() < 4) return std::nullopt;
    const auto second = line_fields(lines[1].text, ' ');
    if (second.empty()) return std::nullopt;
    const auto count = table_number(second.front(), false);
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

/// Which kind of decimal marks a text shows: only point, only comma, either, or neither.
struct Marks {
    std::size_t point = 0, comma = 0, could_be_both = 0;
    std::int64_t first_doubt = -1;  ///< row of the sample
};
void look(std::string_view field, std::int64_t row, Marks& marks) {
    const bool as_point = table_number(field, false).has_value(),
               as_comma = table_number(field, true).has_value();
    const bool has_mark = field.find_first_of(".,") != std::string_view::npos;
    if (!has_mark || (!as_point && !as_comma)) return;
    const std::size_t mark = field.find_first_of(".,");
    const bool one_mark = field.find_first_of(".,", mark + 1) == std::string_view::npos;
    const std::string_view head =
        field.substr(field.starts_with('-') || field.starts_with('+') ? 1 : 0,
                     mark - (field.starts_with('-') || field.starts_with('+') ? 1 : 0));
    const bool group = one_mark && field.size() - mark == 4 && !head.empty() && head.size() <= 3 &&
                       !head.starts_with('0') && field.find_first_of("eE") == std::string_view::npos;
    if (group) {
        ++marks.could_be_both;
        if (marks.first_doubt < 0) marks.first_doubt = row;
    } else if (field[mark] == '.' ? one_mark
                                  : !one_mark && field.rfind('.') != std::string_view::npos &&
                                        field.rfind('.') > field.rfind(',')) {
        ++marks.point;
    } else {
        ++marks.comma;
    }
}

/// Decides the marks column by column; what one column leaves open is settled by the others.
Expected<void> decide_marks(TableHead& head, const std::string& file, blocks::DecimalMark stated,
                            Questions* questions) {
    const auto ask = [&](std::unexpected<base::Error> unclear) -> Expected<void> {
        if (questions == nullptr) return unclear;
        questions->push_back(std::move(unclear.error()));
        return {};
    };
    head.comma.assign(head.headers.size(), stated == blocks::DecimalMark::comma);
    if (stated != blocks::DecimalMark::detect) return {};
    // Between commas a comma inside a number stands in quotes; without one there is nothing to decide.
    if (head.delimiter == ',' && std::ranges::none_of(head.sample, [](const std::vector<std::string>& row) {
            return std::ranges::any_of(row, [](const std::string& field) {
                return field.find(',') != std::string::npos && loose_number(field);
            });
        }))
        return {};
    std::vector<Marks> marks(head.headers.size());
    Marks all;
    for (std::size_t r = 0; r < head.sample.size(); ++r)
        for (std::size_t c = 0; c < head.sample[r].size() && c < marks.size(); ++c)
            look(head.sample[r][c], static_cast<std::int64_t>(r), marks[c]);
    for (const Marks& one : marks) {
        all.point += one.point > 0 ? 1 : 0;
        all.comma += one.comma > 0 ? 1 : 0;
    }
    for (std::size_t c = 0; c < marks.size(); ++c) {
        const Marks& one = marks[c];
        const base::Place place{.file = file,
                                .row = head.first_row + std::max<std::int64_t>(0, one.first_doubt),
                                .column = static_cast<std::int64_t>(c) + 1,
                                .field = head.headers[c]};
        if (one.point > 0 && one.comma > 0)
            return ask(base::fail(ErrorKind::data,
                                  Message("model.marks_mixed", {{"column", head.headers[c]}}), place,
                                  Message("model.marks_fix")));
        const bool decided = one.point + one.comma > 0;
        if (!decided && one.could_be_both > 0 && (all.point > 0) == (all.comma > 0))
            return ask(
                base::fail(ErrorKind::data,
                           Message("model.marks_unclear",
                                   {{"column", head.headers[c]},
                                    {"value", head.sample[static_cast<std::size_t>(one.first_doubt)][c]}}),
                           place, Message("model.marks_fix")));
        head.comma[c] = decided ? one.comma > 0 : all.comma > 0;
    }
    return {};
}

void take_sample(TableHead& head, std::string_view text) {
    for (const Line& line : lines_of(text, most_sample)) {
        if (is_blank(line.text)) continue;
        auto fields = line_fields(line.text, head.delimiter);
        if (fields.size() == head.headers.size()) head.sample.push_back(std::move(fields));
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

/// The rows that programs put between the header and the blocks.
class UnderHeader {
  public:
    UnderHeader(TableHead& head, const PlaceColumns& places) : head_(head), places_(places) {}

    /// False: the row is a block, or nothing known.
    bool take(const Line& line) {
        const auto fields = line_fields(line.text, head_.delimiter);
        const std::string first = fields.empty() ? "" : lower(fields.front());
        if (first.starts_with("variable descr")) return named("Vulcan", line);
        if (first.starts_with("variable type")) return types(fields, "Vulcan", line);
        if (first.starts_with("variable default")) return defaults(fields, line);
        const bool whole = fields.size() == head_.headers.size();
        if (whole && is_type_row(fields)) return types(fields, "", line);
        if (!head_.types.empty() && micromine(fields, line)) return true;
        if (whole && is_unit_row(fields)) {
            head_.units = fields;
            return pass(line);
        }
        if (whole && has_place(fields)) return false;
        // Neither places nor known: the defaults follow the types, descriptions go before them.
        if (!head_.types.empty() && head_.defaults.empty() && whole) return defaults(fields, line);
        return whole && head_.types.empty() && numbers_in(fields) * 5 <= fields.size() ? pass(line) : false;
    }
    [[nodiscard]] bool has_place(const std::vector<std::string>& fields) const {
        return std::ranges::all_of(places_, [&](std::size_t column) { return loose_number(fields[column]); });
    }

  private:
    bool pass(const Line& line) {
        head_.passed_lines.push_back(line.number);
        return true;
    }
    bool named(const char* program, const Line& line) {
        head_.program = program;
        return pass(line);
    }
    bool types(const std::vector<std::string>& fields, const char* program, const Line& line) {
        head_.types = fields;
        return *program != 0 ? named(program, line) : pass(line);
    }
    bool defaults(const std::vector<std::string>& fields, const Line& line) {
        head_.defaults = fields;
        return pass(line);
    }
    /// Micromine: origin and parent size in turns, then the position of the block's point; then perhaps three
    /// angles and the pivot.
    bool micromine(const std::vector<std::string>& fields, const Line& line) {
        const std::size_t numbers = numbers_in(fields);
        const bool first =
            !head_.stated.contains("parent") && fields.size() >= 7 && numbers >= 6 &&
            (fields.size() == 7 ||
             std::all_of(fields.begin() + 7, fields.end(), [](const std::string& f) { return f.empty(); }));
        if (first && (head_.headers.size() != 7 || !loose_number(fields[6]))) {
            head_.program = "Micromine";
            head_.stated["parent"] = fields[1] + "," + fields[3] + "," + fields[5];
            head_.stated["position"] = fields[6];
            return pass(line);
        }
        const bool second =
            head_.stated.contains("parent") && fields.size() >= 6 && numbers == 6 &&
            head_.headers.size() != 6 &&
            std::all_of(fields.begin() + 6, fields.end(), [](const auto& f) { return f.empty(); });
        return second ? pass(line) : false;
    }

    TableHead& head_;
    const PlaceColumns& places_;
};

}  // namespace

std::optional<double> table_number(std::string_view text, bool comma) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || text.size() > 60) return std::nullopt;
    double value = 0;
    char plain[64];
    std::size_t size = 0;
    const char other = comma ? '.' : ',';
    const char mark = comma ? ',' : '.';
    std::size_t grouped = 0;
    bool after_mark = false;
    for (std::size_t n = 0; n < text.size(); ++n) {
        char c = text[n];
        if (c == other) {
            // Thousands: three digits follow, and no mark came before.
            const bool three =
                n + 3 < text.size() && n > 0 &&
                std::all_of(text.begin() + static_cast<std::ptrdiff_t>(n) + 1,
                            text.begin() + static_cast<std::ptrdiff_t>(std::min(n + 4, text.size())),
                            [](char d) { return d >= '0' && d <= '9'; });
            if (after_mark || !three) return std::nullopt;
            if (n + 4 < text.size() && text[n + 4] != other && text[n + 4] != mark) return std::nullopt;
            ++grouped;
            continue;
        }
        if (c == mark) {
            after_mark = true;
            c = '.';
        } else if (c == 'd' || c == 'D') {
            c = 'e';  // Fortran's exponent
        }
        plain[size++] = c;
    }
    const auto [end, code] = std::from_chars(plain, plain + size, value);
    if (code != std::errc() || end != plain + size || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::vector<std::string> line_fields(std::string_view line, char delimiter) {
    std::vector<std::string> out;
    if (delimiter == ' ') {
        std::size_t at = 0;
        while (at < line.size() && out.size() <= most_columns) {
            at = line.find_first_not_of(" \t", at);
            if (at == std::string_view::npos) break;
            std::size_t end = line.find_first_of(" \t", at);
            if (line[at] == '"') {
                const std::size_t close = line.find('"', at + 1);
                if (close != std::string_view::npos) {
                    out.emplace_back(line.substr(at + 1, close - at - 1));
                    at = close + 1;
                    continue;
                }
            }
            if (end == std::string_view::npos) end = line.size();
            out.emplace_back(line.substr(at, end - at));
            at = end;
        }
        return out;
    }
    CsvFields fields;
    fields.split(line, delimiter);
    for (std::size_t n = 0; n < std::min(fields.size(), most_columns + 1); ++n) out.emplace_back(fields[n]);
    return out;
}

Expected<TableHead> read_table_head(std::string_view start, std::string_view more, const std::string& file,
                                    const blocks::ModelRule& rule, Questions* questions) {
    TableHead head;
    const std::vector<Line> lines = lines_of(start, most_sample);
    const auto no_header = [&] {
        return base::fail(ErrorKind::data, Message("model.no_header"), {.file = file},
                          Message("model.no_header_fix"));
    };
    if (lines.empty()) return no_header();
    std::size_t first = 0;
    if (const auto eas = geo_eas(lines)) {
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
        head.delimiter = find_delimiter(lines);
        std::size_t at = 0;
        std::optional<std::size_t> like_a_header;
        for (; at < lines.size() && at < most_head_rows; ++at) {
            if (is_blank(lines[at].text)) continue;
            if (is_comment(lines[at].text)) {
                // A header may itself be a comment: "# x y z Au".
                take_statement(lines[at].text, head.stated);
                continue;
            }
            auto fields = line_fields(lines[at].text, head.delimiter);
            const bool header = is_header(fields);
            if (header && find_places(fields, rule)) {
                head.headers = std::move(fields);
                head.header_line = lines[at].number;
                break;
            }
            if (header && !like_a_header) like_a_header = at;
            take_statement(lines[at].text, head.stated);
        }
        if (head.headers.empty()) {
            // No places in any line: say so of the first line that looks like a header.
            if (!like_a_header) return no_header();
            at = *like_a_header;
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
    take_sample(head, start.substr(head.data_begin));
    take_sample(head, more);
    if (auto marks = decide_marks(head, file, rule.decimal_mark, questions); !marks)
        return std::unexpected(marks.error());
    return head;
}

}  // namespace orelens::io
