// Shapes out of files of many things: Open Mining Format and geoh5, whose block grids are passed over.
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfShapes.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {

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
