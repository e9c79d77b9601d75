#include "core/ledger/FromOrebodies.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/economics/Value.h"
#include "core/ledger/FromBlocks.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

Status status_of(costmodel::OrebodyStatus status) {
    switch (status) {
        case costmodel::OrebodyStatus::producing: return Status::producing;
        case costmodel::OrebodyStatus::suspended: return Status::suspended;
        case costmodel::OrebodyStatus::closed: return Status::closed;
        case costmodel::OrebodyStatus::undeveloped:
        case costmodel::OrebodyStatus::unknown: break;
    }
    return Status::undeveloped;
}

/// The word that indicators and queries use.
std::string mining_of(const std::string& method) {
    if (method.find("open") != std::string::npos || method.find("露天") != std::string::npos) return "open_pit";
    return method.empty() ? std::string() : "underground";
}

void take_costs(const costmodel::Orebody& body, const costmodel::OrebodyVerdict* verdict, const costmodel::OrebodyTable& table,
                const std::string& currency, ResourceUnit& unit) {
    if (verdict != nullptr) {
        const costmodel::MiningPlan& plan = verdict->plan;
        const double mined = plan.mined_tonnes / body.ore_tonnes;
        unit.costs.currency = currency;
        unit.costs.per_tonne = verdict->operating.middle * mined;
        unit.costs.capital = verdict->capital.middle;
        unit.costs.life_years = plan.life_years;
        if (plan.life_years > 0) unit.capacity_t_per_year = body.ore_tonnes / plan.life_years;
        return;
    }
    if (std::isnan(body.operating) || table.basis != costmodel::OperatingBasis::ore) return;
    const double dilution = std::isnan(body.dilution) ? 0 : body.dilution;
    const double recovery = std::isnan(body.mining_recovery) ? 1 : body.mining_recovery;
    unit.costs.currency = body.currency;
    unit.costs.year = body.cost_year;
    unit.costs.per_tonne = body.operating * recovery / (1 - dilution);
    unit.costs.capital = body.capital;
    unit.costs.life_years = body.life_years;
}

State state_of(costmodel::OrebodyState state) {
    switch (state) {
        case costmodel::OrebodyState::usable: return State::usable;
        case costmodel::OrebodyState::technical:
        case costmodel::OrebodyState::never: return State::uneconomic;
        case costmodel::OrebodyState::outside:
        case costmodel::OrebodyState::unknown: break;
    }
    return State::not_evaluated;
}

/// The reference of orebodies of a commodity; a new one where there is none yet.
std::uint16_t reference_for(const OrebodyTerms& terms, const std::string& species) {
    std::vector<Reference>& all = *terms.references;
    const Reference wanted = reference_of(terms.scenario, orebody_route, species, terms.deck->costs.currency);
    const auto found = std::ranges::find(all, wanted);
    if (found != all.end()) return static_cast<std::uint16_t>(found - all.begin());
    all.push_back(wanted);
    return static_cast<std::uint16_t>(all.size() - 1);
}

/// What the verdict says, as it says it: per tonne in the ground, over the life of the orebody.
void judge(const costmodel::Orebody& body, const costmodel::OrebodyVerdict* verdict, const OrebodyTerms& terms, ResourceUnit& unit) {
    const economics::Commodity* commodity = economics::find_commodity(*terms.deck, body.commodity);
    Judgement one;
    one.reference = reference_for(terms, species_name(body.commodity).value_or(body.commodity));
    std::map<std::string, double> recovered;
    if (verdict != nullptr && commodity != nullptr) {
        const costmodel::MiningPlan& plan = verdict->plan;
        one.state = state_of(verdict->state);
        one.price_needed = verdict->band.price / economics::quoted_price(*commodity, 1);
        const double mined = plan.mined_tonnes / body.ore_tonnes;
        // Worth is money of today: over the life where the test is that of present value, else that of a tonne.
        one.margin = std::isnan(verdict->npv) || verdict->value != verdict->npv ? verdict->value * mined : verdict->npv / body.ore_tonnes;
        one.value = one.margin + verdict->operating.middle * mined + verdict->capital.middle / body.ore_tonnes;
        recovered[body.commodity] = verdict->metal_tonnes;
        for (const costmodel::RevenuePart& part : verdict->by_products) recovered[part.commodity] = part.metal_per_tonne * plan.mined_tonnes;
    }
    unit.judged = {one};
    for (AssayRow& row : unit.assays) row.judged_t = {recovered.contains(row.species) ? recovered[row.species] : 0};
}

}  // namespace

OrebodyUnits units_from_orebodies(const costmodel::OrebodyTable& table, const std::vector<costmodel::OrebodyVerdict>& verdicts,
                                  const std::string& currency, const std::string& source, const OrebodyTerms& terms) {
    std::map<int, const costmodel::OrebodyVerdict*> of_row;
    for (const costmodel::OrebodyVerdict& verdict : verdicts) of_row[verdict.row] = &verdict;
    OrebodyUnits made;
    std::map<std::string, int> seen;
    for (std::size_t n = 0; n < table.rows.size(); ++n) {
        const costmodel::Orebody& body = table.rows[n];
        const auto found = of_row.find(static_cast<int>(n));
        const costmodel::OrebodyVerdict* verdict = found == of_row.end() ? nullptr : found->second;
        ResourceUnit unit;
        const std::string name = body.name.empty() ? "row " + std::to_string(body.row) : body.name;
        const int before = seen[name]++;
        unit.id = before == 0 ? name : name + " (" + std::to_string(before + 1) + ")";
        unit.name = body.name;
        unit.subsystem = Subsystem::geological;
        unit.ground = Ground::orebody;
        unit.ground_id = body.name;
        unit.system = species_name(body.commodity).value_or(body.commodity);
        unit.mass_t = body.ore_tonnes;
        unit.source = source;
        unit.licence = body.company;
        unit.statuses = {status_of(body.status)};
        unit.stage = Stage::exploration;
        unit.deposit_type = body.deposit_type;
        unit.ore_type = body.ore_type;
        unit.mining = mining_of(body.mining_method);
        unit.region = body.belt.empty() ? body.country : body.belt;
        unit.depth_m = body.depth_m;
        if (table.crs == "EPSG:4326") {
            unit.x = body.x;
            unit.y = body.y;
        }
        unit.place = {.file = table.file, .row = body.row};
        take_costs(body, verdict, table, currency, unit);
        unit.costs.whole = true;
        if (std::isnan(unit.costs.per_tonne) || std::isnan(unit.costs.capital)) {
            ++made.without_cost;
            unit.costs.per_tonne = unknown;
            unit.costs.capital = 0;
        }
        if (verdict != nullptr && verdict->state == costmodel::OrebodyState::outside) {
            ++made.outside;
            unit.costs.per_tonne = unknown;
            unit.costs.capital = 0;
        }
        for (const costmodel::OreGrade& grade : body.grades) {
            if (std::isnan(grade.fraction)) continue;
            AssayRow row;
            row.species = grade.commodity;
            row.role = grade.commodity == body.commodity ? Role::main : Role::unknown;
            row.grade = grade.fraction;
            row.unit = grade.fraction < 1e-4 ? "g/t" : "%";
            row.place = unit.place;
            unit.assays.push_back(std::move(row));
        }
        if (!verdicts.empty() && terms.deck != nullptr && terms.references != nullptr) judge(body, verdict, terms, unit);
        made.units.push_back(std::move(unit));
    }
    return made;
}

Route route_of_orebodies(const economics::PriceDeck& deck, bool judged) {
    Route route = route_of(deck, orebody_route, Grades::tables);
    route.name = {"plant of the orebody", "矿体自建选厂"};
    route.subsystem = Subsystem::geological;
    route.cost_per_t = 0;
    if (judged)
        route.recoveries.clear();
    else
        route.statuses = {Status::undeveloped};
    return route;
}

}  // namespace orelens::ledger
