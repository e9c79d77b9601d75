// A table for the terminal: aligned columns, numbers to the right; wide Chinese characters count as two.
#pragma once

#include <string>
#include <vector>

namespace orelens::cli {

struct TextTable {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<bool> right;  ///< per column: align right
};

std::string to_text(const TextTable& table);

}  // namespace orelens::cli
