#include <limits>

#include "core/economics/Terms.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
}

std::string break_even_column(const std::string& commodity, CutoffTest test) {
    return "break_even." + commodity + (test == CutoffTest::full ? ".full" : ".marginal");
}

double break_even(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                  const std::vector<double>& in_situ_fractions, double elevation_m) {
    const Commodity* main = find_commodity(deck, commodity);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return unknown;
    const Terms terms = make_terms(deck, *main);
    return break_even_price(terms, block_sums(terms, in_situ_fractions.data()),
                            cost_per_tonne(deck.costs, test, elevation_m));
}

double nsr(const PriceDeck& deck, const std::vector<double>& in_situ_fractions) {
    const Commodity* main = main_commodity(deck);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return unknown;
    const Terms terms = make_terms(deck, *main);
    const BlockSums sums = block_sums(terms, in_situ_fractions.data());
    if (!sums.assayed) return unknown;
    return sums.others + sums.main_product * terms.metals[terms.main].net_price;
}

double margin_at(const PriceDeck& deck, const std::string& commodity, double quoted_price, CutoffTest test,
                 const std::vector<double>& in_situ_fractions, double elevation_m) {
    PriceDeck moved = deck;
    for (Commodity& each : moved.commodities)
        if (each.name == commodity) each.price = quoted_price;
    return nsr(moved, in_situ_fractions) - cost_per_tonne(deck.costs, test, elevation_m);
}

std::vector<ValueLine> explain(const PriceDeck& deck, CutoffTest test,
                               const std::vector<double>& in_situ_fractions, double elevation_m) {
    std::vector<ValueLine> lines;
    const Commodity* main = main_commodity(deck);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return lines;
    const auto add = [&lines](const char* key, const std::string& commodity, double amount) {
        if (amount != 0) lines.push_back({key, commodity, amount});
    };
    const Terms terms = make_terms(deck, *main);
    for (std::size_t i = 0; i < deck.commodities.size(); ++i) {
        if (std::isnan(in_situ_fractions[i])) continue;
        const Commodity& c = deck.commodities[i];
        const double product = terms.head(i, in_situ_fractions[i]) * terms.metals[i].recovery;
        const double paid = price_per_tonne_net(c) * (c.payable_percent / 100);
        add("value.revenue", c.name, product * paid);
        add("value.selling", c.name, -product * c.selling_cost);
        add("value.royalty", c.name, -product * (paid - c.selling_cost) * (c.royalty_percent / 100));
        add("value.subsidy", c.name, product * c.subsidy);
    }
    const Costs& costs = deck.costs;
    if (test == CutoffTest::full) {
        Costs flat = costs;
        flat.mining_per_metre = 0;
        add("value.mining", "", -costs.mining);
        add("value.haulage", "",
            cost_per_tonne(flat, test, elevation_m) - cost_per_tonne(costs, test, elevation_m));
    } else {
        add("value.ore_mining_difference", "", -costs.ore_mining_difference);
    }
    add("value.processing", "", -costs.processing);
    add("value.general", "", -costs.general);
    if (test == CutoffTest::full) add("value.sustaining", "", -costs.sustaining);
    return lines;
}

}  // namespace orelens::economics
