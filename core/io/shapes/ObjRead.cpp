// Wavefront OBJ: v, f, l and p; everything else describes looks and is passed over. Indices count from 1, or
// back from the last point where they are negative.
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using shapes::Vec3;

struct Obj {
    const ShapeError& error;
    shapes::TriangleMesh mesh;
    shapes::Polylines lines;
    std::vector<std::int32_t> corners;

    base::Expected<void> point(std::string_view line, std::int64_t row) {
        Vec3 point{};
        for (double& x : point) {
            const std::string_view cell = word(line);
            const auto value = number_of(cell);
            if (!value) return error.at(row, "shapes.not_a_number", cell);
            x = *value;
        }
        if (static_cast<std::int64_t>(mesh.points.size()) >= most_points) return error.at(row, "shapes.too_many");
        mesh.points.push_back(point);
        return {};
    }

    /// "12", "12/3", "12/3/4", "12//4", "-1" …
    base::Expected<void> indices(std::string_view line, std::int64_t row) {
        corners.clear();
        for (std::string_view cell = word(line); !cell.empty(); cell = word(line)) {
            const auto number = integer_of(cell.substr(0, cell.find('/')));
            const auto count = static_cast<std::int64_t>(mesh.points.size());
            const std::int64_t at = !number ? -1 : *number < 0 ? count + *number : *number - 1;
            // A face may come before its points in the file; no program writes that, and forward references
            // cannot be told from damage.
            if (!number || at < 0 || at >= count) return error.at(row, "shapes.no_such_point", cell);
            corners.push_back(static_cast<std::int32_t>(at));
        }
        return {};
    }
};

}  // namespace

base::Expected<ShapeFile> read_obj(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    Obj obj{error, {}, {}, {}};
    ShapeFile file;
    file.format = "OBJ";
    Lines lines(bytes);
    std::string_view line;
    std::int64_t curves = 0;
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return base::cancelled();
        if (line.find('\0') != std::string_view::npos) return error.at(lines.row(), "shapes.not_text");
        const std::string_view what = word(line);
        if (what == "v") {
            if (auto read = obj.point(line, lines.row()); !read) return std::unexpected(read.error());
        } else if (what == "f" || what == "l") {
            if (auto read = obj.indices(line, lines.row()); !read) return std::unexpected(read.error());
            const std::size_t least = what == "f" ? 3 : 2;
            if (obj.corners.size() < least) return error.at(lines.row(), "shapes.few_corners");
            if (what == "l") obj.lines.lines.push_back(obj.corners);
            for (std::size_t n = 1; what == "f" && n + 1 < obj.corners.size(); ++n)
                obj.mesh.triangles.push_back({obj.corners[0], obj.corners[n], obj.corners[n + 1]});
        } else if ((what == "o" || what == "g") && obj.mesh.name.empty()) {
            obj.mesh.name = std::string(word(line));
        } else if (what == "curv" || what == "surf") {
            ++curves;
        }
    }
    if (curves > 0)
        file.findings.push_back(shape_finding("shape_parts_left_out", base::Severity::warning, name, 0, curves,
                                              {{"what", "curv, surf"}}));
    obj.lines.points = obj.lines.lines.empty() ? std::vector<Vec3>() : obj.mesh.points;
    if (obj.mesh.triangles.empty() && obj.lines.lines.empty() && !obj.mesh.points.empty())
        file.points.push_back({obj.mesh.name, obj.mesh.points});
    if (!obj.mesh.triangles.empty()) file.meshes.push_back(std::move(obj.mesh));
    if (!obj.lines.lines.empty()) file.lines.push_back(std::move(obj.lines));
    return file;
}

}  // namespace orelens::io
