// .omf in: the objects of the container as elements. Every count that a list, an index or a size states is
// checked before it is used.
#include <cmath>

#include "core/base/LengthWords.h"
#include "core/base/RegularFile.h"
#include "core/io/omf/OmfReading.h"

namespace orelens::io {

using base::Finding;
using base::Message;
using base::Severity;

namespace omf {

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
        Message("finding.what.omf_left_out", {{"element", element}, {"what", what.empty() ? "@omf.kind_not_stated" : what}});
    finding.fix = Message("finding.fix.omf_left_out");
    reading.project.findings.push_back(std::move(finding));
}

}  // namespace omf

namespace {

using omf::Archive;
using omf::Json;
using omf::member;
using omf::Reading;
using omf::wrong_member;

void read_element(Reading& reading, const Json& reference) {
    const Json& object = reading.archive.object(reference, "Project");
    OmfElement element;
    element.name = omf::text(object, "name", "Project");
    const std::string of = element.name.empty() ? omf::text(object, "__class__", "Project") : element.name;
    element.description = omf::text(object, "description", of);
    if (const Json* color = member(object, "color")) element.color = omf::color_of(*color);
    const Json& geometry = reading.archive.object(omf::needed(object, "geometry", of), of);
    if (!omf::read_geometry(reading, geometry, of, element)) return;
    if (const Json* data = member(object, "data")) {
        if (!data->is_array()) wrong_member(of, "data");
        for (const Json& one : *data) {
            omf::read_data(reading, one, of, element);
            if (reading.progress.cancelled()) throw omf::Refused{base::cancelled().error()};
        }
    }
    if (const Json* textures = member(object, "textures"); textures != nullptr && textures->is_array())
        for (const Json& one : *textures)
            omf::leave_out(reading, of,
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
    reading.origin = omf::vector(root, "origin", "Project", {});
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
