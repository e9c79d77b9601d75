// From a finished file of ours to the project file that others may have open: one transaction that replaces
// our tables and touches nothing else.
#pragma once

#include <string>
#include <vector>

#include "core/project/Pipeline.h"
#include "core/project/Sqlite.h"

namespace orelens::project::store {

/// A file that holds our tables and nothing foreign.
struct Fresh {
    std::string file;
    std::string project_id;
    std::vector<std::string> own_blobs;  ///< every name under which this program keeps bytes, or once kept
    std::string last_known_save;         ///< save_id that the target should have
    bool compare_saves = true;           ///< false: the target may have been saved by anybody
};

/// Layers and tables of ours, apart from keys and blobs.
bool is_our_table(const std::string& table);
/// Whether there is anything in the file that is not ours: tables, layers, styles, views, blobs.
bool holds_foreign(const Database& file, const std::vector<std::string>& own_blobs);
/// Layers of ours with a spatial index, which somebody made for them.
std::vector<std::string> indexed_layers(const Database& file);

/// Refused, with nothing changed: another project, saved meanwhile by somebody else, locked.
base::Expected<void> replace_ours(Database& target, const Fresh& fresh, base::Progress& progress);

/// Every page of a finished file into a database that stands already, whatever it held.
base::Expected<void> replace_all(Database& target, const std::string& fresh, base::Progress& progress);

}  // namespace orelens::project::store
