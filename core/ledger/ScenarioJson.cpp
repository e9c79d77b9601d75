// Assumptions as the JSON that `assumptions_from_json` reads.
#include <nlohmann/json.hpp>

#include "core/ledger/Scenario.h"

namespace orelens::ledger {
namespace {

using Json = nlohmann::ordered_json;

Json route_json(const Route& route) {
    Json one = {{"id", route.id}, {"name_en", route.name.en}, {"name_zh", route.name.zh}};
    if (route.from_year != 0) one["from_year"] = route.from_year;
    if (route.subsystem != Subsystem::unknown) one["subsystem"] = code(route.subsystem);
    for (const Status status : route.statuses) one["statuses"].push_back(code(status));
    if (route.ore_type != "*") one["ore_type"] = route.ore_type;
    if (route.system != "*") one["system"] = route.system;
    one["cost_per_t"] = route.cost_per_t;
    if (!route.payable.empty()) one["payable"] = route.payable;
    if (!route.charge.empty()) one["charge"] = route.charge;
    one["recoveries"] = Json::array();
    for (const Recovery& row : route.recoveries) {
        Json part = {{"species", row.species}, {"recovery", row.recovery}};
        if (row.occurrence) part["occurrence"] = code(*row.occurrence);
        one["recoveries"].push_back(part);
    }
    if (!route.source.empty()) one["source"] = route.source;
    return one;
}

Json scenario_json(const Scenario& scenario) {
    Json one = {{"id", scenario.id},
                {"name_en", scenario.name.en},
                {"name_zh", scenario.name.zh},
                {"prices", scenario.prices.empty() ? Json::object() : Json(scenario.prices)},
                {"routes", scenario.routes}};
    if (scenario.year != 0) one["year"] = scenario.year;
    one["cost_index"] = scenario.cost_index;
    one["discount"] = scenario.discount;
    one["tax"] = scenario.tax;
    one["royalty"] = scenario.royalty;
    if (!scenario.subsidy.empty()) one["subsidy"] = scenario.subsidy;
    for (std::size_t n = 0; n < flags; ++n)
        if ((scenario.blocking >> n & 1U) != 0) one["blocking"].push_back(code(static_cast<Flag>(n)));
    return one;
}

}  // namespace

std::string assumptions_to_json(const Assumptions& assumptions) {
    Json basis = {{"currency", assumptions.basis.currency}};
    if (assumptions.basis.year != 0) basis["year"] = assumptions.basis.year;
    if (!assumptions.basis.rates.empty()) basis["rates"] = assumptions.basis.rates;
    for (const auto& [year, value] : assumptions.basis.index) basis["index"][std::to_string(year)] = value;
    Json all = {{"basis", basis}};
    if (!assumptions.source.empty()) all["source"] = assumptions.source;
    all["routes"] = Json::array();
    for (const Route& route : assumptions.routes) all["routes"].push_back(route_json(route));
    all["scenarios"] = Json::array();
    for (const Scenario& scenario : assumptions.scenarios) all["scenarios"].push_back(scenario_json(scenario));
    return all.dump(2) + "\n";
}

}  // namespace orelens::ledger
