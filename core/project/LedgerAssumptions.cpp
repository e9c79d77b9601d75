// Routes and scenarios of a project that states none: its own prices, its plant, its scenarios.
#include <cmath>

#include "core/ledger/FromBlocks.h"
#include "core/project/LedgerParts.h"
#include "core/project/Scenarios.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {
namespace {

constexpr const char* today_id = "today";
constexpr const char* plant_id = "plant";

/// What the blocks of a project take: everything in the ground that has no costs of its own plant.
ledger::Route plant_of(const economics::PriceDeck& deck, const std::string& id, base::Bilingual name) {
    ledger::Route plant = ledger::route_of(deck, id);
    plant.name = std::move(name);
    plant.subsystem = ledger::Subsystem::geological;
    plant.statuses = {ledger::Status::unknown, ledger::Status::producing, ledger::Status::suspended, ledger::Status::closed, ledger::Status::developed};
    return plant;
}

bool same_plant(const ledger::Route& a, const ledger::Route& b) {
    return a.cost_per_t == b.cost_per_t && a.payable == b.payable && a.charge == b.charge && a.recoveries == b.recoveries;
}

}  // namespace

ledger::Assumptions assumptions_of(const Project& project, const std::vector<ledger::Route>& routes, std::vector<base::Finding>& findings) {
    const economics::PriceDeck deck = price_deck(project.recipe);
    ledger::Assumptions made;
    made.basis.currency = deck.costs.currency;
    made.source = project.recipe.general.name;
    made.routes.push_back(plant_of(deck, plant_id, {"plant of the recipe", "本项目选厂"}));
    for (const ledger::Route& route : routes) made.routes.push_back(route);
    ledger::Scenario today = ledger::scenario_of(deck, today_id, plant_id);
    today.name = {"prices of the recipe", "本项目价格"};
    today.discount = project.recipe.orebodies.discount_percent / 100;
    for (const ledger::Route& route : routes) today.routes.insert(route.id);
    made.scenarios.push_back(today);
    if (!deck.routes.empty() || !deck.payables.empty())
        findings.push_back(doubt("ledger", "ledger_terms_unused", base::Severity::error, 1, {}));
    findings.push_back(doubt("ledger", "ledger_own_assumptions", base::Severity::info, static_cast<std::int64_t>(made.routes.size()), {}));
    for (const Scenario& kept : project.scenarios) {
        const auto recipe = under(project.recipe, kept);
        if (!recipe) continue;  // the stage of scenarios says so
        const economics::PriceDeck other = price_deck(*recipe);
        const std::string id = kept.name;
        ledger::Route plant = plant_of(other, "plant " + id, {"plant of " + id, id + "的选厂"});
        const bool own = !same_plant(plant, made.routes.front());
        ledger::Scenario one = ledger::scenario_of(other, id, own ? plant.id : std::string(plant_id));
        one.name = {id, id};
        one.discount = today.discount;
        for (const ledger::Route& route : routes) one.routes.insert(route.id);
        if (own) made.routes.push_back(std::move(plant));
        made.scenarios.push_back(std::move(one));
        if (other.costs.mining != deck.costs.mining || other.costs.mining_per_metre != deck.costs.mining_per_metre ||
            other.costs.sustaining != deck.costs.sustaining) {
            base::Finding finding = doubt("ledger", "ledger_scenario_part", base::Severity::warning, 1, {{"name", id}});
            finding.hole = id;
            findings.push_back(std::move(finding));
        }
    }
    return made;
}

}  // namespace orelens::project
