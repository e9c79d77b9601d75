#include "core/economics/MetalPrices.h"

#include <limits>

namespace orelens::economics {

std::vector<MetalPrice> metal_prices(const UsableCurve& curve, std::size_t element, int steps) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<MetalPrice> all;
    const double total = element < curve.elements().size() ? curve.total().metal_tonnes[element] : 0;
    if (!(total > 0)) return all;
    const std::size_t count = curve.price_count();
    const UsableTotals most = count > 0 ? curve.at(curve.price(count - 1)) : curve.at(-infinity);
    for (int step = 1; step <= steps; ++step) {
        MetalPrice one{.share = static_cast<double>(step) / steps, .price = infinity, .usable = {}};
        // Sums that were made in another order may miss the last of the metal by their rounding.
        const double wanted = total * one.share * (1 - 1e-12);
        one.usable = curve.at(-infinity);
        if (one.usable.metal_tonnes[element] >= wanted) {
            one.price = -infinity;
        } else if (most.metal_tonnes[element] >= wanted) {
            std::size_t low = 0, high = count - 1;  // the wanted one lies in [low, high]
            while (low < high) {
                const std::size_t middle = low + (high - low) / 2;
                if (curve.at(curve.price(middle)).metal_tonnes[element] >= wanted)
                    high = middle;
                else
                    low = middle + 1;
            }
            one.price = curve.price(low);
            one.usable = curve.at(one.price);
        } else {
            one.usable = most;
        }
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace orelens::economics
