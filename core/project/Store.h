// Names inside the project file, shared by saving and opening.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/project/Sqlite.h"
#include "core/project/stages/Stage.h"

namespace orelens::project::store {

/// Raised when an older version could misread the file; newer files open with a refusal that says so.
inline constexpr int format = 3;
/// The first whose results and keys have digests.
inline constexpr int format_with_digests = 3;

inline constexpr const char* keys_table = "orelens_keys";    ///< key, value
inline constexpr const char* blobs_table = "orelens_blobs";  ///< name, part, bytes
/// Tables a person reads in a GIS, made new by every save and never read back.
inline constexpr const char* view_tables[] = {"recipe", "stages", "findings", "estimates", "utilization"};

/// One value of the blob table: SQLite holds it twice while it is written, and between two of them a save can
/// be cancelled.
inline constexpr std::size_t blob_part = std::size_t{1} << 20;

inline constexpr std::string_view key_format = "format", key_program = "program", key_id = "project_id",
                                  key_recipe = "recipe", key_folder = "recipe_folder",
                                  key_relative_folder = "recipe_folder_from_here", key_state = "state";
/// Views kept with the project; they carry a digest of their own, so that older versions keep them unread.
inline constexpr std::string_view key_views = "views";
/// Scenarios, in the same way.
inline constexpr std::string_view key_scenarios = "scenarios";
/// Which save wrote the file (random), who and when; and one digest over all keys of this list.
inline constexpr std::string_view key_save_id = "save_id", key_saved_by = "saved_by",
                                  key_saved_at = "saved_at", key_digest = "digest";
inline constexpr std::string_view known_keys[] = {key_format,   key_program,         key_id,    key_recipe,
                                                  key_folder,   key_relative_folder, key_state, key_save_id,
                                                  key_saved_by, key_saved_at,        key_digest, key_views,
                                                  key_scenarios};
/// A stage's findings are kept under its id and this.
inline constexpr std::string_view findings_suffix = ".findings";

/// Names that results had in format 1, and have now.
struct Renamed {
    std::string_view before, now;
};
inline constexpr Renamed renamed[] = {{"import", "drilling.import"},
                                      {"traces", "drilling.traces"},
                                      {"composites", "drilling.composites"},
                                      {"variograms", "estimate.variograms"},
                                      {"geometry", "estimate.grid"},
                                      {"model", "estimate.model"},
                                      {"estimates", "estimate.summaries"},
                                      {"mine_records", "utilization.mine_records"},
                                      {"utilization", "utilization.rates"},
                                      {"deck", "value.deck"},
                                      {"findings", ""}};

/// Every name under which this program keeps bytes, or once kept them.
std::vector<std::string> blob_names(const StageTable& stages);
/// The row that keeps a stage's findings.
ResultRow findings_row(const std::string& stage);

/// Columns of our tables, as every format has had them.
inline const std::vector<std::string> keys_columns{"key", "value"}, blobs_columns{"name", "part", "bytes"};

using Keys = std::map<std::string, std::string>;
/// All rows of the key table. Refused: no such table, a view of that name, computed columns, absurd sizes.
base::Expected<Keys> read_keys(const Database& file);

}  // namespace orelens::project::store
