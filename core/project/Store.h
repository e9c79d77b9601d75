// Names inside the project file, shared by saving and opening.
#pragma once

#include <string_view>

namespace orelens::project::store {

/// Raised when an older version could misread the file; newer files open with a refusal that says so.
inline constexpr int format = 1;

inline constexpr const char* keys_table = "orelens_keys";    ///< key, value
inline constexpr const char* blobs_table = "orelens_blobs";  ///< name, part, bytes
/// Tables a person reads in a GIS, made new by every save and never read back.
inline constexpr const char* view_tables[] = {"recipe", "findings", "estimates", "utilization"};

/// Well below SQLite's limit of 10⁹ bytes for one value.
inline constexpr std::size_t blob_part = std::size_t{128} << 20;

inline constexpr std::string_view key_format = "format", key_program = "program", key_id = "project_id",
                                  key_recipe = "recipe", key_folder = "recipe_folder",
                                  key_relative_folder = "recipe_folder_from_here", key_state = "state";
inline constexpr std::string_view known_keys[] = {key_format, key_program,         key_id,   key_recipe,
                                                  key_folder, key_relative_folder, key_state};
inline constexpr std::string_view model_blob = "model";

}  // namespace orelens::project::store
