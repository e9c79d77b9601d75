#include <cmath>
#include <limits>

#include "core/economics/DeckOnModel.h"
#include "core/economics/LeafValue.h"
#include "core/economics/Terms.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// One set of grades by the deck's plan, and what it is worth; false where the deck has no sound plan.
template <class Ask>
double by_plan(const PriceDeck& deck, const std::string& commodity, const std::vector<double>& fractions, double z,
               const Ask& ask) {
    const auto plan = make_plan(deck, {commodity});
    if (!plan) return unknown;
    LeafValue value(*plan);
    value.take(loose_block(*plan, fractions, z));
    return value.assayed(0) ? ask(*plan, value) : unknown;
}
}  // namespace

std::string break_even_column(const std::string& commodity, CutoffTest test) {
    return "break_even." + commodity + (test == CutoffTest::full ? ".full" : ".marginal");
}

double break_even(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                  const std::vector<double>& in_situ_fractions, double elevation_m) {
    const Commodity* main = find_commodity(deck, commodity);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return unknown;
    if (needs_plan(deck))
        return by_plan(deck, commodity, in_situ_fractions, elevation_m,
                       [&](const Plan&, const LeafValue& value) { return value.break_even(0, test); });
    const Terms terms = make_terms(deck, *main);
    return break_even_price(terms, block_sums(terms, in_situ_fractions.data()),
                            cost_per_tonne(deck.costs, test, elevation_m));
}

double nsr(const PriceDeck& deck, const std::vector<double>& in_situ_fractions) {
    const Commodity* main = main_commodity(deck);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return unknown;
    if (needs_plan(deck))
        return by_plan(deck, main->name, in_situ_fractions, deck.costs.reference_elevation_m,
                       [&](const Plan& plan, const LeafValue& value) {
                           const std::size_t route = value.best(0, deck.test, plan.x);
                           return route == nowhere ? unknown : value.revenue(route, 0, plan.x);
                       });
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
    if (needs_plan(deck))
        return by_plan(moved, commodity, in_situ_fractions, elevation_m,
                       [&](const Plan& plan, const LeafValue& value) { return value.best_margin(0, test, plan.x); });
    return nsr(moved, in_situ_fractions) - cost_per_tonne(deck.costs, test, elevation_m);
}

}  // namespace orelens::economics
