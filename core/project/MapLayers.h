// The layers of the project file that a GIS opens: collars, traces and composites. Creates the GeoPackage.
// Other tables are added afterwards with SQLite (StoreSave.cpp).
#pragma once

#include <string>
#include <vector>

#include "core/project/Pipeline.h"

namespace orelens::project {

inline constexpr const char* layer_names[] = {"collars", "traces", "composites"};

/// Makes the file with the layers the results allow (it may have none). Layers of `carry_from` named in
/// `carried` are copied with geometry and attributes; pass "" and {} for none.
base::Expected<void> write_map_layers(const Project& project, const std::string& path,
                                      const std::string& carry_from, const std::vector<std::string>& carried,
                                      base::Progress& progress);

}  // namespace orelens::project
