#include "core/project/Scenarios.h"

#include <algorithm>

#include "core/scenarios/Parts.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;

std::string present_value(const Recipe& recipe, const std::string& id) {
    const auto value = get_param(recipe, id);
    return value ? base::value_text(*value) : std::string();
}

/// The key of a repeated group that the recipe does not have would be made by setting one of its parameters.
Expected<void> check_key(const Recipe& recipe, const std::string& id) {
    const auto at = find_param(id);
    if (!at) return std::unexpected(at.error());
    if (at->key.empty()) return {};
    const std::string group = id.substr(0, id.find('.'));
    const auto keys = group_keys(recipe, group);
    if (std::ranges::find(keys, at->key) != keys.end()) return {};
    return base::fail(base::ErrorKind::usage,
                      Message("scenarios.no_such_key", {{"key", at->key}, {"parameter", id}}), {.field = id});
}

Expected<void> set_one(Recipe& recipe, const std::string& id, const std::string& typed) {
    if (!scenarios::may_differ(id))
        return base::fail(base::ErrorKind::usage, Message("scenarios.may_not_differ", {{"parameter", id}}),
                          {.field = id});
    if (auto known = check_key(recipe, id); !known) return known;
    return set_param(recipe, id, typed);
}

}  // namespace

std::vector<std::string> scenario_params(const Recipe& recipe) {
    std::vector<std::string> ids;
    for (const RecipeParam& param : recipe_params()) {
        const std::string& id = param.info.id;
        if (!scenarios::may_differ(id)) continue;
        if (id.find('*') == std::string::npos) {
            ids.push_back(id);
            continue;
        }
        for (const std::string& key : group_keys(recipe, id.substr(0, id.find('.')))) ids.push_back(concrete_id(param.info, key));
    }
    return ids;
}

Expected<void> set_change(Scenario& scenario, const Recipe& recipe, const std::string& id, const std::string& typed) {
    Recipe moved = recipe;
    if (auto done = set_one(moved, id, typed); !done) return done;
    const std::string value = present_value(moved, id);
    if (value == present_value(recipe, id))
        scenario.changes.erase(id);
    else
        scenario.changes[id] = value;
    return {};
}

Expected<Recipe> under(const Recipe& recipe, const Scenario& scenario) {
    Recipe moved = recipe;
    for (const auto& [id, value] : scenario.changes)
        if (auto done = set_one(moved, id, value); !done) {
            base::Error error = done.error();
            error.place.field = id;
            return std::unexpected(std::move(error));
        }
    return moved;
}

Expected<economics::PriceDeck> ScenarioPair::mixed(std::uint32_t mask) const {
    Recipe between = first;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if ((mask >> p & 1U) == 0) continue;
        for (const std::string& id : ids.at(parts[p]))
            if (auto done = set_param(between, id, present_value(second, id)); !done)
                return std::unexpected(done.error());
    }
    return price_deck(between);
}

Expected<ScenarioPair> scenario_pair(const Recipe& recipe, const Scenario* first, const Scenario* second) {
    auto from = first != nullptr ? under(recipe, *first) : Expected<Recipe>(recipe);
    if (!from) return std::unexpected(from.error());
    auto to = second != nullptr ? under(recipe, *second) : Expected<Recipe>(recipe);
    if (!to) return std::unexpected(to.error());
    ScenarioPair pair{std::move(*from), std::move(*to), {}, {}};
    for (const std::string& id : scenario_params(recipe))
        if (present_value(pair.first, id) != present_value(pair.second, id))
            pair.ids[scenarios::part_of(id)].push_back(id);
    for (const char* part : scenarios::part_ids)
        if (pair.ids.contains(part)) pair.parts.emplace_back(part);
    return pair;
}

Expected<scenarios::Comparison> compare_scenarios(const blocks::BlockModel& model, const Recipe& recipe,
                                                  const Scenario* first, const Scenario* second,
                                                  const blocks::BlockMask* set,
                                                  const base::Progress& progress) {
    const auto pair = scenario_pair(recipe, first, second);
    if (!pair) return std::unexpected(pair.error());
    return scenarios::compare(
        model, pair->parts, [&](std::uint32_t mask) { return pair->mixed(mask); }, set, progress);
}

std::string scenario_column(const std::string& name) {
    return scenario_column_prefix + name;
}

}  // namespace orelens::project
