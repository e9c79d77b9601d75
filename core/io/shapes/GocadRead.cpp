// GOCAD ASCII objects: TSurf (.ts), PLine (.pl), VSet (.vs), several to a file. Depths that count downward are
// turned, feet become metres, and both are said.
#include <unordered_map>

#include "core/base/LengthWords.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using shapes::Vec3;

struct Gocad {
    const ShapeError& error;
    ShapeFile file;
    std::string kind, title;  // of the object being read; empty = between objects
    std::vector<Vec3> points;
    std::unordered_map<std::int64_t, std::int32_t> number;  // id in the file → index
    std::vector<std::array<std::int32_t, 3>> triangles;
    std::vector<std::vector<std::int32_t>> lines;
    bool downward = false, apart = false;
    Vec3 metres{1, 1, 1};           // in one unit of each axis
    std::string unknown_unit = {};  // the first that is no length
    std::int64_t turned = 0, scaled = 0;

    void finish() {
        if (downward) ++turned;
        if (metres != Vec3{1, 1, 1}) ++scaled;
        for (Vec3& point : points) {
            if (downward) point[2] = -point[2];
            for (std::size_t a = 0; a < 3; ++a) point[a] *= metres[a];
        }
        if (!triangles.empty())
            file.meshes.push_back({title, points, triangles});
        if (!lines.empty()) file.lines.push_back({title, points, lines});
        if (triangles.empty() && lines.empty() && !points.empty()) file.points.push_back({title, points});
        kind.clear();
        title.clear();
        points.clear();
        number.clear();
        triangles.clear();
        lines.clear();
        downward = apart = false;
        metres = {1, 1, 1};
    }

    base::Expected<std::int32_t> point_of(std::string_view cell, std::int64_t row) const {
        const auto id = integer_of(cell);
        const auto found = id ? number.find(*id) : number.end();
        if (found == number.end()) return error.at(row, "shapes.no_such_point", cell);
        return found->second;
    }

    base::Expected<void> vertex(std::string_view line, std::int64_t row) {
        const std::string_view cell = word(line);
        const auto id = integer_of(cell);
        if (!id) return error.at(row, "shapes.not_a_number", cell);
        Vec3 point{};
        for (double& x : point) {
            const std::string_view value_cell = word(line);
            const auto value = number_of(value_cell);
            if (!value) return error.at(row, "shapes.not_a_number", value_cell);
            x = *value;
        }
        if (static_cast<std::int64_t>(points.size()) >= most_points) return error.at(row, "shapes.too_many");
        if (!number.try_emplace(*id, static_cast<std::int32_t>(points.size())).second)
            return error.at(row, "shapes.point_again", cell);
        points.push_back(point);
        return {};
    }

    base::Expected<void> same_place(std::string_view line, std::int64_t row) {
        const std::string_view cell = word(line);
        const auto id = integer_of(cell);
        const auto of = point_of(word(line), row);
        if (!id) return error.at(row, "shapes.not_a_number", cell);
        if (!of) return std::unexpected(of.error());
        number[*id] = *of;
        return {};
    }

    base::Expected<void> corners(std::string_view line, std::int64_t row, std::size_t count) {
        std::array<std::int32_t, 3> at{};
        for (std::size_t n = 0; n < count; ++n) {
            const auto point = point_of(word(line), row);
            if (!point) return std::unexpected(point.error());
            at[n] = *point;
        }
        if (count == 3) {
            triangles.push_back(at);
            return {};
        }
        // After ILINE the next part does not go on from the one before, even where it begins at the same point.
        const bool goes_on = !apart && !lines.empty() && lines.back().back() == at[0];
        apart = false;
        if (goes_on)
            lines.back().push_back(at[1]);
        else
            lines.push_back({at[0], at[1]});
        return {};
    }

    base::Expected<void> line(std::string_view rest, std::int64_t row) {
        const std::string_view what = word(rest);
        if (what == "VRTX" || what == "PVRTX") return vertex(rest, row);
        if (what == "ATOM" || what == "PATOM") return same_place(rest, row);
        if (what == "TRGL") return corners(rest, row, 3);
        if (what == "SEG") return corners(rest, row, 2);
        if (what == "ZPOSITIVE") downward = same_word(word(rest), "depth");
        if (what == "AXIS_UNIT") {
            // One for each axis: heights may be in feet above places in metres.
            for (double& axis : metres) {
                std::string unit(word(rest));
                std::erase(unit, '"');
                const auto length = base::metres_of_unit(unit);
                axis = length.value_or(1);
                if (!length && unknown_unit.empty()) unknown_unit = unit.substr(0, 40);
            }
        }
        if (what.starts_with("name:")) title = std::string(what.size() > 5 ? what.substr(5) : word(rest));
        return {};
    }
};

}  // namespace

base::Expected<ShapeFile> read_gocad(const std::string& bytes, const std::string& name,
                                     const base::Progress& progress) {
    const ShapeError error{name};
    Gocad gocad{error, {}, {}, {}, {}, {}, {}, {}};
    Lines lines(bytes);
    std::string_view line;
    std::int64_t others = 0;
    std::string other;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return base::cancelled();
        if (line.find('\0') != std::string_view::npos) return error.at(lines.row(), "shapes.not_text");
        std::string_view rest = line;
        const std::string_view what = word(rest);
        if (what.empty() || what.starts_with('#')) continue;
        if (what == "GOCAD") {
            if (!gocad.kind.empty()) return error.at(lines.row(), "shapes.cut_short");
            gocad.kind = std::string(word(rest));
            if (gocad.kind != "TSurf" && gocad.kind != "PLine" && gocad.kind != "VSet") {
                ++others;
                other = gocad.kind.substr(0, 40);
            }
        } else if (gocad.kind.empty()) {
            if (lines.row() == 1) return error.at(1, "shapes.not_gocad");
        } else if (what == "END") {
            gocad.finish();
        } else if (what == "ILINE") {
            gocad.apart = true;
        } else if (gocad.kind == "TSurf" || gocad.kind == "PLine" || gocad.kind == "VSet") {
            if (auto read = gocad.line(line, lines.row()); !read) return std::unexpected(read.error());
        }
    }
    if (!gocad.kind.empty()) return error.at(lines.row(), "shapes.cut_short");
    using base::Severity;
    gocad.file.format = "GOCAD";
    if (gocad.turned > 0)
        gocad.file.findings.push_back(shape_finding("shape_depths_turned", Severity::info, name, 0, gocad.turned));
    if (gocad.scaled > 0)
        gocad.file.findings.push_back(shape_finding("shape_feet_declared", Severity::info, name, 0, gocad.scaled));
    if (!gocad.unknown_unit.empty())
        gocad.file.findings.push_back(shape_finding("shape_unit_unknown", Severity::warning, name, 0, 1,
                                                    {{"unit", gocad.unknown_unit}}));
    if (others > 0)
        gocad.file.findings.push_back(
            shape_finding("shape_parts_left_out", Severity::warning, name, 0, others, {{"what", other}}));
    return std::move(gocad.file);
}

}  // namespace orelens::io
