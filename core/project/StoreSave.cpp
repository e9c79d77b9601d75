// Saving: layers first (GDAL), then tables and blobs in one transaction (SQLite), then the rename.
#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/Guard.h"
#include "core/base/Memory.h"
#include "core/project/MapLayers.h"
#include "core/project/Sqlite.h"
#include "core/project/StateJson.h"
#include "core/project/Store.h"
#include "core/project/ViewTables.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;

/// What an existing file of the same project holds that this version does not write.
struct Foreign {
    std::string file;
    std::vector<std::string> layers;  ///< with geometry, carried by GDAL
    std::vector<std::string> tables;  ///< carried as they are
    std::vector<std::string> blobs;   ///< names in the blob table
};

bool ours(const std::string& table) {
    const auto in = [&](const auto& list) { return std::ranges::find(list, table) != std::end(list); };
    return table == store::keys_table || table == store::blobs_table || in(layer_names) ||
           in(store::view_tables) || table.starts_with("gpkg_") || table.starts_with("rtree_") ||
           table.starts_with("sqlite_");
}

std::optional<Foreign> foreign_in(const std::string& file, const Project& project) {
    if (file.empty() || !fs::exists(file)) return std::nullopt;
    auto old = Database::open(file, Database::Mode::read_only);
    if (!old || !old->has_table(store::keys_table) || !old->has_table("gpkg_contents")) return std::nullopt;
    Statement id = old->prepare(fmt::format("SELECT value FROM {} WHERE key = ?", store::keys_table));
    if (!id.bind(1, store::key_id).step() || id.text(0) != project.id) return std::nullopt;
    Foreign foreign{file, {}, {}, {}};
    Statement tables = old->prepare(
        "SELECT name, (SELECT data_type FROM gpkg_contents WHERE table_name = name) FROM sqlite_master "
        "WHERE type = 'table' ORDER BY rowid");
    while (tables.step()) {
        const std::string name = tables.text(0), type = tables.text(1);
        if (!ours(name)) (type == "features" ? foreign.layers : foreign.tables).push_back(name);
    }
    Statement blobs =
        old->prepare(fmt::format("SELECT DISTINCT name FROM {} ORDER BY name", store::blobs_table));
    const std::vector<std::string> own = store::blob_names(project.stages());
    while (blobs.step())
        if (std::ranges::find(own, blobs.text(0)) == own.end()) foreign.blobs.push_back(blobs.text(0));
    return foreign;
}

/// The file being replaced if it is this project's, else the one it was opened from.
Foreign find_foreign(const Project& project, const std::string& path) {
    if (auto found = foreign_in(path, project)) return *found;
    if (auto found = foreign_in(project.opened_from, project)) return *found;
    return {};
}

Expected<void> carry_tables(Database& file, const Foreign& foreign) {
    if (foreign.tables.empty() && foreign.blobs.empty()) return {};
    Statement attach = file.prepare("ATTACH DATABASE ? AS old");
    if (auto done = attach.bind(1, foreign.file).run(); !done) return done;
    for (const std::string& table : foreign.tables) {
        Statement sql = file.prepare("SELECT sql FROM old.sqlite_master WHERE type = 'table' AND name = ?");
        if (!sql.bind(1, table).step()) continue;
        if (auto done = file.execute(sql.text(0)); !done) return done;
        if (auto done =
                file.execute(fmt::format("INSERT INTO main.{0} SELECT * FROM old.{0}", identifier(table)));
            !done)
            return done;
        Statement listed = file.prepare(
            "INSERT INTO main.gpkg_contents SELECT * FROM old.gpkg_contents WHERE table_name = ?");
        if (auto done = listed.bind(1, table).run(); !done) return done;
    }
    for (const std::string& name : foreign.blobs) {
        Statement blob = file.prepare(
            fmt::format("INSERT INTO main.{0} SELECT * FROM old.{0} WHERE name = ?", store::blobs_table));
        if (auto done = blob.bind(1, name).run(); !done) return done;
    }
    return {};
}

Expected<void> put_key(Database& file, std::string_view key, const std::string& value) {
    Statement insert = file.prepare(fmt::format("INSERT INTO {} VALUES (?, ?)", store::keys_table));
    return insert.bind(1, key).bind(2, value).run();
}

Expected<void> put_blob(Database& file, std::string_view name, const std::string& bytes) {
    Statement insert = file.prepare(fmt::format("INSERT INTO {} VALUES (?, ?, ?)", store::blobs_table));
    for (std::size_t at = 0, part = 0; at < bytes.size() || part == 0; ++part) {
        const std::size_t size = std::min(store::blob_part, bytes.size() - at);
        insert.bind(1, name).bind(2, static_cast<std::int64_t>(part)).bind_blob(3, bytes.data() + at, size);
        if (auto done = insert.run(); !done) return done;
        at += size;
    }
    return {};
}

/// Small header (shape, plain size) and zlib bytes; see StoreOpen.cpp for the other direction.
std::string packed(const std::string& shape, const std::string& bytes) {
    std::size_t size = 0;
    void* deflated = CPLZLibDeflate(bytes.data(), bytes.size(), 1, nullptr, 0, &size);
    std::string out = nlohmann::json{{"shape", shape}, {"size", bytes.size()}}.dump() + "\n";
    if (deflated != nullptr) out.append(static_cast<const char*>(deflated), size);
    CPLFree(deflated);
    return out;
}

Expected<void> put_keys(Database& file, const Project& project, const std::string& path) {
    const fs::path folder(project.recipe.folder);
    const fs::path here = fs::absolute(path).lexically_normal().parent_path();
    const std::string relative = folder.empty() ? "" : folder.lexically_relative(here).string();
    const std::pair<std::string_view, std::string> keys[] = {
        {store::key_format, fmt::format("{}", store::format)},
        {store::key_program, "orelens"},
        {store::key_id, project.id},
        {store::key_recipe, recipe_to_json(project.recipe)},
        {store::key_folder, folder.string()},
        {store::key_relative_folder, relative},
        {store::key_state, state_to_json(project)},
    };
    for (const auto& [key, value] : keys)
        if (auto done = put_key(file, key, value); !done) return done;
    for (const auto& [key, value] : project.unknown_keys)
        if (auto done = put_key(file, key, value); !done) return done;
    return {};
}

/// Part by part as the result makes them: never the whole.
Expected<void> stream_blob(Database& file, const ResultRow& row, const Results& results) {
    Statement insert = file.prepare(fmt::format("INSERT INTO {} VALUES (?, ?, ?)", store::blobs_table));
    std::int64_t part = 0;
    const auto put = [&](std::string_view bytes) {
        insert.bind(1, row.name).bind(2, part++).bind_blob(3, bytes.data(), bytes.size());
        return insert.run();
    };
    return row.stream_out(results, put, store::stream_part);
}

Expected<void> put_result(Database& file, const ResultRow& row, const Results& results) {
    if (!row.present(results)) return {};
    if (row.stream_out) return stream_blob(file, row, results);
    auto bytes = row.write(results);
    if (!bytes) return std::unexpected(bytes.error());
    return put_blob(file, row.name, row.compressed ? *bytes : packed(row.shape(), *bytes));
}

Expected<void> put_results(Database& file, const Project& project, base::Progress& progress) {
    std::vector<ResultRow> rows;
    for (const Stage& stage : project.stages()) {
        rows.insert(rows.end(), stage.results.begin(), stage.results.end());
        rows.push_back(store::findings_row(stage.id));
    }
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (auto done = put_result(file, rows[n], project.results); !done) return done;
        if (!progress.report(0.95 * static_cast<double>(n + 1) / static_cast<double>(rows.size())))
            return base::cancelled();
    }
    return {};
}

Expected<void> write_tables(const Project& project, const std::string& temporary, const std::string& path,
                            const Foreign& foreign, base::Progress& progress) {
    auto file = Database::open(temporary, Database::Mode::read_write);
    if (!file) return std::unexpected(file.error());
    // The temporary file is thrown away after a crash, and flushed once before the rename: no journal is
    // needed.
    const std::string start = fmt::format(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
        "CREATE TABLE {} (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);"
        "CREATE TABLE {} (name TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, "
        "part));",
        store::keys_table, store::blobs_table);
    if (auto done = file->execute(start); !done) return done;
    Expected<void> done = carry_tables(*file, foreign);  // ATTACH is not allowed inside a transaction
    if (done) done = file->execute("BEGIN");
    if (done) done = put_keys(*file, project, path);
    if (done) done = write_view_tables(*file, project);
    if (done) done = put_results(*file, project, progress);
    if (done) done = file->execute("COMMIT");
    if (!done) return done;
    return file->close();
}

Expected<void> save(const Project& project, const std::string& path, base::Progress& progress,
                    const std::string& lives_at) {
    base::AtomicFile file(path);
    const Foreign foreign = find_foreign(project, path);
    base::Progress layers = progress.part(0, 0.2, Message("project.saving"));
    if (auto done = write_map_layers(project, file.temporary(), foreign.file, foreign.layers, layers); !done)
        return done;
    base::Progress tables = progress.part(0.2, 0.95, Message("project.saving"));
    if (auto done =
            write_tables(project, file.temporary(), lives_at.empty() ? path : lives_at, foreign, tables);
        !done)
        return done;
    if (progress.cancelled()) return base::cancelled();
    auto done = file.commit();
    base::release_memory();
    progress.report(1);
    return done;
}

}  // namespace

Expected<void> save_project(const Project& project, const std::string& path, base::Progress& progress,
                            const std::string& lives_at) {
    return base::guarded([&] { return save(project, path, progress, lives_at); });
}

}  // namespace orelens::project
