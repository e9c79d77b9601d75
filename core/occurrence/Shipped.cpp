#include "core/occurrence/Shipped.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "core/base/Nearest.h"
#include "core/base/Resource.h"
#include "core/occurrence/Check.h"
#include "core/occurrence/Lists.h"

namespace orelens::occurrence {
namespace {

using base::Expected;
using base::Message;
using Json = nlohmann::json;

base::Bilingual names_of(const Json& json) {
    return {json.at("en").get<std::string>(), json.at("zh").get<std::string>()};
}

PhaseKind kind_of(const std::string& name) {
    const auto& names = kind_names();
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) throw std::logic_error("shipped occurrence table: kind " + name);
    return static_cast<PhaseKind>(found - names.begin());
}

std::vector<std::string> list_of(const Json& json, const char* key) {
    return json.contains(key) ? json.at(key).get<std::vector<std::string>>() : std::vector<std::string>{};
}

ShippedTable read() {
    const auto text = base::resource("tables/occurrence.json");
    if (!text) throw std::logic_error("no shipped occurrence table");
    const Json json = Json::parse(*text);
    const auto source = [&](const Json& row) {
        return json.at("sources").at(row.at("source").get<std::string>()).get<std::string>();
    };
    const auto range = [](const Json& row) {
        return ShippedValue{row.at("low").get<double>(), row.at("high").get<double>()};
    };
    ShippedTable table;
    for (const Json& row : json.at("phases")) {
        ShippedPhase phase;
        phase.phase = {row.at("id").get<std::string>(), names_of(row), kind_of(row.at("kind").get<std::string>()),
                       row.value("host_mineral", ""),   row.value("host_element", ""),
                       row.value("host_phase", "")};
        phase.aliases = list_of(row, "aliases");
        phase.elements = list_of(row, "elements");
        table.phases.push_back(std::move(phase));
    }
    for (const Json& row : json.at("settings")) {
        ShippedSetting setting{row.at("id").get<std::string>(), names_of(row), {}, {}};
        for (const Json& part : row.at("phases")) {
            Deportment share;
            share.element = row.at("element").get<std::string>();
            share.phase = part.at("phase").get<std::string>();
            share.fraction = part.at("fraction").get<double>();
            share.source = source(part);
            share.confidence = part.at("confidence").get<std::string>();
            share.shipped = true;
            setting.shares.push_back(std::move(share));
            setting.ranges.push_back(range(part));
        }
        table.settings.push_back(std::move(setting));
    }
    for (const Json& row : json.at("routes")) {
        ShippedRoute route{row.at("id").get<std::string>(), names_of(row), {}, {}};
        for (const Json& part : row.at("recoveries")) {
            RouteRecovery recovery;
            recovery.route = route.id;
            recovery.element = part.at("element").get<std::string>();
            recovery.phase = part.at("phase").get<std::string>();
            recovery.recovery = part.at("recovery").get<double>();
            recovery.product = part.at("product").get<std::string>();
            recovery.stage = part.at("stage").get<std::string>();
            recovery.source = source(part);
            recovery.confidence = part.at("confidence").get<std::string>();
            recovery.shipped = true;
            route.recoveries.push_back(std::move(recovery));
            route.ranges.push_back(range(part));
        }
        table.routes.push_back(std::move(route));
    }
    return table;
}

template <class List>
std::unexpected<base::Error> no_such(const List& list, const std::string& id, const std::string& field) {
    std::vector<std::string> ids;
    for (const auto& one : list) ids.push_back(one.id);
    const std::string near = base::nearest(id, ids);
    std::string all;
    for (const std::string& each : ids) all += (all.empty() ? "" : ", ") + each;
    return base::fail(base::ErrorKind::data, Message("occurrence.no_such_shipped", {{"id", id}}), {.field = field},
                      near.empty() ? Message("occurrence.no_such_shipped.fix", {{"ids", all}})
                                   : Message("recipe.did_you_mean", {{"id", near}}));
}

}  // namespace

const ShippedTable& shipped_table() {
    static const ShippedTable table = read();
    return table;
}

std::string phase_named(const std::vector<Phase>& own, const std::string& element, const std::string& name) {
    const std::string wanted = plain_word(name);
    if (wanted.empty()) return {};
    for (const Phase& phase : own)
        for (const std::string& word : {phase.id, phase.name.en, phase.name.zh})
            if (plain_word(word) == wanted) return phase.id;
    const auto& phases = shipped_table().phases;
    for (const ShippedPhase& one : phases)
        if (one.phase.id == name) return name;
    // Names meant for the element before names meant for any: "sulphide" of iron is not that of gold.
    for (const bool exact : {true, false})
        for (const ShippedPhase& one : phases) {
            if (exact ? std::ranges::find(one.elements, element) == one.elements.end() : !one.elements.empty()) continue;
            std::vector<std::string> words = one.aliases;
            words.insert(words.end(), {one.phase.id, one.phase.name.en, one.phase.name.zh});
            if (std::ranges::any_of(words, [&](const std::string& word) { return plain_word(word) == wanted; }))
                return one.phase.id;
        }
    return {};
}

Expected<void> add_shipped(Table& table, const std::string& asked, const std::string& field) {
    std::set<std::pair<std::string, std::string>> stated, added;
    for (const Deportment& row : table.deportment) stated.emplace(row.ore_type, row.element);
    const auto parts = read_pairs(asked, field, any);
    if (!parts) return std::unexpected(parts.error());
    for (const auto& [type, id] : *parts) {
        const auto& settings = shipped_table().settings;
        const auto found = std::ranges::find(settings, id, &ShippedSetting::id);
        if (found == settings.end()) return no_such(settings, id, field);
        const std::string& element = found->shares.front().element;
        if (!added.emplace(type, element).second)
            return base::fail(base::ErrorKind::data,
                              Message("occurrence.shipped_twice", {{"element", element}, {"type", type}}),
                              {.field = field});
        if (stated.contains({type, element})) continue;
        for (Deportment share : found->shares) {
            share.ore_type = type;
            table.deportment.push_back(std::move(share));
        }
    }
    return {};
}

Expected<void> add_shipped_routes(Table& table, const std::string& asked, const std::string& field) {
    const auto parts = read_pairs(asked, field, any);
    if (!parts) return std::unexpected(parts.error());
    std::set<std::string> added;
    const std::vector<RouteRecovery> own = table.recoveries;
    for (const auto& [type, id] : *parts) {
        const auto& routes = shipped_table().routes;
        const auto found = std::ranges::find(routes, id, &ShippedRoute::id);
        if (found == routes.end() || type != any) return no_such(routes, id, field);
        if (!added.insert(id).second) continue;
        for (const RouteRecovery& recovery : found->recoveries) {
            const bool stated = std::ranges::any_of(own, [&](const RouteRecovery& one) {
                return one.route == recovery.route && one.phase == recovery.phase &&
                       (one.element == any || one.element == recovery.element);
            });
            if (!stated) table.recoveries.push_back(recovery);
        }
    }
    return {};
}

}  // namespace orelens::occurrence
