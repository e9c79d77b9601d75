#include "core/report/ProblemPack.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "core/project/MapLayers.h"
#include "core/project/Pipeline.h"
#include "core/project/Sqlite.h"
#include "core/project/Store.h"

namespace orelens::report {
namespace {

namespace fs = std::filesystem;
namespace store = project::store;
using base::ErrorKind;
using base::Expected;
using base::Message;
using Json = nlohmann::ordered_json;

std::string written(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string name_alone(const std::string& path) {
    return path.substr(path.find_last_of("/\\") + 1);
}

/// Numbers instead of the names of holes, in the order they come.
class HoleNumbers {
  public:
    std::size_t of(const std::string& hole) {
        return numbers_.emplace(hole, numbers_.size() + 1).first->second;
    }

  private:
    std::map<std::string, std::size_t> numbers_;
};

/// Fowler, Noll and Vo's hash of 64 bits: tells equal bytes from others, protects nothing.
class Digest {
  public:
    void add(std::string_view bytes) {
        for (const char c : bytes) value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    [[nodiscard]] std::string text() const { return fmt::format("{:016x}", value_); }

  private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

/// What another program put into the file may be named after anything: it is numbered.
bool our_table(std::string_view name) {
    if (name.starts_with("gpkg_") || name.starts_with("orelens_") || name.starts_with("sqlite_")) return true;
    return std::ranges::find(store::view_tables, name) != std::end(store::view_tables) ||
           std::ranges::find(project::layer_names, name) != std::end(project::layer_names);
}

/// Rows are counted in ordinary tables only: a view or a virtual table would run what a stranger wrote.
Json tables_json(const project::Database& file) {
    Json tables = Json::array();
    project::Statement rows = file.prepare(
        "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    int others = 0;
    while (rows.step()) {
        const std::string name = rows.text(0);
        const bool is_virtual = rows.integer(1) != 0, ours = our_table(name);
        Json one = {{"table", ours ? name : fmt::format("other {}", ++others)}, {"virtual", is_virtual}};
        if (!is_virtual) {
            project::Statement count =
                file.prepare(fmt::format("SELECT count(*) FROM {}", project::identifier(name)));
            if (count.step()) one["rows"] = count.integer(0);
        }
        tables.push_back(std::move(one));
    }
    return tables;
}

Json stored_json(const project::Database& file) {
    std::map<std::string, std::pair<Digest, std::int64_t>> found;
    if (!file.has_table(store::blobs_table)) return Json::array();
    project::Statement parts =
        file.prepare(fmt::format("SELECT name, bytes FROM {} ORDER BY name, part", store::blobs_table));
    while (parts.step()) {
        const std::string_view bytes = parts.blob(1);
        auto& [digest, size] = found[parts.text(0)];
        digest.add(bytes);
        size += static_cast<std::int64_t>(bytes.size());
    }
    const std::vector<std::string> known = store::blob_names(project::stage_table());
    Json results = Json::array();
    int others = 0;
    for (const auto& [name, one] : found) {
        const bool ours = std::ranges::find(known, name) != known.end();
        results.push_back({{"result", ours ? name : fmt::format("other {}", ++others)},
                           {"bytes", one.second},
                           {"fnv1a64", one.first.text()}});
    }
    if (parts.failure()) results.push_back({{"unreadable", parts.failure()->what.key}});
    return results;
}

/// Of the bookkeeping: stamps and names of results; of failures the key of the message, not its arguments.
Json state_json(const std::string& text) {
    const Json state = Json::parse(text, nullptr, false);
    Json shown = Json::object();
    if (!state.is_object()) return {{"unreadable", true}};
    const auto part = [&state](const char* name) {
        const auto found = state.find(name);
        return found != state.end() && found->is_object() ? *found : Json::object();
    };
    const auto text_of = [](const Json& of, const char* name) {
        return of.is_object() && of.contains(name) && of[name].is_string() ? of[name].get<std::string>() : "";
    };
    const Json stages = part("stages"), data_files = part("files");
    for (const auto& [id, one] : stages.items()) {
        if (project::find_stage(project::stage_table(), id) == nullptr) continue;
        shown["stages"][id] = {{"fingerprint", text_of(one, "fingerprint")}};
        if (one.is_object() && one.contains("error") && one["error"].is_object() &&
            one["error"].contains("what"))
            shown["stages"][id]["error"] = text_of(one["error"]["what"], "key");
    }
    for (const auto& [file, digest] : data_files.items())
        shown["files"][name_alone(file)] = digest.is_string() ? digest.get<std::string>() : "";
    const auto approved = state.find("approved_findings");
    shown["approved_findings"] = approved != state.end() && approved->is_array() ? approved->size() : 0;
    return shown;
}

/// The recipe, and of every key its length; values only of those that hold nothing of the user's.
void add_keys(const project::Database& file, std::vector<PackFile>& files) {
    if (!file.has_table(store::keys_table)) return;
    Json keys = Json::object();
    project::Statement rows = file.prepare(fmt::format("SELECT key, value FROM {}", store::keys_table));
    int others = 0;
    while (rows.step()) {
        const std::string key = rows.text(0), value = rows.text(1);
        const bool ours = std::ranges::find(store::known_keys, key) != std::end(store::known_keys);
        Json& one = keys[ours ? key : fmt::format("other {}", ++others)] = {{"characters", value.size()}};
        if (key == store::key_format || key == store::key_program) one["value"] = value.substr(0, 40);
        if (key == store::key_state) files.push_back({"state.json", written(state_json(value))});
        if (key != store::key_recipe) continue;
        if (const auto recipe = project::recipe_from_json(value, ""))
            files.push_back({"recipe.json", shareable_recipe(*recipe)});
        else
            one["error"] = recipe.error().what.key;
    }
    files.push_back({"keys.json", written(keys)});
}

Json findings_json(const project::Project& project) {
    static constexpr const char* severities[] = {"info", "warning", "error"};
    HoleNumbers holes;
    Json list = Json::array();
    for (const base::Finding& finding : project.findings()) {
        Json one = {{"kind", finding.kind},   {"severity", severities[static_cast<int>(finding.severity)]},
                    {"stage", finding.stage}, {"file", name_alone(finding.file)},
                    {"count", finding.count}, {"approved", finding.approved}};
        if (!finding.hole.empty()) one["hole"] = holes.of(finding.hole);
        list.push_back(std::move(one));
    }
    return list;
}

void add_project(const std::string& path, base::Progress& progress, std::vector<PackFile>& files) {
    const auto project = project::open_project(path, progress);
    if (!project) {
        files.push_back({"open.json", written({{"opens", false}, {"error", project.error().what.key}})});
        return;
    }
    Json states = Json::object();
    static constexpr const char* names[] = {"never_run", "current", "stale", "failed"};
    for (const project::Stage& stage : project->stages())
        states[stage.id] = names[static_cast<int>(project->state(stage.id))];
    files.push_back({"open.json", written({{"opens", true}, {"stages", states}})});
    files.push_back({"findings.json", written(findings_json(*project))});
}

}  // namespace

Expected<std::vector<PackFile>> problem_pack(const std::string& path, base::Progress& progress) {
    std::vector<PackFile> files;
    if (fs::path(path).extension() != ".gpkg") {
        const auto recipe = project::read_recipe(path);
        if (!recipe) return std::unexpected(recipe.error());
        files.push_back({"recipe.json", shareable_recipe(*recipe)});
        return files;
    }
    auto file = project::Database::open(path, project::Database::Mode::read_only);
    if (!file) return std::unexpected(file.error());
    std::error_code ignored;
    files.push_back({"tables.json", written({{"bytes", fs::file_size(path, ignored)},
                                             {"tables", tables_json(*file)},
                                             {"results", stored_json(*file)}})});
    add_keys(*file, files);
    add_project(path, progress, files);
    if (progress.cancelled()) return std::unexpected(base::cancelled().error());
    return files;
}

Expected<void> check_pack_name(const std::string& path) {
    std::error_code code;
    if (fs::symlink_status(path, code).type() != fs::file_type::not_found)
        return base::fail(ErrorKind::file, Message("doctor.pack_exists"), {.file = path},
                          Message("doctor.pack_exists_fix"));
    if (fs::path(path).extension() != ".zip")
        return base::fail(ErrorKind::usage, Message("doctor.pack_ending"), {.file = path});
    return {};
}

Expected<void> write_pack(const std::vector<PackFile>& files, const std::string& path) {
    if (auto fine = check_pack_name(path); !fine) return fine;
    // Packed in memory: it is small, and the way to the disk is then that of every other file.
    const auto failed = [&path] {
        return base::fail(ErrorKind::internal, Message("doctor.pack_failed"), {.file = path});
    };
    const std::string memory = "/vsimem/orelens_problem_pack.zip";
    void* zip = CPLCreateZip(memory.c_str(), nullptr);
    if (zip == nullptr) return failed();
    bool whole = true;
    for (const PackFile& file : files)
        whole = whole && CPLCreateFileInZip(zip, file.name.c_str(), nullptr) == CE_None &&
                CPLWriteFileInZip(zip, file.text.data(), static_cast<int>(file.text.size())) == CE_None &&
                CPLCloseFileInZip(zip) == CE_None;
    whole = CPLCloseZip(zip) == CE_None && whole;
    vsi_l_offset size = 0;
    const std::unique_ptr<GByte, decltype(&CPLFree)> bytes(VSIGetMemFileBuffer(memory.c_str(), &size, TRUE),
                                                           &CPLFree);
    if (!whole || bytes == nullptr) return failed();
    base::AtomicFile out(path);
    return out.write([&](std::ostream& stream) -> Expected<void> {
        stream.write(reinterpret_cast<const char*>(bytes.get()), static_cast<std::streamsize>(size));
        return {};
    });
}

}  // namespace orelens::report
