#include "core/io/blocks/GridElement.h"

#include "core/base/LengthWords.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

std::unexpected<base::Error> in_file(base::Error error, const std::string& path) {
    if (error.place.file.empty() && error.kind != base::ErrorKind::cancelled) error.place.file = path;
    return std::unexpected(std::move(error));
}

base::Expected<GridElement> read_grid_element(const std::string& path, const std::string& name,
                                              const base::Progress& progress) {
    auto project = lower(path).ends_with(".omf") ? read_omf(path, progress) : read_geoh5(path, progress);
    if (!project) return std::unexpected(project.error());
    GridElement grid;
    grid.findings = std::move(project->findings);
    grid.length = {project->units, base::metres_of_unit(project->units).value_or(1)};
    auto volume = take_omf_volume(std::move(*project), name);
    if (!volume) return in_file(volume.error(), path);
    grid.volume = std::move(*volume);
    return grid;
}

}  // namespace orelens::io
