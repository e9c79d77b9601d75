// What each metal is worth by itself on each route: whether a component of a block that is used is itself used, or only
// goes along. For single blocks with their grades use Explain.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/economics/PriceDeck.h"

namespace orelens::economics {

struct RouteNet {
    std::string route;  ///< empty for the one plant of a deck without routes
    std::size_t commodity = 0;  ///< of the deck
    /// Per t of metal in the product: what is paid for it at the deck's prices, less refining, selling and royalty, plus
    /// subsidy (n of domain.md §3). Of terms that follow the grade, the best: no deduction, the highest coefficient.
    double net = 0;
};
/// Where a route recovers a commodity into a product; of several products on one route the one that pays most. Empty for
/// decks that check_deck refuses.
std::vector<RouteNet> nets_by_route(const PriceDeck& deck);

/// A commodity by its name or its grade column, which pays (net above 0) on a route.
struct Paying {
    std::string element, route;
    bool operator==(const Paying&) const = default;
};
std::vector<Paying> paying(const PriceDeck& deck);

}  // namespace orelens::economics
