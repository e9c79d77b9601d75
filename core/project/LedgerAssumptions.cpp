// Routes and scenarios of a project that states none: its own prices, its plant, its scenarios; and how these judge its blocks.
#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "core/ledger/FromBlocks.h"
#include "core/project/LedgerParts.h"
#include "core/project/Scenarios.h"
#include "core/project/Truth.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EvaluateColumns.h"

namespace orelens::project {
namespace {

/// What the blocks of a project take, and all in the ground that has no costs of its own plant.
ledger::Route plant_of(const economics::PriceDeck& deck, const std::string& id, base::Bilingual name) {
    ledger::Route plant = ledger::route_of(deck, id);
    plant.name = std::move(name);
    plant.subsystem = ledger::Subsystem::geological;
    plant.statuses = {ledger::Status::unknown, ledger::Status::producing, ledger::Status::suspended, ledger::Status::closed, ledger::Status::developed};
    return plant;
}

/// Products and routes of a deck make more of a plant than a route of the ledger holds.
bool is_detailed(const economics::PriceDeck& deck) {
    return !deck.routes.empty() || !deck.payables.empty() || !deck.products.empty();
}

bool same_plant(const ledger::Route& a, const ledger::Route& b) {
    return a.cost_per_t == b.cost_per_t && a.payable == b.payable && a.charge == b.charge && a.recoveries == b.recoveries;
}

/// The blocks as a deck values them, and of the economic columns no more than the ledger reads.
base::Expected<Shared<blocks::BlockModel>> valued(const blocks::BlockModel& blocks, const economics::PriceDeck& deck, const base::Progress& progress) {
    blocks::BlockModel model(blocks);
    remove_economic_columns(model);
    if (model.has(economics::excluded_column)) model.remove_column(economics::excluded_column);
    base::Progress valuing = progress;
    if (auto done = economics::evaluate(model, deck, valuing); !done) return std::unexpected(done.error());
    const bool full = deck.test == economics::CutoffTest::full;
    const auto other = full ? economics::CutoffTest::marginal : economics::CutoffTest::full;
    if (const economics::Commodity* main = economics::main_commodity(deck)) model.remove_column(economics::break_even_column(main->name, other));
    model.remove_column(full ? economics::margin_marginal : economics::margin_full);
    return std::make_shared<const blocks::BlockModel>(std::move(model));
}

}  // namespace

ledger::Scenario terms_of(const Project& project, const economics::PriceDeck& deck) {
    ledger::Scenario terms = ledger::scenario_of(deck, today_scenario, recipe_plant);
    terms.discount = project.recipe.orebodies.discount_percent / 100;
    return terms;
}

std::vector<KeptDeck> kept_decks(const Project& project) {
    const economics::PriceDeck today = price_deck(project.recipe);
    const ledger::Route plant = ledger::route_of(today, recipe_plant);
    std::vector<KeptDeck> all;
    for (const Scenario& kept : project.scenarios) {
        const auto recipe = under(project.recipe, kept);
        if (!recipe) continue;  // the stage of scenarios says so
        KeptDeck one{kept.name, recipe_plant, price_deck(*recipe)};
        // What mining costs is the plant's too: no part of a scenario of the ledger says it.
        const economics::Costs &a = one.deck.costs, &b = today.costs;
        const bool own = is_detailed(one.deck) || is_detailed(today) || a != b || one.deck.test != today.test ||
                         !same_plant(ledger::route_of(one.deck, recipe_plant), plant);
        if (own) one.plant = "plant " + kept.name;
        all.push_back(std::move(one));
    }
    return all;
}

base::Expected<BlockAnswers> block_answers(const Project& project, bool kept, const base::Progress& progress) {
    BlockAnswers made;
    const auto& blocks = project.results.unvalued();
    if (!blocks || !not_evaluated(project).empty()) return made;
    std::vector<KeptDeck> decks{{today_scenario, recipe_plant, price_deck(project.recipe)}};
    if (kept)
        for (KeptDeck& one : kept_decks(project)) decks.push_back(std::move(one));
    for (std::size_t n = 0; n < decks.size(); ++n) {
        KeptDeck& one = decks[n];
        const auto& value = project.results.value;
        const bool stands = n == 0 && project.current("evaluate") && value.model && value.deck && *value.deck == one.deck && !blocks->has(economics::excluded_column);
        Shared<blocks::BlockModel> model = value.model;
        if (!stands) {
            const double parts = static_cast<double>(decks.size());
            auto again = valued(*blocks, one.deck, progress.part(static_cast<double>(n) / parts, static_cast<double>(n + 1) / parts));
            if (!again) return std::unexpected(again.error());
            model = std::move(*again);
        }
        ledger::Reference reference =
            ledger::reference_of(terms_of(project, one.deck), one.plant, ledger::main_species(one.deck), one.deck.costs.currency);
        made.all.push_back({std::move(model), std::move(one.deck), std::move(reference)});
    }
    return made;
}

ledger::Assumptions assumptions_of(const Project& project, const std::vector<ledger::Route>& routes, std::vector<base::Finding>& findings) {
    const economics::PriceDeck deck = price_deck(project.recipe);
    ledger::Assumptions made;
    made.basis.currency = deck.costs.currency;
    made.source = project.recipe.general.name;
    made.routes.push_back(plant_of(deck, recipe_plant, {"plant of the recipe", "本项目选厂"}));
    for (const ledger::Route& route : routes) made.routes.push_back(route);
    ledger::Scenario today = terms_of(project, deck);
    today.name = {"prices of the recipe", "本项目价格"};
    today.blocking = ledger::bit(ledger::Flag::overlain);
    for (const ledger::Route& route : routes) today.routes.insert(route.id);
    made.scenarios.push_back(today);
    findings.push_back(doubt("ledger", "ledger_own_assumptions", base::Severity::info, static_cast<std::int64_t>(made.routes.size()), {}));
    for (const KeptDeck& kept : kept_decks(project)) {
        const std::string& id = kept.name;
        ledger::Scenario one = terms_of(project, kept.deck);
        one.id = id;
        one.name = {id, id};
        one.blocking = today.blocking;
        one.routes = {kept.plant};
        for (const ledger::Route& route : routes) one.routes.insert(route.id);
        if (kept.plant != recipe_plant) made.routes.push_back(plant_of(kept.deck, kept.plant, {"plant of " + id, id + "的选厂"}));
        made.scenarios.push_back(std::move(one));
        const economics::Costs& costs = kept.deck.costs;
        if (costs.mining == deck.costs.mining && costs.mining_per_metre == deck.costs.mining_per_metre && costs.sustaining == deck.costs.sustaining) continue;
        base::Finding finding = doubt("ledger", "ledger_scenario_part", base::Severity::info, 1, {{"name", id}});
        finding.hole = id;
        findings.push_back(std::move(finding));
    }
    return made;
}

}  // namespace orelens::project
