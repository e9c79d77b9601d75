#include "core/project/StoreFiles.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/io/text/ReadTable.h"
#include "core/project/Fingerprint.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

/// Files beside the project with the same suffix as the one that is missed, its own name first. A folder of
/// thousands is not read through.
std::vector<fs::path> candidates(const fs::path& folder, const fs::path& missed) {
    constexpr std::size_t most_files = 200;
    std::vector<fs::path> found;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
        const bool alike = entry.path().extension() == missed.extension() && entry.is_regular_file(code);
        if (alike) found.push_back(entry.path());
        if (found.size() > most_files) break;
    }
    std::ranges::sort(found, {}, [&](const fs::path& file) {
        return std::pair(file.filename() != missed.filename(), file);
    });
    return found;
}

base::Expected<std::optional<fs::path>> same_content(const fs::path& folder, const fs::path& missed,
                                                     const std::string& digest,
                                                     const base::Progress& progress) {
    for (const fs::path& file : candidates(folder, missed)) {
        const auto found = file_fingerprint(file.string(), progress);
        if (!found) return std::unexpected(found.error());
        if (*found == digest) return file;
    }
    return std::nullopt;
}

/// Gives every parameter that names the file another name for it.
void rename_in_recipe(Project& project, const std::string& before, const std::string& now) {
    Recipe renamed = project.recipe;
    each_file_param(project.recipe, [&](const RecipeParam& row, const std::string& key, const std::string& text) {
        const std::string other = with_files(row.info, text, [&](const std::string& file) { return file == before ? now : file; });
        if (other != text) (void)row.set(renamed, key, other);
    });
    project.recipe = std::move(renamed);
    if (project.model_source == before) project.model_source = now;
    const auto known = project.file_digests.find(before);
    project.file_digests[now] = known->second;
    project.file_digests.erase(before);
}

/// As short as the recipe's folder allows.
std::string name_from(const Recipe& recipe, const fs::path& file) {
    return file.parent_path() == fs::path(recipe.folder) ? file.filename().string() : file.string();
}

base::Finding missing_file(const std::string& stage, const std::string& file) {
    base::Finding finding;
    finding.kind = "missing_file";
    finding.severity = base::Severity::info;
    finding.file = file;
    finding.what = base::Message("finding.what.missing_file");
    finding.fix = base::Message("finding.fix.missing_file");
    finding.stage = stage;
    return finding;
}

/// Every file with the stage that reads it. Those of the map are read by none: what is said of them stands at the first.
std::vector<std::pair<std::string, std::string>> files_of_stages(const Project& project) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const Stage& stage : project.stages())
        for (std::string& file : stage_files(project, stage)) files.emplace_back(stage.id, std::move(file));
    for (std::string& file : listed_files(project.recipe.general.map_files))
        files.emplace_back(project.stages().front().id, std::move(file));
    return files;
}

}  // namespace

std::map<std::string, std::string> remembered_files(const Project& project) {
    std::map<std::string, std::string> digests = project.file_digests;
    for (const std::string& file : listed_files(project.recipe.general.map_files))
        digests[file] = input_fingerprint(project, file);
    return digests;
}

base::Expected<void> find_moved_files(Project& project, const std::string& project_file,
                                      const base::Progress& progress) {
    const fs::path here = fs::absolute(project_file).lexically_normal().parent_path();
    for (const auto& [stage, file] : files_of_stages(project)) {
        const std::string expected = resolved_file(project.recipe, file);
        const auto known = project.file_digests.find(file);
        std::error_code code;
        if (fs::exists(expected, code) || known == project.file_digests.end()) continue;
        if (known->second == absent_file) continue;
        const auto found = same_content(here, fs::path(io::table_name(file).file), known->second, progress);
        if (!found) return std::unexpected(found.error());
        const std::string name = *found ? name_from(project.recipe, **found) + sheet_suffix(file) : std::string();
        // In a list a semicolon would part the name in two.
        if (*found && name.find(';') == std::string::npos)
            rename_in_recipe(project, file, name);
        else
            project.opening.push_back(missing_file(stage, file));
    }
    return {};
}

}  // namespace orelens::project
