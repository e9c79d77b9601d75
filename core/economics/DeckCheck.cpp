#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/Units.h"
#include "core/economics/Plan.h"
#include "core/economics/Rates.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

struct Bounds {
    const char* id;
    double value;
    double min;
    double max;
};

Expected<void> check_bounds(const std::string& prefix, const std::vector<Bounds>& all) {
    for (const Bounds& one : all) {
        const bool inside = one.value >= one.min && one.value <= one.max && std::isfinite(one.value);
        if (inside) continue;
        return base::fail(ErrorKind::data,
                          Message("economics.out_of_range", {{"value", base::number(one.value)},
                                                             {"min", base::number(one.min)},
                                                             {"max", base::number(one.max)}}),
                          {.field = prefix + one.id});
    }
    return {};
}

Expected<void> check_commodity(const Commodity& c) {
    const std::string prefix = "commodity." + c.name + ".";
    if (c.name.empty())
        return base::fail(ErrorKind::data, Message("economics.commodity_without_name"),
                          {.field = "commodity"});
    if (!base::tonnes_in(c.price_unit))
        return base::fail(ErrorKind::data, Message("economics.unknown_price_unit", {{"unit", c.price_unit}}),
                          {.field = prefix + "price_unit"}, Message("economics.unknown_price_unit.fix"));
    constexpr double most = 1e15;
    return check_bounds(prefix, {{"price", c.price, 0, most},
                                 {"vat_percent", c.vat_percent, 0, 100},
                                 {"recovery_percent", c.recovery_percent, 0, 100},
                                 {"payable_percent", c.payable_percent, 0, 100},
                                 {"royalty_percent", c.royalty_percent, 0, 100},
                                 {"selling_cost", c.selling_cost, -most, most},
                                 {"subsidy", c.subsidy, -most, most},
                                 {"relief_percent", c.relief_percent, 0, 100},
                                 {"low_grade_below", c.low_grade_below, 0, 100},
                                 {"low_grade_relief_percent", c.low_grade_relief_percent, 0, 100},
                                 {"waste_grade_percent", c.waste_grade_percent, 0, 100}});
}

Expected<void> check_costs(const Costs& c) {
    constexpr double most = 1e15;
    const bool per_mined = c.dilution_convention == DilutionConvention::waste_per_mined;
    return check_bounds("economics.", {{"mining", c.mining, -most, most},
                                       {"mining_per_metre", c.mining_per_metre, -most, most},
                                       {"reference_elevation", c.reference_elevation_m, -most, most},
                                       {"processing", c.processing, -most, most},
                                       {"general", c.general, -most, most},
                                       {"sustaining", c.sustaining, -most, most},
                                       {"ore_mining_difference", c.ore_mining_difference, -most, most},
                                       {"mining_recovery", c.mining_recovery_percent, 0, 100},
                                       {"dilution", c.dilution_percent, 0, per_mined ? 99.9 : 1000},
                                       {"density", c.density_t_per_m3, 0.01, 30}});
}

/// Every rate is stated, and set_rates has put it where prices and costs are multiplied by it.
Expected<void> check_rates(const PriceDeck& deck) {
    if (auto good = check_rate_tables(deck); !good) return good;
    for (const Commodity& commodity : deck.commodities) {
        const std::string field = "commodity." + commodity.name + ".currency";
        const auto rate = rate_of(deck, commodity.currency, field);
        if (!rate) return std::unexpected(rate.error());
        if (commodity.currency_rate != *rate)
            return base::fail(ErrorKind::internal, Message("economics.rates_not_set"), {.field = field});
    }
    const auto factor = cost_factor(deck.costs.detail);
    if (!factor) return std::unexpected(factor.error());
    if (deck.costs.detail.cost_factor != *factor)
        return base::fail(ErrorKind::internal, Message("economics.rates_not_set"), {.field = "cost.cost_year"});
    return {};
}

}  // namespace

Expected<void> check_deck(const PriceDeck& deck) {
    if (deck.commodities.empty())
        return base::fail(ErrorKind::data, Message("economics.no_commodities"), {.field = "commodity"},
                          Message("economics.no_commodities.fix"));
    std::set<std::string> names;
    for (const Commodity& commodity : deck.commodities) {
        if (auto good = check_commodity(commodity); !good) return good;
        if (!names.insert(commodity.name).second)
            return base::fail(ErrorKind::data,
                              Message("economics.commodity_twice", {{"commodity", commodity.name}}),
                              {.field = "commodity." + commodity.name});
    }
    if (!main_commodity(deck))
        return base::fail(ErrorKind::data,
                          Message("economics.unknown_main_commodity", {{"commodity", deck.main_commodity}}),
                          {.field = "economics.main_commodity"});
    if (auto good = check_rates(deck); !good) return good;
    if (auto good = check_costs(deck.costs); !good) return good;
    if (!needs_plan(deck)) return {};
    const auto plan = make_plan(deck, main_slider(deck));
    return plan ? Expected<void>() : std::unexpected(plan.error());
}

std::vector<Message> deck_remarks(const PriceDeck& deck) {
    std::vector<Message> remarks;
    for (const Commodity& commodity : deck.commodities) {
        const bool by_route = std::ranges::any_of(
            deck.payables, [&](const PayableMetal& metal) { return metal.commodity == commodity.name; });
        if (commodity.recovery_percent == 0 && !by_route)
            remarks.push_back(Message("economics.remark.no_recovery", {{"commodity", commodity.name}}));
        else if (!by_route && net_price(commodity) < 0)
            remarks.push_back(Message("economics.remark.negative_net_price",
                                      {{"commodity", commodity.name},
                                       {"amount", base::number(net_price(commodity))},
                                       {"unit", deck.costs.currency + "/t"}}));
    }
    const CostDetail& detail = deck.costs.detail;
    const bool once = (detail.mine_state == MineState::undeveloped && detail.construction_cost > 0) ||
                      ((detail.mine_state == MineState::suspended || detail.mine_state == MineState::closed) &&
                       detail.restart_cost > 0) ||
                      detail.closure_cost > 0;
    if (once && (!(detail.annual_output_t > 0) || !(detail.life_years > 0)))
        remarks.push_back(Message("economics.remark.once_unused"));
    for (const Product& product : deck.products)
        for (const PayableMetal& metal : deck.payables)
            if (metal.product == product.name && product.dialect == Dialect::chinese &&
                (metal.minimum_deduction != 0 || metal.refining_charge != 0))
                remarks.push_back(Message("economics.remark.terms_unused", {{"metal", metal.name}, {"product", product.name}}));
    return remarks;
}

}  // namespace orelens::economics
