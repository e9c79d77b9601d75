// .omf out. Arrays are packed by many threads and stand in the file in the order of the elements; the objects
// follow as JSON, and the header learns last where they begin.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <ostream>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/io/omf/OmfArchive.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/omf/OmfUid.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using omf::Digest;
using omf::Json;
using omf::Piece;
using omf::Uid;
using omf::uid_of;
using omf::words_of;

std::string now() {
    namespace ch = std::chrono;
    const auto second = ch::floor<ch::seconds>(ch::system_clock::now());
    const auto day = ch::floor<ch::days>(second);
    const ch::year_month_day date(day);
    const ch::hh_mm_ss<ch::seconds> time(second - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// Texts of ours are UTF-8; what came from elsewhere and is not would break the JSON.
std::string utf8(const std::string& text) {
    if (is_utf8(text)) return text;
    std::string out;
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    return out;
}

/// Numbers to be packed, valid as long as the project.
struct Waiting {
    std::size_t object = 0;  ///< that gets their place in the file
    std::string dtype;
    std::function<void(const Piece&)> fill;
};

/// Hands memory over in pieces, between which a cancel is noticed.
void pour(const void* data, std::size_t bytes, const base::Progress& progress, const Piece& piece) {
    constexpr std::size_t some = std::size_t{1} << 20;
    const auto* next = static_cast<const char*>(data);
    for (std::size_t at = 0; at < bytes && !progress.cancelled(); at += some)
        piece(next + at, std::min(some, bytes - at));
}

class Writer {
  public:
    Writer(const OmfProject& project, std::string units, std::ostream& out, const base::Progress& progress)
        : project_(project), units_(std::move(units)), out_(out), progress_(progress) {}

    base::Expected<void> run() {
        std::string header(omf::header_bytes, '\0');
        std::memcpy(header.data(), omf::magic.data(), omf::magic.size());
        std::memcpy(header.data() + omf::magic.size(), omf::version.data(), omf::version.size());
        out_ << header;
        offset_ = header.size();
        std::vector<std::size_t> elements;
        double done = 0;
        for (const OmfElement& element : project_.elements) {
            elements.push_back(element_object(element));
            const double all = static_cast<double>(project_.elements.size() + 1);
            if (auto packed = pack(progress_.part(done / all, (done + 1) / all)); !packed) return packed;
            ++done;
        }
        const std::size_t root = project_object(elements);
        return finish(root);
    }

  private:
    /// References between objects are numbers until the digest is known.
    static Json link(std::size_t object) { return Json{{"@", object}}; }

    std::size_t object(const char* kind, Json members) {
        members["__class__"] = kind;
        objects_.push_back(std::move(members));
        return objects_.size() - 1;
    }

    std::size_t array_object(const char* kind, const char* dtype, const void* data, std::size_t bytes) {
        return array_object(kind, dtype,
                            [this, data, bytes](const Piece& piece) { pour(data, bytes, progress_, piece); });
    }
    std::size_t array_object(const char* kind, const char* dtype, std::function<void(const Piece&)> fill) {
        const std::size_t made = object(kind, Json{{"array", Json::object()}});
        waiting_.push_back({made, dtype, std::move(fill)});
        return made;
    }
    std::size_t reals_object(const char* kind, const std::vector<double>& values) {
        return array_object(kind, "<f8", values.data(), values.size() * sizeof(double));
    }
    std::size_t points_object(const std::vector<OmfVec3>& points) {
        return array_object("Vector3Array", "<f8", points.data(), points.size() * sizeof(OmfVec3));
    }

    static Json color_json(const std::vector<OmfColor>& colors) {
        Json list = Json::array();
        for (const OmfColor& color : colors) list.push_back({color[0], color[1], color[2]});
        return list;
    }
    static Json text_json(const std::vector<std::string>& texts) {
        Json list = Json::array();
        for (const std::string& text : texts) list.push_back(utf8(text));
        return list;
    }

    std::size_t geometry_object(const OmfPoints& points) {
        return object("PointSetGeometry",
                      {{"origin", {0.0, 0.0, 0.0}}, {"vertices", link(points_object(points.points))}});
    }
    std::size_t geometry_object(const OmfLines& lines) {
        return object("LineSetGeometry",
                      {{"origin", {0.0, 0.0, 0.0}},
                       {"vertices", link(points_object(lines.points))},
                       {"segments", link(array_object("Int2Array", "<i8", lines.segments.data(),
                                                      lines.segments.size() * 16))}});
    }
    std::size_t geometry_object(const OmfSurface& surface) {
        return object("SurfaceGeometry",
                      {{"origin", {0.0, 0.0, 0.0}},
                       {"vertices", link(points_object(surface.points))},
                       {"triangles", link(array_object("Int3Array", "<i8", surface.triangles.data(),
                                                       surface.triangles.size() * 24))}});
    }
    std::size_t geometry_object(const OmfGridSurface& sheet) {
        Json members{{"origin", sheet.origin},
                     {"axis_u", sheet.axis_u},
                     {"axis_v", sheet.axis_v},
                     {"tensor_u", sheet.widths_u},
                     {"tensor_v", sheet.widths_v}};
        if (!sheet.offsets.empty()) members["offset_w"] = link(reals_object("ScalarArray", sheet.offsets));
        return object("SurfaceGridGeometry", std::move(members));
    }
    std::size_t geometry_object(const OmfVolume& volume) {
        return object("VolumeGridGeometry", {{"origin", volume.origin},
                                             {"axis_u", volume.axis_u},
                                             {"axis_v", volume.axis_v},
                                             {"axis_w", volume.axis_w},
                                             {"tensor_u", volume.widths_u},
                                             {"tensor_v", volume.widths_v},
                                             {"tensor_w", volume.widths_w}});
    }

    void add_scale(const std::optional<OmfColorScale>& scale, Json& members) {
        if (!scale) return;
        const std::size_t gradient = object("ColorArray", Json{{"array", color_json(scale->gradient)}});
        members["colormap"] = link(object("ScalarColormap", {{"name", ""},
                                                             {"description", ""},
                                                             {"gradient", link(gradient)},
                                                             {"limits", {scale->low, scale->high}}}));
    }

    const char* values_object(const OmfReals& reals, Json& members) {
        members["array"] = link(reals_object("ScalarArray", reals.values));
        add_scale(reals.scale, members);
        return "ScalarData";
    }
    const char* values_object(const OmfIntegers& integers, Json& members) {
        members["array"] = link(array_object("ScalarArray", "<i8", integers.values.data(),
                                             integers.values.size() * sizeof(std::int64_t)));
        add_scale(integers.scale, members);
        return "ScalarData";
    }
    const char* values_object(const OmfVectors& vectors, Json& members) {
        const bool flat = vectors.components == 2;
        members["array"] = link(reals_object(flat ? "Vector2Array" : "Vector3Array", vectors.values));
        return flat ? "Vector2Data" : "Vector3Data";
    }
    const char* values_object(const OmfColors& colors, Json& members) {
        members["array"] = link(object("ColorArray", Json{{"array", color_json(colors.values)}}));
        return "ColorData";
    }
    const char* values_object(const OmfTexts& texts, Json& members) {
        members["array"] = link(
            object(texts.times ? "DateTimeArray" : "StringArray", Json{{"array", text_json(texts.values)}}));
        return texts.times ? "DateTimeData" : "StringData";
    }
    const char* values_object(const OmfMapped& mapped, Json& members) {
        Json legends = Json::array();
        for (const OmfLegend& legend : mapped.legends) legends.push_back(link(legend_object(legend)));
        members["legends"] = std::move(legends);
        members["array"] = link(array_object("ScalarArray", "<i8", [this, &mapped](const Piece& piece) {
            const std::vector<std::int64_t> wide(mapped.indices.begin(), mapped.indices.end());
            pour(wide.data(), wide.size() * sizeof(std::int64_t), progress_, piece);
        }));
        return "MappedData";
    }
    const char* values_object(const OmfStreamed& streamed, Json& members) {
        Json legends = Json::array();
        for (const OmfLegend& legend : streamed.legends) legends.push_back(link(legend_object(legend)));
        members["array"] =
            link(array_object("ScalarArray", streamed.integers ? "<i8" : "<f8", streamed.fill));
        if (streamed.legends.empty()) return "ScalarData";
        members["legends"] = std::move(legends);
        return "MappedData";
    }
    std::size_t legend_object(const OmfLegend& legend) {
        std::size_t values = 0;
        if (const auto* texts = std::get_if<std::vector<std::string>>(&legend.values))
            values =
                object(legend.times ? "DateTimeArray" : "StringArray", Json{{"array", text_json(*texts)}});
        else if (const auto* colors = std::get_if<std::vector<OmfColor>>(&legend.values))
            values = object("ColorArray", Json{{"array", color_json(*colors)}});
        else
            values = reals_object("ScalarArray", std::get<std::vector<double>>(legend.values));
        return object("Legend", {{"name", utf8(legend.name)}, {"description", ""}, {"values", link(values)}});
    }

    std::size_t element_object(const OmfElement& element) {
        static constexpr const char* kinds[] = {"PointSetElement", "LineSetElement", "SurfaceElement",
                                                "SurfaceElement", "VolumeElement"};
        static constexpr const char* subtypes[] = {"point", "line", "surface", "surface", "volume"};
        static constexpr const char* places[] = {"vertices", "segments", "faces", "cells"};
        Json list = Json::array();
        for (const OmfData& data : element.data) {
            Json members{{"name", utf8(data.name)},
                         {"description", utf8(data.description)},
                         {"location", places[static_cast<std::size_t>(data.place)]}};
            const char* kind =
                std::visit([&](const auto& values) { return values_object(values, members); }, data.values);
            list.push_back(link(object(kind, std::move(members))));
        }
        const std::size_t geometry =
            std::visit([&](const auto& shape) { return geometry_object(shape); }, element.geometry);
        const std::size_t kind = element.geometry.index();
        Json members{{"name", utf8(element.name)},
                     {"description", utf8(element.description)},
                     {"subtype", subtypes[kind]},
                     {"data", std::move(list)},
                     {"geometry", link(geometry)}};
        members["color"] = element.color.value_or(OmfColor{160, 160, 160});
        if (kind != 1 && kind != 4) members["textures"] = Json::array();
        return object(kinds[kind], std::move(members));
    }

    std::size_t project_object(const std::vector<std::size_t>& elements) {
        Json list = Json::array();
        for (const std::size_t element : elements) list.push_back(link(element));
        return object("Project", {{"name", utf8(project_.name)},
                                  {"description", utf8(project_.description)},
                                  {"author", utf8(project_.author)},
                                  {"revision", utf8(project_.revision)},
                                  {"units", utf8(units_)},
                                  {"origin", {0.0, 0.0, 0.0}},
                                  {"elements", std::move(list)}});
    }

    /// The arrays of one element, some at once; those are held packed.
    base::Expected<void> pack(const base::Progress& progress) {
        constexpr std::size_t at_once = 8;
        std::atomic<int> done = 0;
        for (std::size_t first = 0; first < waiting_.size(); first += at_once) {
            std::vector<std::string> packed(std::min(at_once, waiting_.size() - first));
            base::parallel_for(packed.size(), 1, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end && !progress_.cancelled(); ++n) {
                    packed[n] = omf::packed(waiting_[first + n].fill);
                    progress.report(static_cast<double>(++done) / static_cast<double>(waiting_.size()));
                }
            });
            if (progress_.cancelled()) return base::cancelled();
            for (std::size_t n = 0; n < packed.size(); ++n) put(waiting_[first + n], packed[n]);
        }
        waiting_.clear();
        return {};
    }

    void put(const Waiting& array, const std::string& packed) {
        objects_[array.object]["array"] =
            Json{{"start", offset_}, {"dtype", array.dtype}, {"length", packed.size()}};
        out_.write(packed.data(), static_cast<std::streamsize>(packed.size()));
        digest_.add(packed);
        offset_ += packed.size();
    }

    base::Expected<void> finish(std::size_t root) {
        for (const Json& one : objects_) digest_.add(one.dump());
        std::vector<std::string> uids;
        for (std::size_t n = 0; n < objects_.size(); ++n) uids.push_back(words_of(uid_of(digest_, n)));
        const std::string time = now();
        Json all = Json::object();
        for (std::size_t n = 0; n < objects_.size(); ++n) {
            resolve(objects_[n], uids);
            objects_[n]["date_created"] = time;
            objects_[n]["date_modified"] = time;
            all[uids[n]] = std::move(objects_[n]);
        }
        const std::string text = all.dump();
        out_ << text;
        const Uid uid = uid_of(digest_, root);
        out_.seekp(static_cast<std::streamoff>(omf::magic.size() + omf::version_bytes));
        out_.write(reinterpret_cast<const char*>(uid.data()), static_cast<std::streamsize>(uid.size()));
        const std::uint64_t json_at = offset_;
        out_.write(reinterpret_cast<const char*>(&json_at), sizeof json_at);
        out_.seekp(0, std::ios::end);
        return {};
    }

    static void resolve(Json& value, const std::vector<std::string>& uids) {
        for (Json& inner : value) {
            if (inner.is_object() && inner.contains("@"))
                inner = uids[inner["@"].get<std::size_t>()];
            else if (inner.is_array() && !inner.empty() && inner[0].is_object())
                resolve(inner, uids);
        }
    }

    const OmfProject& project_;
    std::string units_;
    std::ostream& out_;
    const base::Progress& progress_;
    std::vector<Json> objects_;
    std::vector<Waiting> waiting_;
    Digest digest_;
    std::uint64_t offset_ = 0;
};

std::size_t length_of(const OmfData& data) {
    struct Length {
        std::size_t operator()(const OmfReals& v) const { return v.values.size(); }
        std::size_t operator()(const OmfIntegers& v) const { return v.values.size(); }
        std::size_t operator()(const OmfVectors& v) const { return v.values.size() / v.components; }
        std::size_t operator()(const OmfColors& v) const { return v.values.size(); }
        std::size_t operator()(const OmfTexts& v) const { return v.values.size(); }
        std::size_t operator()(const OmfMapped& v) const { return v.indices.size(); }
        std::size_t operator()(const OmfStreamed& v) const { return v.count; }
    };
    return std::visit(Length{}, data.values);
}

base::Expected<void> check_lengths(const OmfProject& project) {
    for (const OmfElement& element : project.elements)
        for (const OmfData& data : element.data) {
            const auto wanted = omf_count(element, data.place);
            if (wanted && *wanted == length_of(data)) continue;
            return base::fail(ErrorKind::internal,
                              Message("omf.wrong_length", {{"object", element.name + "/" + data.name},
                                                           {"found", std::to_string(length_of(data))},
                                                           {"wanted", std::to_string(wanted.value_or(0))}}));
        }
    return {};
}

}  // namespace

base::Expected<void> write_omf(const OmfProject& project, const std::string& path,
                               const base::Progress& progress) {
    if (auto fits = check_lengths(project); !fits) {
        base::Error error = fits.error();
        error.place.file = path;
        return std::unexpected(std::move(error));
    }
    return base::AtomicFile(path).write(
        [&](std::ostream& out) { return Writer(project, "m", out, progress).run(); }, &progress);
}

base::Expected<std::string> omf_bytes(const OmfProject& project, const std::string& units) {
    if (auto fits = check_lengths(project); !fits) return std::unexpected(fits.error());
    std::ostringstream out;
    const base::Progress progress;
    if (auto written = Writer(project, units, out, progress).run(); !written)
        return std::unexpected(written.error());
    return std::move(out).str();
}

}  // namespace orelens::io
