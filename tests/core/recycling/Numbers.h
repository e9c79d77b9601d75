// Reference numbers as the tests of this room read them.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/recycling/DynamicStock.h"

namespace orelens::recycling {

inline nlohmann::json read_json(const std::filesystem::path& path) {
    std::ifstream file(path);
    return nlohmann::json::parse(file);
}
inline std::vector<double> numbers(const nlohmann::json& array) {
    return array.get<std::vector<double>>();
}
inline Survivals one_lifetime(const Lifetime& lifetime, const SurvivalRule& rule, int years) {
    auto table = SurvivalTable::make({lifetime}, rule, years);
    return {{std::move(table.value())}, {}};
}

}  // namespace orelens::recycling
