// .omf in: the objects of the container as elements. Every count that a list, an index or a size states is
// checked before it is used.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/LengthWords.h"
#include "core/base/RegularFile.h"
#include "core/io/omf/OmfArchive.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {
namespace {

using base::Finding;
using base::Message;
using base::Severity;
using omf::Archive;
using omf::Json;
using omf::member;
using omf::refuse;
using omf::wrong_member;

/// More cells than this are refused everywhere.
constexpr std::size_t most_cells = 4'000'000'000;

struct Reading {
    Archive& archive;
    OmfProject& project;
    const base::Progress& progress;
    double metres = 1;  ///< in one unit of the file
    OmfVec3 origin{};   ///< of the project, in its unit
};

const Json& needed(const Json& object, const char* name, const std::string& of) {
    const Json* found = member(object, name);
    if (found == nullptr) wrong_member(of, name);
    return *found;
}

void leave_out(Reading& reading, const std::string& element, const std::string& what) {
    Finding finding;
    finding.kind = "omf_left_out";
    finding.severity = Severity::info;
    finding.column = element;
    finding.what =
        Message("finding.what.omf_left_out", {{"element", element}, {"what", what.empty() ? "?" : what}});
    finding.fix = Message("finding.fix.omf_left_out");
    reading.project.findings.push_back(std::move(finding));
}

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

OmfVec3 direction(const Json& object, const char* name, const std::string& of, const OmfVec3& otherwise) {
    OmfVec3 axis = vector(object, name, of, otherwise);
    const double length = std::hypot(axis[0], axis[1], axis[2]);
    if (!(length > 0) || !std::isfinite(length)) wrong_member(of, name);
    if (length != 1)
        for (double& part : axis) part /= length;
    return axis;
}

std::optional<OmfColor> color_of(const Json& value) {
    if (!value.is_array() || value.size() != 3) return std::nullopt;
    OmfColor out{};
    for (std::size_t a = 0; a < 3; ++a) {
        if (!value[a].is_number_integer()) return std::nullopt;
        out[a] = static_cast<std::uint8_t>(
            std::clamp<std::int64_t>(value[a].is_number_unsigned() && value[a].get<std::uint64_t>() > 255
                                         ? 255
                                         : value[a].get<std::int64_t>(),
                                     0, 255));
    }
    return out;
}

std::vector<OmfColor> color_list(const Json& list, const std::string& of) {
    if (!list.is_array()) wrong_member(of, "array");
    std::vector<OmfColor> out;
    for (const Json& entry : list) {
        const auto color = color_of(entry);
        if (!color) wrong_member(of, "array");
        out.push_back(*color);
    }
    return out;
}

std::vector<std::string> text_list(const Json& list, const std::string& of) {
    if (!list.is_array()) wrong_member(of, "array");
    std::vector<std::string> out;
    for (const Json& entry : list) {
        if (entry.is_null()) {
            out.emplace_back();
            continue;
        }
        if (!entry.is_string()) wrong_member(of, "array");
        out.push_back(entry.get<std::string>());
    }
    return out;
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

/// Nothing for a kind that is not known; it is left out by the caller.
bool read_geometry(Reading& reading, const Json& geometry, const std::string& of, OmfElement& element) {
    const std::string kind = omf::text(geometry, "__class__", of);
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
        leave_out(reading, element.name, kind);
        return false;
    }
    return true;
}

std::optional<OmfPlace> place_of(const std::string& word) {
    if (word == "vertices") return OmfPlace::vertices;
    if (word == "segments") return OmfPlace::segments;
    if (word == "faces") return OmfPlace::faces;
    if (word == "cells") return OmfPlace::cells;
    return std::nullopt;
}

/// A scale that is not what it should be colours nothing; the numbers stay.
std::optional<OmfColorScale> scale_of(Reading& reading, const Json& data, const std::string& of) {
    const Json* reference = member(data, "colormap");
    if (reference == nullptr) return std::nullopt;
    const Json& map = reading.archive.object(*reference, of);
    const Json* limits = member(map, "limits");
    const Json* gradient = member(map, "gradient");
    if (limits == nullptr || gradient == nullptr || !limits->is_array() || limits->size() != 2 ||
        !(*limits)[0].is_number() || !(*limits)[1].is_number())
        return std::nullopt;
    OmfColorScale scale;
    scale.low = (*limits)[0].get<double>();
    scale.high = (*limits)[1].get<double>();
    scale.gradient = color_list(needed(reading.archive.object(*gradient, of), "array", of), of);
    return scale;
}

/// A list of values in JSON: through its UID, or in place.
const Json& list_of(Reading& reading, const Json& reference, const std::string& of) {
    return reference.is_string() ? needed(reading.archive.object(reference, of), "array", of) : reference;
}

OmfLegend legend_of(Reading& reading, const Json& reference, const std::string& of) {
    const Json& object = reading.archive.object(reference, of);
    OmfLegend legend;
    legend.name = omf::text(object, "name", of);
    const Json& values = reading.archive.object(needed(object, "values", of), of);
    const std::string kind = omf::text(values, "__class__", of);
    const Json& array = needed(values, "array", of);
    if (kind == "ColorArray") {
        legend.values = color_list(array, of);
    } else if (kind == "StringArray" || kind == "DateTimeArray") {
        legend.times = kind == "DateTimeArray";
        legend.values = text_list(array, of);
    } else if (kind == "ScalarArray") {
        legend.values = reading.archive.reals(array, of, 1, std::nullopt);
    } else {
        wrong_member(of, "legends");
    }
    return legend;
}

OmfMapped mapped_of(Reading& reading, const Json& data, const std::string& of, std::size_t count) {
    OmfMapped mapped;
    std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (const Json* legends = member(data, "legends")) {
        if (!legends->is_array()) wrong_member(of, "legends");
        for (const Json& reference : *legends) {
            mapped.legends.push_back(legend_of(reading, reference, of));
            most = std::min(most, mapped.legends.back().size());
        }
    }
    const auto numbers = reading.archive.integers(needed(data, "array", of), of, 1, count);
    mapped.indices.reserve(numbers.size());
    for (const std::int64_t index : numbers) {
        if (index < -1 || (index >= 0 && static_cast<std::uint64_t>(index) >= most))
            refuse(
                Message("omf.index_outside",
                        {{"object", of}, {"index", std::to_string(index)}, {"count", std::to_string(most)}}),
                Message("omf.export_again"));
        mapped.indices.push_back(static_cast<std::int32_t>(index));
    }
    return mapped;
}

template <class List>
void check_count(const List& list, std::size_t count, const std::string& of) {
    if (list.size() != count)
        refuse(Message("omf.wrong_length", {{"object", of},
                                            {"found", std::to_string(list.size())},
                                            {"wanted", std::to_string(count)}}),
               Message("omf.take_another_copy"));
}

/// False for a kind that is not known.
bool read_values(Reading& reading, const Json& object, const std::string& kind, const std::string& of,
                 std::size_t count, OmfData& data) {
    const Json& array = needed(object, "array", of);
    if (kind == "ScalarData") {
        auto scale = scale_of(reading, object, of);
        if (reading.archive.holds_integers(array, of))
            data.values = OmfIntegers{reading.archive.integers(array, of, 1, count), std::move(scale)};
        else
            data.values = OmfReals{reading.archive.reals(array, of, 1, count), std::move(scale)};
    } else if (kind == "Vector2Data" || kind == "Vector3Data") {
        const std::size_t components = kind == "Vector2Data" ? 2 : 3;
        data.values =
            OmfVectors{components, reading.archive.reals(array, of, components, count * components)};
    } else if (kind == "ColorData") {
        const Json& list = list_of(reading, array, of);
        OmfColors colors;
        if (list.is_array()) {
            colors.values = color_list(list, of);
        } else {
            const auto parts = reading.archive.integers(array, of, 3, count * 3);
            colors.values.resize(count);
            for (std::size_t n = 0; n < parts.size(); ++n)
                colors.values[n / 3][n % 3] =
                    static_cast<std::uint8_t>(std::clamp<std::int64_t>(parts[n], 0, 255));
        }
        check_count(colors.values, count, of);
        data.values = std::move(colors);
    } else if (kind == "StringData" || kind == "DateTimeData") {
        OmfTexts texts{text_list(list_of(reading, array, of), of), kind == "DateTimeData"};
        check_count(texts.values, count, of);
        data.values = std::move(texts);
    } else if (kind == "MappedData") {
        data.values = mapped_of(reading, object, of, count);
    } else {
        return false;
    }
    return true;
}

void read_data(Reading& reading, const Json& reference, OmfElement& element) {
    const Json& object = reading.archive.object(reference, element.name);
    OmfData data;
    data.name = omf::text(object, "name", element.name);
    const std::string of = element.name + "/" + data.name;
    data.description = omf::text(object, "description", of);
    const auto place = place_of(omf::text(object, "location", of));
    if (!place) wrong_member(of, "location");
    data.place = *place;
    const auto count = omf_count(element, *place);
    if (!count) wrong_member(of, "location");
    const std::string kind = omf::text(object, "__class__", of);
    if (read_values(reading, object, kind, of, *count, data))
        element.data.push_back(std::move(data));
    else
        leave_out(reading, element.name, data.name + " (" + kind + ")");
}

void read_element(Reading& reading, const Json& reference) {
    const Json& object = reading.archive.object(reference, "Project");
    OmfElement element;
    element.name = omf::text(object, "name", "Project");
    const std::string of = element.name.empty() ? omf::text(object, "__class__", "Project") : element.name;
    element.description = omf::text(object, "description", of);
    if (const Json* color = member(object, "color")) element.color = color_of(*color);
    const Json& geometry = reading.archive.object(needed(object, "geometry", of), of);
    if (!read_geometry(reading, geometry, of, element)) return;
    if (const Json* data = member(object, "data")) {
        if (!data->is_array()) wrong_member(of, "data");
        for (const Json& one : *data) {
            read_data(reading, one, element);
            if (reading.progress.cancelled()) throw omf::Refused{base::cancelled().error()};
        }
    }
    if (const Json* textures = member(object, "textures"); textures != nullptr && textures->is_array())
        for (const Json& one : *textures)
            leave_out(reading, element.name,
                      omf::text(reading.archive.object(one, of), "name", of) + " (ImageTexture)");
    reading.project.elements.push_back(std::move(element));
}

void note_units(Reading& reading) {
    const std::string stated = reading.project.units;
    const auto metres = base::metres_of_unit(stated);
    reading.metres = metres.value_or(1);
    if (metres && *metres == 1 && !stated.empty()) return;
    Finding finding;
    finding.kind = "omf_units";
    finding.severity = metres || stated.empty() ? Severity::info : Severity::warning;
    finding.what =
        stated.empty()
            ? Message("finding.what.omf_units_not_stated")
            : Message(metres ? "finding.what.omf_units_converted" : "finding.what.omf_units_unknown",
                      {{"units", stated}, {"metres", base::number(reading.metres, 12)}});
    finding.fix = Message("finding.fix.omf_units");
    reading.project.findings.push_back(std::move(finding));
}

OmfProject read_project(std::string bytes, const base::Progress& progress) {
    Archive archive(std::move(bytes), progress);
    OmfProject project;
    const Json& root = archive.project();
    project.name = omf::text(root, "name", "Project");
    project.description = omf::text(root, "description", "Project");
    project.author = omf::text(root, "author", "Project");
    project.revision = omf::text(root, "revision", "Project");
    project.units = omf::text(root, "units", "Project");
    Reading reading{archive, project, progress};
    note_units(reading);
    reading.origin = vector(root, "origin", "Project", {});
    if (const Json* elements = member(root, "elements")) {
        if (!elements->is_array()) wrong_member("Project", "elements");
        double done = 0;
        for (const Json& reference : *elements) {
            read_element(reading, reference);
            if (!progress.report(0.3 + 0.7 * ++done / static_cast<double>(elements->size())))
                throw omf::Refused{base::cancelled().error()};
        }
    }
    return project;
}

}  // namespace

std::optional<std::size_t> omf_count(const OmfElement& element, OmfPlace place) {
    struct Counts {
        OmfPlace place;
        std::optional<std::size_t> operator()(const OmfPoints& g) const {
            return place == OmfPlace::vertices ? std::optional(g.points.size()) : std::nullopt;
        }
        std::optional<std::size_t> operator()(const OmfLines& g) const {
            if (place == OmfPlace::segments) return g.segments.size();
            return place == OmfPlace::vertices ? std::optional(g.points.size()) : std::nullopt;
        }
        std::optional<std::size_t> operator()(const OmfSurface& g) const {
            if (place == OmfPlace::faces) return g.triangles.size();
            return place == OmfPlace::vertices ? std::optional(g.points.size()) : std::nullopt;
        }
        std::optional<std::size_t> operator()(const OmfGridSurface& g) const {
            if (place == OmfPlace::faces) return g.widths_u.size() * g.widths_v.size();
            if (place != OmfPlace::vertices) return std::nullopt;
            return (g.widths_u.size() + 1) * (g.widths_v.size() + 1);
        }
        std::optional<std::size_t> operator()(const OmfVolume& g) const {
            if (place == OmfPlace::cells) return g.widths_u.size() * g.widths_v.size() * g.widths_w.size();
            if (place != OmfPlace::vertices) return std::nullopt;
            return (g.widths_u.size() + 1) * (g.widths_v.size() + 1) * (g.widths_w.size() + 1);
        }
    };
    return std::visit(Counts{place}, element.geometry);
}

base::Expected<OmfProject> omf_from_bytes(std::string bytes, const base::Progress& progress) {
    try {
        return read_project(std::move(bytes), progress);
    } catch (const omf::Refused& refused) {
        return std::unexpected(refused.error);
    } catch (const std::bad_alloc&) {
        return base::fail(base::ErrorKind::data, Message("omf.no_memory"), {}, Message("omf.export_less"));
    }
}

base::Expected<OmfProject> read_omf(const std::string& path, const base::Progress& progress) {
    auto bytes = base::read_regular_file(path, {}, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    auto project = omf_from_bytes(std::move(*bytes), progress);
    if (project) {
        for (Finding& finding : project->findings) finding.file = path;
        return project;
    }
    base::Error error = project.error();
    if (error.kind != base::ErrorKind::cancelled) error.place.file = path;
    return std::unexpected(std::move(error));
}

}  // namespace orelens::io
