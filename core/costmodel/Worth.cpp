#include "core/costmodel/Worth.h"

#include <algorithm>
#include <cmath>

#include "core/base/Units.h"
#include "core/costmodel/Methods.h"
#include "core/economics/Value.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

bool in_share(double value) {
    return value > 0 && value <= 1;
}

/// Royalty in per cent at a quoted price: of the tier that it lies in, or each part of it at its own tier's.
double royalty_at(const economics::Commodity& commodity, const std::vector<economics::Band>& tiers, double quoted) {
    if (commodity.tier_rule == economics::TierRule::whole || !(quoted > 0))
        return economics::band_value(tiers, quoted, commodity.royalty_percent);
    double sum = 0, from = 0, rate = commodity.royalty_percent;
    for (const economics::Band& tier : tiers) {
        if (quoted <= tier.from) break;
        sum += rate * (tier.from - from);
        from = tier.from;
        rate = tier.value;
    }
    return (sum + rate * (quoted - from)) / quoted;
}

/// Net price per t of metal at a quoted price: the deck's own rules for VAT, unit, currency and tiers.
double net_at(economics::Commodity commodity, const std::vector<economics::Band>& tiers, double quoted) {
    commodity.price = quoted;
    commodity.royalty_percent = royalty_at(commodity, tiers, quoted);
    return economics::net_price(commodity);
}

base::Expected<std::vector<economics::Band>> tiers_of(const economics::Commodity& commodity) {
    return economics::read_bands(commodity.royalty_tiers, "commodity." + commodity.name + ".royalty_tiers", 0, 99);
}

RevenuePart part_of(const economics::Commodity& commodity, const std::vector<economics::Band>& tiers,
                    double metal_per_tonne) {
    RevenuePart part;
    part.commodity = commodity.name;
    part.metal_per_tonne = metal_per_tonne;
    part.at_zero = metal_per_tonne * net_at(commodity, tiers, 0);
    part.per_price = metal_per_tonne * (net_at(commodity, tiers, 1) - net_at(commodity, tiers, 0));
    part.now = metal_per_tonne * net_at(commodity, tiers, commodity.price);
    return part;
}

}  // namespace

base::Expected<MiningPlan> mining_plan(const Orebody& o, double days_per_year) {
    if (!(o.ore_tonnes > 0)) return fail(ErrorKind::data, Message("costmodel.no_tonnes"), {.row = o.row, .field = "ore_tonnes"});
    MiningPlan plan;
    const bool diluted = o.dilution >= 0 && o.dilution < 1, recovered_share = in_share(o.mining_recovery);
    const auto method = mine_method(o.mining_method);
    const MineShares usual = mine_shares(method.value_or(MineMethod::open_pit));
    // Camm counts waste per tonne of ore, a plan per tonne mined.
    plan.dilution = diluted ? o.dilution : usual.dilution / (1 + usual.dilution);
    plan.recovery = recovered_share ? o.mining_recovery : usual.recovery;
    if (!diluted) plan.assumed.emplace_back("dilution");
    if (!recovered_share) plan.assumed.emplace_back("mining_recovery");
    if (!diluted || !recovered_share) plan.assumed_of = method ? method_id(*method) : "unknown";
    plan.mined_tonnes = o.ore_tonnes * plan.recovery / (1 - plan.dilution);
    const double grade = o.grade(o.commodity);
    const double recovered = grade * (1 - plan.dilution) * (in_share(o.processing_recovery) ? o.processing_recovery : not_stated);
    if (o.ore_per_day > 0) {
        plan.ore_per_day = o.ore_per_day;
    } else if (o.metal_per_year > 0 && recovered > 0) {
        plan.ore_per_day = o.metal_per_year / recovered / days_per_year;
    } else if (o.life_years > 0) {
        plan.ore_per_day = plan.mined_tonnes / o.life_years / days_per_year;
    } else {
        const double life = 0.2 * std::pow(plan.mined_tonnes / tonnes_per_short_ton, 0.25);
        plan.ore_per_day = plan.mined_tonnes / life / days_per_year;
        plan.assumed.emplace_back("capacity");
    }
    plan.life_years = plan.mined_tonnes / plan.ore_per_day / days_per_year;
    return plan;
}

double Worth::revenue_at(double quoted_price) const {
    if (!routed.line.empty()) {
        // What by-products bring less charges does not move with the main metal's recovery.
        const double without = routed.line.front().second, with = routed.at(quoted_price);
        return recovered == 1 ? with : without + recovered * (with - without);
    }
    if (tiers.empty()) return by_product_revenue + main.at_zero + main.per_price * quoted_price;
    return by_product_revenue + main.metal_per_tonne * net_at(commodity, tiers, quoted_price);
}

base::Expected<Worth> worth_of(const Orebody& o, const MiningPlan& plan, const economics::PriceDeck& deck) {
    const economics::Commodity* main = economics::find_commodity(deck, o.commodity);
    const base::Place place{.row = o.row, .field = o.commodity};
    if (o.commodity.empty()) return fail(ErrorKind::data, Message("costmodel.no_commodity"), {.row = o.row, .field = "commodity"});
    if (main == nullptr) return fail(ErrorKind::data, Message("costmodel.no_price", {{"commodity", o.commodity}}), place);
    if (!(o.grade(o.commodity) > 0)) return fail(ErrorKind::data, Message("costmodel.no_grade", {{"commodity", o.commodity}}), place);
    Worth worth;
    worth.commodity = *main;
    auto tiers = tiers_of(*main);
    if (!tiers) return std::unexpected(tiers.error());
    worth.tiers = std::move(*tiers);
    if (routes_decide(deck)) {
        auto routed = routed_revenue(o, plan, deck);
        if (!routed) return std::unexpected(routed.error());
        worth.routed = std::move(*routed);
        worth.main.commodity = main->name;
        worth.main.metal_per_tonne = worth.routed.metal_per_tonne;
        worth.main.now = worth.routed.at(main->price) - worth.routed.at(0);
        worth.by_product_revenue = worth.routed.at(0);
        for (const auto& [name, metal] : worth.routed.others) worth.by_products.push_back({.commodity = name, .metal_per_tonne = metal});
        for (const OreGrade& grade : o.grades) {
            const economics::Commodity* other = economics::find_commodity(deck, grade.commodity);
            if (grade.commodity != o.commodity && grade.fraction > 0 && (other == nullptr || !(other->price > 0))) worth.unpriced.push_back(grade.commodity);
        }
        return worth;
    }
    const double recovery = in_share(o.processing_recovery) ? o.processing_recovery : main->recovery_percent / 100;
    if (!(recovery > 0)) return fail(ErrorKind::data, Message("costmodel.no_recovery", {{"commodity", o.commodity}}), place);
    worth.main = part_of(*main, worth.tiers, o.grade(o.commodity) * (1 - plan.dilution) * recovery);
    for (const OreGrade& grade : o.grades) {
        if (grade.commodity == o.commodity || !(grade.fraction > 0)) continue;
        const economics::Commodity* other = economics::find_commodity(deck, grade.commodity);
        if (other == nullptr || !(other->recovery_percent > 0) || !(other->price > 0)) {
            worth.unpriced.push_back(grade.commodity);
            continue;
        }
        const auto own = tiers_of(*other);
        if (!own) return std::unexpected(own.error());
        worth.by_products.push_back(part_of(*other, *own, grade.fraction * (1 - plan.dilution) * other->recovery_percent / 100));
        worth.by_product_revenue += worth.by_products.back().now;
    }
    return worth;
}

}  // namespace orelens::costmodel
