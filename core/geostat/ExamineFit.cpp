#include "core/geostat/ExamineFit.h"

#include <algorithm>

namespace orelens::geostat {

namespace {
constexpr double most_off_pairs = 1.3;
}  // namespace

double shortest_range(const Variogram& model) {
    const auto ranges = [](const Structure& one) {
        return std::minmax({one.shape.range_major_m, one.shape.range_semi_m, one.shape.range_minor_m});
    };
    double reach = 0, shortest = std::numeric_limits<double>::quiet_NaN();
    for (const Structure& one : model.structures) {
        const auto [low, high] = ranges(one);
        if (!(one.sill > 0) || high <= reach) continue;
        reach = high;
        shortest = low;
    }
    return shortest;
}

double longest_range(const Variogram& model) {
    double longest = std::numeric_limits<double>::quiet_NaN();
    for (const Structure& one : model.structures)
        if (one.sill > 0)
            longest = std::fmax(longest, std::max({one.shape.range_major_m, one.shape.range_semi_m, one.shape.range_minor_m}));
    return longest;
}

std::vector<FitDoubt> doubts_of(const VariogramFit& fit, double composite_m) {
    std::vector<FitDoubt> doubts;
    const bool fitted = !fit.is_default && fit.reach_m > 0;  // stated ones have no reach
    double least = std::numeric_limits<double>::infinity();
    for (const Structure& one : fit.model.structures)
        if (one.sill > 0) least = std::min({least, one.shape.range_major_m, one.shape.range_semi_m, one.shape.range_minor_m});
    const auto add = [&](bool holds, FitDoubt doubt) {
        if (holds) doubts.push_back(doubt);
    };
    add(fit.is_default, FitDoubt::fallback);
    add(shortest_range(fit.model) < composite_m, FitDoubt::below_composite);
    add(!fit.is_default && longest_range(fit.model) < fit.spacing.between_m, FitDoubt::below_spacing);
    add(fitted && fit.nearest_m > least / 3 && fit.at_one_place.pairs == 0, FitDoubt::nugget_unknown);
    add(fitted && fit.model.nugget > 0.8 * fit.model.sill(), FitDoubt::nugget_only);
    add(fitted && fit.rises_to_reach, FitDoubt::no_sill);
    bool wide = false;
    for (std::size_t a = 0; a < 3; ++a) wide = wide || fit.range_high_m[a] > 3 * fit.range_low_m[a];
    add(fitted && wide, FitDoubt::uncertain_range);
    add(fitted && fit.directions == Directions::geometry, FitDoubt::plane_directions);
    add(!fit.is_default && fit.pairs_ratio > most_off_pairs, FitDoubt::below_pairs);
    add(!fit.is_default && fit.pairs_ratio < 1 / most_off_pairs, FitDoubt::above_pairs);
    add(fitted && fit.steepened > 0, FitDoubt::steepened);
    return doubts;
}

}  // namespace orelens::geostat
