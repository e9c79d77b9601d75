#include "core/economics/Equivalent.h"

#include <cmath>
#include <limits>

#include "core/economics/Value.h"

namespace orelens::economics {
namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
}

double recovery_payable_factor(const Commodity& main, const Commodity& other) {
    const double own = main.recovery_percent * main.payable_percent;
    return own > 0 ? other.recovery_percent * other.payable_percent / own : unknown;
}

double equivalent_of(const Commodity& main, const Commodity& other, double fraction, EquivalentRule rule) {
    const double price = price_per_tonne_net(main);
    if (!(price > 0)) return unknown;
    const double by_price = fraction * price_per_tonne_net(other) / price;
    return rule == EquivalentRule::price_only ? by_price : by_price * recovery_payable_factor(main, other);
}

double metal_equivalent(const PriceDeck& deck, const std::vector<double>& in_situ_fractions,
                        EquivalentRule rule) {
    const Commodity* main = main_commodity(deck);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return unknown;
    double sum = 0;
    bool assayed = false;
    for (std::size_t i = 0; i < deck.commodities.size(); ++i) {
        if (std::isnan(in_situ_fractions[i])) continue;
        assayed = true;
        const bool own = &deck.commodities[i] == main;
        sum += own ? in_situ_fractions[i]
                   : equivalent_of(*main, deck.commodities[i], in_situ_fractions[i], rule);
    }
    return assayed ? sum : unknown;
}

}  // namespace orelens::economics
