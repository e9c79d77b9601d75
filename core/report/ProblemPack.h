// A project without its data, for a report of a problem: what was set, what was made and what was found, as
// text files a person can read before sending them. Left out are all values of drillholes, coordinates,
// grades and prices; holes are numbers, folders are left out, texts the user typed are told by their length.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Recipe.h"

namespace orelens::report {

struct PackFile {
    std::string name;  ///< inside the pack
    std::string text;
};

/// Of a project file or a recipe. A project that does not open is packed too: with the key of the error, and
/// what can be told of its tables. Error: a recipe that cannot be read.
base::Expected<std::vector<PackFile>> problem_pack(const std::string& path, base::Progress& progress);

/// The recipe as JSON by parameter. Switches, choices, counts and the settings of compositing, grid and
/// estimation as they are; of files the names alone; of all else that it is set.
std::string shareable_recipe(const project::Recipe& recipe);

/// A .zip of these files. Error: `path` exists, whatever it is, or has another ending.
base::Expected<void> write_pack(const std::vector<PackFile>& files, const std::string& path);
/// The same test before any work is done.
base::Expected<void> check_pack_name(const std::string& path);

}  // namespace orelens::report
