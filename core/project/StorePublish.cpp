#include "core/project/StorePublish.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/project/MapLayers.h"
#include "core/project/Store.h"

namespace orelens::project::store {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr const char* extensions = "gpkg_extensions";
constexpr const char* feature_counts = "gpkg_ogr_contents";

std::vector<std::string> our_tables() {
    std::vector<std::string> names(std::begin(view_tables), std::end(view_tables));
    names.insert(names.begin(), std::begin(layer_names), std::end(layer_names));
    return names;
}

std::string index_of(const std::string& layer) {
    return "rtree_" + layer + "_geom";
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// One step of the transaction after another, until one fails.
class Steps {
  public:
    Steps(Database& file, const base::Progress& progress) : file_(file), progress_(progress) {}
    Steps& run(const std::string& sql, std::initializer_list<std::string_view> values = {}) {
        return done_ ? then(bound(sql, values)) : *this;
    }
    Steps& then(Expected<void> next) {
        if (done_ && next && progress_.cancelled()) next = base::cancelled();
        if (done_) done_ = std::move(next);
        return *this;
    }
    /// First column of every row.
    std::vector<std::string> list(const std::string& sql,
                                  std::initializer_list<std::string_view> values = {}) {
        std::vector<std::string> found;
        if (!done_) return found;
        Statement rows = file_.prepare(sql);
        bind(rows, values);
        while (rows.step()) found.push_back(rows.text(0));
        if (rows.failure()) done_ = std::unexpected(*rows.failure());
        return found;
    }
    [[nodiscard]] const Expected<void>& done() const { return done_; }

  private:
    static void bind(Statement& statement, std::initializer_list<std::string_view> values) {
        int at = 0;
        for (const std::string_view value : values) statement.bind(++at, value);
    }
    Expected<void> bound(const std::string& sql, std::initializer_list<std::string_view> values) {
        Statement statement = file_.prepare(sql);
        bind(statement, values);
        return statement.run();
    }
    Database& file_;
    const base::Progress& progress_;
    Expected<void> done_;
};

Expected<void> check_owner(const Database& target, const Fresh& fresh) {
    auto keys = read_keys(target);
    if (!keys) return std::unexpected(keys.error());
    const auto key = [&](std::string_view name) { return (*keys)[std::string(name)]; };
    if (key(key_id) != fresh.project_id)
        return base::fail(ErrorKind::data, Message("project.other_file"), {.file = target.path()},
                          Message("project.other_file_fix"));
    if (fresh.compare_saves && key(key_save_id) != fresh.last_known_save)
        return base::fail(
            ErrorKind::data,
            Message("project.saved_meanwhile", {{"who", key(key_saved_by)}, {"when", key(key_saved_at)}}),
            {.file = target.path()}, Message("project.save_copy"));
    if (!target.has_plain_table(blobs_table, blobs_columns))
        return base::fail(ErrorKind::data, Message("project.not_a_project"), {.file = target.path()});
    return {};
}

/// The tables of the GeoPackage standard that ours are listed in.
void make_lists(Database& target, Steps& steps) {
    for (const char* table :
         {"gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", extensions, feature_counts}) {
        if (target.has_table(table)) continue;
        for (const std::string& sql :
             steps.list("SELECT sql FROM fresh.sqlite_master WHERE type = 'table' AND name = ?", {table}))
            steps.run(sql);
    }
}

/// Whatever stands under a name of ours: a view is dropped as a view and never asked.
void drop(Steps& steps, const std::string& name) {
    for (const std::string& type : steps.list(
             "SELECT type FROM main.sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE "
             "NOCASE",
             {name}))
        steps.run(fmt::format("DROP {} main.{}", type == "view" ? "VIEW" : "TABLE", identifier(name)));
}

void drop_ours(const Database& target, Steps& steps) {
    for (const std::string& table : our_tables()) {
        drop(steps, index_of(table));
        drop(steps, table);
        for (const char* list : {"gpkg_contents", "gpkg_geometry_columns", feature_counts})
            if (target.has_table(list))
                steps.run(fmt::format("DELETE FROM main.{} WHERE table_name = ? COLLATE NOCASE", list),
                          {table});
        if (target.has_table(extensions))
            steps.run(fmt::format("DELETE FROM main.{} WHERE table_name = ? COLLATE NOCASE AND "
                                  "extension_name = 'gpkg_rtree_index'",
                                  extensions),
                      {table});
    }
}

/// The number under which the target knows a coordinate system of ours; added where it is new there.
std::string reference_in_target(Steps& steps, const std::string& id) {
    const auto known = steps.list(
        "SELECT m.srs_id FROM main.gpkg_spatial_ref_sys m, fresh.gpkg_spatial_ref_sys f WHERE f.srs_id = ? "
        "AND m.organization = f.organization COLLATE NOCASE AND m.organization_coordsys_id = "
        "f.organization_coordsys_id AND (m.definition = f.definition OR f.organization <> 'NONE' COLLATE "
        "NOCASE) ORDER BY m.srs_id <> f.srs_id LIMIT 1",
        {id});
    if (!known.empty()) return known.front();
    const auto next = steps.list(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM main.gpkg_spatial_ref_sys WHERE srs_id = ?1 + 0) THEN "
        "(SELECT "
        "max(max(srs_id), 99999) + 1 FROM main.gpkg_spatial_ref_sys) ELSE ?1 + 0 END",
        {id});
    if (next.empty()) return id;
    steps.run(
        "INSERT INTO main.gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, "
        "definition, description) SELECT srs_name, ?1 + 0, organization, organization_coordsys_id, "
        "definition, description FROM fresh.gpkg_spatial_ref_sys WHERE srs_id = ?2 + 0",
        {next.front(), id});
    return next.front();
}

void list_table(Steps& steps, const std::string& table) {
    std::string reference = "0";
    for (const std::string& id :
         steps.list("SELECT srs_id FROM fresh.gpkg_geometry_columns WHERE table_name = ?", {table})) {
        reference = reference_in_target(steps, id);
        steps.run(
            "INSERT INTO main.gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, "
            "m) SELECT table_name, column_name, geometry_type_name, ?2 + 0, z, m FROM "
            "fresh.gpkg_geometry_columns WHERE table_name = ?1",
            {table, reference});
    }
    // The title must be the only one of its kind in the file.
    steps.run(
        "INSERT INTO main.gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, "
        "min_y, max_x, max_y, srs_id) SELECT table_name, data_type, CASE WHEN EXISTS (SELECT 1 FROM "
        "main.gpkg_contents m WHERE m.identifier = f.identifier) THEN NULL ELSE identifier END, "
        "description, last_change, min_x, min_y, max_x, max_y, CASE WHEN srs_id IS NULL THEN NULL ELSE ?2 + "
        "0 "
        "END FROM fresh.gpkg_contents f WHERE table_name = ?1",
        {table, reference});
    for (const char* list : {feature_counts, extensions}) {
        if (steps.list("SELECT 1 FROM fresh.sqlite_master WHERE name = ?", {list}).empty()) continue;
        const char* columns = list == feature_counts
                                  ? "table_name, feature_count"
                                  : "table_name, column_name, extension_name, definition, scope";
        steps.run(fmt::format("INSERT INTO main.{0} ({1}) SELECT {1} FROM fresh.{0} WHERE table_name = ?",
                              list, columns),
                  {table});
    }
}

/// One table with its rows, indices and triggers, from the text that made it in our own file.
void copy_table(Steps& steps, const std::string& table) {
    const auto made = [&](const char* type) {
        return steps.list(
            fmt::format("SELECT sql FROM fresh.sqlite_master WHERE type = '{}' AND tbl_name = ? "
                        "AND sql IS NOT NULL",
                        type),
            {table});
    };
    const auto copy = [&](const std::string& name) {
        steps.run(fmt::format("INSERT INTO main.{0} SELECT * FROM fresh.{0}", identifier(name)));
    };
    for (const std::string& sql : made("table")) {
        steps.run(sql);
        copy(table);
    }
    for (const std::string& sql : made("index")) steps.run(sql);
    const std::string index = index_of(table);
    for (const std::string& sql :
         steps.list("SELECT sql FROM fresh.sqlite_master WHERE type = 'table' AND name = ?", {index})) {
        steps.run(sql);
        copy(index);
    }
    for (const std::string& trigger :
         steps.list("SELECT name FROM fresh.sqlite_master WHERE type = 'trigger' AND tbl_name = ?", {table}))
        steps.run(fmt::format("DROP TRIGGER IF EXISTS main.{}", identifier(trigger)));
    for (const std::string& sql : made("trigger")) steps.run(sql);
}

void copy_tables(Steps& steps, base::Progress& progress) {
    const std::vector<std::string> tables = our_tables();
    for (std::size_t n = 0; n < tables.size() && steps.done(); ++n) {
        if (steps.list("SELECT 1 FROM fresh.sqlite_master WHERE type = 'table' AND name = ?", {tables[n]})
                .empty())
            continue;
        copy_table(steps, tables[n]);
        list_table(steps, tables[n]);
        progress.report(0.3 * static_cast<double>(n + 1) / static_cast<double>(tables.size()));
    }
}

/// Parts that are the same byte for byte stay as they are.
void copy_blob(Steps& steps, const std::string& name) {
    for (const std::string& part : steps.list(
             fmt::format("SELECT part FROM fresh.{} WHERE name = ? ORDER BY part", blobs_table), {name})) {
        const auto same = steps.list(
            fmt::format("SELECT count(*) = 1 AND min(m.bytes IS f.bytes) FROM main.{0} m, fresh.{0} f WHERE "
                        "m.name = ?1 AND m.part = ?2 + 0 AND f.name = ?1 AND f.part = ?2 + 0",
                        blobs_table),
            {name, part});
        if (!same.empty() && same.front() == "1") continue;
        steps.run(fmt::format("DELETE FROM main.{} WHERE name = ?1 AND part = ?2 + 0", blobs_table),
                  {name, part});
        steps.run(fmt::format("INSERT INTO main.{0} (name, part, bytes) SELECT name, part, bytes FROM "
                              "fresh.{0} WHERE name = ?1 AND part = ?2 + 0",
                              blobs_table),
                  {name, part});
    }
    steps.run(fmt::format("DELETE FROM main.{0} WHERE name = ?1 AND part NOT IN (SELECT part FROM fresh.{0} "
                          "WHERE name = ?1)",
                          blobs_table),
              {name});
}

void copy_blobs(Steps& steps, const std::vector<std::string>& names, base::Progress& progress) {
    for (std::size_t n = 0; n < names.size() && steps.done(); ++n) {
        copy_blob(steps, names[n]);
        progress.report(0.3 + 0.65 * static_cast<double>(n + 1) / static_cast<double>(names.size()));
    }
}

/// Keys of other programs are added where they are missing, and never changed.
void copy_keys(Steps& steps) {
    const auto in_file = steps.list(fmt::format("SELECT key FROM fresh.{}", keys_table));
    for (const std::string& key : in_file) {
        if (std::ranges::find(known_keys, key) != std::end(known_keys))
            steps.run(fmt::format("DELETE FROM main.{} WHERE key = ?", keys_table), {key});
        steps.run(
            fmt::format("INSERT INTO main.{0} (key, value) SELECT key, value FROM fresh.{0} WHERE key = "
                        "?1 AND NOT EXISTS (SELECT 1 FROM main.{0} WHERE key = ?1)",
                        keys_table),
            {key});
    }
}

}  // namespace

bool is_our_table(const std::string& table) {
    const std::vector<std::string> ours = our_tables();
    return std::ranges::find(ours, lower(table)) != ours.end();
}

bool holds_foreign(const Database& file, const std::vector<std::string>& own_blobs) {
    Statement rows = file.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
    while (rows.step()) {
        const std::string name = lower(rows.text(0));
        // What the standard lists is ours with our layers; a spatial index goes with its layer.
        const bool ours = is_our_table(name) || name == keys_table || name == blobs_table ||
                          name.starts_with("gpkg_") || name.starts_with("sqlite_") ||
                          name.starts_with("rtree_");
        if (!ours) return true;
    }
    if (!file.has_plain_table(blobs_table, blobs_columns)) return false;
    Statement blobs = file.prepare(fmt::format("SELECT DISTINCT name FROM {}", blobs_table));
    while (blobs.step())
        if (std::ranges::find(own_blobs, blobs.text(0)) == own_blobs.end()) return true;
    return false;
}

std::vector<std::string> indexed_layers(const Database& file) {
    std::vector<std::string> layers;
    for (const char* layer : layer_names) {
        Statement index = file.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        const std::string name = index_of(layer);
        if (index.bind(1, name).step()) layers.emplace_back(layer);
    }
    return layers;
}

Expected<void> replace_ours(Database& target, const Fresh& fresh, base::Progress& progress) {
    target.watch(progress);
    if (auto attached = target.attach(fresh.file, "fresh"); !attached) return attached;
    Steps steps(target, progress);
    steps.run("BEGIN IMMEDIATE");
    if (!steps.done()) return steps.done();
    steps.then(check_owner(target, fresh));
    if (steps.done()) make_lists(target, steps);
    if (steps.done()) drop_ours(target, steps);
    copy_tables(steps, progress);
    copy_blobs(steps, fresh.own_blobs, progress);
    copy_keys(steps);
    const Expected<void> done = steps.done() ? target.execute("COMMIT") : steps.done();
    if (!done) {
        // The way back must not be cut off by the cancel that asked for it.
        target.watch(base::Progress());
        (void)target.execute("ROLLBACK");
        return done;
    }
    target.watch(base::Progress());
    target.checkpoint();
    return {};
}

Expected<void> replace_all(Database& target, const std::string& fresh, base::Progress& progress) {
    auto source = Database::open(fresh, Database::Mode::immutable);
    if (!source) return std::unexpected(source.error());
    target.watch(progress);
    if (auto copied = target.copy_pages_from(*source, progress); !copied) return copied;
    target.checkpoint();
    return {};
}

}  // namespace orelens::project::store
