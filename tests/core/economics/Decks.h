// Decks with routes and products that several tests share.
#pragma once

#include "core/economics/Value.h"

namespace orelens::economics::testing {

/// The copper-gold concentrate of domain.md §3, in USD.
inline PriceDeck concentrate_deck() {
    PriceDeck deck;
    deck.costs = {.currency = "USD", .mining = 0, .processing = 0};
    deck.commodities = {{.name = "Cu", .price = 9000}, {.name = "Au", .price = 2400, .price_unit = "oz"}};
    deck.main_commodity = "Cu";
    deck.routes = {{.name = "mill", .processing = 50}};
    deck.products = {{.name = "concentrate",
                      .route = "mill",
                      .host = "Cu",
                      .grade = "22",
                      .treatment_charge = 58,
                      .freight_per_wet_tonne = 60,
                      .moisture_percent = 8,
                      .impurities = "As grade 0.35 free 0.2 step 0.1 charge 3"}};
    deck.payables = {{.name = "Cu",
                      .product = "concentrate",
                      .commodity = "Cu",
                      .recovery = "88",
                      .payable_percent = 96.5,
                      .minimum_deduction = 1,
                      .refining_charge = 0.058,
                      .refining_unit = "lb"},
                     {.name = "Au",
                      .product = "concentrate",
                      .commodity = "Au",
                      .recovery = "60",
                      .grade_unit = "g/t",
                      .payable_percent = 100,
                      .minimum_deduction = 1,
                      .refining_charge = 5,
                      .refining_unit = "oz"}};
    return deck;
}

/// Copper and gold: a mill that takes both, a cheaper leach that takes copper alone, and a dump.
inline PriceDeck two_route_deck() {
    PriceDeck deck;
    deck.costs = {.mining = 12};
    deck.commodities = {{.name = "Cu", .price = 20000}, {.name = "Au", .price = 550, .price_unit = "g"}};
    deck.main_commodity = "Cu";
    deck.routes = {{.name = "leach", .kind = RouteKind::leach, .processing = 25}, {.name = "mill", .processing = 60}};
    deck.products = {{.name = "cathode", .route = "leach"}, {.name = "concentrate", .route = "mill"}};
    deck.payables = {{.name = "leached", .product = "cathode", .commodity = "Cu", .recovery = "60"},
                     {.name = "Cu", .product = "concentrate", .commodity = "Cu", .recovery = "90"},
                     {.name = "Au", .product = "concentrate", .commodity = "Au", .recovery = "60"}};
    return deck;
}

}  // namespace orelens::economics::testing
