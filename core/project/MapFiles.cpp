#include "core/project/MapFiles.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::Message;

constexpr const char* field = "general.map_files";

base::Finding not_read(const std::string& path, const base::Error& error) {
    base::Finding finding;
    finding.kind = "map_file";
    finding.severity = base::Severity::warning;
    finding.file = path;
    finding.row = error.place.row;
    finding.what = error.what;
    finding.fix = error.fix;
    return finding;
}

/// Below the folder where it lies there, else as it is.
std::string short_name(const std::string& folder, const std::string& path) {
    if (folder.empty()) return path;
    const fs::path file = fs::absolute(path).lexically_normal();
    const fs::path below = file.lexically_relative(fs::path(folder).lexically_normal());
    return below.empty() || *below.begin() == ".." ? file.string() : below.string();
}

}  // namespace

std::vector<std::string> map_files(const Recipe& recipe) {
    std::vector<std::string> paths = listed_files(recipe.general.map_files);
    for (std::string& path : paths) path = resolved_file(recipe, path);
    return paths;
}

base::Expected<std::string> map_files_text(const Recipe& recipe, const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const std::string& path : paths) {
        if (path.find(';') != std::string::npos)
            return base::fail(base::ErrorKind::usage, Message("map.semicolon", {{"file", path}}), {.file = path, .field = field}, Message("map.semicolon_fix"));
        std::string name = short_name(recipe.folder, path);
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : "; ") + name;
    return text;
}

base::Expected<MapFilesRead> read_map_files(const Recipe& recipe, const base::Progress& progress) {
    MapFilesRead made;
    const std::vector<std::string> paths = map_files(recipe);
    const auto all = static_cast<double>(paths.size());
    for (std::size_t n = 0; n < paths.size(); ++n) {
        const auto at = static_cast<double>(n);
        auto file = io::read_map_file(paths[n], recipe.general.crs, progress.part(at / all, (at + 1) / all));
        if (progress.cancelled()) return base::cancelled();
        if (!file) {
            made.findings.push_back(not_read(paths[n], file.error()));
            continue;
        }
        std::ranges::move(file->layers, std::back_inserter(made.layers));
        std::ranges::move(file->findings, std::back_inserter(made.findings));
    }
    return made;
}

}  // namespace orelens::project
