#include "core/project/FlowStudy.h"

#include <algorithm>
#include <set>

#include "core/economics/Value.h"
#include "core/ledger/Species.h"
#include "core/project/Recipe.h"
#include "core/project/stages/FieldsFlows.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {

using recycling::System;

Shared<FlowStudy> flow_study(const Results& results) {
    return more<FlowStudy>(results, "flows.study");
}

Shared<ScrapStudy> scrap_study(const Results& results) {
    return more<ScrapStudy>(results, "scrap.study");
}

int element_dimension(const System& system) {
    static const std::set<std::string> names{"element", "elements", "metal", "metals", "material", "materials", "Element", "Metal", "Material", "元素", "金属", "材料", "物质"};
    for (const int d : system.flow_dimensions)
        if (d != system.time && names.contains(system.dimensions[static_cast<std::size_t>(d)].name)) return d;
    for (const int d : system.flow_dimensions)
        if (d != system.time && system.dimensions[static_cast<std::size_t>(d)].letter == "e") return d;
    return -1;
}

std::optional<int> element_item(const System& system, const std::string& metal) {
    const int dimension = element_dimension(system);
    if (dimension < 0) return -1;
    const auto& items = system.dimensions[static_cast<std::size_t>(dimension)].items;
    if (metal.empty() && items.size() == 1) return 0;
    auto found = std::ranges::find(items, metal);
    if (const auto name = ledger::species_name(metal); found == items.end() && name)
        found = std::ranges::find_if(items, [&](const std::string& item) { return ledger::species_name(item) == name; });
    if (found == items.end()) return std::nullopt;
    return static_cast<int>(found - items.begin());
}

std::vector<std::size_t> tuples_of(const System& system, int dimension, int item) {
    std::vector<std::size_t> made;
    for (std::size_t u = 0; u < system.tuples(); ++u) {
        const std::vector<int> items = system.tuple_items(u);
        std::size_t n = 0;
        bool fits = true;
        for (const int d : system.flow_dimensions) {
            if (d == system.time) continue;
            fits = fits && (d != dimension || items[n] == item);
            ++n;
        }
        if (fits) made.push_back(u);
    }
    return made;
}

recycling::RecyclingFlows lettered(const FlowStudy& study, int item, int year) {
    recycling::RecyclingFlows made;
    const std::vector<std::size_t> tuples = tuples_of(study.system, item < 0 ? -1 : element_dimension(study.system), item);
    const std::pair<const char*, double*> letters[] = {{"a", &made.a}, {"d", &made.d}, {"e", &made.e}, {"g", &made.g}, {"h", &made.h}, {"j", &made.j}, {"m", &made.m}};
    for (const auto& [letter, value] : letters) {
        const auto named = study.letters.find(letter);
        if (named == study.letters.end()) continue;
        *value = 0;
        for (const int flow : named->second)
            for (const std::size_t u : tuples) *value += study.solved.at(flow, u, year);
    }
    return made;
}

std::map<std::string, double> scrap_prices(const Recipe& recipe, const std::vector<recycling::Stream>& streams) {
    std::set<std::string> metals;
    for (const recycling::Stream& stream : streams) metals.insert(stream.element);
    std::map<std::string, double> prices;
    const economics::PriceDeck deck = price_deck(recipe);
    for (const economics::Commodity& commodity : deck.commodities) {
        const double price = economics::price_per_tonne_net(commodity);
        if (metals.contains(commodity.name) && price > 0 && std::isfinite(price)) prices[commodity.name] = price;
    }
    if (metals.size() == 1 && prices.empty() && !std::isnan(recipe.flows.price)) prices[*metals.begin()] = recipe.flows.price;
    return prices;
}

bool sound(const FlowStudy& study) {
    const System& system = study.system;
    const auto within = [](int n, std::size_t size, int least = 0) { return n >= least && n < static_cast<int>(size); };
    if (system.dimensions.empty() || !within(system.time, system.dimensions.size())) return false;
    for (const recycling::Dimension& one : system.dimensions)
        if (one.items.empty()) return false;
    for (const int d : system.flow_dimensions)
        if (!within(d, system.dimensions.size())) return false;
    if (std::ranges::find(system.flow_dimensions, system.time) == system.flow_dimensions.end()) return false;
    const auto years = static_cast<std::size_t>(system.years());
    const std::size_t cells = system.tuples() * years;
    const auto& solved = study.solved;
    if (solved.years != system.years() || solved.tuples != system.tuples() || !within(study.year, years)) return false;
    if (solved.flows.size() != system.flows.size() || solved.stocks.size() != system.stocks.size() || solved.residuals.size() != system.processes.size()) return false;
    const auto whole = [&](const std::vector<double>& list) { return list.size() == cells; };
    if (!std::ranges::all_of(solved.flows, whole) || !std::ranges::all_of(solved.residuals, whole)) return false;
    for (const recycling::Flow& flow : system.flows)
        if (!within(flow.from, system.processes.size()) || !within(flow.to, system.processes.size())) return false;
    for (std::size_t s = 0; s < system.stocks.size(); ++s) {
        const auto& one = solved.stocks[s];
        if (!within(system.stocks[s].process, system.processes.size()) || !whole(one.stock) || !whole(one.inflow) || !whole(one.outflow)) return false;
        if (!one.from_before.empty() && !whole(one.from_before)) return false;
        if (!one.by_cohort.empty() && (one.by_cohort.years() != solved.years || one.by_cohort.values().size() != system.tuples() * years * (years + 1) / 2)) return false;
        if (one.by_cohort.empty() && system.stocks[s].drive != recycling::StockDrive::accumulates && cells > 0) return false;
    }
    for (const auto& one : solved.negative)
        if (!within(one.flow, system.flows.size()) || !within(one.year, years) || one.tuple >= solved.tuples) return false;
    for (const auto& one : solved.overdrawn)
        if (!within(one.stock, system.stocks.size()) || !within(one.year, years) || one.tuple >= solved.tuples) return false;
    for (const auto& one : solved.fast_falls)
        if (one.series / std::max<std::size_t>(solved.tuples, 1) >= system.stocks.size() || !within(one.year, years)) return false;
    const int elements = element_dimension(system);
    const std::size_t items = elements < 0 ? 1 : system.dimensions[static_cast<std::size_t>(elements)].items.size();
    for (const FlowFan& fan : study.fans)
        if (!within(fan.item, items) || fan.years.size() != years) return false;
    for (const auto& [letter, flows] : study.letters)
        for (const int flow : flows)
            if (!within(flow, system.flows.size())) return false;
    for (const recycling::Place& place : study.places) {
        if (place.dimension < 0) continue;
        if (std::ranges::find(system.flow_dimensions, place.dimension) == system.flow_dimensions.end()) return false;
        if (!within(place.item, system.dimensions[static_cast<std::size_t>(place.dimension)].items.size())) return false;
    }
    return true;
}

}  // namespace orelens::project
