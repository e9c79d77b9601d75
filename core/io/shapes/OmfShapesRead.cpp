// Surfaces, lines and points of an Open Mining Format file; its block grids are models, not shapes.
#include "core/io/omf/OmfFile.h"
#include "core/io/omf/OmfShapes.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {

base::Expected<ShapeFile> read_omf_shapes(const std::string& path, const base::Progress& progress) {
    auto project = read_omf(path, progress);
    if (!project) return std::unexpected(project.error());
    auto shapes = shapes_of_omf(*project);
    if (!shapes) return std::unexpected(shapes.error());
    ShapeFile file;
    file.format = "OMF";
    file.meshes = std::move(shapes->meshes);
    file.lines = std::move(shapes->lines);
    file.points = std::move(shapes->points);
    file.findings = std::move(project->findings);
    return file;
}

}  // namespace orelens::io
