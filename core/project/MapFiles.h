// The user's own layers of the map page (GeoPackage, GeoJSON, Shapefile), as a recipe names them in `general.map_files`: which
// files, how they are named, and all their layers read at once. They are drawn and decide no number. Not the layers that a
// project file holds for a GIS (MapLayers.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/io/map/MapFile.h"
#include "core/project/Recipe.h"

namespace orelens::project {

/// The files as paths that can be opened, in their order.
std::vector<std::string> map_files(const Recipe& recipe);

/// What `general.map_files` says of them: those in the recipe's folder by their name below it, each file once. Error (field
/// general.map_files): a name with a semicolon, which is what stands between two names.
base::Expected<std::string> map_files_text(const Recipe& recipe, const std::vector<std::string>& paths);

struct MapFilesRead {
    std::vector<io::MapLayer> layers;     ///< of all files, in their order
    std::vector<base::Finding> findings;  ///< of the files; and a file that is not there or cannot be read, which stops no other
};
/// Layers without a coordinate system are in that of the recipe. Error: cancelled.
base::Expected<MapFilesRead> read_map_files(const Recipe& recipe, const base::Progress& progress);

}  // namespace orelens::project
