// Opening: keys, then results one by one; what cannot be read is absent and its stage stale, never a guess.
#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/io/blocks/BlockFiles.h"
#include "core/project/ResultsArchive.h"
#include "core/project/Sqlite.h"
#include "core/project/Stages.h"
#include "core/project/StateJson.h"
#include "core/project/Store.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;

using Keys = std::map<std::string, std::string>;

Expected<Keys> read_keys(const Database& file) {
    if (!file.has_table(store::keys_table))
        return base::fail(ErrorKind::data, Message("project.not_a_project"), {.file = file.path()});
    Keys keys;
    Statement rows = file.prepare(fmt::format("SELECT key, value FROM {}", store::keys_table));
    while (rows.step()) keys[rows.text(0)] = rows.text(1);
    if (rows.failure()) return std::unexpected(*rows.failure());
    return keys;
}

Expected<std::string> read_blob(const Database& file, const std::string& name) {
    std::string bytes;
    Statement parts =
        file.prepare(fmt::format("SELECT bytes FROM {} WHERE name = ? ORDER BY part", store::blobs_table));
    parts.bind(1, name);
    while (parts.step()) bytes += parts.blob(0);
    if (parts.failure()) return std::unexpected(*parts.failure());
    return bytes;
}

std::optional<ArchivedResult> unpacked(const std::string& name, const std::string& packed) {
    const std::size_t line = packed.find('\n');
    if (line == std::string::npos) return std::nullopt;
    const auto head = nlohmann::json::parse(packed.substr(0, line), nullptr, false);
    if (!head.is_object() || !head.contains("shape") || !head.contains("size")) return std::nullopt;
    ArchivedResult result{name, head.value("shape", ""), ""};
    const std::size_t size = head.value("size", std::size_t{0});
    // zlib shrinks at most about a thousandfold: a larger promise is damage, not data.
    if (size / 1100 > packed.size()) return std::nullopt;
    result.bytes.resize(size);
    std::size_t got = 0;
    CPLZLibInflate(packed.data() + line + 1, packed.size() - line - 1, result.bytes.data(), size, &got);
    if (got != size) return std::nullopt;
    return result;
}

Recipe& place_folder(Recipe& recipe, const Keys& keys, const std::string& path) {
    const auto key = [&](std::string_view name) {
        const auto found = keys.find(std::string(name));
        return found == keys.end() ? std::string() : found->second;
    };
    const fs::path here = fs::absolute(path).lexically_normal().parent_path();
    const fs::path moved_along = (here / key(store::key_relative_folder)).lexically_normal();
    const fs::path stored = key(store::key_folder);
    // Moved together with its data, a project finds them beside itself; else where they were.
    const bool beside = !key(store::key_relative_folder).empty() && fs::is_directory(moved_along);
    recipe.folder = beside ? moved_along.string() : stored.string();
    if (recipe.folder.size() > 1 && recipe.folder.ends_with('/')) recipe.folder.pop_back();
    if (recipe.folder.empty()) recipe.folder = here.string();
    return recipe;
}

void forget(Project& project, Stage stage) {
    project.fingerprints[static_cast<std::size_t>(stage)].clear();
}

/// The stage whose result a blob is.
Stage stage_of(const std::string& name) {
    if (name == "composites") return Stage::composite;
    if (name == "variograms") return Stage::variogram;
    if (name == "geometry") return Stage::grid;
    if (name == "estimates") return Stage::estimate;
    if (name == "deck") return Stage::evaluate;
    if (name == "utilization" || name == "mine_records") return Stage::utilization;
    return Stage::import;
}

Expected<void> read_results(const Database& file, Project& project, base::Progress& progress) {
    std::vector<std::string> names;
    Statement listed = file.prepare(fmt::format("SELECT DISTINCT name FROM {}", store::blobs_table));
    while (listed.step()) names.push_back(listed.text(0));
    if (listed.failure()) return std::unexpected(*listed.failure());
    const std::vector<std::string> known = archived_names();
    for (const std::string& name : names) {
        if (std::ranges::find(known, name) == known.end()) continue;
        const auto bytes = read_blob(file, name);
        if (!bytes) return std::unexpected(bytes.error());
        const auto result = unpacked(name, *bytes);
        if (!result || !restore_result(*result, project.results)) forget(project, stage_of(name));
        if (!progress.report(0.3)) return base::cancelled();
    }
    if (std::ranges::find(names, store::model_blob) == names.end()) return {};
    const auto bytes = read_blob(file, std::string(store::model_blob));
    if (!bytes) return std::unexpected(bytes.error());
    auto model = io::model_from_vdb_bytes(*bytes);
    if (model)
        project.results.model = std::make_shared<const blocks::BlockModel>(std::move(*model));
    else
        forget(project, Stage::estimate);
    if (!progress.report(0.8)) return base::cancelled();
    return {};
}

/// Curves are made again from the model's break-even columns: same columns, same curves.
void restore_curves(Project& project) {
    if (!project.results.deck || !project.results.model) return;
    const bool by_category = project.state(Stage::evaluate) == StageState::current;
    const std::string category = by_category ? project.recipe.general.category_column : "";
    if (!build_curves(project.results, project.elements(), category)) forget(project, Stage::evaluate);
}

}  // namespace

Expected<Project> open_project(const std::string& path, base::Progress& progress) {
    std::error_code code;
    if (!fs::is_regular_file(path, code))
        return base::fail(ErrorKind::file, Message("project.no_such_file"), {.file = path});
    auto file = Database::open(path, Database::Mode::read_only);
    if (!file) return std::unexpected(file.error());
    auto keys = read_keys(*file);
    if (!keys) return std::unexpected(keys.error());
    const int format = std::atoi((*keys)[std::string(store::key_format)].c_str());
    if (format < 1 || format > store::format)
        return base::fail(ErrorKind::data,
                          Message("project.newer_format", {{"found", fmt::format("{}", format)}}),
                          {.file = path});
    Project project;
    auto recipe = recipe_from_json((*keys)[std::string(store::key_recipe)], path);
    if (!recipe) return std::unexpected(recipe.error());
    project.recipe = std::move(place_folder(*recipe, *keys, path));
    state_from_json((*keys)[std::string(store::key_state)], project);
    project.id = (*keys)[std::string(store::key_id)];
    project.opened_from = fs::absolute(path).lexically_normal().string();
    for (const auto& [key, value] : *keys)
        if (std::ranges::find(store::known_keys, key) == std::end(store::known_keys))
            project.unknown_keys[key] = value;
    if (auto read = read_results(*file, project, progress); !read) return std::unexpected(read.error());
    restore_curves(project);
    progress.report(1);
    return project;
}

}  // namespace orelens::project
