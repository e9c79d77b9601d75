// Opening: keys, then results one by one; what cannot be read is absent and its stage stale, never a guess.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/FileNature.h"
#include "core/base/Guard.h"
#include "core/base/Memory.h"
#include "core/base/RegularFile.h"
#include "core/project/Sqlite.h"
#include "core/project/StateJson.h"
#include "core/project/Store.h"
#include "core/project/StoreFiles.h"
#include "core/project/StorePack.h"
#include "core/project/stages/EvaluateColumns.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;

using store::Keys;

/// Steps of SQLite's machine for a whole opening: far above what any project asks for, and some minutes of an
/// endless statement.
constexpr std::int64_t most_steps = 2'000'000'000;

/// Rows of a blob one after another. A part reaches its reader only when it is what was saved.
class Parts {
  public:
    /// `digests`: null in formats that have none.
    Parts(const Database& file, std::string name, const std::vector<store::PartDigest>* digests,
          const base::Progress& progress)
        : name_(std::move(name)),
          digests_(digests),
          progress_(progress),
          parts_(file.prepare(
              fmt::format("SELECT bytes, part FROM {} WHERE name = ? ORDER BY part", store::blobs_table))) {
        parts_.bind(1, name_);
        there_ = parts_.step();
    }
    [[nodiscard]] bool empty() const { return !there_ && read_ == 0; }
    [[nodiscard]] bool damaged() const { return damaged_; }
    [[nodiscard]] const std::optional<base::Error>& failure() const { return parts_.failure(); }
    /// An error: cancelled, damaged, or the database's own.
    Expected<std::string_view> next() {
        if (progress_.cancelled()) return base::cancelled();
        if (read_ > 0 && there_) there_ = parts_.step();
        if (parts_.failure()) return std::unexpected(*parts_.failure());
        if (!there_) return digests_ != nullptr && read_ != digests_->size() ? broken() : std::string_view();
        const std::string_view bytes = parts_.blob(0);
        const bool same = digests_ == nullptr || (read_ < digests_->size() &&
                                                  parts_.integer(1) == static_cast<std::int64_t>(read_) &&
                                                  store::digest_of(bytes) == (*digests_)[read_]);
        ++read_;
        if (!same) return broken();
        return bytes;
    }
    /// All parts as one.
    Expected<std::string> all() {
        std::string bytes;
        while (true) {
            const auto piece = next();
            if (!piece) return std::unexpected(piece.error());
            if (piece->empty()) return bytes;
            bytes += *piece;
        }
    }

  private:
    Expected<std::string_view> broken() {
        damaged_ = true;
        return base::fail(ErrorKind::data, Message("project.damaged", {{"part", name_}}));
    }
    std::string name_;
    const std::vector<store::PartDigest>* digests_;
    const base::Progress& progress_;
    Statement parts_;
    std::size_t read_ = 0;
    bool there_ = false, damaged_ = false;
};

Recipe& place_folder(Recipe& recipe, const Keys& keys, const std::string& path) {
    const auto key = [&](std::string_view name) {
        const auto found = keys.find(std::string(name));
        return found == keys.end() ? std::string() : found->second;
    };
    const fs::path here = fs::absolute(path).lexically_normal().parent_path();
    const fs::path moved_along = (here / key(store::key_relative_folder)).lexically_normal();
    const fs::path stored = key(store::key_folder);
    // Moved together with its data, a project finds them beside itself; else where they were.
    std::error_code code;
    const bool beside = !key(store::key_relative_folder).empty() && fs::is_directory(moved_along, code);
    // One that was stored as seen from some other folder leads nowhere: beside itself is the better guess.
    recipe.folder = beside ? moved_along.string() : stored.is_absolute() ? stored.string() : std::string();
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

/// A file being read, and what it says about its own content.
struct Source {
    const Database& file;
    int format;
    SavedResults saved;
    const base::Progress& progress;

    [[nodiscard]] Parts parts(const std::string& name) const {
        static const std::vector<store::PartDigest> none;
        const auto known = saved.digests.find(name);
        const bool digests = format >= store::format_with_digests;
        return {file, name_in_file(format, name),
                !digests ? nullptr : (known == saved.digests.end() ? &none : &known->second), progress};
    }
    /// Whether a result was saved, whatever became of it.
    [[nodiscard]] bool wanted(const std::string& stage, const std::string& name) const {
        const auto listed = saved.names.find(stage);
        return saved.digests.contains(name) ||
               (listed != saved.names.end() &&
                std::ranges::find(listed->second, name) != listed->second.end());
    }
};

enum class Read { absent, whole, damaged };

/// Damaged: not what was saved, or of another layout.
Expected<Read> read_row(const Source& source, const std::string& stage, const ResultRow& row,
                        Results& results) {
    Parts parts = source.parts(row.name);
    bool read = false;
    if (parts.empty() && !parts.failure())
        return source.wanted(stage, row.name) ? Read::damaged : Read::absent;
    if (row.stream_in) {
        const auto streamed = row.stream_in([&parts] { return parts.next(); }, results, source.progress);
        if (!streamed && !parts.damaged()) return std::unexpected(streamed.error());
        read = streamed && *streamed;
        // What the reader left over has to be whole as well.
        for (auto rest = parts.next(); read && !(rest && rest->empty()); rest = parts.next())
            read = rest.has_value();
    } else if (const auto bytes = parts.all()) {
        const auto plain = row.compressed ? *bytes : store::unpacked(row.shape(), *bytes, source.progress);
        read = plain && row.read(*plain, results);
    }
    if (source.progress.cancelled()) return base::cancelled();
    if (parts.failure() && parts.failure()->what.key == "project.too_much_work")
        return std::unexpected(*parts.failure());
    if (!read) row.clear(results);
    return read ? Read::whole : Read::damaged;
}

base::Finding damaged_result(const std::string& file, const std::string& stage, const std::string& name) {
    base::Finding finding;
    finding.kind = "damaged_result";
    finding.severity = base::Severity::warning;
    finding.file = fs::path(file).filename().string();
    finding.column = name;
    finding.what = Message("finding.what.damaged_result", {{"result", name}});
    finding.fix = Message("finding.fix.damaged_result");
    finding.stage = stage;
    return finding;
}

/// Reads what the file holds of one stage. False: something that was saved is gone or cannot be read.
Expected<bool> read_stage(const Source& source, const Stage& stage, Project& project) {
    bool whole = true;
    for (const ResultRow& row : stage.results) {
        const auto read = read_row(source, stage.id, row, project.results);
        if (!read) return std::unexpected(read.error());
        if (*read != Read::damaged) continue;
        whole = false;
        project.opening.push_back(damaged_result(source.file.path(), stage.id, row.name));
    }
    // Format 1 kept economic columns with the model: they are made again.
    if (source.format < 2 && stage.id == "estimate" && project.results.estimate.model) {
        blocks::BlockModel model(*project.results.estimate.model);
        remove_economic_columns(model);
        project.results.estimate.model = std::make_shared<const blocks::BlockModel>(std::move(model));
    }
    if (stage.restored) whole = stage.restored(project, source.progress) && whole;
    if (source.progress.cancelled()) return base::cancelled();
    return whole;
}

Expected<void> read_findings(const Source& source, const Stage& stage, Project& project,
                             base::Progress& progress) {
    const auto read = read_row(source, stage.id, store::findings_row(stage.id), project.results);
    if (!read) return std::unexpected(read.error());
    if (*read != Read::whole && stage.examine && project.results.stamps.contains(stage.id))
        project.results.findings[stage.id] = examined(project, stage, progress);
    if (progress.cancelled()) return base::cancelled();
    return {};
}

Expected<void> read_results(const Source& source, Project& project, base::Progress& progress) {
    const std::vector<std::string> order = run_order(project.stages());
    for (std::size_t n = 0; n < order.size(); ++n) {
        const Stage& stage = *find_stage(project.stages(), order[n]);
        const auto whole = read_stage(source, stage, project);
        if (!whole) return std::unexpected(whole.error());
        if (!*whole) {
            project.results.stamps.erase(stage.id);
            project.results.key_stamps.erase(stage.id);
        }
        if (auto read = read_findings(source, stage, project, progress); !read) return read;
        if (!progress.report(static_cast<double>(n + 1) / static_cast<double>(order.size())))
            return base::cancelled();
    }
    return {};
}

/// Whether the keys are those that were saved. What an older format did not keep is not missed.
Expected<void> check_keys(const Keys& keys, int format, const std::string& path) {
    const auto digest = keys.find(std::string(store::key_digest));
    if (digest == keys.end() && format < store::format_with_digests) return {};
    if (digest != keys.end() && digest->second == store::digest_of_keys(keys)) return {};
    return base::fail(ErrorKind::data, Message("project.damaged", {{"part", store::keys_table}}),
                      {.file = path}, Message("project.damaged_fix"));
}

/// Says what the file is where it is no database, or that its end is missing.
Expected<void> check_nature(const std::string& path, const base::Progress& progress) {
    const auto head = base::read_regular_file(path, {.take = base::nature_bytes}, &progress);
    if (!head) return std::unexpected(head.error());
    const base::FileNature nature = base::nature_of(*head);
    if (nature != base::FileNature::sqlite) {
        const Message what = base::nature_words(nature);
        return base::fail(ErrorKind::data, what.key.empty() ? Message("project.not_a_project") : what,
                          {.file = path}, Message("project.want_project"));
    }
    std::error_code code;
    const std::uint64_t size = fs::file_size(path, code);
    const auto stated = base::sqlite_size(*head);
    // Beside a journal the file itself need not be whole.
    const bool journalled = fs::exists(path + "-wal", code) || fs::exists(path + "-journal", code);
    if (code || journalled || !stated || *stated <= size) return {};
    return base::fail(ErrorKind::data,
                      Message("project.truncated", {{"expected", fmt::format("{}", *stated)},
                                                    {"found", fmt::format("{}", size)}}),
                      {.file = path}, Message("project.truncated_fix"));
}

Expected<Project> open(const std::string& path, base::Progress& progress, const StageTable& stages) {
    std::error_code code;
    if (!fs::is_regular_file(path, code))
        return base::fail(ErrorKind::file, Message("project.no_such_file"), {.file = path});
    if (auto fine = check_nature(path, progress); !fine) return std::unexpected(fine.error());
    auto file = Database::open_to_read(path);
    if (!file) return std::unexpected(file.error());
    file->watch(progress, most_steps);
    auto keys = store::read_keys(*file);
    if (!keys) return std::unexpected(keys.error());
    if (!file->has_plain_table(store::blobs_table, store::blobs_columns))
        return base::fail(ErrorKind::data, Message("project.not_a_project"), {.file = path});
    file->read_only_these({store::blobs_table});
    const int format = std::atoi((*keys)[std::string(store::key_format)].c_str());
    if (format < 1 || format > store::format)
        return base::fail(ErrorKind::data,
                          Message("project.newer_format", {{"found", fmt::format("{}", format)}}),
                          {.file = path});
    if (auto whole = check_keys(*keys, format, path); !whole) return std::unexpected(whole.error());
    Project project(stages);
    auto recipe = recipe_from_json((*keys)[std::string(store::key_recipe)], path);
    if (!recipe) return std::unexpected(recipe.error());
    project.recipe = std::move(place_folder(*recipe, *keys, path));
    const Source source{*file, format, state_from_json((*keys)[std::string(store::key_state)], project),
                        progress};
    project.id = (*keys)[std::string(store::key_id)];
    project.save_id = (*keys)[std::string(store::key_save_id)];
    project.opened_from = fs::absolute(path).lexically_normal().string();
    for (const auto& [key, value] : *keys)
        if (std::ranges::find(store::known_keys, key) == std::end(store::known_keys))
            project.unknown_keys[key] = value;
    // No number follows from them: what is damaged is said and left out.
    if (auto views = views_from_text((*keys)[std::string(store::key_views)]); views)
        project.views = std::move(*views);
    else {
        base::Finding finding = damaged_result(path, project.stages().front().id, std::string(store::key_views));
        finding.fix = Message("finding.fix.damaged_views");
        project.opening.push_back(std::move(finding));
    }
    if (auto kept = scenarios_from_text((*keys)[std::string(store::key_scenarios)]); kept)
        project.scenarios = std::move(*kept);
    else {
        base::Finding finding =
            damaged_result(path, project.stages().front().id, std::string(store::key_scenarios));
        finding.fix = Message("finding.fix.damaged_scenarios");
        project.opening.push_back(std::move(finding));
    }
    if (auto read = read_results(source, project, progress); !read) return std::unexpected(read.error());
    if (auto found = find_moved_files(project, path, progress); !found) return std::unexpected(found.error());
    progress.report(1);
    base::release_memory();
    return project;
}

}  // namespace

Expected<Project> open_project(const std::string& path, base::Progress& progress, const StageTable& stages) {
    return base::guarded([&] { return open(path, progress, stages); });
}

}  // namespace orelens::project
