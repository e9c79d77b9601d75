// Where the elements of an OMF file are: points, segments, triangles, sheets and grids, in metres.
#include <cmath>

#include "core/io/omf/OmfReading.h"

namespace orelens::io::omf {
namespace {

using base::Message;

/// More cells than this are refused everywhere.
constexpr std::size_t most_cells = 4'000'000'000;

OmfVec3 direction(const Json& object, const char* name, const std::string& of, const OmfVec3& otherwise) {
    OmfVec3 axis = vector(object, name, of, otherwise);
    const double length = std::hypot(axis[0], axis[1], axis[2]);
    if (!(length > 0) || !std::isfinite(length)) wrong_member(of, name);
    if (length != 1)
        for (double& part : axis) part /= length;
    return axis;
}

/// The project's, the geometry's and the vertex's coordinates together, in metres.
std::vector<OmfVec3> points_of(Reading& reading, const Json& geometry, const std::string& of) {
    const OmfVec3 origin = vector(geometry, "origin", of, {});
    const std::vector<double> numbers =
        reading.archive.reals(needed(geometry, "vertices", of), of, 3, std::nullopt);
    std::vector<OmfVec3> points(numbers.size() / 3);
    for (std::size_t n = 0; n < points.size(); ++n)
        for (std::size_t a = 0; a < 3; ++a) {
            const double at = numbers[3 * n + a] + (origin[a] + reading.origin[a]);
            if (!std::isfinite(at))
                refuse(Message("omf.not_finite", {{"object", of}, {"index", std::to_string(n)}}),
                       Message("omf.export_again"));
            points[n][a] = at * reading.metres;
        }
    return points;
}

template <std::size_t N>
std::vector<std::array<std::int64_t, N>> indices_of(Reading& reading, const Json& geometry, const char* name,
                                                    const std::string& of, std::size_t points) {
    const std::vector<std::int64_t> numbers =
        reading.archive.integers(needed(geometry, name, of), of, N, std::nullopt);
    std::vector<std::array<std::int64_t, N>> out(numbers.size() / N);
    for (std::size_t n = 0; n < numbers.size(); ++n) {
        if (numbers[n] < 0 || static_cast<std::uint64_t>(numbers[n]) >= points)
            refuse(Message("omf.index_outside", {{"object", of},
                                                 {"index", std::to_string(numbers[n])},
                                                 {"count", std::to_string(points)}}),
                   Message("omf.take_another_copy"));
        out[n / N][n % N] = numbers[n];
    }
    return out;
}

std::vector<double> widths_of(Reading& reading, const Json& geometry, const char* name,
                              const std::string& of) {
    std::vector<double> widths = reading.archive.reals(needed(geometry, name, of), of, 1, std::nullopt);
    if (widths.empty()) wrong_member(of, name);
    for (double& width : widths) {
        width *= reading.metres;
        if (!(width > 0) || !std::isfinite(width)) wrong_member(of, name);
    }
    return widths;
}

std::size_t product(std::size_t a, std::size_t b, const std::string& of) {
    if (b != 0 && a > most_cells / b)
        refuse(Message("omf.too_many_cells", {{"object", of}}), Message("omf.export_less"));
    return a * b;
}

OmfVec3 corner_of(const Reading& reading, const Json& geometry, const std::string& of) {
    OmfVec3 corner = vector(geometry, "origin", of, {});
    for (std::size_t a = 0; a < 3; ++a) {
        corner[a] = (corner[a] + reading.origin[a]) * reading.metres;
        if (!std::isfinite(corner[a])) wrong_member(of, "origin");
    }
    return corner;
}

OmfGridSurface sheet_of(Reading& reading, const Json& geometry, const std::string& of) {
    OmfGridSurface sheet;
    sheet.origin = corner_of(reading, geometry, of);
    sheet.axis_u = direction(geometry, "axis_u", of, {1, 0, 0});
    sheet.axis_v = direction(geometry, "axis_v", of, {0, 1, 0});
    sheet.widths_u = widths_of(reading, geometry, "tensor_u", of);
    sheet.widths_v = widths_of(reading, geometry, "tensor_v", of);
    const std::size_t nodes = product(sheet.widths_u.size() + 1, sheet.widths_v.size() + 1, of);
    if (const Json* offsets = member(geometry, "offset_w")) {
        sheet.offsets = reading.archive.reals(*offsets, of, 1, nodes);
        for (std::size_t n = 0; n < nodes; ++n) {
            sheet.offsets[n] *= reading.metres;
            if (!std::isfinite(sheet.offsets[n]))
                refuse(Message("omf.not_finite", {{"object", of}, {"index", std::to_string(n)}}),
                       Message("omf.export_again"));
        }
    }
    return sheet;
}

OmfVolume volume_of(Reading& reading, const Json& geometry, const std::string& of) {
    OmfVolume volume;
    volume.origin = corner_of(reading, geometry, of);
    volume.axis_u = direction(geometry, "axis_u", of, {1, 0, 0});
    volume.axis_v = direction(geometry, "axis_v", of, {0, 1, 0});
    volume.axis_w = direction(geometry, "axis_w", of, {0, 0, 1});
    volume.widths_u = widths_of(reading, geometry, "tensor_u", of);
    volume.widths_v = widths_of(reading, geometry, "tensor_v", of);
    volume.widths_w = widths_of(reading, geometry, "tensor_w", of);
    const std::size_t nodes = product(volume.widths_u.size() + 1, volume.widths_v.size() + 1, of);
    (void)product(nodes, volume.widths_w.size() + 1, of);
    return volume;
}

}  // namespace

OmfVec3 vector(const Json& object, const char* name, const std::string& of, const OmfVec3& otherwise) {
    const Json* found = member(object, name);
    if (found == nullptr) return otherwise;
    OmfVec3 out{};
    if (!found->is_array() || found->size() != 3) wrong_member(of, name);
    for (std::size_t a = 0; a < 3; ++a) {
        if (!(*found)[a].is_number()) wrong_member(of, name);
        out[a] = (*found)[a].get<double>();
        if (!std::isfinite(out[a])) wrong_member(of, name);
    }
    return out;
}

bool read_geometry(Reading& reading, const Json& geometry, const std::string& of, OmfElement& element) {
    const std::string kind = text(geometry, "__class__", of);
    if (kind == "PointSetGeometry") {
        element.geometry = OmfPoints{points_of(reading, geometry, of)};
    } else if (kind == "LineSetGeometry") {
        OmfLines lines{points_of(reading, geometry, of), {}};
        lines.segments = indices_of<2>(reading, geometry, "segments", of, lines.points.size());
        element.geometry = std::move(lines);
    } else if (kind == "SurfaceGeometry") {
        OmfSurface surface{points_of(reading, geometry, of), {}};
        surface.triangles = indices_of<3>(reading, geometry, "triangles", of, surface.points.size());
        element.geometry = std::move(surface);
    } else if (kind == "SurfaceGridGeometry") {
        element.geometry = sheet_of(reading, geometry, of);
    } else if (kind == "VolumeGridGeometry") {
        element.geometry = volume_of(reading, geometry, of);
    } else {
        leave_out(reading, of, kind);
        return false;
    }
    return true;
}

}  // namespace orelens::io::omf
