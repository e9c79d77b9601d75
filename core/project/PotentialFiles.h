// Files that a study of potential is made from, known by its name alone.
#pragma once

#include <string>
#include <vector>

namespace orelens::project {

/// The study and all files that it names, without looking at what it says; itself alone where it cannot be read.
std::vector<std::string> potential_files(const std::string& file);

}  // namespace orelens::project
