#include <cmath>
#include <limits>

#include "core/base/Units.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

double vat_factor(const Commodity& commodity) {
    return commodity.price_includes_vat ? 1 + commodity.vat_percent / 100 : 1.0;
}

double tonnes_per_price_unit(const Commodity& commodity) {
    return base::tonnes_in(commodity.price_unit).value_or(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

const Commodity* find_commodity(const PriceDeck& deck, const std::string& name) {
    for (const Commodity& commodity : deck.commodities)
        if (commodity.name == name) return &commodity;
    return nullptr;
}

const Commodity* main_commodity(const PriceDeck& deck) {
    if (deck.main_commodity.empty()) return deck.commodities.empty() ? nullptr : &deck.commodities.front();
    return find_commodity(deck, deck.main_commodity);
}

const std::string& grade_column(const Commodity& commodity) {
    return commodity.grade_column.empty() ? commodity.name : commodity.grade_column;
}

std::string quotation_unit(const PriceDeck& deck, const Commodity& commodity) {
    return (commodity.currency.empty() ? deck.costs.currency : commodity.currency) + "/" + commodity.price_unit;
}

double dilution_fraction(double percent, DilutionConvention convention) {
    const double stated = percent / 100;
    return convention == DilutionConvention::waste_per_mined ? stated : stated / (1 + stated);
}

double price_per_tonne_net(const Commodity& commodity) {
    return commodity.price / vat_factor(commodity) / tonnes_per_price_unit(commodity) * commodity.currency_rate;
}

double quoted_price(const Commodity& commodity, double price_per_tonne_net) {
    return price_per_tonne_net * tonnes_per_price_unit(commodity) * vat_factor(commodity) / commodity.currency_rate;
}

double royalty_fraction(const Commodity& commodity) {
    return commodity.royalty_percent / 100 * (1 - commodity.relief_percent / 100);
}

double net_price_at(const Commodity& commodity, double price_per_tonne_net) {
    const double paid = price_per_tonne_net * (commodity.payable_percent / 100) - commodity.selling_cost;
    return paid * (1 - royalty_fraction(commodity)) + commodity.subsidy;
}

double net_price(const Commodity& commodity) {
    return net_price_at(commodity, price_per_tonne_net(commodity));
}

double dump_cost(const PriceDeck& deck) {
    double cheapest = std::numeric_limits<double>::infinity();
    for (const RouteRule& rule : deck.routes)
        if (rule.kind == RouteKind::dump) cheapest = std::fmin(cheapest, rule.processing);
    return std::isfinite(cheapest) ? cheapest : 0;
}

double mined_tonnes(const Costs& costs, double in_situ_tonnes) {
    const double dilution = dilution_fraction(costs.dilution_percent, costs.dilution_convention);
    return in_situ_tonnes * (costs.mining_recovery_percent / 100) / (1 - dilution);
}

double cost_per_tonne(const Costs& costs, CutoffTest test, double elevation_m) {
    const CostDetail& more = costs.detail;
    const double haul = more.haul_km * more.haul_per_km;
    if (test == CutoffTest::marginal)
        return (costs.processing + costs.general + costs.ore_mining_difference + haul) * more.cost_factor;
    const double depth = std::fmax(0.0, costs.reference_elevation_m - elevation_m);
    const double stripping = more.stripping_ratio * more.waste_mining;
    return (costs.mining + costs.mining_per_metre * depth + costs.processing + costs.general + costs.sustaining +
            (haul + stripping + one_off_costs(more).sum())) *
           more.cost_factor;
}

}  // namespace orelens::economics
