#include "core/scenarios/Shapley.h"

#include <bit>
#include <cstdint>

namespace orelens::scenarios {
namespace {

/// (before)! (causes − before − 1)! / causes!: how often, of all orders, exactly these have acted before.
long double weight(std::size_t causes, std::size_t before) {
    long double chance = 1.0L / static_cast<long double>(causes);
    // 1 over the number of ways to choose `before` of the other causes.
    for (std::size_t k = 1; k <= before; ++k)
        chance *= static_cast<long double>(k) / static_cast<long double>(causes - k);
    return chance;
}

}  // namespace

std::vector<std::vector<double>> shapley(std::size_t causes, const std::vector<std::vector<double>>& values) {
    const std::size_t quantities = values.front().size();
    std::vector<std::vector<double>> shares;
    for (std::size_t cause = 0; cause < causes; ++cause) {
        const std::uint32_t bit = std::uint32_t{1} << cause;
        std::vector<long double> sum(quantities, 0);
        for (std::uint32_t mask = 0; mask < values.size(); ++mask) {
            if ((mask & bit) != 0) continue;
            const long double share = weight(causes, static_cast<std::size_t>(std::popcount(mask)));
            for (std::size_t q = 0; q < quantities; ++q)
                sum[q] += share * (static_cast<long double>(values[mask | bit][q]) -
                                   static_cast<long double>(values[mask][q]));
        }
        shares.emplace_back(sum.begin(), sum.end());
    }
    return shares;
}

}  // namespace orelens::scenarios
