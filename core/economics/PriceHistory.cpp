#include "core/economics/PriceHistory.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orelens::economics {

PriceStanding standing(const std::vector<PastPrice>& past, double price) {
    PriceStanding answer;
    std::vector<double> prices;
    for (const PastPrice& one : past) {
        if (!(one.price > 0) || !std::isfinite(one.price)) continue;
        prices.push_back(one.price);
        if (answer.from.empty() || one.date < answer.from) answer.from = one.date;
        if (one.date > answer.to) answer.to = one.date;
    }
    answer.count = prices.size();
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    if (prices.empty()) {
        answer.percentile = answer.p10 = answer.median = answer.p90 = unknown;
        return answer;
    }
    std::ranges::sort(prices);
    const auto below = std::ranges::lower_bound(prices, price) - prices.begin();
    const auto upto = std::ranges::upper_bound(prices, price) - prices.begin();
    answer.percentile = 50.0 * static_cast<double>(below + upto) / static_cast<double>(prices.size());
    const auto quantile = [&](double share) {
        const double place = share * static_cast<double>(prices.size() - 1);
        const auto low = static_cast<std::size_t>(place);
        const std::size_t high = std::min(low + 1, prices.size() - 1);
        return prices[low] + (prices[high] - prices[low]) * (place - static_cast<double>(low));
    };
    answer.p10 = quantile(0.1);
    answer.median = quantile(0.5);
    answer.p90 = quantile(0.9);
    return answer;
}

}  // namespace orelens::economics
