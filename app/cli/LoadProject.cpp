#include "app/cli/LoadProject.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/cli/ProgressBar.h"
#include "app/cli/Trust.h"
#include "core/project/OpenFindings.h"
#include "core/project/RecipePlace.h"
#include "core/project/ScenariosFile.h"
#include "core/project/Target.h"

namespace orelens::cli {

base::Expected<project::Project> load_project(const Common& common, const std::string& path,
                                              base::Progress& progress) {
    if (auto there = need_file(path); !there) return std::unexpected(there.error());
    if (std::filesystem::path(path).extension() == ".gpkg") return project::open_project(path, progress);
    auto made = project::project_of_recipe(path);
    if (!made) return made;
    for (const base::Error& warning : made->recipe.warnings)
        note(fmt::format("{}\n", base::describe(warning, common.language)));
    return made;
}

base::Expected<void> apply_settings(const Common& common, project::Recipe& recipe,
                                    const std::vector<std::string>& settings) {
    std::vector<std::pair<std::string, std::string>> typed;
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            return base::fail(base::ErrorKind::usage,
                              base::Message("cli.setting_form", {{"written", setting}}));
        typed.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    const std::size_t told = recipe.warnings.size();
    auto set = project::set_params(recipe, typed);
    for (std::size_t n = told; n < recipe.warnings.size(); ++n)
        note(fmt::format("{}\n", base::describe(recipe.warnings[n], common.language)));
    return set;
}

base::Expected<project::Project> project_run_until(const Common& common, const std::string& path,
                                                   const std::vector<std::string>& settings,
                                                   const std::string& until,
                                                   const std::vector<std::string>& approve) {
    ProgressBar bar(common.language);
    auto project = load_project(common, path, bar.progress());
    if (!project) return project;
    if (auto set = apply_settings(common, project->recipe, settings); !set)
        return std::unexpected(set.error());
    if (auto set = apply_approvals(project->recipe, approve); !set) return std::unexpected(set.error());
    if (auto reads = project::at_recipe(project->recipe, project::check_reads_something(*project)); !reads) return std::unexpected(reads.error());
    if (auto ran = project->run(bar.progress(), until); !ran) return std::unexpected(ran.error());
    return project;
}

base::Expected<project::Project> load_to_write(const Common& common, const std::string& path,
                                               const std::vector<std::string>& settings, const TargetFits& target_fits,
                                               base::Progress& progress) {
    if (auto fine = target_fits(project::with_sidecar(path)); !fine) return std::unexpected(fine.error());
    auto project = load_project(common, path, progress);
    if (!project) return project;
    if (auto fine = target_fits(project::input_files(*project, path)); !fine) return std::unexpected(fine.error());
    if (auto set = apply_settings(common, project->recipe, settings); !set) return std::unexpected(set.error());
    if (auto reads = project::at_recipe(project->recipe, project::check_reads_something(*project)); !reads) return std::unexpected(reads.error());
    return project;
}

std::string stem_of(const std::string& path) {
    const std::filesystem::path stem = std::filesystem::path(path).stem();
    // "ridge.orelens.json" is made for the project "ridge".
    return stem.extension() == ".orelens" ? stem.stem().string() : stem.string();
}

}  // namespace orelens::cli
