#include "core/drilling/HoleGap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace orelens::drilling {
namespace {

constexpr double diagonals_apart = 3, least_diagonal_m = 50;
constexpr std::size_t fewest_holes = 3;

double diagonal(std::span<const HoleBox> holes, std::span<const std::size_t> of, double margin_m) {
    double squared = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (const std::size_t n : of) {
            low = std::min(low, holes[n].low[a]);
            high = std::max(high, holes[n].high[a]);
        }
        squared += std::pow(high - low + 2 * margin_m, 2);
    }
    return std::max(least_diagonal_m, std::sqrt(squared));
}

}  // namespace

std::optional<HoleGap> hole_gap(std::span<const HoleBox> holes, double margin_m) {
    if (holes.size() < 2 * fewest_holes) return std::nullopt;
    std::optional<HoleGap> widest;
    std::vector<std::size_t> order(holes.size());
    for (std::size_t a = 0; a < 3; ++a) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t one, std::size_t other) { return holes[one].low[a] < holes[other].low[a]; });
        double reached = holes[order.front()].high[a], gap = 0;
        std::size_t at = 0;
        for (std::size_t n = 1; n < order.size(); ++n) {
            const double away = holes[order[n]].low[a] - reached;
            if (away > gap && n >= fewest_holes && n + fewest_holes <= order.size()) {
                gap = away;
                at = n;
            }
            reached = std::max(reached, holes[order[n]].high[a]);
        }
        if (at == 0 || (widest && gap <= widest->distance_m)) continue;
        const std::span<const std::size_t> all(order);
        std::span<const std::size_t> fewer = all.first(at), more = all.subspan(at);
        if (fewer.size() > more.size()) std::swap(fewer, more);
        double size = diagonal(holes, more, margin_m);
        if (4 * fewer.size() >= holes.size()) size = std::min(size, diagonal(holes, fewer, margin_m));
        if (gap <= diagonals_apart * size) continue;
        widest = HoleGap{{fewer.begin(), fewer.end()}, gap};
        std::ranges::sort(widest->fewer);
    }
    return widest;
}

}  // namespace orelens::drilling
