// Choice of the processing route: the one with the highest margin, waste being the route that earns and costs
// nothing. Use it to see at which grade, or at which price, the choice changes. Every route is a straight
// line in one variable: margin = recovery · value · grade − cost.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace orelens::economics {

struct Route {
    std::string name;
    double recovery = 0;  ///< ε, fraction
    double cost = 0;      ///< per t of ore
};

inline constexpr std::size_t waste_route = static_cast<std::size_t>(-1);

/// Best route at a value of the metal in a tonne of ore (grade × net price); ties go to the cheaper route,
/// and a margin of zero is enough to be used. `waste_route` when all margins are negative.
std::size_t best_route(const std::vector<Route>& routes, double contained_value);
/// Margin of the best route, never negative.
double best_margin(const std::vector<Route>& routes, double contained_value);

/// From `from` upward (of grade at a fixed price, or of price at a fixed grade) this route is the best.
struct RouteInterval {
    double from = 0;
    std::size_t route = waste_route;
};
/// Intervals of the variable x ≥ 0 with contained value = value_per_x · x, in ascending order; the first
/// starts at 0. Routes that are never the best do not appear, whatever their own break-even.
std::vector<RouteInterval> route_intervals(const std::vector<Route>& routes, double value_per_x);
/// Where a route's own margin is zero: cost / (recovery · value_per_x); +∞ when it recovers nothing.
double own_break_even(const Route& route, double value_per_x);

}  // namespace orelens::economics
