// The files of a recipe, looked for where the project file lies now.
#pragma once

#include <map>
#include <string>

#include "core/project/Pipeline.h"

namespace orelens::project {

/// Files that are not where the recipe says are looked for in the folder of the project file: under their
/// name, then under any name, and taken where their content is what the project was made from. Those that
/// stay missing become findings of the stage that reads them. Error: cancelled.
base::Expected<void> find_moved_files(Project& project, const std::string& project_file,
                                      const base::Progress& progress);

/// What the files of the recipe hold, as the project file keeps it: those that the stages took and the layers of the
/// map, which no stage reads. A file that is gone counts as it was last known.
std::map<std::string, std::string> remembered_files(const Project& project);

}  // namespace orelens::project
