#include "core/geostat/FitSteps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"
#include "core/geostat/FitEllipsoid.h"
#include "core/geostat/LagMap.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

constexpr int replicates = 24;
constexpr std::size_t fewest_pairs = 30;  ///< of a lag that is fitted
constexpr std::size_t fewest_cells = 14;  ///< of the map of directions
constexpr double agreeing = 0.7;          ///< share of replicates that a second structure needs
/// What two structures must explain beyond one: a mean difference of the curve, as a share of the variance. Fields of
/// one structure show about half of it by chance.
constexpr double least_gain = 0.02;
/// What γ of a cell is known to at best, as a share of the variance: no nest is the truth itself.
constexpr double model_error = 0.04;
/// Range of a spherical model over the integral of (1 − γ/0.9·sill), as far as that is above 0.
constexpr double spherical_over_integral = 3.07;
/// The short range over the distance of the nearest pairs: below, it would be but another nugget.
constexpr double least_short = 2.5;
constexpr double fewest_holes = 5;  ///< that share in a cell of the map

/// The map made ready for fits: each cell with its weight.
struct Weighed {
    const LagMap* map = nullptr;
    std::vector<double> distance, weight;
    std::vector<std::size_t> lag;
};

constexpr std::size_t lags_of_fit = 24;

/// Cells of one lag share its weight by what each tells; a lag counts as much as its cells tell together, up to what
/// the model can be right to, and nearer ones more, as the model's rise is what estimates rest on.
Weighed weighed(const LagMap& map, double reach_m, double along_m, double variance) {
    Weighed out;
    out.map = &map;
    const double floor = model_error * variance;
    std::vector<double> told(lags_of_fit, 0);
    for (const LagCell& cell : map.cells) {
        const double h = std::hypot(cell.separation[0], cell.separation[1], cell.separation[2]);
        out.distance.push_back(h);
        out.weight.push_back(1 / (cell.spread * cell.spread + floor * floor));
        const double lag = std::sqrt(h / reach_m) * static_cast<double>(lags_of_fit);
        out.lag.push_back(std::min(lags_of_fit - 1, static_cast<std::size_t>(lag)));
        told[out.lag.back()] += out.weight.back();
    }
    for (std::size_t c = 0; c < map.cells.size(); ++c) {
        const double lag = told[out.lag[c]];
        out.weight[c] *= 1 / (floor * floor + 1 / lag) / lag / std::max(out.distance[c], along_m);
    }
    return out;
}

std::vector<FitPoint> points_of(const Weighed& cells, const std::vector<double>* gamma, const Stretch& stretch) {
    std::vector<FitPoint> points;
    for (std::size_t c = 0; c < cells.distance.size(); ++c) {
        const LagCell& cell = cells.map->cells[c];
        const double value = gamma != nullptr ? (*gamma)[c] : cell.gamma;
        if (!std::isnan(value))
            points.push_back({cells.distance[c], stretch == Stretch{} ? cells.distance[c] : reduced_distance(stretch, cell.separation),
                              value, cells.weight[c]});
    }
    return points;
}

/// γ(0) of a few pairs weighs like a lag at a quarter of the shortest distance with as many pairs.
std::optional<FitPoint> place_point(const Weighed& near, const PlacePairs& at) {
    if (at.pairs == 0 || at.copies || near.weight.empty()) return std::nullopt;
    const double share = std::min(1.0, static_cast<double>(at.pairs) / near.map->cells.front().pairs);
    return FitPoint{0, 0, at.gamma, 2 * near.weight.front() * share};
}

/// Enough pairs at one place are the nugget itself, whatever the shape of the model makes of the first lags.
/// Since γ does not fall with distance, lags that lie below γ(0) are pooled with it.
std::optional<double> nugget_of(const PlacePairs& at, const std::vector<LagCell>& cells, double variance) {
    if (at.copies || at.pairs < static_cast<std::int64_t>(fewest_pairs)) return std::nullopt;
    double pairs = static_cast<double>(at.pairs), sum = at.gamma * pairs;
    for (const LagCell& cell : cells) {
        if (cell.gamma * pairs >= sum) break;
        sum += cell.gamma * cell.pairs;
        pairs += cell.pairs;
    }
    return std::min(sum / pairs, 0.95 * variance);
}

/// Mean squared residual of whole lags over variance²: what a curve leaves when directions have averaged out.
double misfit_of_lags(const Weighed& cells, const std::vector<double>* gamma, const Stretch& stretch, const Nest& nest,
                      double variance) {
    std::vector<double> residual(lags_of_fit, 0), weight(lags_of_fit, 0);
    std::size_t c = 0;
    for (const FitPoint& point : points_of(cells, gamma, stretch)) {
        while (gamma != nullptr && std::isnan((*gamma)[c])) ++c;
        residual[cells.lag[c]] += point.weight * (point.gamma - nest.at(point.h, point.t));
        weight[cells.lag[c]] += point.weight;
        ++c;
    }
    double sum = 0, weights = 0;
    for (std::size_t lag = 0; lag < lags_of_fit; ++lag) {
        if (!(weight[lag] > 0)) continue;
        sum += residual[lag] * residual[lag] / weight[lag];
        weights += weight[lag];
    }
    return weights > 0 ? sum / weights / (variance * variance) : 0;
}

/// Two structures where one leaves clearly more unexplained, in the data and in nearly every replicate.
Family family_of(const Weighed& cells, const Stretch& stretch, double nugget, const FitBounds& bounds, int structures) {
    if (structures > 0) return structures == 1 ? Family::spherical : Family::two_spherical;
    const auto better = [&](const std::vector<double>* gamma) {
        const std::vector<FitPoint> points = points_of(cells, gamma, stretch);
        const auto left = [&](Family family) {
            return misfit_of_lags(cells, gamma, stretch, fit_nest(points, family, nugget, bounds).nest, bounds.variance);
        };
        return left(Family::spherical) - left(Family::two_spherical) > least_gain * least_gain;
    };
    const auto& all = cells.map->replicate;
    std::vector<char> votes(all.size(), 0);
    base::parallel_for(all.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) votes[r] = better(&all[r]) ? 1 : 0;
    });
    const auto agree = static_cast<double>(std::ranges::count(votes, 1));
    return better(nullptr) && agree >= agreeing * static_cast<double>(all.size()) ? Family::two_spherical : Family::spherical;
}

double median_of(std::vector<double> values) {
    return statistics::quantile(statistics::ordered_values(values), 0.5);
}

/// Variance of a stretch that comes of the one deposit itself: a box that holds few ranges shows directions by chance,
/// whichever holes are drilled. From fields without directions: four times the cube of the range over the volume.
double chance_of(const Found& found, const ValueSamples& s) {
    double share = 4;
    for (const std::vector<double>* axis : {&s.x, &s.y, &s.z}) {
        const auto [low, high] = std::minmax_element(axis->begin(), axis->end());
        share *= *high > *low ? found.mean_range_m / (*high - *low) : 1;
    }
    return share;
}

/// The ellipsoid that the replicates agree on; in `found`.
void find_ellipsoid(const Weighed& cells, const StretchFit& start, const FitBounds& bounds, double chance, Found& found,
                    const base::Progress& progress) {
    // Directions are told by the further pairs more than the curve is.
    std::vector<double> own, weight = cells.weight;
    for (std::size_t c = 0; c < weight.size(); ++c) weight[c] *= std::pow(cells.distance[c], 0.25);
    for (const LagCell& cell : cells.map->cells) own.push_back(cell.gamma);
    const StretchFit full = fit_stretch(cells.map->cells, own, weight, start, bounds);
    const auto& all = cells.map->replicate;
    found.replicate_stretch.resize(all.size());
    base::parallel_for(all.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end && !progress.cancelled(); ++r)
            found.replicate_stretch[r] = fit_stretch(cells.map->cells, all[r], weight, full, bounds).stretch;
    });
    if (progress.cancelled()) return;
    found.stretch = agreed(found.replicate_stretch, chance);
    if (found.stretch != Stretch{}) found.directions = Directions::data;
}

/// Where directions of their own are too weak: does the plane of the rich samples tell?
void find_plane(const Weighed& cells, const ScaledSamples& scaled, const StretchFit& start, const FitBounds& bounds,
                double chance, Found& found) {
    const ValueSamples& s = scaled.samples;
    std::vector<std::array<double, 3>> places;
    for (std::size_t n = 0; n < s.size(); ++n) places.push_back({s.x[n], s.y[n], s.z[n]});
    const double cutoff = statistics::quantile(statistics::ordered_values(s.value), 0.75);
    const std::array<double, 3> axis = across_rich_plane(places, s.value, cutoff);
    if (axis == std::array<double, 3>{}) return;
    // One number is left to be fitted, the ratio of ranges in the plane to those across.
    const auto best_ratio = [&](const std::vector<double>* gamma) {
        double best = 0, least = std::numeric_limits<double>::infinity();
        for (double log_ratio = 0; log_ratio <= 2.4; log_ratio += 0.2) {
            const auto points = points_of(cells, gamma, flattened(axis, log_ratio));
            const double error = fit_nest(points, start.nest.family, start.nest.nugget, bounds).error + 2e-4 * log_ratio * log_ratio;
            if (error < least) {
                least = error;
                best = log_ratio;
            }
        }
        return best;
    };
    std::vector<Stretch> all(cells.map->replicate.size());
    base::parallel_for(all.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) all[r] = flattened(axis, best_ratio(&cells.map->replicate[r]));
    });
    found.stretch = agreed(all, chance / 5);
    if (found.stretch == Stretch{}) return;
    found.directions = Directions::geometry;
    found.replicate_stretch = std::move(all);
}

}  // namespace

double mean_range(const ScaledSamples& scaled, const HoleWeights& weights, const drilling::DrillSpacing& spacing,
                const base::Progress& progress) {
    const double half = spacing.extent_m / 2;
    LagMapRule how;
    how.reach_m = spacing.between_m > 0 ? std::min(half, 16 * spacing.between_m) : half;
    how.lags = 30;
    how.directions = false;
    how.relative = scaled.scale == FitScale::pairwise_relative;
    const LagMap map = lag_map(scaled.samples, weights, how, progress);
    if (map.cells.size() < 3) return half / 4;
    // The sill of relative differences is not known beforehand: that of the further half of the lags.
    double sill = scaled.variance;
    if (how.relative) {
        sill = 0;
        const std::size_t middle = map.cells.size() / 2;
        for (std::size_t c = middle; c < map.cells.size(); ++c) sill += map.cells[c].gamma / static_cast<double>(map.cells.size() - middle);
    }
    double integral = 0, before = 0, kept_before = 1;
    for (const LagCell& cell : map.cells) {
        // What is left of the correlation beyond a tenth: the rest is the noise of far lags.
        const double h = cell.separation[0], kept = std::clamp(1 - cell.gamma / sill / 0.9, 0.0, 1.0);
        integral += (h - before) * (kept + kept_before) / 2;
        before = h;
        kept_before = kept;
    }
    return integral * spherical_over_integral;
}

std::optional<Found> find_model(const ScaledSamples& scaled, const std::vector<std::string>& hole_ids,
                                const PlacePairs& at, const FitRule& rule, const drilling::DrillSpacing& spacing,
                                base::Progress& progress) {
    const double variance = scaled.variance;
    Found found;
    const HoleWeights weights(scaled.samples, hole_ids, replicates);
    found.mean_range_m = mean_range(scaled, weights, spacing, progress);
    found.reach_m = std::min(spacing.extent_m / 2, std::max(3 * spacing.between_m, 4 * found.mean_range_m));
    if (!progress.report(0.15)) return std::nullopt;
    LagMapRule how;
    how.reach_m = found.reach_m;
    // Holes that are wedged or entered twice have pairs some centimetres apart, most of them the same assays.
    how.nearest_m = spacing.along_m / 4;
    how.least_pairs = fewest_pairs;
    how.least_holes = fewest_holes;
    how.relative = scaled.scale == FitScale::pairwise_relative;
    LagMap map = lag_map(scaled.samples, weights, how, progress);
    if (!progress.report(0.35)) return std::nullopt;
    const bool directional = map.cells.size() >= fewest_cells;
    how.directions = false;
    how.least_holes = 0;
    if (!directional) map = lag_map(scaled.samples, weights, how, progress);
    how.downhole = true;
    const LagMap along = lag_map(scaled.samples, weights, how, progress);
    if (!progress.report(0.45) || map.cells.size() < 3) return std::nullopt;

    found.downhole = along.cells.size() >= 3;
    // Along the distance alone where there are no pairs of one hole.
    LagMap all_directions;
    if (!found.downhole && directional) {
        how.downhole = false;
        all_directions = lag_map(scaled.samples, weights, how, progress);
    }
    const Weighed cells = weighed(map, found.reach_m, spacing.along_m, variance);
    const Weighed near = weighed(found.downhole ? along : directional ? all_directions : map, found.reach_m, spacing.along_m, variance);
    if (near.distance.empty()) return std::nullopt;
    found.nearest_m = near.distance.front();
    const FitBounds bounds{variance, std::min(least_short * found.nearest_m, found.reach_m / 4), 1.5 * found.reach_m};

    std::vector<FitPoint> first = points_of(near, nullptr, Stretch{});
    if (const auto zero = place_point(near, at)) first.push_back(*zero);
    const NestFit one = fit_nest(first, Family::spherical, std::numeric_limits<double>::quiet_NaN(), bounds);
    const NestFit two = fit_nest(first, Family::two_spherical, std::numeric_limits<double>::quiet_NaN(), bounds);
    const double nugget = nugget_of(at, near.map->cells, variance)
                              .value_or(one.error - two.error > least_gain * least_gain ? two.nest.nugget : one.nest.nugget);
    if (!progress.report(0.5)) return std::nullopt;

    // A flexible curve first, so that no family is asked to make up for the ellipsoid.
    const StretchFit start{fit_nest(points_of(cells, nullptr, Stretch{}), Family::two_spherical, nugget, bounds).nest, {}, 0};
    if (directional && rule.anisotropic) {
        const double chance = chance_of(found, scaled.samples);
        find_ellipsoid(cells, start, bounds, chance, found, progress);
        if (progress.cancelled()) return std::nullopt;
        if (found.directions == Directions::none) find_plane(cells, scaled, start, bounds, chance, found);
    }
    if (!progress.report(0.75)) return std::nullopt;
    found.replicate_stretch.resize(map.replicate.size());

    const Family family = family_of(cells, found.stretch, nugget, bounds, rule.structures);
    found.nest = fit_nest(points_of(cells, nullptr, found.stretch), family, nugget, bounds).nest;
    found.replicate_nest.resize(map.replicate.size());
    base::parallel_for(map.replicate.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r)
            found.replicate_nest[r] = fit_nest(points_of(cells, &map.replicate[r], found.stretch), family, nugget, bounds).nest;
    });
    std::vector<double> ranges;
    for (const Nest& nest : found.replicate_nest) ranges.push_back(nest.range_m);
    found.rises_to_reach = median_of(ranges) > found.reach_m;
    progress.report(0.85);
    return found;
}

}  // namespace orelens::geostat
