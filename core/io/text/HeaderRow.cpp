#include "core/io/text/HeaderRow.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {
namespace {

constexpr std::size_t rows_looked_at = 100;
constexpr std::size_t longest_shown = 100;

struct Row {
    std::size_t width = 0;  ///< up to the last filled field
    std::size_t filled = 0, numbers = 0, known = 0;
    bool comment = false;
    [[nodiscard]] bool mostly_words() const { return 3 * numbers <= filled; }
};

std::string_view without_comment_mark(std::string_view text) {
    while (!text.empty() && (text.front() == '#' || text.front() == '/' || text.front() == '-' ||
                             text.front() == '!' || text.front() == ' '))
        text.remove_prefix(1);
    return text;
}

Row look_at(const CsvTable& table, const CsvRecord& record, const HeaderRule& rule) {
    CsvFields fields;
    fields.split(table, record);
    Row row;
    row.comment = is_comment(fields[0]) && fields[0] != "#";  // a column of numbers may be called #
    for (std::size_t n = 0; n < fields.size(); ++n) {
        std::string_view field = fields[n];
        if (n == 0 && row.comment) field = without_comment_mark(field);
        if (field.empty()) continue;
        row.width = n + 1;
        ++row.filled;
        row.numbers += number_form(without_qualifier(field)).shape != NumberShape::none;
        row.known += rule.knows && rule.knows(field);
    }
    return row;
}

/// Header names on one line: "Cu\n(%)" becomes "Cu (%)".
std::string header_name(std::string_view field) {
    std::string out;
    for (const char c : field) {
        const bool space = c == '\n' || c == '\r' || c == '\t';
        if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
    }
    return out;
}

/// The width most rows have; of equals, the larger one.
std::size_t usual_width(const std::vector<Row>& rows) {
    std::map<std::size_t, std::size_t> counts;
    for (const Row& row : rows)
        if (!row.comment && row.width > 0) ++counts[row.width];
    std::size_t best = 0, most = 0;
    for (const auto& [width, count] : counts)
        if (count >= most) {
            best = width;
            most = count;
        }
    return best;
}

/// A title in two rows whose upper one was taken: "Hole,From,To,Assay," over ",,,Cu,Au". The lower one is
/// blank where the upper one has names that are known, and has known names elsewhere. Returns the rows
/// joined.
std::size_t join_row_below(CsvTable& table, const HeaderRule& rule, std::size_t at) {
    if (!rule.knows || at + 1 >= table.records.size()) return 0;
    const CsvRecord& record = table.records[at + 1];
    CsvFields below;
    below.split(table, record);
    if (below.size() > table.headers.size()) return 0;
    std::size_t known_above = 0, known_below = 0;
    for (std::size_t n = 0; n < table.headers.size(); ++n) {
        const bool named = !table.headers[n].empty() && rule.knows(table.headers[n]);
        if (named && !below[n].empty()) return 0;
        known_above += named;
        if (below[n].empty()) continue;
        if (number_form(without_qualifier(below[n])).shape != NumberShape::none) return 0;
        known_below += rule.knows(below[n]);
    }
    if (known_above < 2 || known_below == 0) return 0;
    table.above_header = table.headers;
    for (std::size_t n = 0; n < table.headers.size(); ++n)
        if (!below[n].empty()) table.headers[n] = header_name(below[n]);
    table.skipped.push_back({record.line, line_text(table, record), SkippedLine::Why::names});
    return 1;
}

/// A title in two rows: where the header leaves names blank, those of the row above, if one of these is
/// known.
bool take_names_above(CsvTable& table, const HeaderRule& rule) {
    const auto blank = [&](std::size_t i) {
        return table.headers[i].empty() && !table.above_header[i].empty();
    };
    bool known = false;
    for (std::size_t i = 0; rule.knows && i < table.above_header.size(); ++i)
        known = known || (blank(i) && rule.knows(table.above_header[i]));
    for (std::size_t i = 0; known && i < table.above_header.size(); ++i)
        if (blank(i)) table.headers[i] = table.above_header[i];
    return known;
}

/// A certificate names the elements in a row of its own above methods, units and limits, and the other
/// columns in the row above the data: that row, or `at` where there is none such.
std::size_t names_below(const CsvTable& table, const HeaderRule& rule, std::size_t at) {
    constexpr std::size_t rows_between = 8;
    if (!rule.knows) return at;
    CsvFields elements, fields;
    elements.split(table, table.records[at]);
    if (elements.size() < 3) return at;
    for (std::size_t row = at + 2; row < std::min(table.records.size(), at + rows_between); ++row) {
        fields.split(table, table.records[row]);
        std::size_t known = 0, clashes = 0, completed = 0;
        for (std::size_t n = 0; n < std::min(fields.size(), elements.size()); ++n) {
            const bool named = !elements[n].empty() && rule.knows(elements[n]);
            known += !fields[n].empty() && !named && rule.knows(fields[n]);
            clashes += !fields[n].empty() && named;
            completed += fields[n].empty() && named;
        }
        if (known >= 2 && completed >= 1 && clashes == 0) return row;
    }
    return at;
}

/// Names that the header leaves blank, from the row that now stands below it.
std::size_t fill_names(CsvTable& table, std::size_t at) {
    const CsvRecord& record = table.records[at + 1];
    CsvFields below;
    below.split(table, record);
    if (below.size() > table.headers.size()) table.headers.resize(below.size());
    for (std::size_t n = 0; n < below.size(); ++n)
        if (table.headers[n].empty()) table.headers[n] = header_name(below[n]);
    table.skipped.push_back({record.line, line_text(table, record), SkippedLine::Why::names});
    return 1;
}

}  // namespace

bool is_comment(std::string_view line) {
    line = trimmed(line);
    return line.starts_with('#') || line.starts_with("//") || line.starts_with("--") || line.starts_with('!');
}

std::size_t find_header(const CsvTable& table, const HeaderRule& rule) {
    const auto& records = table.records;
    if (rule.skip_lines >= 0) {
        const auto found = std::ranges::find_if(
            records, [&](const CsvRecord& record) { return record.line > rule.skip_lines; });
        return static_cast<std::size_t>(found - records.begin());
    }
    std::vector<Row> rows;
    for (std::size_t n = 0; n < std::min(records.size(), rows_looked_at); ++n)
        rows.push_back(look_at(table, records[n], rule));
    const std::size_t width = usual_width(rows);
    std::size_t first = rows.size(), by_shape = rows.size();
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (rows[n].comment) continue;
        first = std::min(first, n);
        // More than half of the columns have a name: lines of a certificate have a field or two.
        const bool fits = 2 * rows[n].filled > width && (n == first || rows[n].mostly_words());
        if (fits) by_shape = std::min(by_shape, n);
    }
    if (first == rows.size()) first = 0;  // comments only
    std::size_t best = by_shape < rows.size() ? by_shape : first;
    for (std::size_t n = 0; n < rows.size(); ++n)
        if (rows[n].known >= 2 && rows[n].known > rows[best].known && rows[n].mostly_words()) best = n;
    return best;
}

void drop_comments(CsvTable& table) {
    CsvFields fields;
    // Nearly every row begins with a letter or a digit, and is no comment then.
    const auto plain_start = [](std::string_view text) {
        const char c = text.empty() ? '\0' : text.front();
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    // Marks of other programs open a comment only on a line that is one field.
    const auto other_mark = [](std::string_view text) {
        text = trimmed(text);
        return text.starts_with(';') || text.starts_with('%') || text.starts_with('*') ||
               text.starts_with("REM ") || text.starts_with("rem ");
    };
    const auto comment = [&](const CsvRecord& record) {
        const std::string_view text =
            std::string_view(table.text).substr(record.begin, record.end - record.begin);
        const bool rem = text.starts_with("REM ") || text.starts_with("rem ");
        if (!rem && plain_start(text)) return false;
        if (!is_comment(text)) {
            if (!other_mark(text)) return false;
            fields.split(table, record);
            return fields.size() == 1 && table.headers.size() > 2;
        }
        fields.split(table, record);
        return fields.size() != table.headers.size();
    };
    // Files that were put together have the header of each part, in the order of their columns.
    const std::vector<std::string> names = table.headers;
    const std::multiset<std::string_view> sorted(names.begin(), names.end());
    std::array<bool, 256> begins{};
    for (const std::string_view name : sorted)
        if (!name.empty()) begins[static_cast<unsigned char>(name.front())] = true;
    const auto repeats = [&](const CsvRecord& record) {
        if (table.headers.size() < 2 || table.headers.front().empty()) return false;
        std::string_view text = std::string_view(table.text).substr(record.begin, record.end - record.begin);
        if (!plain_start(text)) text = trimmed(text);
        if (text.starts_with('"')) text.remove_prefix(1);
        if (text.empty() || !begins[static_cast<unsigned char>(text.front())]) return false;
        fields.split(table, record);
        if (!sorted.contains(fields[0])) return false;
        bool same = true;
        std::multiset<std::string_view> here;
        for (std::size_t n = 0; n < table.headers.size(); ++n) {
            same = same && fields[n] == table.headers[n];
            here.insert(fields[n]);
        }
        if (!same && here == sorted && table.reordered_header == 0) table.reordered_header = record.line;
        return same;
    };
    std::erase_if(table.records, [&](const CsvRecord& record) {
        const bool remark = comment(record);
        if (!remark && !repeats(record)) return false;
        ++(remark ? table.comments : table.repeated_headers);
        if (table.skipped.size() < most_skipped_listed)
            table.skipped.push_back({record.line, line_text(table, record),
                                     remark ? SkippedLine::Why::comment : SkippedLine::Why::repeated});
        return true;
    });
}

void place_header(CsvTable& table, const HeaderRule& rule) {
    std::size_t at = find_header(table, rule);
    if (at >= table.records.size()) return;
    const std::size_t names = rule.skip_lines < 0 ? names_below(table, rule, at) : at;
    std::rotate(table.records.begin() + static_cast<std::ptrdiff_t>(at),
                table.records.begin() + static_cast<std::ptrdiff_t>(names),
                table.records.begin() + static_cast<std::ptrdiff_t>(names) + 1);
    for (std::size_t n = 0; n < std::min(at, most_skipped_listed); ++n) {
        const std::string text = line_text(table, table.records[n]);
        table.skipped.push_back({table.records[n].line, text,
                                 is_comment(text) ? SkippedLine::Why::comment : SkippedLine::Why::above});
    }
    CsvFields fields;
    fields.split(table, table.records[at]);
    for (std::size_t i = 0; i < fields.size(); ++i) table.headers.push_back(header_name(fields[i]));
    table.header_line = table.records[at].line;
    if (at > 0 && !is_comment(line_text(table, table.records[at - 1]))) {
        fields.split(table, table.records[at - 1]);
        for (std::size_t i = 0; fields.size() == table.headers.size() && i < fields.size(); ++i)
            table.above_header.push_back(header_name(fields[i]));
        if (take_names_above(table, rule) && table.skipped.size() >= at)
            table.skipped[at - 1].why = SkippedLine::Why::names;
    }
    at += names == at ? join_row_below(table, rule, at) : fill_names(table, at);
    std::string& first = table.headers.front();
    while (is_comment(first) && first.size() > 2)
        first = std::string(trimmed(std::string_view(first).substr(1)));
    table.records.erase(table.records.begin(), table.records.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    drop_comments(table);
}

std::string line_text(const CsvTable& table, const CsvRecord& record) {
    std::string_view text =
        trimmed(std::string_view(table.text).substr(record.begin, record.end - record.begin));
    if (text.size() <= longest_shown) return std::string(text);
    std::size_t cut = longest_shown;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return std::string(text.substr(0, cut)) + "…";
}

}  // namespace orelens::io
