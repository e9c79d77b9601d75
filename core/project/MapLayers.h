// The layers of the project file that a GIS opens: collars, traces and composites. Creates the GeoPackage.
// Other tables are added afterwards with SQLite (StoreSave.cpp).
#pragma once

#include <string>
#include <vector>

#include "core/project/Pipeline.h"

namespace orelens::project {

inline constexpr const char* layer_names[] = {"collars", "traces", "composites"};

/// Makes the file with the layers the results allow (it may have none); those named in `indexed` get a
/// spatial index.
base::Expected<void> write_map_layers(const Project& project, const std::string& path,
                                      const std::vector<std::string>& indexed, base::Progress& progress);

}  // namespace orelens::project
