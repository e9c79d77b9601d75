// Opening: keys, then results one by one; what cannot be read is absent and its stage stale, never a guess.
#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/Guard.h"
#include "core/base/Memory.h"
#include "core/project/Sqlite.h"
#include "core/project/StateJson.h"
#include "core/project/Store.h"
#include "core/project/stages/EvaluateColumns.h"

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

/// Rows of a blob one after another, for results that are read as a stream.
class Parts {
  public:
    Parts(const Database& file, const std::string& name)
        : name_(name),
          parts_(file.prepare(
              fmt::format("SELECT bytes FROM {} WHERE name = ? ORDER BY part", store::blobs_table))) {
        parts_.bind(1, name_);
        there_ = parts_.step();
    }
    [[nodiscard]] bool empty() const { return !there_; }
    [[nodiscard]] const std::optional<base::Error>& failure() const { return parts_.failure(); }
    Expected<std::string_view> next() {
        if (started_ && there_) there_ = parts_.step();
        started_ = true;
        if (parts_.failure()) return std::unexpected(*parts_.failure());
        return there_ ? parts_.blob(0) : std::string_view();
    }

  private:
    std::string name_;
    Statement parts_;
    bool there_ = false, started_ = false;
};

struct Unpacked {
    std::string shape, bytes;
};

std::optional<Unpacked> unpacked(std::string packed) {
    const std::size_t line = packed.find('\n');
    if (line == std::string::npos) return std::nullopt;
    const auto head = nlohmann::json::parse(packed.substr(0, line), nullptr, false);
    if (!head.is_object() || !head.contains("shape") || !head.contains("size")) return std::nullopt;
    Unpacked result{head.value("shape", ""), ""};
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

/// The name in this file: old files have old names.
std::string name_in_file(int format, const std::string& name) {
    if (format < 2)
        for (const store::Renamed& one : store::renamed)
            if (one.now == name) return std::string(one.before);
    return name;
}

/// False: damaged, or of another layout.
bool restore(const ResultRow& row, std::string bytes, Results& results) {
    if (bytes.empty()) return false;
    if (row.compressed) return row.read(bytes, results);
    const auto open = unpacked(std::move(bytes));
    return open && open->shape == row.shape() && row.read(open->bytes, results);
}

/// Reads what the file holds of one stage. False: something that was saved is gone or cannot be read.
Expected<bool> read_stage(const Database& file, int format, const Stage& stage,
                          const std::vector<std::string>& saved, Project& project) {
    bool whole = true;
    for (const ResultRow& row : stage.results) {
        if (row.stream_in) {
            Parts parts(file, name_in_file(format, row.name));
            const bool absent = parts.empty();
            const bool read = !absent && row.stream_in([&parts] { return parts.next(); }, project.results);
            if (parts.failure()) return std::unexpected(*parts.failure());
            if (!absent || std::ranges::find(saved, row.name) != saved.end()) whole = read && whole;
            continue;
        }
        auto bytes = read_blob(file, name_in_file(format, row.name));
        if (!bytes) return std::unexpected(bytes.error());
        const bool wanted = std::ranges::find(saved, row.name) != saved.end() || !bytes->empty();
        if (!wanted) continue;
        whole = restore(row, std::move(*bytes), project.results) && whole;
    }
    // Format 1 kept economic columns with the model: they are made again.
    if (format < 2 && stage.id == "estimate" && project.results.estimate.model) {
        blocks::BlockModel model(*project.results.estimate.model);
        remove_economic_columns(model);
        project.results.estimate.model = std::make_shared<const blocks::BlockModel>(std::move(model));
    }
    if (stage.restored) whole = stage.restored(project) && whole;
    return whole;
}

Expected<void> read_findings(const Database& file, const Stage& stage, Project& project,
                             base::Progress& progress) {
    auto bytes = read_blob(file, stage.id + std::string(store::findings_suffix));
    if (!bytes) return std::unexpected(bytes.error());
    const bool read = restore(store::findings_row(stage.id), std::move(*bytes), project.results);
    if (!read && stage.examine && project.results.stamps.contains(stage.id))
        project.results.findings[stage.id] = examined(project, stage, progress);
    return {};
}

Expected<void> read_results(const Database& file, int format, const SavedNames& saved, Project& project,
                            base::Progress& progress) {
    const std::vector<std::string> order = run_order(project.stages());
    for (std::size_t n = 0; n < order.size(); ++n) {
        const Stage& stage = *find_stage(project.stages(), order[n]);
        const auto names = saved.find(stage.id);
        const auto whole = read_stage(
            file, format, stage, names == saved.end() ? std::vector<std::string>{} : names->second, project);
        if (!whole) return std::unexpected(whole.error());
        if (!*whole) project.results.stamps.erase(stage.id);
        if (auto read = read_findings(file, stage, project, progress); !read) return read;
        if (!progress.report(static_cast<double>(n + 1) / static_cast<double>(order.size())))
            return base::cancelled();
    }
    return {};
}

Expected<Project> open(const std::string& path, base::Progress& progress, const StageTable& stages) {
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
    Project project(stages);
    auto recipe = recipe_from_json((*keys)[std::string(store::key_recipe)], path);
    if (!recipe) return std::unexpected(recipe.error());
    project.recipe = std::move(place_folder(*recipe, *keys, path));
    const SavedNames saved = state_from_json((*keys)[std::string(store::key_state)], project);
    project.id = (*keys)[std::string(store::key_id)];
    project.opened_from = fs::absolute(path).lexically_normal().string();
    for (const auto& [key, value] : *keys)
        if (std::ranges::find(store::known_keys, key) == std::end(store::known_keys))
            project.unknown_keys[key] = value;
    if (auto read = read_results(*file, format, saved, project, progress); !read)
        return std::unexpected(read.error());
    progress.report(1);
    base::release_memory();
    return project;
}

}  // namespace

Expected<Project> open_project(const std::string& path, base::Progress& progress, const StageTable& stages) {
    return base::guarded([&] { return open(path, progress, stages); });
}

}  // namespace orelens::project
