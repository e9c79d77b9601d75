#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/report/ProblemPack.h"

namespace orelens::report {
namespace {

using Json = nlohmann::ordered_json;

/// Groups whose numbers tell how the program was set, not what lies in the ground or what it costs.
bool settings_group(std::string_view id) {
    return id.starts_with("composite.") || id.starts_with("estimate.") || id.starts_with("grid.") ||
           id.starts_with("classes.");
}
/// …but where the grid lies is a coordinate.
bool tells_place(std::string_view id) {
    return id.find("origin") != std::string_view::npos || id.find("elevation") != std::string_view::npos ||
           id.ends_with("_x") || id.ends_with("_y") || id.ends_with("_z");
}
/// Text that names columns of files, units and codes.
bool names_columns(std::string_view id) {
    return id.starts_with("drillholes.") || id == "element.*.column" || id.ends_with(".unit") ||
           id.ends_with("_unit") || id == "economics.currency" || id == "general.category_column";
}

/// "EPSG:4547", and nothing that could hold the numbers of a local system.
bool plain_code(std::string_view text) {
    return text.starts_with("EPSG:") && text.size() <= 11 &&
           std::all_of(text.begin() + 5, text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

Json text_json(const std::string& id, const std::string& text) {
    if (text.empty() || names_columns(id)) return text;
    if (id == "general.crs" && plain_code(text)) return text;
    return {{"characters", text.size()}};
}

Json value_json(const base::ParamInfo& info, const base::ParamValue& value) {
    if (const bool* yes = std::get_if<bool>(&value)) return *yes;
    if (const std::int64_t* count = std::get_if<std::int64_t>(&value)) return *count;
    if (const double* number = std::get_if<double>(&value)) {
        if (std::isnan(*number)) return nullptr;
        if (settings_group(info.id) && !tells_place(info.id)) return *number;
        return {{"set", true}};
    }
    const std::string& text = std::get<std::string>(value);
    if (info.type == base::ParamType::choice) return text;
    if (!project::named_files(info, text).empty() || info.type == base::ParamType::file)
        return project::with_files(info, text, [](const std::string& file) { return file.substr(file.find_last_of("/\\") + 1); });
    return text_json(info.id, text);
}

std::string group_of(const std::string& id) {
    return id.substr(0, id.find('.'));
}

}  // namespace

std::string shareable_recipe(const project::Recipe& recipe) {
    Json json = {{"schema", recipe.schema}};
    for (const project::RecipeParam& row : project::recipe_params()) {
        const bool repeated = row.info.id.find('*') != std::string::npos;
        const std::vector<std::string> keys =
            repeated ? project::group_keys(recipe, group_of(row.info.id)) : std::vector<std::string>{""};
        for (const std::string& key : keys) {
            const base::ParamValue value = row.get(recipe, key);
            const double* number = std::get_if<double>(&value);
            const bool unset = number != nullptr && std::isnan(*number);
            if (!unset && value != row.info.default_value)
                json["parameters"][project::concrete_id(row.info, key)] = value_json(row.info, value);
        }
    }
    for (const auto& [name, text] : recipe.unknown) json["unknown"][name] = {{"characters", text.size()}};
    json["warnings"] = Json::array();
    for (const base::Error& warning : recipe.warnings) json["warnings"].push_back(warning.what.key);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace orelens::report
