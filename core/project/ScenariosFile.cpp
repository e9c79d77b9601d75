#include "core/project/ScenariosFile.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/Param.h"
#include "core/project/Scenarios.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using Json = nlohmann::ordered_json;
constexpr std::size_t most_beside = 1000;

std::unexpected<base::Error> not_scenarios(const std::string& file, std::string field) {
    return base::fail(ErrorKind::data, Message("scenarios.file_form"), {.file = file, .field = std::move(field)},
                      Message("scenarios.file_form.fix"));
}

/// A number as typed: the shortest text that reads back as the same.
std::string typed(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string scenarios_file_of(const std::string& recipe_path) {
    std::filesystem::path stem = std::filesystem::path(recipe_path).replace_extension();
    if (stem.extension() == ".orelens") stem.replace_extension();
    return stem.string() + ".scenarios.json";
}

std::string scenarios_to_json(const std::vector<Scenario>& scenarios, const std::string& note) {
    Json list = Json::array();
    for (const Scenario& scenario : scenarios) {
        Json changes = Json::object();
        for (const auto& [id, value] : scenario.changes) changes[id] = value;
        list.push_back({{"name", scenario.name}, {"changes", std::move(changes)}});
    }
    return Json{{"note", note}, {"scenarios", std::move(list)}}.dump(2) + "\n";
}

Expected<std::vector<Scenario>> read_scenarios_beside(const std::string& recipe_path, const Recipe& recipe) {
    const std::string file = scenarios_file_of(recipe_path);
    std::error_code none;
    if (file == recipe_path || !std::filesystem::exists(file, none)) return std::vector<Scenario>{};
    const auto text = base::read_text_file(file);
    if (!text) return std::unexpected(text.error());
    const Json whole = Json::parse(*text, nullptr, false);
    if (!whole.is_object() || !whole.contains("scenarios") || !whole["scenarios"].is_array() ||
        whole["scenarios"].size() > most_beside)
        return not_scenarios(file, "scenarios");
    std::vector<Scenario> scenarios;
    for (const Json& each : whole["scenarios"]) {
        const std::string at = "scenarios[" + std::to_string(scenarios.size()) + "]";
        if (!each.is_object() || !each.contains("name") || !each["name"].is_string()) return not_scenarios(file, at);
        Scenario scenario{each["name"].get<std::string>(), {}};
        if (scenario.name.empty() || find_scenario(scenarios, scenario.name) != nullptr)
            return base::fail(ErrorKind::data, Message("scenarios.file_name", {{"name", scenario.name}}),
                              {.file = file, .field = at});
        const Json changes = each.value("changes", Json::object());
        if (!changes.is_object()) return not_scenarios(file, at);
        for (const auto& [id, value] : changes.items()) {
            if (!value.is_string() && !value.is_number() && !value.is_boolean()) return not_scenarios(file, at + "." + id);
            if (auto set = set_change(scenario, recipe, id, typed(value)); !set) {
                base::Error why = set.error();
                why.place.file = file;
                if (why.place.field.empty()) why.place.field = at + "." + id;
                return std::unexpected(std::move(why));
            }
        }
        scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

Expected<Project> project_of_recipe(const std::string& recipe_path) {
    auto recipe = read_recipe(recipe_path);
    if (!recipe) return std::unexpected(recipe.error());
    auto scenarios = read_scenarios_beside(recipe_path, *recipe);
    if (!scenarios) return std::unexpected(scenarios.error());
    Project made;
    made.recipe = std::move(*recipe);
    made.scenarios = std::move(*scenarios);
    return made;
}

}  // namespace orelens::project
