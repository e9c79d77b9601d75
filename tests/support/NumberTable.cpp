#include "tests/support/NumberTable.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace orelens::testing {

const std::vector<double>& NumberTable::operator[](const std::string& name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::out_of_range("no column " + name);
    return columns[static_cast<std::size_t>(found - names.begin())];
}

NumberTable read_numbers(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path.string());
    const auto cells = [](std::string text) {
        if (!text.empty() && text.back() == '\r') text.pop_back();
        std::vector<std::string> out(1);
        for (const char c : text)
            if (c == ',')
                out.emplace_back();
            else
                out.back() += c;
        return out;
    };
    NumberTable table;
    table.names = cells(line);
    table.columns.resize(table.names.size());
    while (std::getline(file, line)) {
        const std::vector<std::string> row = cells(line);
        if (row.size() != table.names.size()) throw std::runtime_error("a row of another length in " + path.string());
        for (std::size_t c = 0; c < row.size(); ++c)
            table.columns[c].push_back(row[c].empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(row[c]));
    }
    return table;
}

NumberTable read_geo_eas(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path.string());
    NumberTable table;
    table.names.resize(static_cast<std::size_t>(std::stoi(line)));
    for (std::string& name : table.names) {
        std::getline(file, name);
        while (!name.empty() && (name.back() == ' ' || name.back() == '\r')) name.pop_back();
    }
    table.columns.resize(table.names.size());
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::vector<double> row;
        for (double value; cells >> value;) row.push_back(value);
        if (row.size() != table.names.size()) continue;
        for (std::size_t c = 0; c < row.size(); ++c) table.columns[c].push_back(row[c]);
    }
    return table;
}

}  // namespace orelens::testing
