// Tables of names and numbers as the tests of this room read them: a header, quotes where a cell holds a comma.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/costmodel/Mines.h"

namespace orelens::costmodel {

struct Cells {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
        for (std::size_t c = 0; c < header.size(); ++c) {
            if (header[c] != name) continue;
            std::vector<std::string> column;
            for (const auto& row : rows) column.push_back(row.at(c));
            return column;
        }
        throw std::out_of_range(name);
    }
    [[nodiscard]] std::vector<double> numbers(const std::string& name) const {
        std::vector<double> column;
        for (const std::string& cell : texts(name))
            column.push_back(cell.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell));
        return column;
    }
};

inline std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) cells.emplace_back();
        else if (c != '\r') cells.back() += c;
    }
    return cells;
}

inline Cells read_cells(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path.string());
    Cells cells;
    std::string line;
    std::getline(file, line);
    cells.header = cells_of(line);
    while (std::getline(file, line))
        if (!line.empty()) cells.rows.push_back(cells_of(line));
    return cells;
}

inline std::vector<double> logarithms(std::vector<double> values) {
    for (double& v : values) v = std::log(v);
    return values;
}

/// The features of the made mines, signs as recipes state them for operating or capital cost.
inline Mines made_mines(const Cells& cells, bool capital) {
    using enum Monotone;
    Mines mines;
    mines.names = cells.texts("mine_id");
    const auto add = [&](const char* id, Scale scale, Monotone operating, Monotone invested) {
        mines.numbers.push_back({id, scale, capital ? invested : operating, cells.numbers(id)});
    };
    add("ore_capacity_tpd", Scale::logarithm, falling, rising);
    add("strip_ratio", Scale::logarithm_plus, rising, rising);
    add("bottom_depth_m", Scale::logarithm, rising, rising);
    add("thickness_m", Scale::logarithm, falling, free);
    add("bond_wi_kwh_t", Scale::logarithm, rising, free);
    add("road_km", Scale::logarithm_plus, rising, rising);
    add("power_km", Scale::logarithm_plus, rising, rising);
    add("altitude_m", Scale::logarithm_plus, rising, free);
    add("cu_pct", Scale::logarithm, free, free);
    for (const char* id : {"deposit_type", "ore_type", "mining_method", "beneficiation"})
        mines.categories.push_back({id, cells.texts(id)});
    return mines;
}

inline std::vector<int> all_rows(const Mines& mines) {
    std::vector<int> rows(mines.rows());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i);
    return rows;
}

}  // namespace orelens::costmodel
