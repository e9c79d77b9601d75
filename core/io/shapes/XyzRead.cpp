// Points as text: three numbers to a line, apart by blanks, tabs, commas or semicolons, in quotes or not, in whatever
// encoding; lines of words before the first number are a header, which names x, y, z where they are not the first three.
// Decimal commas and marks of thousands are told column by column by the evidence of the whole file (ColumnMarks.h);
// what could be read two ways is refused, and so is a table without names whose first column counts its rows.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Text.h"
#include "core/io/blocks/ColumnNames.h"
#include "core/io/shapes/ShapeText.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

/// Where the three coordinates stand.
using Columns = std::array<std::size_t, 3>;
/// Rows that count 1, 2, 3 … are enough to see a number of points by.
constexpr std::int64_t counted_rows = 3;

/// Wider tables lend no evidence beyond these columns.
constexpr std::size_t most_weighed = 64;

/// Cuts lines into cells: by the mark a line has outside quotes, else by blanks.
class Cutter {
  public:
    void cut(std::string_view line, std::vector<std::string_view>& cells) {
        cells.clear();
        const char mark = delimiter(line);
        fields_.split(line, mark);
        if (mark == ',' && decimal_commas(line)) fields_.split(line, ' ');
        for (std::size_t c = 0; c < fields_.size(); ++c) cells.push_back(fields_[c]);
        while (!cells.empty() && cells.back().empty()) cells.pop_back();
        // A mark at the start of a line of blanks is an indent, not an empty cell.
        if (mark == '\t' && !cells.empty() && cells.front().empty()) cells.erase(cells.begin());
    }

  private:
    static char delimiter(std::string_view line) {
        bool quoted = false;
        std::size_t semicolons = 0, tabs = 0, commas = 0;
        for (const char c : line) {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            semicolons += c == ';' ? 1 : 0;
            tabs += c == '\t' ? 1 : 0;
            commas += c == ',' ? 1 : 0;
        }
        if (semicolons > 0) return ';';
        if (tabs > 1 || (tabs > 0 && commas == 0)) return '\t';
        return commas > 0 ? ',' : ' ';
    }
    /// "452310,25 4412345,5 350,1": blanks part the cells, and the commas are decimal marks.
    [[nodiscard]] bool decimal_commas(std::string_view line) {
        bool inside = false;
        for (std::size_t c = 0; c < fields_.size() && !inside; ++c)
            inside = fields_[c].find_first_of(" \t") != std::string_view::npos;
        if (!inside) return false;
        CsvFields blanks;
        blanks.split(line, ' ');
        if (blanks.size() < 3) return false;
        for (std::size_t c = 0; c < blanks.size(); ++c)
            if (number_form(blanks[c]).shape == NumberShape::none || blanks[c].ends_with(',')) return false;
        return true;
    }

    CsvFields fields_;
};

/// A number however it is written.
bool numeric(std::string_view cell) {
    return number_of(cell).has_value() || number_form(cell).shape != NumberShape::none;
}

/// A header of coordinates; `guess`: the elevation is under no name that is known, and taken for the next column.
struct Named {
    Columns columns{};
    bool guess = false;
};

/// Nothing where the words name no coordinates.
std::optional<Named> named(const std::vector<std::string_view>& cells) {
    static const ColumnWords heights{"h", "height", "alt", "altitude", "hoehe", "höhe", "cota", "海拔", "高度", "h坐标"};
    const std::vector<std::string> headers(cells.begin(), cells.end());
    const auto x = header_among(headers, column_names::places[0]), y = header_among(headers, column_names::places[1]);
    if (!x || !y) return std::nullopt;
    auto z = header_among(headers, column_names::places[2]);
    if (!z) z = header_among(headers, heights);
    if (z) return Named{{*x, *y, *z}, false};
    const std::size_t next = std::max(*x, *y) + 1;
    if (next >= headers.size()) return std::nullopt;
    return Named{{*x, *y, next}, true};
}

/// Without names: a number or name before the coordinates, and, as survey instruments write it, a code that may be
/// blank between them (1,,E,N,H).
std::optional<Columns> by_cells(const std::vector<std::string_view>& cells) {
    const auto numbers = [&](std::size_t from) {
        return std::ranges::all_of(cells.begin() + static_cast<std::ptrdiff_t>(from), cells.end(),
                                   numeric);
    };
    if (cells.size() == 5 && !numeric(cells[1]) && numbers(2)) return Columns{2, 3, 4};
    if (cells.size() == 4 && !numeric(cells[0]) && numbers(1)) return Columns{1, 2, 3};
    return std::nullopt;
}

/// Marks of each column where commas stand in cells; empty where none does. Nothing: cancelled.
std::optional<std::vector<ColumnMarks>> marks_of(std::string_view text, const std::string& name, const base::Progress& progress) {
    // Commas that only part cells need no evidence.
    if (text.find(',') == std::string_view::npos) return std::vector<ColumnMarks>{};
    std::vector<NumberEvidence> seen;
    Cutter cutter;
    std::vector<std::string_view> cells;
    Lines lines(text);
    std::string_view line;
    bool commas = false;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return std::nullopt;
        cutter.cut(line, cells);
        if (cells.size() > seen.size()) seen.resize(std::min(cells.size(), most_weighed));
        for (std::size_t c = 0; c < std::min(cells.size(), seen.size()); ++c) {
            commas = commas || cells[c].find(',') != std::string_view::npos;
            seen[c].look_at(cells[c], lines.row());
        }
    }
    if (!commas) return std::vector<ColumnMarks>{};
    MarkTable about;
    about.file = name;
    about.headers.resize(seen.size());
    about.delimiter_tells = false;
    return settle_marks(about, seen, {});
}

/// The header above the points, and where the coordinates stand.
struct Head {
    std::optional<Columns> columns;
    std::string guessed;  ///< what the column is called that is taken for the elevation
    std::int64_t lines = 0;

    /// Whether a line of words is one of them; false: it should be numbers.
    bool take(const std::vector<std::string_view>& cells) {
        // A row of units may stand below the names.
        const bool words = columns && std::ranges::none_of(*columns, [&](std::size_t c) { return c < cells.size() && numeric(cells[c]); });
        if (columns ? !words : numeric(cells[0])) return false;
        if (const auto found = columns ? std::nullopt : named(cells)) {
            columns = found->columns;
            if (found->guess) guessed = std::string(cells[found->columns[2]].substr(0, 40));
        }
        ++lines;
        return true;
    }
};

class PointReader {
  public:
    PointReader(const std::string& name, std::vector<ColumnMarks> marks) : error_{name}, marks_(std::move(marks)) {}

    base::Expected<void> line(std::string_view text, std::int64_t row) {
        if (text.find('\0') != std::string_view::npos) return error_.at(row, "shapes.not_text");
        const std::size_t first = text.find_first_not_of(" \t\"");
        const bool comment = first != std::string_view::npos && text[first] == '#';
        cutter_.cut(comment ? text.substr(first + 1) : text, cells_);
        if (cells_.empty()) return {};
        if (comment) {
            // A header may be written as a comment.
            if (auto found = points.empty() ? named(cells_) : std::nullopt; found && !found->guess)
                head.columns = found->columns;
            return {};
        }
        if (!head.columns && points.empty()) head.columns = by_cells(cells_);
        if (points.empty() && head.take(cells_)) {
            if (head.lines > most_header_lines) return error_.at(row, "shapes.not_a_number", cells_[0]);
            return {};
        }
        return point(text, row);
    }

    /// Cells of coordinates whose reading follows from other cells.
    [[nodiscard]] std::vector<base::Finding> inferred() const {
        std::vector<base::Finding> findings;
        for (const std::size_t column : head.columns.value_or(Columns{0, 1, 2})) {
            if (column >= marks_.size() || !marks_[column].inferred()) continue;
            const std::string text = marks_[column].first_text();
            const auto value = parse_number(text, marks_[column].marks);
            findings.push_back(shape_finding("shape_marks_inferred", base::Severity::warning, error_.file,
                                             marks_[column].doubtful.front().line, marks_[column].cells,
                                             {{"text", text}, {"value", value ? base::number(*value, 12) : "?"}}));
        }
        return findings;
    }
    /// Whether the first of several columns without names counted the rows.
    [[nodiscard]] bool counted() const { return counts_ && static_cast<std::int64_t>(points.size()) >= counted_rows; }
    std::vector<shapes::Vec3> points;
    Head head;

  private:
    static constexpr std::int64_t most_header_lines = 100;

    base::Expected<void> point(std::string_view text, std::int64_t row) {
        const Columns at = head.columns.value_or(Columns{0, 1, 2});
        shapes::Vec3 place{};
        for (std::size_t a = 0; a < 3; ++a) {
            if (at[a] >= cells_.size()) return error_.at(row, "shapes.few_columns", text);
            const std::string_view cell = cells_[at[a]];
            if (at[a] < marks_.size() && marks_[at[a]].reason == MarkReason::unclear)
                return error_.at(row, "shapes.decimal_comma", text);
            auto value = at[a] < marks_.size() ? parse_number(cell, marks_[at[a]].marks) : std::nullopt;
            // Of Fortran, which writes points only.
            if (!value && cell.find(',') == std::string_view::npos) value = number_of(cell);
            if (!value) return error_.at(row, "shapes.not_a_number", cell);
            place[a] = *value;
        }
        points.push_back(place);
        const auto number = static_cast<double>(points.size());
        counts_ = counts_ && !head.columns && cells_.size() > 3 && (place[0] == number || place[0] == number - 1);
        return {};
    }

    ShapeError error_;
    std::vector<ColumnMarks> marks_;
    Cutter cutter_;
    std::vector<std::string_view> cells_;
    bool counts_ = true;
};

/// As UTF-8, where it is anything else that holds text; nothing where it is that already.
base::Expected<std::optional<std::string>> converted(const std::string& bytes, const std::string& name,
                                                     const base::Progress& progress) {
    const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
    if (!wide && (bytes.find('\0') != std::string::npos || (is_utf8(bytes) && !bytes.starts_with("\xEF\xBB\xBF"))))
        return std::optional<std::string>{};
    auto text = to_utf8(bytes, name, &progress);
    if (!text) return std::unexpected(text.error());
    return std::optional(std::move(text->text));
}

}  // namespace

base::Expected<ShapeFile> read_xyz(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const auto decoded = converted(bytes, name, progress.part(0, 0.1));
    if (!decoded) return std::unexpected(decoded.error());
    const std::string_view text = *decoded ? std::string_view(**decoded) : std::string_view(bytes);
    auto marks = marks_of(text, name, progress.part(0.1, 0.4));
    if (!marks) return base::cancelled();
    const base::Progress reading = progress.part(0.4, 1);
    PointReader reader(name, std::move(*marks));
    Lines lines(text);
    std::string_view line;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !reading.report(lines.done())) return base::cancelled();
        if (auto read = reader.line(line, lines.row()); !read) return std::unexpected(read.error());
    }
    if (reader.counted()) {
        base::Error asked = ShapeError{name}.at(0, "shapes.first_counts").error();
        asked.fix = base::Message("shapes.first_counts_fix");
        return std::unexpected(std::move(asked));
    }
    ShapeFile file;
    file.format = "XYZ";
    file.findings = reader.inferred();
    if (!reader.head.guessed.empty())
        file.findings.push_back(shape_finding("shape_height_guessed", base::Severity::warning, name, 0, 1,
                                              {{"column", reader.head.guessed}}));
    if (!reader.points.empty()) file.points.push_back({"", std::move(reader.points)});
    return file;
}

}  // namespace orelens::io
