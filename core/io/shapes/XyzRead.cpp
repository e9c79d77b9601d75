// Points as text: three numbers to a line, apart by blanks, commas or semicolons; lines of words before the
// first number are a header, which names x, y, z where they are not the first three. A decimal comma is told from a
// delimiter by semicolons beside it, else such files are refused; and so is a table without names whose first column
// counts its rows.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/io/blocks/ColumnNames.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

/// Where the three coordinates stand.
using Columns = std::array<std::size_t, 3>;
/// Rows that count 1, 2, 3 … are enough to see a number of points by.
constexpr std::int64_t counted_rows = 3;

std::string_view without_blanks(std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t' || cell.front() == '"'))
        cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t' || cell.back() == '"'))
        cell.remove_suffix(1);
    return cell;
}

/// The cells of a line: apart by the mark it has, else by blanks.
void split(std::string_view line, std::vector<std::string_view>& cells) {
    cells.clear();
    const std::size_t mark = line.find_first_of(",;\t");
    if (mark != std::string_view::npos &&
        without_blanks(line).find_first_of(",;") != std::string_view::npos) {
        const char apart = line.find(';') != std::string_view::npos ? ';' : ',';
        for (std::size_t from = 0; from <= line.size();) {
            const std::size_t to = std::min(line.find(apart, from), line.size());
            cells.push_back(without_blanks(line.substr(from, to - from)));
            from = to + 1;
        }
        while (!cells.empty() && cells.back().empty()) cells.pop_back();
        return;
    }
    while (true) {
        const std::size_t from = line.find_first_not_of(" \t");
        if (from == std::string_view::npos) return;
        const std::size_t to = std::min(line.find_first_of(" \t", from), line.size());
        cells.push_back(line.substr(from, to - from));
        line.remove_prefix(to);
    }
}

/// Nothing where the words name no three coordinates.
std::optional<Columns> named(const std::vector<std::string_view>& cells) {
    const std::vector<std::string> headers(cells.begin(), cells.end());
    Columns columns{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto at = header_among(headers, column_names::places[a]);
        if (!at) return std::nullopt;
        columns[a] = *at;
    }
    return columns;
}

/// Without names: a number or name before the coordinates, and, as survey instruments write it, a code that may be
/// blank between them (1,,E,N,H).
std::optional<Columns> by_cells(const std::vector<std::string_view>& cells) {
    const auto numbers = [&](std::size_t from) {
        return std::ranges::all_of(cells.begin() + static_cast<std::ptrdiff_t>(from), cells.end(),
                                   [](std::string_view cell) { return number_of(cell).has_value(); });
    };
    if (cells.size() == 5 && !number_of(cells[1]) && numbers(2)) return Columns{2, 3, 4};
    if (cells.size() == 4 && !number_of(cells[0]) && numbers(1)) return Columns{1, 2, 3};
    return std::nullopt;
}

/// Where semicolons part the cells a comma is a decimal mark, unless it could part thousands.
bool only_decimal(std::string_view cell) {
    const std::size_t comma = cell.find(',');
    if (comma == std::string_view::npos) return true;
    const std::size_t sign = cell.starts_with('-') || cell.starts_with('+') ? 1 : 0;
    const std::size_t whole = comma - sign, part = cell.size() - comma - 1;
    return cell.find(',', comma + 1) == std::string_view::npos && cell.find('.') == std::string_view::npos &&
           (whole > 3 || whole == 0 || part != 3 || cell[sign] == '0');
}

}  // namespace

base::Expected<ShapeFile> read_xyz(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    shapes::PointCloud cloud;
    Lines lines(bytes);
    std::string_view line;
    std::int64_t header = 0;
    std::optional<Columns> columns;
    bool counts = true;
    bool decided = false;  ///< that commas beside semicolons are decimal marks
    std::vector<std::string_view> cells;
    std::vector<std::string> written;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return base::cancelled();
        if (line.find('\0') != std::string_view::npos) return error.at(lines.row(), "shapes.not_text");
        const bool comment = without_blanks(line).starts_with('#');
        if (comment) line.remove_prefix(line.find('#') + 1);
        split(line, cells);
        if (cells.empty()) continue;
        if (comment) {
            // A header may be written as a comment.
            if (auto found = cloud.points.empty() ? named(cells) : std::nullopt) columns = found;
            continue;
        }
        const bool commas = line.find(';') != std::string_view::npos && line.find(',') != std::string_view::npos;
        if (commas && !cells.empty()) {
            decided = decided || std::ranges::any_of(cells, [](std::string_view cell) {
                          return cell.find(',') != std::string_view::npos && only_decimal(cell);
                      });
            if (!decided) return error.at(lines.row(), "shapes.decimal_comma", line);
            written.assign(cells.begin(), cells.end());
            for (std::size_t c = 0; c < written.size(); ++c) {
                std::ranges::replace(written[c], ',', '.');
                cells[c] = written[c];
            }
        }
        if (!columns && cloud.points.empty()) columns = by_cells(cells);
        if (cloud.points.empty() && !columns && !number_of(cells[0])) {
            if (auto found = named(cells)) {
                columns = found;
                ++header;
                continue;
            }
            if (++header > 100) return error.at(lines.row(), "shapes.not_a_number", cells[0]);
            continue;
        }
        const Columns at = columns.value_or(Columns{0, 1, 2});
        shapes::Vec3 point{};
        for (std::size_t a = 0; a < 3; ++a) {
            if (at[a] >= cells.size()) return error.at(lines.row(), "shapes.few_columns", line);
            const auto value = number_of(cells[at[a]]);
            if (!value) return error.at(lines.row(), "shapes.not_a_number", cells[at[a]]);
            point[a] = *value;
        }
        cloud.points.push_back(point);
        const auto number = static_cast<double>(cloud.points.size());
        counts = counts && !columns && cells.size() > 3 && (point[0] == number || point[0] == number - 1);
    }
    if (counts && static_cast<std::int64_t>(cloud.points.size()) >= counted_rows) {
        base::Error asked = error.at(0, "shapes.first_counts").error();
        asked.fix = base::Message("shapes.first_counts_fix");
        return std::unexpected(std::move(asked));
    }
    ShapeFile file;
    file.format = "XYZ";
    if (!cloud.points.empty()) file.points.push_back(std::move(cloud));
    return file;
}

}  // namespace orelens::io
