#include "core/costmodel/Activation.h"

#include <algorithm>
#include <cmath>

namespace orelens::costmodel {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double with(const CashFlowRule& rule, const CashFlowFactors& factors, Criterion criterion, const Worth& worth, const MiningPlan& plan,
            const CostPair& cost, double days_per_year) {
    if (std::isnan(cost.operating) || std::isnan(cost.capital)) return not_stated;
    const auto value = [&](double price) { return value_at(rule, factors, criterion, worth, plan, cost, days_per_year, price); };
    if (std::isnan(value(0)) || std::isnan(value(1))) return not_stated;
    if (value(0) >= 0) return 0;
    // A royalty that jumps at a price makes the value fall there: the lowest price that pays lies in the first stretch
    // between jumps whose end pays.
    double low = 0, high = 0;
    for (const economics::Band& tier : worth.tiers) {
        if (!(tier.from > 0)) continue;
        high = std::nextafter(tier.from, 0.0);
        if (value(high) >= 0) break;
        low = tier.from;
        high = 0;
        if (value(low) >= 0) return low;
    }
    if (high == 0) {
        high = std::max(1.0, low);
        while (value(high) < 0) {
            if (high > 1e15) return infinity;
            low = high;
            high *= 4;
        }
    }
    while (high - low > 1e-10 * high) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) break;
        (value(middle) >= 0 ? high : low) = middle;
    }
    return high;
}

}  // namespace

double value_at(const CashFlowRule& rule, const CashFlowFactors& factors, Criterion criterion, const Worth& worth, const MiningPlan& plan,
                const CostPair& cost, double days_per_year, double quoted_price) {
    const double revenue = worth.revenue_at(quoted_price), yearly = plan.ore_per_day * days_per_year;
    if (criterion == Criterion::margin) return revenue - cost.operating - rule.sustaining * cost.capital / yearly;
    return net_present_value(rule, factors, {yearly, plan.life_years, revenue, cost.operating, cost.capital});
}

double activation_price(const CashFlowRule& rule, Criterion criterion, const Worth& worth, const MiningPlan& plan, const CostPair& cost,
                        double days_per_year) {
    return with(rule, cash_flow_factors(rule, plan.life_years), criterion, worth, plan, cost, days_per_year);
}

double ActivationBand::probability(double quoted_price) const {
    if (draws.empty()) return std::isnan(price) ? not_stated : (price <= quoted_price ? 1 : 0);
    const auto usable = std::ranges::upper_bound(draws, quoted_price) - draws.begin();
    return static_cast<double>(usable) / static_cast<double>(draws.size());
}

ActivationBand activation_band(const CashFlowRule& rule, Criterion criterion, const Worth& worth, const MiningPlan& plan, const CostPair& middle,
                               std::span<const CostPair> draws, double level, double days_per_year) {
    const CashFlowFactors factors = cash_flow_factors(rule, plan.life_years);
    ActivationBand band;
    band.price = with(rule, factors, criterion, worth, plan, middle, days_per_year);
    for (const CostPair& draw : draws) band.draws.push_back(with(rule, factors, criterion, worth, plan, draw, days_per_year));
    std::erase_if(band.draws, [](double p) { return std::isnan(p); });
    std::ranges::sort(band.draws);
    if (band.draws.empty()) return band;
    const auto at = [&](double share) {
        const double place = share * static_cast<double>(band.draws.size() - 1);
        return band.draws[static_cast<std::size_t>(std::lround(place))];
    };
    band.lower = at((1 - level) / 2);
    band.upper = at((1 + level) / 2);
    if (std::isnan(band.price)) return band;
    band.lower = std::min(band.lower, band.price);
    band.upper = std::max(band.upper, band.price);
    return band;
}

}  // namespace orelens::costmodel
