// Utilisation under a price deck: which components of a mine record count as usable, and at which prices R5 weighs
// them, as a scenario or a price decides instead of the record. Rates themselves are Rates.h.
#pragma once

#include <string>
#include <vector>

#include "core/economics/PriceDeck.h"
#include "core/utilization/Rates.h"

namespace orelens::utilization {

/// What the deck makes of a component.
struct Followed {
    std::string component;
    Usable before = Usable::unknown, now = Usable::unknown;
    base::Message why;
};

/// The record with prices and usability of the deck. A component has the commodity of its name, or that whose grade
/// column is its name. It is usable where the deck recovers it and its net price is above zero: what is paid for it
/// is more than its sale costs (domain.md §3); technical where a deck price pays less than that, or where the deck
/// recovers none but a theoretical recovery is known; unknown where the deck has no such commodity or no price of it:
/// the record's own price then stands. One that the record calls of no use stays so. Prices are those of the pure
/// element net of VAT, in the deck's currency.
MineRecord following(const MineRecord& record, const economics::PriceDeck& deck,
                     std::vector<Followed>* told = nullptr);

/// R5 over the components that are usable at a price (the official rate), and over all useful ones.
struct RatePoint {
    double price = 0;  ///< quoted, of the commodity that moves
    Rate official, all;
};
/// At each quoted price of one commodity, the others as in the deck. Errors: those of rates; an unknown commodity.
base::Expected<std::vector<RatePoint>> rate_against_price(const MineRecord& record, const economics::PriceDeck& deck,
                                                          const std::string& commodity,
                                                          const std::vector<double>& quoted_prices);

}  // namespace orelens::utilization
