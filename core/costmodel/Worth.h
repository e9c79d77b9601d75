// What a mined tonne of an orebody brings at a price: head grades, recoveries and the net prices of one deck
// (domain.md §3); by-products are priced by the same deck. Under a deck of routes and products the deck says what a tonne
// brings (RouteRevenue.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/costmodel/Orebodies.h"
#include "core/costmodel/RouteRevenue.h"
#include "core/economics/Bands.h"
#include "core/economics/PriceDeck.h"

namespace orelens::costmodel {

/// How it would be mined, with what was assumed for lack of a statement.
struct MiningPlan {
    double dilution = 0, recovery = 0;   ///< fractions; dilution per tonne mined
    double mined_tonnes = 0;             ///< T·K/(1 − γ)
    double ore_per_day = 0, life_years = 0;
    /// "dilution", "mining_recovery", "capacity" (Taylor's rule), in this order, where not stated.
    std::vector<std::string> assumed;
    /// Whose figures dilution and mining recovery are, where one is assumed: method_id, "unknown" of no method that has any.
    std::string assumed_of;
};
/// Dilution and recovery that are not stated are those of the mining method (Camm 1991), of a method unknown those of a pit. Capacity not stated: from the metal a
/// year, else from the life, else Taylor's rule, life = 0.2 · (mined short tons)^0.25. Error: no ore tonnes.
base::Expected<MiningPlan> mining_plan(const Orebody& orebody, double days_per_year);

struct RevenuePart {
    std::string commodity;
    double metal_per_tonne = 0;  ///< t produced per mined t
    double at_zero = 0;          ///< deck currency per mined t at price 0 of the commodity, as quoted
    double per_price = 0;        ///< more per unit of its quoted price; constant where royalty has no tiers
    double now = 0;              ///< at the deck's price
};
struct Worth {
    RevenuePart main;
    std::vector<RevenuePart> by_products;
    /// Commodities of the table with a grade that the deck has no price of: they count nothing, and are said.
    std::vector<std::string> unpriced;
    double by_product_revenue = 0;
    /// Deck currency per mined t at a quoted price of the main commodity.
    [[nodiscard]] double revenue_at(double quoted_price) const;
    economics::Commodity commodity;  ///< the deck's, for prices in between
    std::vector<economics::Band> tiers;  ///< of its royalty, in per cent by quoted price; empty = one rate
    RoutedRevenue routed;                ///< with a line where routes and products decide: `main` has its metal alone then
    double recovered = 1;                ///< what a lever makes of the main metal's recovery, relative
};
/// A recovery of the table stands for the main commodity, those of the deck for the rest and where it states none.
/// Errors (kind data, field = commodity): the main commodity has no grade, or is not in the deck; no recovery; those of
/// routed_revenue.
base::Expected<Worth> worth_of(const Orebody& orebody, const MiningPlan& plan, const economics::PriceDeck& deck);

}  // namespace orelens::costmodel
