// Where a price stands among past ones.
#pragma once

#include <string>
#include <vector>

namespace orelens::economics {

struct PastPrice {
    std::string date;
    double price = 0;  ///< as the commodity is quoted
};

struct PriceStanding {
    std::size_t count = 0;
    std::string from, to;   ///< first and last date
    double percentile = 0;  ///< share of past prices below, those equal by half, in %; NaN without any
    double p10 = 0, median = 0, p90 = 0;
};

/// Past prices that are not above zero or not numbers take no part. Quantiles by straight lines between order statistics.
PriceStanding standing(const std::vector<PastPrice>& past, double price);

}  // namespace orelens::economics
