#include "core/io/shapes/ShapeFiles.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include "core/base/FileNature.h"
#include "core/base/RegularFile.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;

std::string extension_of(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

using Reader = base::Expected<ShapeFile> (*)(const std::string&, const std::string&, const base::Progress&);
struct Format {
    const char* extension;
    Reader read;
    bool listed = true;  ///< files of this name are shapes, unless a recipe says otherwise
};
constexpr std::array formats{
    Format{".stl", read_stl},        Format{".obj", read_obj},       Format{".ply", read_ply},
    Format{".ts", read_gocad},       Format{".pl", read_gocad},      Format{".vs", read_gocad},
    Format{".gp", read_gocad},       Format{".xyz", read_xyz},       Format{".csv", read_xyz, false},
    Format{".txt", read_xyz, false}, Format{".dat", read_xyz, false}};

const Format* format_of(const std::string& path) {
    const std::string extension = extension_of(path);
    const auto found =
        std::ranges::find_if(formats, [&](const Format& format) { return extension == format.extension; });
    return found == formats.end() ? nullptr : &*found;
}

base::Expected<ShapeFile> not_empty(base::Expected<ShapeFile> file, const std::string& name) {
    if (file && file->empty())
        return base::fail(ErrorKind::data, Message("shapes.empty"), {.file = name}, Message("shapes.empty_fix"));
    return file;
}

/// A picture, a document or an archive under the name of a shape is named for what it is. Binary STL and PLY are
/// no text either.
base::Expected<void> not_foreign(const std::string& path) {
    const std::string extension = extension_of(path);
    const auto head = base::read_regular_file(path, {.take = base::nature_bytes});
    if (!head || extension == ".omf" || extension == ".geoh5") return {};  // their readers say what is wrong
    using base::FileNature;
    const FileNature nature = base::nature_of(*head);
    constexpr std::array own{FileNature::text, FileNature::binary, FileNature::empty, FileNature::bmp,
                             FileNature::program};
    if (std::ranges::find(own, nature) != own.end()) return {};
    return base::fail(ErrorKind::data, base::nature_words(nature), {.file = path},
                      Message("shapes.unknown_extension_fix"));
}

}  // namespace

const std::vector<std::string>& shape_extensions() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> names{".dxf", ".vtp", ".omf", ".geoh5"};
        for (const Format& format : formats)
            if (format.listed) names.emplace_back(format.extension);
        return names;
    }();
    return all;
}

bool is_shape_file(const std::string& path) {
    return std::ranges::find(shape_extensions(), extension_of(path)) != shape_extensions().end();
}

base::Expected<ShapeFile> shapes_from_bytes(const std::string& bytes, const std::string& name,
                                            const base::Progress& progress) {
    const Format* format = format_of(name);
    if (format == nullptr)
        return base::fail(ErrorKind::usage, Message("shapes.unknown_extension"), {.file = name},
                          Message("shapes.unknown_extension_fix"));
    return not_empty(format->read(bytes, name, progress), name);
}

base::Expected<ShapeFile> read_shapes(const std::string& path, const base::Progress& progress) {
    if (auto fine = not_foreign(path); !fine) return std::unexpected(fine.error());
    if (extension_of(path) == ".dxf") return not_empty(read_dxf(path, progress), path);
    if (extension_of(path) == ".vtp") return not_empty(read_vtp(path, progress), path);
    if (const std::string extension = extension_of(path); extension == ".omf" || extension == ".geoh5")
        return not_empty(read_elements(path, extension == ".geoh5", progress), path);
    if (format_of(path) == nullptr) return shapes_from_bytes({}, path, progress);
    const auto bytes = base::read_regular_file(path, {}, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    return shapes_from_bytes(*bytes, path, progress);
}

shapes::TriangleMesh joined_meshes(const ShapeFile& file) {
    shapes::TriangleMesh all;
    for (const shapes::TriangleMesh& mesh : file.meshes) {
        if (all.name.empty()) all.name = mesh.name;
        const auto first = static_cast<std::int32_t>(all.points.size());
        all.points.insert(all.points.end(), mesh.points.begin(), mesh.points.end());
        for (const auto& [a, b, c] : mesh.triangles) all.triangles.push_back({a + first, b + first, c + first});
    }
    return all;
}

shapes::Polylines joined_lines(const ShapeFile& file) {
    shapes::Polylines all;
    for (const shapes::Polylines& lines : file.lines) {
        if (all.name.empty()) all.name = lines.name;
        const auto first = static_cast<std::int32_t>(all.points.size());
        all.points.insert(all.points.end(), lines.points.begin(), lines.points.end());
        for (std::vector<std::int32_t> line : lines.lines) {
            for (std::int32_t& at : line) at += first;
            all.lines.push_back(std::move(line));
        }
    }
    return all;
}

}  // namespace orelens::io
