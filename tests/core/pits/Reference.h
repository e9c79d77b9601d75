// The ladders that known_deposit/reference.py computed apart from the program.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace orelens::pits::testing {

/// Rows by name of the column.
inline std::vector<std::map<std::string, double>> reference_ladder(const std::string& file) {
    std::ifstream in(std::string(ORELENS_SOURCE_DIR) + "/tests/core/pits/known_deposit/" + file);
    std::vector<std::string> names;
    std::vector<std::map<std::string, double>> rows;
    for (std::string line; std::getline(in, line);) {
        std::istringstream cells(line);
        std::size_t n = 0;
        for (std::string cell; std::getline(cells, cell, ','); ++n) {
            if (rows.empty() && names.size() == n && !std::isdigit(static_cast<unsigned char>(cell[0]))) {
                names.push_back(cell);
                continue;
            }
            if (n == 0) rows.emplace_back();
            rows.back()[names[n]] = std::stod(cell);
        }
    }
    return rows;
}

inline void expect_close(double ours, double theirs, const char* what) {
    EXPECT_NEAR(ours, theirs, 1e-9 * std::abs(theirs)) << what;
}

}  // namespace orelens::pits::testing
