#include "core/project/SavedScenarios.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/project/StorePack.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;
using Json = nlohmann::json;
constexpr std::size_t most_scenarios = 1000;

}  // namespace

std::string scenarios_to_text(const std::vector<Scenario>& scenarios) {
    if (scenarios.empty()) return {};
    Json list = Json::array();
    for (const Scenario& scenario : scenarios) {
        Json changes = Json::object();
        for (const auto& [id, value] : scenario.changes) changes[id] = value;
        list.push_back({{"name", scenario.name}, {"changes", std::move(changes)}});
    }
    const std::string body = list.dump(-1, ' ', false, Json::error_handler_t::replace);
    return store::digest_of(body).digest + " " + body;
}

Expected<std::vector<Scenario>> scenarios_from_text(const std::string& text) {
    std::vector<Scenario> scenarios;
    if (text.empty()) return scenarios;
    const auto damaged = [] {
        return base::fail(base::ErrorKind::data, Message("project.damaged", {{"part", "scenarios"}}));
    };
    const auto space = text.find(' ');
    if (space == std::string::npos) return damaged();
    const std::string body = text.substr(space + 1);
    if (store::digest_of(body).digest != text.substr(0, space)) return damaged();
    const Json list = Json::parse(body, nullptr, false);
    if (!list.is_array() || list.size() > most_scenarios) return damaged();
    std::set<std::string> names;
    for (const Json& each : list) {
        if (!each.is_object() || !each.contains("name") || !each["name"].is_string() || !each.contains("changes") ||
            !each["changes"].is_object())
            return damaged();
        Scenario scenario{each["name"], {}};
        for (const auto& [id, value] : each["changes"].items()) {
            if (!value.is_string()) return damaged();
            scenario.changes[id] = value;
        }
        if (scenario.name.empty() || !names.insert(scenario.name).second) return damaged();
        scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

std::string free_scenario_name(const std::vector<Scenario>& scenarios, const std::string& wanted) {
    std::string name = wanted;
    for (int n = 2; find_scenario(scenarios, name) != nullptr; ++n) name = wanted + " " + std::to_string(n);
    return name;
}

const Scenario* find_scenario(const std::vector<Scenario>& scenarios, const std::string& name) {
    const auto found = std::ranges::find(scenarios, name, &Scenario::name);
    return found == scenarios.end() ? nullptr : &*found;
}

}  // namespace orelens::project
