// Opens what the user named: a project file, or a recipe that becomes a new project.
#pragma once

#include <functional>

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

/// Whether the output named may be written, given the files that are read.
using TargetFits = std::function<base::Expected<void>(const std::vector<std::string>& inputs)>;
/// The project of a command that writes a file, with settings applied and not run: everything that is wrong with the
/// request is told before the long work. The target is looked at before the project is read, and again when its
/// inputs are known.
base::Expected<project::Project> load_to_write(const Common& common, const std::string& path,
                                               const std::vector<std::string>& settings, const TargetFits& target_fits,
                                               base::Progress& progress);

/// "recipe.json" → "recipe", used to name what is made from it.
std::string stem_of(const std::string& path);

}  // namespace orelens::cli
