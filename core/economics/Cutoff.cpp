#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/Value.h"

namespace orelens::economics {
namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
}

std::vector<CutoffPoint> cutoff_curve(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                                      const std::vector<double>& quoted_prices) {
    std::vector<CutoffPoint> points;
    const Commodity* found = find_commodity(deck, commodity);
    if (!found) return points;
    Commodity moved = *found;
    const double dilution = dilution_fraction(deck.costs.dilution_percent, deck.costs.dilution_convention);
    const double cost = cost_per_tonne(deck.costs, test, deck.costs.reference_elevation_m);
    for (const double price : quoted_prices) {
        moved.price = price;
        const double per_head_fraction = moved.recovery_percent / 100 * net_price(moved);
        CutoffPoint point{.price = price, .head_percent = infinity, .in_situ_percent = infinity};
        if (per_head_fraction > 0) {
            point.head_percent = std::max(0.0, cost / per_head_fraction * 100);
            const double from_ore = point.head_percent - dilution * moved.waste_grade_percent;
            point.in_situ_percent = std::max(0.0, from_ore / (1 - dilution));
        }
        points.push_back(point);
    }
    return points;
}

double cutoff_pole(const PriceDeck& deck, const std::string& commodity) {
    const Commodity* found = find_commodity(deck, commodity);
    if (!found) return std::numeric_limits<double>::quiet_NaN();
    const double at_zero = net_price_at(*found, 0);
    const double slope = found->payable_percent / 100 * (1 - found->royalty_percent / 100);
    if (!(slope > 0)) return at_zero > 0 ? -infinity : infinity;
    return quoted_price(*found, -at_zero / slope) + 0.0;  // + 0.0: no negative zero
}

}  // namespace orelens::economics
