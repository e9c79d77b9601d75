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
    for (const RecipeParam& row : recipe_params()) {
        if (row.info.type != base::ParamType::file) continue;
        const bool repeated = row.info.id.find('*') != std::string::npos;
        const std::string group = row.info.id.substr(0, row.info.id.find('.'));
        for (const std::string& key :
             repeated ? group_keys(project.recipe, group) : std::vector<std::string>{""})
            if (std::get<std::string>(row.get(project.recipe, key)) == before)
                (void)row.set(project.recipe, key, now);
    }
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

}  // namespace

base::Expected<void> find_moved_files(Project& project, const std::string& project_file,
                                      const base::Progress& progress) {
    const fs::path here = fs::absolute(project_file).lexically_normal().parent_path();
    for (const Stage& stage : project.stages())
        for (const std::string& file : stage_files(project, stage)) {
            const std::string expected = resolved_file(project.recipe, file);
            const auto known = project.file_digests.find(file);
            std::error_code code;
            if (fs::exists(expected, code) || known == project.file_digests.end()) continue;
            if (known->second == absent_file) continue;
            const auto found = same_content(here, fs::path(io::table_name(file).file), known->second, progress);
            if (!found) return std::unexpected(found.error());
            if (*found)
                rename_in_recipe(project, file, name_from(project.recipe, **found) + sheet_suffix(file));
            else
                project.opening.push_back(missing_file(stage.id, file));
        }
    return {};
}

}  // namespace orelens::project
