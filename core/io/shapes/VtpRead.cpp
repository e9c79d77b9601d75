// VTK polygon data in XML (.vtp): points, polygons, triangle strips and lines of every piece; scalars are passed
// over.
#include <cmath>

#include "core/io/blocks/VtkArrays.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

struct Vtp {
    const VtkDocument& document;
    const ShapeError& error;
    shapes::TriangleMesh mesh;
    shapes::Polylines lines;

    base::Expected<std::size_t> count(const VtkElement& piece, const char* name) const {
        const std::string text = piece.attribute(name);
        if (text.empty()) return std::size_t{0};
        const auto value = integer_of(text);
        if (!value || *value < 0 || *value > most_points) return error.at(0, "shapes.not_vtp", name);
        return static_cast<std::size_t>(*value);
    }

    static const VtkElement* array(const VtkElement* of, const std::string& name) {
        if (of == nullptr) return nullptr;
        for (const auto& child : of->children)
            if (child->name == "DataArray" && (name.empty() || child->attribute("Name") == name)) return child.get();
        return nullptr;
    }

    base::Expected<std::vector<shapes::Vec3>> points(const VtkElement& piece) const {
        const auto size = count(piece, "NumberOfPoints");
        if (!size) return std::unexpected(size.error());
        if (*size == 0) return std::vector<shapes::Vec3>();
        const VtkElement* coordinates = array(piece.child("Points"), "");
        if (coordinates == nullptr || !document.can_hold(*coordinates, 3.0 * static_cast<double>(*size)))
            return error.at(0, "shapes.not_vtp", "Points");
        const auto numbers = document.numbers(*coordinates, 3 * *size);
        if (!numbers) return std::unexpected(numbers.error());
        std::vector<shapes::Vec3> out(*size);
        for (std::size_t n = 0; n < 3 * *size; ++n) {
            if (!std::isfinite((*numbers)[n])) return error.at(0, "shapes.not_vtp", "Points");
            out[n / 3][n % 3] = (*numbers)[n];
        }
        return out;
    }

    /// Corner lists of the cells of one kind, as indices into the piece's points.
    base::Expected<std::vector<std::vector<std::int32_t>>> cells(const VtkElement& piece, const char* kind,
                                                                 const char* how_many, std::size_t points) const {
        std::vector<std::vector<std::int32_t>> out;
        const auto size = count(piece, how_many);
        if (!size) return std::unexpected(size.error());
        if (*size == 0) return out;
        const VtkElement* ends = array(piece.child(kind), "offsets");
        const VtkElement* corners = array(piece.child(kind), "connectivity");
        if (ends == nullptr || corners == nullptr || !document.can_hold(*ends, static_cast<double>(*size)))
            return error.at(0, "shapes.not_vtp", kind);
        const auto offsets = document.numbers(*ends, *size);
        if (!offsets) return std::unexpected(offsets.error());
        const double all = offsets->back();
        if (!(all >= 0 && all <= static_cast<double>(most_points)) || !document.can_hold(*corners, all))
            return error.at(0, "shapes.not_vtp", kind);
        const auto indices = document.numbers(*corners, static_cast<std::size_t>(all));
        if (!indices) return std::unexpected(indices.error());
        double at = 0;
        for (const double end : *offsets) {
            if (!(end >= at && end <= all)) return error.at(0, "shapes.not_vtp", kind);
            std::vector<std::int32_t> cell;
            for (; at < end; ++at) {
                const double index = (*indices)[static_cast<std::size_t>(at)];
                if (!(index >= 0 && index < static_cast<double>(points))) return error.at(0, "shapes.no_such_point", kind);
                cell.push_back(static_cast<std::int32_t>(index));
            }
            out.push_back(std::move(cell));
        }
        return out;
    }

    base::Expected<void> piece(const VtkElement& one) {
        const auto own = points(one);
        if (!own) return std::unexpected(own.error());
        if (mesh.points.size() + own->size() > static_cast<std::size_t>(most_points))
            return error.at(0, "shapes.too_many");
        const auto first = static_cast<std::int32_t>(mesh.points.size());
        mesh.points.insert(mesh.points.end(), own->begin(), own->end());
        const auto polygons = cells(one, "Polys", "NumberOfPolys", own->size());
        if (!polygons) return std::unexpected(polygons.error());
        for (const auto& cell : *polygons)
            for (std::size_t n = 1; n + 1 < cell.size(); ++n)
                mesh.triangles.push_back({first + cell[0], first + cell[n], first + cell[n + 1]});
        const auto strips = cells(one, "Strips", "NumberOfStrips", own->size());
        if (!strips) return std::unexpected(strips.error());
        for (const auto& cell : *strips)
            for (std::size_t n = 0; n + 2 < cell.size(); ++n)
                mesh.triangles.push_back({first + cell[n], first + cell[n + (n % 2 == 0 ? 1 : 2)],
                                          first + cell[n + (n % 2 == 0 ? 2 : 1)]});
        const auto runs = cells(one, "Lines", "NumberOfLines", own->size());
        if (!runs) return std::unexpected(runs.error());
        for (const auto& cell : *runs) {
            if (cell.size() < 2) continue;
            std::vector<std::int32_t> line;
            for (const std::int32_t corner : cell) line.push_back(first + corner);
            lines.lines.push_back(std::move(line));
        }
        return {};
    }
};

}  // namespace

base::Expected<ShapeFile> read_vtp(const std::string& path, const base::Progress& progress) {
    const ShapeError error{path};
    base::Progress own = progress;
    const auto document = VtkDocument::open(path, own);
    if (!document) return std::unexpected(document.error());
    const VtkElement* data = document->root().child("PolyData");
    if (data == nullptr) return error.at(0, "shapes.not_vtp");
    Vtp vtp{*document, error, {}, {}};
    for (const auto& child : data->children)
        if (child->name == "Piece")
            if (auto read = vtp.piece(*child); !read) return std::unexpected(read.error());
    if (progress.cancelled()) return base::cancelled();
    ShapeFile file;
    file.format = "VTP";
    if (!vtp.lines.lines.empty()) {
        vtp.lines.points = vtp.mesh.points;
        file.lines.push_back(std::move(vtp.lines));
    }
    if (vtp.mesh.triangles.empty() && file.lines.empty() && !vtp.mesh.points.empty())
        file.points.push_back({"", std::move(vtp.mesh.points)});
    else if (!vtp.mesh.triangles.empty())
        file.meshes.push_back(std::move(vtp.mesh));
    return file;
}

}  // namespace orelens::io
