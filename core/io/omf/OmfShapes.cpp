#include "core/io/omf/OmfShapes.h"

#include <limits>

#include "core/io/omf/OmfNames.h"

namespace orelens::io {
namespace {

using base::Message;

OmfVec3 cross(const OmfVec3& a, const OmfVec3& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

shapes::TriangleMesh mesh_of(const OmfSurface& surface) {
    shapes::TriangleMesh mesh;
    mesh.points = surface.points;
    mesh.triangles.reserve(surface.triangles.size());
    for (const auto& t : surface.triangles)
        mesh.triangles.push_back({static_cast<std::int32_t>(t[0]), static_cast<std::int32_t>(t[1]),
                                  static_cast<std::int32_t>(t[2])});
    return mesh;
}

shapes::TriangleMesh mesh_of(const OmfGridSurface& sheet) {
    shapes::TriangleMesh mesh;
    const OmfVec3 lift = cross(sheet.axis_u, sheet.axis_v);
    const std::size_t nu = sheet.widths_u.size(), nv = sheet.widths_v.size();
    mesh.points.reserve((nu + 1) * (nv + 1));
    double v = 0;
    for (std::size_t j = 0; j <= nv; ++j) {
        double u = 0;
        for (std::size_t i = 0; i <= nu; ++i) {
            const double up = sheet.offsets.empty() ? 0 : sheet.offsets[j * (nu + 1) + i];
            OmfVec3 point = sheet.origin;
            for (std::size_t c = 0; c < 3; ++c)
                point[c] += u * sheet.axis_u[c] + v * sheet.axis_v[c] + up * lift[c];
            mesh.points.push_back(point);
            if (i < nu) u += sheet.widths_u[i];
        }
        if (j < nv) v += sheet.widths_v[j];
    }
    const auto node = [&](std::size_t i, std::size_t j) {
        return static_cast<std::int32_t>(j * (nu + 1) + i);
    };
    for (std::size_t j = 0; j < nv; ++j)
        for (std::size_t i = 0; i < nu; ++i) {
            mesh.triangles.push_back({node(i, j), node(i + 1, j), node(i + 1, j + 1)});
            mesh.triangles.push_back({node(i, j), node(i + 1, j + 1), node(i, j + 1)});
        }
    return mesh;
}

shapes::Polylines lines_of(const OmfLines& lines) {
    shapes::Polylines out;
    out.points = lines.points;
    std::int64_t end = -1;
    for (const auto& [from, to] : lines.segments) {
        if (from != end) out.lines.push_back({static_cast<std::int32_t>(from)});
        out.lines.back().push_back(static_cast<std::int32_t>(to));
        end = to;
    }
    return out;
}

}  // namespace

base::Expected<OmfShapes> shapes_of_omf(const OmfProject& project) {
    OmfShapes out;
    const std::vector<std::string> names = element_names(project);
    for (std::size_t n = 0; n < names.size(); ++n) {
        const OmfElement& element = project.elements[n];
        if (std::holds_alternative<OmfVolume>(element.geometry)) continue;
        const auto nodes = omf_count(element, OmfPlace::vertices);
        if (nodes.value_or(0) > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
            return base::fail(base::ErrorKind::data,
                              Message("omf.too_many_points", {{"object", names[n]}}), {},
                              Message("omf.export_less"));
        if (const auto* surface = std::get_if<OmfSurface>(&element.geometry)) {
            out.meshes.push_back(mesh_of(*surface));
            out.meshes.back().name = names[n];
        } else if (const auto* sheet = std::get_if<OmfGridSurface>(&element.geometry)) {
            out.meshes.push_back(mesh_of(*sheet));
            out.meshes.back().name = names[n];
        } else if (const auto* lines = std::get_if<OmfLines>(&element.geometry)) {
            out.lines.push_back(lines_of(*lines));
            out.lines.back().name = names[n];
        } else if (const auto* points = std::get_if<OmfPoints>(&element.geometry)) {
            out.points.push_back({names[n], points->points});
        }
    }
    return out;
}

OmfElement omf_element(const shapes::TriangleMesh& mesh) {
    OmfSurface surface{mesh.points, {}};
    surface.triangles.reserve(mesh.triangles.size());
    for (const auto& t : mesh.triangles) surface.triangles.push_back({t[0], t[1], t[2]});
    return {mesh.name, "", std::nullopt, std::move(surface), {}};
}

OmfElement omf_element(const shapes::Polylines& lines) {
    OmfLines out{lines.points, {}};
    for (const auto& line : lines.lines)
        for (std::size_t n = 1; n < line.size(); ++n) out.segments.push_back({line[n - 1], line[n]});
    return {lines.name, "", std::nullopt, std::move(out), {}};
}

OmfElement omf_element(const shapes::PointCloud& points) {
    return {points.name, "", std::nullopt, OmfPoints{points.points}, {}};
}

}  // namespace orelens::io
