#include "core/economics/Route.h"

#include <cmath>
#include <limits>

namespace orelens::economics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double slope(const std::vector<Route>& routes, std::size_t r) {
    return r == waste_route ? 0 : routes[r].recovery;
}
double cost(const std::vector<Route>& routes, std::size_t r) {
    return r == waste_route ? 0 : routes[r].cost;
}

}  // namespace

std::size_t best_route(const std::vector<Route>& routes, double contained_value) {
    std::size_t best = waste_route;
    double margin = 0;
    for (std::size_t r = 0; r < routes.size(); ++r) {
        const double own = routes[r].recovery * contained_value - routes[r].cost;
        // At a tie ore beats waste (≥ 0 is usable), and the cheaper of two routes wins.
        const bool better =
            own > margin || (own == margin && (best == waste_route || routes[r].cost < routes[best].cost));
        if (!better) continue;
        best = r;
        margin = own;
    }
    return best;
}

double best_margin(const std::vector<Route>& routes, double contained_value) {
    const std::size_t best = best_route(routes, contained_value);
    return best == waste_route ? 0 : routes[best].recovery * contained_value - routes[best].cost;
}

double own_break_even(const Route& route, double value_per_x) {
    const double gain = route.recovery * value_per_x;
    return gain > 0 ? route.cost / gain : route.cost <= 0 ? 0 : infinity;
}

std::vector<RouteInterval> route_intervals(const std::vector<Route>& routes, double value_per_x) {
    std::vector<RouteInterval> intervals{{0, best_route(routes, 0)}};
    if (!(value_per_x > 0)) return intervals;
    // Upper envelope of straight lines: from the present line go to the one that overtakes it first; of
    // several that do so at the same place, the steepest, because it is on top beyond.
    for (std::size_t steps = 0; steps <= routes.size(); ++steps) {
        const RouteInterval now = intervals.back();
        double first = infinity;
        std::size_t next = waste_route;
        for (std::size_t r = 0; r < routes.size(); ++r) {
            const double gain = slope(routes, r) - slope(routes, now.route);
            if (!(gain > 0)) continue;
            const double at = (cost(routes, r) - cost(routes, now.route)) / (gain * value_per_x);
            if (at < first || (at == first && slope(routes, r) > slope(routes, next))) {
                first = at;
                next = r;
            }
        }
        if (next == waste_route) break;
        if (first <= now.from)
            intervals.back().route = next;
        else
            intervals.push_back({first, next});
    }
    return intervals;
}

}  // namespace orelens::economics
