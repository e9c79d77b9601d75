// Where the header of a table stands: below the lines of a certificate, a client, a date, or comments. Judged
// by how many fields the rows have, by what is a number, and by names the caller knows. Chooses a row; what
// the columns mean is for others.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace orelens::io {

struct CsvTable;
struct CsvRecord;

struct HeaderRule {
    std::int64_t skip_lines = -1;  ///< lines of the file above the header; −1 = find it
    /// Whether a field is a name the reader would know as a column; none = by shape alone.
    std::function<bool(std::string_view)> knows;
};

/// A line that is neither the header nor a record.
struct SkippedLine {
    enum class Why {
        above,
        comment,
        names,  ///< beside the header: names the header leaves blank, units over several columns, other words
        units,
        limits,
        methods,
        types,     ///< of the fields, as a database has them
        repeated,  ///< the header once more, further down
        totals,    ///< sums or means at the end
        below      ///< remarks at the end
    };
    std::int64_t line = 0;
    std::string text;  ///< at most some hundred characters
    Why why = Why::above;
};

/// A line that begins with #, //, -- or !.
bool is_comment(std::string_view line);

/// Index of the header among the records of a table that has none yet. Looks at the first hundred.
std::size_t find_header(const CsvTable& table, const HeaderRule& rule);

/// Takes the header out of the records of a table that has none yet, and what stands above it; drops comments.
void place_header(CsvTable& table, const HeaderRule& rule);

/// Takes comment lines out of the records below the header, lines that begin as one and have another number
/// of fields than the header (a hole may be called #12), and repetitions of the header.
void drop_comments(CsvTable& table);

/// A line as it is shown, cut to a hundred bytes between characters.
std::string line_text(const CsvTable& table, const CsvRecord& record);

}  // namespace orelens::io
