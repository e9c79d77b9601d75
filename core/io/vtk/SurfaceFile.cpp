#include "core/io/vtk/SurfaceFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/vtk/VtkXml.h"

namespace orelens::io {
namespace {

using blocks::Surface;
using blocks::Vec3;

base::Expected<void> write_obj(const Surface& surface, std::ostream& out) {
    std::string text = "# block surface, metres\n";
    const auto pour = [&](bool all) {
        if (!all && text.size() < (1U << 20)) return;
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        text.clear();
    };
    for (const Vec3& p : surface.points) {
        fmt::format_to(std::back_inserter(text), "v {} {} {}\n", p[0], p[1], p[2]);
        pour(false);
    }
    for (const auto& q : surface.quads) {
        fmt::format_to(std::back_inserter(text), "f {} {} {} {}\n", q[0] + 1U, q[1] + 1U, q[2] + 1U,
                       q[3] + 1U);
        pour(false);
    }
    pour(true);
    return {};
}

/// 50 bytes per triangle: normal, three corners, two spare bytes.
void append_triangle(std::string& bytes, const Vec3& shift, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3 e{b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    const Vec3 f{c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    const Vec3 n{e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]};
    const double length = std::hypot(n[0], n[1], n[2]);
    std::array<float, 12> numbers{};
    for (int x = 0; x < 3; ++x) {
        numbers[x] = static_cast<float>(n[x] / length);
        numbers[3 + x] = static_cast<float>(a[x] - shift[x]);
        numbers[6 + x] = static_cast<float>(b[x] - shift[x]);
        numbers[9 + x] = static_cast<float>(c[x] - shift[x]);
    }
    bytes.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    bytes.append(2, '\0');
}

base::Expected<void> write_stl(const Surface& surface, const std::string& path, std::ostream& out) {
    const std::uint64_t triangles = 2 * static_cast<std::uint64_t>(surface.quads.size());
    if (triangles > std::numeric_limits<std::uint32_t>::max())
        return base::fail(base::ErrorKind::data, base::Message("blocks.surface_too_large"), {.file = path});
    Vec3 shift{};
    if (!surface.points.empty())
        for (int a = 0; a < 3; ++a) shift[a] = std::floor(surface.points[0][a]);
    std::string header =
        fmt::format("block surface, metres, add x {} y {} z {}", shift[0], shift[1], shift[2]);
    header.resize(80, ' ');
    out << header;
    const auto count = static_cast<std::uint32_t>(triangles);
    out.write(reinterpret_cast<const char*>(&count), sizeof count);
    std::string bytes;
    for (const auto& q : surface.quads) {
        const auto& p = surface.points;
        append_triangle(bytes, shift, p[q[0]], p[q[1]], p[q[2]]);
        append_triangle(bytes, shift, p[q[0]], p[q[2]], p[q[3]]);
        if (bytes.size() > (1U << 20)) {
            out << bytes;
            bytes.clear();
        }
    }
    out << bytes;
    return {};
}

/// Faces of four corners in the oldest dialect, which every program reads.
base::Expected<void> write_dxf(const Surface& surface, std::ostream& out) {
    std::string text = "0\nSECTION\n2\nENTITIES\n";
    for (const auto& q : surface.quads) {
        text += "0\n3DFACE\n8\nblocks\n";
        for (std::size_t corner = 0; corner < 4; ++corner)
            for (std::size_t a = 0; a < 3; ++a)
                fmt::format_to(std::back_inserter(text), "{}\n{}\n", 10 * (a + 1) + corner,
                               surface.points[q[corner]][a]);
        if (text.size() > (1U << 20)) {
            out << text;
            text.clear();
        }
    }
    out << text << "0\nENDSEC\n0\nEOF\n";
    return {};
}

base::Expected<void> write_omf_surface(const Surface& surface, const std::string& path) {
    OmfSurface triangles{surface.points, {}};
    triangles.triangles.reserve(2 * surface.quads.size());
    for (const auto& q : surface.quads) {
        triangles.triangles.push_back({q[0], q[1], q[2]});
        triangles.triangles.push_back({q[0], q[2], q[3]});
    }
    OmfProject project;
    project.elements.push_back({"block surface", "", std::nullopt, std::move(triangles), {}});
    return write_omf(project, path);
}

template <class T>
void write_raw(std::ostream& out, const T* data, std::size_t count) {
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(count * sizeof(T)));
}

base::Expected<void> write_vtp(const Surface& surface, const std::string& path) {
    const std::size_t points = surface.points.size();
    const std::size_t quads = surface.quads.size();
    const std::vector<VtkArray> arrays{
        {"type=\"Float64\" Name=\"Points\" NumberOfComponents=\"3\"", points * sizeof(Vec3),
         [&](std::ostream& out) { write_raw(out, surface.points.data(), points); }},
        {"type=\"Int64\" Name=\"connectivity\"", quads * 4 * sizeof(std::int64_t),
         [&](std::ostream& out) {
             for (const auto& q : surface.quads) {
                 const std::array<std::int64_t, 4> ids{q[0], q[1], q[2], q[3]};
                 write_raw(out, ids.data(), 4);
             }
         }},
        {"type=\"Int64\" Name=\"offsets\"", quads * sizeof(std::int64_t), [&](std::ostream& out) {
             for (std::size_t n = 1; n <= quads; ++n) {
                 const auto end = static_cast<std::int64_t>(4 * n);
                 write_raw(out, &end, 1);
             }
         }}};
    return write_vtk_xml(path, "PolyData", arrays, [&](const std::vector<std::string>& tags) {
        return fmt::format(
            "<PolyData>\n<Piece NumberOfPoints=\"{}\" NumberOfVerts=\"0\" NumberOfLines=\"0\" "
            "NumberOfStrips=\"0\" "
            "NumberOfPolys=\"{}\">\n<Points>\n{}</Points>\n<Polys>\n{}{}</Polys>\n</Piece>\n</PolyData>\n",
            points, quads, tags[0], tags[1], tags[2]);
    });
}

}  // namespace

base::Expected<void> write_surface(const Surface& surface, const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".vtp") return write_vtp(surface, path);
    if (extension == ".omf") return write_omf_surface(surface, path);
    if (extension != ".obj" && extension != ".stl" && extension != ".dxf")
        return base::fail(base::ErrorKind::usage,
                          base::Message("block_file.unknown_extension", {{"extension", extension}}),
                          {.file = path}, base::Message("block_file.surface_extensions"));
    return base::AtomicFile(path).write([&](std::ostream& out) {
        if (extension == ".dxf") return write_dxf(surface, out);
        return extension == ".obj" ? write_obj(surface, out) : write_stl(surface, path, out);
    });
}

}  // namespace orelens::io
