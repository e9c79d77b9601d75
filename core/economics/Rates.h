// Exchange rates and the cost index of a deck, resolved to the numbers that its prices and costs are multiplied by.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// Units of the deck's currency for one of `currency`; 1 for its own or an empty one. Errors: the list of rates cannot be
/// read; no rate for this currency (place.field is `field`).
base::Expected<double> rate_of(const PriceDeck& deck, const std::string& currency, const std::string& field);

/// What carries costs from their year to the year of the prices; 1 where no years are stated. Errors: the index cannot be
/// read; a year is not in it.
base::Expected<double> cost_factor(const CostDetail& detail);

/// Whether the lists of rates and of the cost index can be read, also where nothing needs them yet.
base::Expected<void> check_rate_tables(const PriceDeck& deck);

/// Sets Commodity::currency_rate and CostDetail::cost_factor; NaN where they are not known, which check_deck refuses.
void set_rates(PriceDeck& deck);

}  // namespace orelens::economics
