// Saving: a fresh file beside the target (layers by GDAL, then tables and blobs by SQLite), which then
// becomes the target, or whose tables replace ours in it.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/Guard.h"
#include "core/base/Memory.h"
#include "core/base/System.h"
#include "core/project/MapLayers.h"
#include "core/project/Sqlite.h"
#include "core/project/StateJson.h"
#include "core/project/Store.h"
#include "core/project/StorePack.h"
#include "core/project/StorePublish.h"
#include "core/project/ViewTables.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;

Expected<void> put_key(Database& file, std::string_view key, const std::string& value) {
    Statement insert = file.prepare(fmt::format("INSERT INTO {} VALUES (?, ?)", store::keys_table));
    return insert.bind(1, key).bind(2, value).run();
}

/// Puts the parts of one result into the file and keeps their digests.
class BlobWriter {
  public:
    BlobWriter(Database& file, std::string name, store::Digests& digests, const base::Progress& progress)
        : insert_(file.prepare(fmt::format("INSERT INTO {} VALUES (?, ?, ?)", store::blobs_table))),
          name_(std::move(name)),
          digests_(digests),
          progress_(progress) {}
    Expected<void> part(std::string_view bytes) {
        if (progress_.cancelled()) return base::cancelled();
        std::vector<store::PartDigest>& known = digests_[name_];
        insert_.bind(1, name_).bind(2, static_cast<std::int64_t>(known.size()));
        known.push_back(store::digest_of(bytes));
        return insert_.bind_blob(3, bytes.data(), bytes.size()).run();
    }
    Expected<void> whole(std::string_view bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += store::blob_part)
            if (auto done = part(bytes.substr(at, store::blob_part)); !done) return done;
        return {};
    }

  private:
    Statement insert_;
    std::string name_;
    store::Digests& digests_;
    const base::Progress& progress_;
};

std::string now_in_words() {
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(std::time(nullptr)));
}

Expected<void> put_keys(Database& file, const Project& project, const std::string& lives_at,
                        const std::string& save_id, const store::Digests& digests) {
    // A folder that was named from the current one is found from no other.
    std::error_code code;
    fs::path folder = project.recipe.folder;
    if (!folder.empty() && folder.is_relative()) folder = fs::absolute(folder, code).lexically_normal();
    const fs::path here = fs::absolute(lives_at).lexically_normal().parent_path();
    store::Keys keys;
    const auto set = [&](std::string_view key, std::string value) {
        keys[std::string(key)] = std::move(value);
    };
    set(store::key_format, fmt::format("{}", store::format));
    set(store::key_program, "orelens");
    set(store::key_id, project.id);
    set(store::key_recipe, recipe_to_json(project.recipe));
    set(store::key_folder, folder.string());
    set(store::key_relative_folder, folder.empty() ? "" : folder.lexically_relative(here).string());
    set(store::key_state, state_to_json(project, digests));
    set(store::key_save_id, save_id);
    set(store::key_saved_by, fmt::format("{}@{} (orelens)", base::user_name(), base::host_name()));
    set(store::key_saved_at, now_in_words());
    set(store::key_digest, store::digest_of_keys(keys));
    set(store::key_views, views_to_text(project.views));
    set(store::key_scenarios, scenarios_to_text(project.scenarios));
    keys.insert(project.unknown_keys.begin(), project.unknown_keys.end());
    for (const auto& [key, value] : keys)
        if (auto done = put_key(file, key, value); !done) return done;
    return {};
}

Expected<void> put_result(BlobWriter& blob, const ResultRow& row, const Results& results,
                          const base::Progress& progress) {
    if (!row.present(results)) return {};
    if (row.stream_out)
        return row.stream_out(
            results, [&](std::string_view bytes) { return blob.part(bytes); }, store::blob_part);
    auto bytes = row.write(results);
    if (!bytes) return std::unexpected(bytes.error());
    if (!row.compressed) bytes = store::packed(row.shape(), *bytes, progress);
    return bytes ? blob.whole(*bytes) : std::unexpected(bytes.error());
}

Expected<store::Digests> put_results(Database& file, const Project& project, base::Progress& progress) {
    std::vector<ResultRow> rows;
    for (const Stage& stage : project.stages()) {
        rows.insert(rows.end(), stage.results.begin(), stage.results.end());
        rows.push_back(store::findings_row(stage.id));
    }
    store::Digests digests;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        BlobWriter blob(file, rows[n].name, digests, progress);
        if (auto done = put_result(blob, rows[n], project.results, progress); !done)
            return std::unexpected(done.error());
        if (!progress.report(0.95 * static_cast<double>(n + 1) / static_cast<double>(rows.size())))
            return base::cancelled();
    }
    return digests;
}

Expected<void> write_tables(const Project& project, const std::string& temporary, const std::string& lives_at,
                            const std::string& save_id, base::Progress& progress) {
    auto file = Database::open(temporary, Database::Mode::read_write);
    if (!file) return std::unexpected(file.error());
    file->watch(progress);
    // The fresh file is thrown away after a crash, and flushed once before it is used: no journal is needed.
    const std::string start = fmt::format(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
        "CREATE TABLE {} (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);"
        "CREATE TABLE {} (name TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, "
        "part));"
        "BEGIN",
        store::keys_table, store::blobs_table);
    Expected<void> done = file->execute(start);
    if (done) done = write_view_tables(*file, project);
    if (!done) return done;
    const auto digests = put_results(*file, project, progress);
    if (!digests) return std::unexpected(digests.error());
    done = put_keys(*file, project, lives_at, save_id, *digests);
    if (done) done = file->execute("COMMIT");
    return done ? file->close() : done;
}

/// The file behind links, also where the last one leads to nothing yet.
std::string real_file(const std::string& path) {
    std::error_code code;
    fs::path file = fs::absolute(path).lexically_normal();
    constexpr int most_links = 40;
    for (int n = 0; n < most_links && fs::is_symlink(file, code); ++n) {
        const fs::path leads_to = fs::read_symlink(file, code);
        file = leads_to.is_absolute() ? leads_to : file.parent_path() / leads_to;
    }
    return file.string();
}

enum class There { nothing, database, other };

Expected<There> what_is_there(const std::string& path, const SaveOptions& options) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (!fs::exists(status)) return There::nothing;
    if (!fs::is_regular_file(status))
        return base::fail(ErrorKind::file, Message("project.no_ordinary_file"), {.file = path},
                          Message("project.other_file_fix"));
    constexpr fs::perms writable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    if ((status.permissions() & writable) == fs::perms::none)
        return base::fail(ErrorKind::file, Message("project.read_only"), {.file = path},
                          Message("project.save_copy"));
    constexpr std::string_view magic("SQLite format 3\0", 16);
    std::string head(magic.size(), ' ');
    std::ifstream(path, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
    if (head == magic) return There::database;
    if (options.replace_other) return There::other;
    return base::fail(ErrorKind::data, Message("project.other_file"), {.file = path},
                      Message("project.other_file_fix"));
}

/// Renames over what is there; the newcomer is readable by whom the old one was.
Expected<void> rename_over(base::AtomicFile& file, const std::string& path) {
    std::error_code code;
    const fs::file_status old = fs::status(path, code);
    if (fs::exists(old)) fs::permissions(file.temporary(), old.permissions(), code);
    return file.commit();
}

bool of_project(const std::string& path, const std::string& id) {
    auto file = Database::open_to_read(path);
    if (!file) return false;
    const auto keys = store::read_keys(*file);
    return keys && keys->contains(std::string(store::key_id)) && keys->at(std::string(store::key_id)) == id;
}

/// The file this project was read from, where it holds more than this program writes.
std::optional<Database> source_of_foreign(const Project& project, const std::string& path) {
    std::error_code code;
    if (project.opened_from.empty() || !fs::is_regular_file(project.opened_from, code) ||
        fs::equivalent(project.opened_from, path, code) || !of_project(project.opened_from, project.id))
        return std::nullopt;
    auto file = Database::open_to_read(project.opened_from);
    if (!file || !store::holds_foreign(*file, store::blob_names(project.stages()))) return std::nullopt;
    return std::move(*file);
}

Expected<void> into_database(const store::Fresh& fresh, const std::string& path, const SaveOptions& options,
                             base::Progress& progress) {
    auto target = Database::open(path, Database::Mode::read_write);
    if (!target) return std::unexpected(target.error());
    if (target->cannot_be_written())
        return base::fail(ErrorKind::file, Message("project.read_only"), {.file = path},
                          Message("project.save_copy"));
    const bool replace = options.replace_other && !of_project(path, fresh.project_id);
    auto done = replace ? store::replace_all(*target, fresh.file, progress)
                        : store::replace_ours(*target, fresh, progress);
    return done ? target->close() : done;
}

/// A copy of the file it came from, with our tables made new.
Expected<void> as_copy(Database& source, store::Fresh fresh, const std::string& path,
                       base::Progress& progress) {
    base::AtomicFile file(path);
    fresh.compare_saves = false;
    { std::ofstream made(file.temporary(), std::ios::binary); }
    auto copy = Database::open(file.temporary(), Database::Mode::read_write);
    if (!copy) return std::unexpected(copy.error());
    Expected<void> done = copy->copy_pages_from(source, progress);
    if (done) done = store::replace_ours(*copy, fresh, progress);
    if (done) done = copy->close();
    return done ? rename_over(file, path) : done;
}

Expected<void> publish(const Project& project, base::AtomicFile& file, const store::Fresh& fresh, There there,
                       const std::string& path, const SaveOptions& options, base::Progress& progress) {
    if (there == There::database) return into_database(fresh, path, options, progress);
    if (auto source = source_of_foreign(project, path)) return as_copy(*source, fresh, path, progress);
    if (progress.cancelled()) return base::cancelled();
    return rename_over(file, path);
}

/// A spatial index that somebody made for our layers is made again.
std::vector<std::string> wanted_indices(const Project& project, const std::string& path) {
    std::error_code code;
    for (const std::string& file : {path, project.opened_from}) {
        if (file.empty() || !fs::is_regular_file(file, code)) continue;
        if (const auto old = Database::open_to_read(file)) return store::indexed_layers(*old);
    }
    return {};
}

Expected<Saved> save(const Project& project, const std::string& name, base::Progress& progress,
                     const SaveOptions& options) {
    const std::string path = real_file(name);
    const auto there = what_is_there(path, options);
    if (!there) return std::unexpected(there.error());
    base::AtomicFile file(path);
    const std::string save_id = new_project_id();
    base::Progress layers = progress.part(0, 0.15, Message("project.saving"));
    if (auto done = write_map_layers(project, file.temporary(), wanted_indices(project, path), layers); !done)
        return std::unexpected(done.error());
    base::Progress tables = progress.part(0.15, 0.6, Message("project.saving"));
    const std::string& lives_at = options.lives_at.empty() ? path : options.lives_at;
    if (auto done = write_tables(project, file.temporary(), lives_at, save_id, tables); !done)
        return std::unexpected(done.error());
    base::Progress last = progress.part(0.6, 0.99, Message("project.saving"));
    const store::Fresh fresh{file.temporary(), project.id, store::blob_names(project.stages()),
                             project.save_id, !options.overwrite_newer};
    const auto done = publish(project, file, fresh, *there, path, options, last);
    if (!done) return std::unexpected(done.error());
    base::release_memory();
    progress.report(1);
    return Saved{save_id};
}

Expected<Saved> deliver(const std::string& from, const std::string& name, base::Progress& progress,
                        const SaveOptions& options) {
    const std::string path = real_file(name);
    const auto there = what_is_there(path, options);
    if (!there) return std::unexpected(there.error());
    store::Keys keys;
    {
        auto file = Database::open_to_read(from);
        if (!file) return std::unexpected(file.error());
        auto read = store::read_keys(*file);
        if (!read) return std::unexpected(read.error());
        keys = std::move(*read);
    }
    const Saved saved{keys[std::string(store::key_save_id)]};
    std::error_code code;
    if (*there == There::database) {
        const store::Fresh fresh{from, keys[std::string(store::key_id)], store::blob_names(stage_table()), "",
                                 !options.overwrite_newer};
        if (auto done = into_database(fresh, path, options, progress); !done)
            return std::unexpected(done.error());
        fs::remove(from, code);
        return saved;
    }
    fs::rename(from, path, code);
    if (code)
        return base::fail(ErrorKind::file, Message("file.cannot_write", {{"reason", code.message()}}),
                          {.file = path});
    return saved;
}

}  // namespace

Expected<Saved> save_project(const Project& project, const std::string& path, base::Progress& progress,
                             const SaveOptions& options) {
    return base::guarded([&] { return save(project, path, progress, options); });
}

Expected<Saved> deliver_project(const std::string& from, const std::string& to, base::Progress& progress,
                                const SaveOptions& options) {
    return base::guarded([&] { return deliver(from, to, progress, options); });
}

}  // namespace orelens::project
