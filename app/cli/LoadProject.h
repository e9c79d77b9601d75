// Opens what the user named: a project file, or a recipe that becomes a new project.
#pragma once

#include "app/cli/Command.h"
#include "core/project/Pipeline.h"

namespace orelens::cli {

/// By extension: .gpkg is a project, anything else a recipe. Unknown keys of the recipe are told on standard
/// error.
base::Expected<project::Project> load_project(const Common& common, const std::string& path,
                                              base::Progress& progress);

/// Applies "id=value" settings in order; notes go to standard error. Errors are of kind usage and suggest the
/// nearest id.
base::Expected<void> apply_settings(const Common& common, project::Recipe& recipe,
                                    const std::vector<std::string>& settings);

/// The project named, with settings and approvals applied, run up to a stage; shows a progress bar meanwhile.
/// One that names nothing to read is refused.
base::Expected<project::Project> project_run_until(const Common& common, const std::string& path,
                                                   const std::vector<std::string>& settings,
                                                   const std::string& until,
                                                   const std::vector<std::string>& approve = {});

/// "recipe.json" → "recipe", used to name what is made from it.
std::string stem_of(const std::string& path);

}  // namespace orelens::cli
