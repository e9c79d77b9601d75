// Shapes out of files of many things: Open Mining Format and geoh5, whose block grids are passed over.
#include <filesystem>

#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfShapes.h"
#include "core/io/shapes/FileContents.h"
#include "core/io/shapes/ShapeText.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

std::string extension_of(const std::string& path) {
    return lower(std::filesystem::path(path).extension().string());
}

}  // namespace

bool holds_many_things(const std::string& path) {
    const std::string extension = extension_of(path);
    return extension == ".omf" || extension == ".geoh5";
}

base::Expected<OmfContents> file_contents(const std::string& path, const base::Progress& progress) {
    if (extension_of(path) == ".omf") return read_omf_contents(path, progress);
    const auto project = read_geoh5(path, progress);
    if (!project) return std::unexpected(project.error());
    return omf_contents(*project);
}

base::Expected<ShapeFile> read_elements(const std::string& path, bool geoh5, const base::Progress& progress) {
    auto project = geoh5 ? read_geoh5(path, progress) : read_omf(path, progress);
    if (!project) return std::unexpected(project.error());
    auto shapes = shapes_of_omf(*project);
    if (!shapes) {
        base::Error error = shapes.error();
        error.place.file = path;
        return std::unexpected(std::move(error));
    }
    ShapeFile file;
    file.format = geoh5 ? "geoh5" : "OMF";
    file.meshes = std::move(shapes->meshes);
    file.lines = std::move(shapes->lines);
    file.points = std::move(shapes->points);
    file.findings = std::move(project->findings);
    return file;
}

}  // namespace orelens::io
