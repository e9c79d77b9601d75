#include "core/io/vtk/SurfaceFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/text/CsvText.h"
#include "core/io/vtk/VtkXml.h"

namespace orelens::io {
namespace {

using blocks::Surface;
using blocks::Vec3;

/// As a name of an object or layer in the plainest formats: letters, digits and a few marks.
std::string plain_name(const std::string& name) {
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           c == '.' || c == '-' || c == '_';
        if (plain)
            out += c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.ends_with('_')) out.pop_back();
    return out.empty() ? "blocks" : out;
}

/// Text on its way to the file, a piece at a time, with a word to the progress each time.
class Pouring {
  public:
    Pouring(std::ostream& out, const base::Progress& progress, std::size_t steps)
        : out_(out), progress_(progress), steps_(static_cast<double>(std::max<std::size_t>(steps, 1))) {}
    std::string bytes;
    /// One step done. False: cancelled, or the disk is full.
    bool step() {
        ++done_;
        return bytes.size() < (1U << 20) || all();
    }
    bool all() {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.clear();
        return out_ && progress_.report(static_cast<double>(done_) / steps_);
    }

  private:
    std::ostream& out_;
    const base::Progress& progress_;
    double steps_;
    std::size_t done_ = 0;
};

base::Expected<void> write_obj(const Surface& surface, const SurfaceNotes& notes, std::ostream& out,
                               const base::Progress& progress) {
    Pouring pour(out, progress, surface.points.size() + surface.quads.size());
    pour.bytes = fmt::format("# {}\n", surface_title);
    for (const std::string& line : notes.lines) pour.bytes += "# " + base::printable(line) + "\n";
    pour.bytes += "o " + plain_name(notes.name) + "\n";
    for (const Vec3& p : surface.points) {
        fmt::format_to(std::back_inserter(pour.bytes), "v {} {} {}\n", p[0], p[1], p[2]);
        if (!pour.step()) break;
    }
    for (const auto& q : surface.quads) {
        fmt::format_to(std::back_inserter(pour.bytes), "f {} {} {} {}\n", q[0] + 1U, q[1] + 1U, q[2] + 1U,
                       q[3] + 1U);
        if (!pour.step()) break;
    }
    (void)pour.all();  // who stopped it is known to the file
    return {};
}

void append_triangle(std::string& bytes, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3 e{b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    const Vec3 f{c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    const Vec3 n{e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]};
    const double length = std::hypot(n[0], n[1], n[2]);
    const auto to = std::back_inserter(bytes);
    fmt::format_to(to, "facet normal {:.6g} {:.6g} {:.6g}\nouter loop\n", n[0] / length + 0.0,
                   n[1] / length + 0.0, n[2] / length + 0.0);
    for (const Vec3* corner : {&a, &b, &c})
        fmt::format_to(to, "vertex {} {} {}\n", (*corner)[0], (*corner)[1], (*corner)[2]);
    bytes += "endloop\nendfacet\n";
}

/// As text: four bytes a number, as the binary form has them, are decimetres at map coordinates, and what is
/// taken off before is lost on every other program.
base::Expected<void> write_stl(const Surface& surface, std::ostream& out, const base::Progress& progress) {
    Pouring pour(out, progress, surface.quads.size());
    pour.bytes = fmt::format("solid {}\n", surface_title);
    for (const auto& q : surface.quads) {
        const auto& p = surface.points;
        append_triangle(pour.bytes, p[q[0]], p[q[1]], p[q[2]]);
        append_triangle(pour.bytes, p[q[0]], p[q[2]], p[q[3]]);
        if (!pour.step()) break;
    }
    pour.bytes += fmt::format("endsolid {}\n", surface_title);
    (void)pour.all();  // who stopped it is known to the file
    return {};
}

/// Faces of four corners in the oldest dialect, which every program reads. Comments are group 999.
base::Expected<void> write_dxf(const Surface& surface, const SurfaceNotes& notes, std::ostream& out,
                               const base::Progress& progress) {
    Pouring pour(out, progress, surface.quads.size());
    pour.bytes = fmt::format("999\n{}\n", surface_title);
    for (const std::string& line : notes.lines) pour.bytes += "999\n" + base::printable(line) + "\n";
    pour.bytes += "0\nSECTION\n2\nENTITIES\n";
    const std::string face = "0\n3DFACE\n8\n" + plain_name(notes.name) + "\n";
    for (const auto& q : surface.quads) {
        pour.bytes += face;
        for (std::size_t corner = 0; corner < 4; ++corner)
            for (std::size_t a = 0; a < 3; ++a)
                fmt::format_to(std::back_inserter(pour.bytes), "{}\n{}\n", 10 * (a + 1) + corner,
                               surface.points[q[corner]][a]);
        if (!pour.step()) break;
    }
    pour.bytes += "0\nENDSEC\n0\nEOF\n";
    (void)pour.all();  // who stopped it is known to the file
    return {};
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

base::Expected<void> write_omf_surface(const Surface& surface, const std::string& path,
                                       const SurfaceNotes& notes, const base::Progress& progress) {
    OmfSurface triangles{surface.points, {}};
    triangles.triangles.reserve(2 * surface.quads.size());
    for (const auto& q : surface.quads) {
        triangles.triangles.push_back({q[0], q[1], q[2]});
        triangles.triangles.push_back({q[0], q[2], q[3]});
    }
    OmfProject project;
    project.elements.push_back({notes.name, joined(notes.lines), std::nullopt, std::move(triangles), {}});
    return write_omf(project, path, progress);
}

template <class T>
void write_raw(std::ostream& out, const T* data, std::size_t count) {
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(count * sizeof(T)));
}

base::Expected<void> write_vtp(const Surface& surface, const std::string& path, const SurfaceNotes& notes,
                               const base::Progress& progress) {
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
    std::vector<std::string> said{notes.name};
    said.insert(said.end(), notes.lines.begin(), notes.lines.end());
    const std::string field = "<FieldData>\n" + vtk_text_array("notes", said) + "</FieldData>\n";
    const auto body = [&](const std::vector<std::string>& tags) {
        return fmt::format(
            "<PolyData>\n{}<Piece NumberOfPoints=\"{}\" NumberOfVerts=\"0\" NumberOfLines=\"0\" "
            "NumberOfStrips=\"0\" "
            "NumberOfPolys=\"{}\">\n<Points>\n{}</Points>\n<Polys>\n{}{}</Polys>\n</Piece>\n</PolyData>\n",
            field, points, quads, tags[0], tags[1], tags[2]);
    };
    return write_vtk_xml(path, "PolyData", arrays, body, &progress);
}

}  // namespace

base::Expected<void> check_surface_extension(const std::string& path) {
    const std::string extension = lower(std::filesystem::path(path).extension().string());
    for (const char* known : {".obj", ".stl", ".vtp", ".dxf", ".omf"})
        if (extension == known) return {};
    return base::fail(base::ErrorKind::usage,
                      base::Message("block_file.unknown_extension", {{"extension", extension}}),
                      {.file = path}, base::Message("block_file.surface_extensions"));
}

base::Expected<void> write_surface(const Surface& surface, const std::string& path,
                                   const SurfaceNotes& notes, const base::Progress& progress) {
    if (auto known = check_surface_extension(path); !known) return known;
    const std::string extension = lower(std::filesystem::path(path).extension().string());
    if (extension == ".vtp") return write_vtp(surface, path, notes, progress);
    if (extension == ".omf") return write_omf_surface(surface, path, notes, progress);
    const auto fill = [&](std::ostream& out) {
        if (extension == ".dxf") return write_dxf(surface, notes, out, progress);
        return extension == ".obj" ? write_obj(surface, notes, out, progress)
                                   : write_stl(surface, out, progress);
    };
    return base::AtomicFile(path).write(fill, &progress);
}

}  // namespace orelens::io
