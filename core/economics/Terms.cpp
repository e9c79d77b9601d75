#include "core/economics/Terms.h"

#include <limits>

namespace orelens::economics {

Terms make_terms(const PriceDeck& deck, const Commodity& main) {
    Terms terms;
    const double dilution = dilution_fraction(deck.costs.dilution_percent, deck.costs.dilution_convention);
    terms.keep = 1 - dilution;
    for (std::size_t i = 0; i < deck.commodities.size(); ++i) {
        const Commodity& commodity = deck.commodities[i];
        if (&commodity == &main) terms.main = i;
        terms.metals.push_back({.recovery = commodity.recovery_percent / 100,
                                .net_price = net_price(commodity),
                                .waste_head = dilution * commodity.waste_grade_percent / 100});
    }
    terms.slope = main.payable_percent / 100 * (1 - royalty_fraction(main));
    terms.shift = net_price_at(main, 0);
    terms.quoted_per_net = quoted_price(main, 1);
    return terms;
}

BlockSums block_sums(const Terms& terms, const double* in_situ_fractions) {
    BlockSums sums;
    for (std::size_t i = 0; i < terms.metals.size(); ++i) {
        if (std::isnan(in_situ_fractions[i])) continue;
        sums.assayed = true;
        const double product = terms.head(i, in_situ_fractions[i]) * terms.metals[i].recovery;
        if (product > 0) sums.recoverable = true;
        if (i == terms.main)
            sums.main_product = product;
        else
            sums.others += product * terms.metals[i].net_price;
    }
    return sums;
}

double break_even_price(const Terms& terms, const BlockSums& sums, double cost) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!sums.assayed) return std::numeric_limits<double>::quiet_NaN();
    // Short of this much per t mined at price zero; not above zero means that the block pays without the main
    // price.
    const double missing = cost - sums.others - sums.main_product * terms.shift;
    if (missing <= 0) return -infinity;
    const double gain = sums.main_product * terms.slope;  // per unit of net price
    if (!(gain > 0)) return infinity;
    return missing / gain * terms.quoted_per_net;
}

}  // namespace orelens::economics
