// What a mined tonne of an orebody brings under a price deck whose routes, products and payable metals decide it: the deck
// is asked (economics::nsr) at prices close enough together that straight lines between them are its answer. Decks without
// them are Worth.cpp's own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/costmodel/Orebodies.h"
#include "core/economics/PriceDeck.h"

namespace orelens::costmodel {

struct MiningPlan;

/// Whether a commodity's own recovery, payable share and royalty do not tell all that its metal brings.
bool routes_decide(const economics::PriceDeck& deck);

struct RoutedRevenue {
    std::string route;           ///< the best one at the deck's price; empty where the deck has none
    double metal_per_tonne = 0;  ///< of the main commodity to its products there, per mined t
    std::vector<std::pair<std::string, double>> others;  ///< the other priced commodities, likewise; their money is in the line
    /// Quoted price of the main commodity and what a mined tonne brings then, prices rising; by-products at the deck's prices,
    /// charges of products and deductions off. Beyond the last one it goes on straight.
    std::vector<std::pair<double, double>> line;
    bool recovery_unused = false;  ///< the table states a recovery, and the deck those of several products
    [[nodiscard]] double at(double quoted_price) const;
};
/// Open to it are the routes whose ore types name that of the orebody, in any case of letters, and those that name none. A
/// recovery of the table stands for the main commodity's in each route that pays for it once. Errors: its ore type is not
/// stated, and a route names ores; every route names other ores; no route is open to it, or the deck knows no value of its
/// grades without a block model (a recovery by a block column).
base::Expected<RoutedRevenue> routed_revenue(const Orebody& orebody, const MiningPlan& plan, const economics::PriceDeck& deck);

}  // namespace orelens::costmodel
