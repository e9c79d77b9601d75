// Prices to start from, shipped with the program: each dated, with its source and how sure it is. They stand in place of
// nothing: a user's own quotation replaces them, and no recipe takes them by itself.
#pragma once

#include <string>
#include <vector>

namespace orelens::economics {

struct StartingPrice {
    std::string commodity;
    double price = 0;
    std::string currency, unit, period, confidence, source;
};

/// resources/tables/starting_prices.csv, in its order.
const std::vector<StartingPrice>& starting_prices();
/// Null when none is shipped.
const StartingPrice* starting_price(const std::string& commodity);

}  // namespace orelens::economics
