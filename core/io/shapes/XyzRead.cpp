// Points as text: three numbers to a line, apart by blanks, commas or semicolons; lines of words before the
// first number are a header, more columns are passed over. A decimal comma cannot be told from a delimiter
// here, so such files are refused.
#include <array>

#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

/// The first three cells of a line; fewer where it has fewer.
std::size_t cells_of(std::string_view line, std::array<std::string_view, 3>& cells) {
    std::size_t count = 0;
    while (count < 3) {
        const std::size_t from = line.find_first_not_of(" \t,;");
        if (from == std::string_view::npos) break;
        const std::size_t to = std::min(line.find_first_of(" \t,;", from), line.size());
        cells[count++] = line.substr(from, to - from);
        line.remove_prefix(to);
    }
    return count;
}

}  // namespace

base::Expected<ShapeFile> read_xyz(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    shapes::PointCloud cloud;
    Lines lines(bytes);
    std::string_view line;
    std::int64_t header = 0;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return base::cancelled();
        if (line.find('\0') != std::string_view::npos) return error.at(lines.row(), "shapes.not_text");
        std::array<std::string_view, 3> cells;
        const std::size_t count = cells_of(line, cells);
        if (count == 0 || cells[0].starts_with('#')) continue;
        if (line.find(';') != std::string_view::npos && line.find(',') != std::string_view::npos)
            return error.at(lines.row(), "shapes.decimal_comma", line);
        shapes::Vec3 point{};
        for (std::size_t n = 0; n < count; ++n) {
            const auto value = number_of(cells[n]);
            if (value) {
                point[n] = *value;
                continue;
            }
            if (!cloud.points.empty() || ++header > 100) return error.at(lines.row(), "shapes.not_a_number", cells[n]);
            break;
        }
        if (header > 0 && cloud.points.empty() && !number_of(cells[0])) continue;
        if (count < 3) return error.at(lines.row(), "shapes.few_columns", line);
        cloud.points.push_back(point);
    }
    ShapeFile file;
    file.format = "XYZ";
    if (!cloud.points.empty()) file.points.push_back(std::move(cloud));
    return file;
}

}  // namespace orelens::io
