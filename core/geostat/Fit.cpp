#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/geostat/Experimental.h"
#include "core/geostat/FitModel.h"
#include "core/geostat/LagMap.h"

namespace orelens::geostat {
namespace {

using base::Message;
using base::number;

constexpr std::size_t fewest_samples = 20;
constexpr std::size_t fewest_pairs = 30;  ///< of a lag that is fitted
constexpr std::size_t fewest_cells = 12;  ///< of the map of directions

struct Extent {
    double diagonal = 0;
    double spacing = 1;        ///< between neighbours in a hole; median
    double between_holes = 0;  ///< from a hole's middle to the nearest other's, in plan; median, 0 = unknown
};

double spacing_of_holes(const ValueSamples& s, const std::vector<std::size_t>& by_hole) {
    struct Middle {
        double x = 0, y = 0, count = 0;
    };
    std::vector<Middle> middles;
    for (std::size_t n = 0; n < by_hole.size(); ++n) {
        if (n == 0 || s.hole[by_hole[n]] != s.hole[by_hole[n - 1]]) middles.emplace_back();
        Middle& m = middles.back();
        m.x += s.x[by_hole[n]];
        m.y += s.y[by_hole[n]];
        ++m.count;
    }
    // A few thousand holes tell the spacing well enough.
    const std::size_t step = middles.size() / 2000 + 1;
    std::vector<double> nearest;
    for (std::size_t a = 0; a < middles.size(); a += step) {
        double best = std::numeric_limits<double>::infinity();
        for (std::size_t b = 0; b < middles.size(); ++b) {
            const double distance =
                std::hypot(middles[a].x / middles[a].count - middles[b].x / middles[b].count,
                           middles[a].y / middles[a].count - middles[b].y / middles[b].count);
            if (a != b) best = std::min(best, distance);
        }
        if (std::isfinite(best)) nearest.push_back(best);
    }
    if (nearest.empty()) return 0;
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::nth_element(nearest.begin(), middle, nearest.end());
    return *middle;
}

Extent extent_of(const ValueSamples& s) {
    Extent extent;
    double squares = 0;
    for (const std::vector<double>* axis : {&s.x, &s.y, &s.z}) {
        if (axis->empty()) continue;
        const auto [low, high] = std::minmax_element(axis->begin(), axis->end());
        squares += (*high - *low) * (*high - *low);
    }
    extent.diagonal = std::sqrt(squares);
    const std::vector<std::size_t> order = order_by_hole(s);
    extent.between_holes = spacing_of_holes(s, order);
    std::vector<double> steps;
    for (std::size_t n = 1; n < order.size(); ++n) {
        const std::size_t a = order[n - 1], b = order[n];
        if (s.hole[a] != s.hole[b]) continue;
        const double step = std::hypot(s.x[a] - s.x[b], s.y[a] - s.y[b], s.z[a] - s.z[b]);
        if (step > 0) steps.push_back(step);
    }
    if (!steps.empty()) {
        std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2),
                         steps.end());
        extent.spacing = steps[steps.size() / 2];
    } else if (extent.diagonal > 0) {
        extent.spacing = extent.diagonal / std::max(4.0, 2 * std::cbrt(static_cast<double>(s.size())));
    }
    return extent;
}

void say(const PlacePairs& at_one_place, VariogramFit& fit) {
    fit.at_one_place = {0, at_one_place.gamma, at_one_place.pairs};
    fit.copies = at_one_place.copies;
}

/// A model for when the data cannot tell: a fifth nugget, the rest spherical over a third of the extent.
VariogramFit default_model(const ValueSamples& s, const Extent& extent, const PlacePairs& at,
                           const char* why) {
    const double sill = s.variance > 0 ? s.variance : 1;
    const double range = extent.diagonal > 0 ? extent.diagonal / 3 : 100;
    VariogramFit fit;
    fit.is_default = true;
    say(at, fit);
    fit.model = {0.2 * sill, {{StructureType::spherical, 0.8 * sill, {0, 0, 0, range, range, range}}}};
    fit.note = Message(why, {{"samples", std::to_string(s.size())}, {"range", number(range, 3)}});
    return fit;
}

struct Found {
    Variogram model;
    Shape shape = Shape::isotropic;
    double reach = 0;
    bool downhole = false;  ///< the nugget comes from pairs of one hole
};

/// The simplest shape whose error is close to that of the best.
Found simplest(const std::vector<LagCell>& cells, double nugget, double start, const FitBounds& bounds,
               const base::Progress& progress) {
    Found found;
    double best = std::numeric_limits<double>::infinity();
    for (const StructureType type : {StructureType::spherical, StructureType::exponential}) {
        const auto with = [&](Shape shape) {
            return fit_shape(cells, type, shape, nugget, start, bounds, progress);
        };
        const ShapeFit rotated = with(Shape::rotated), layered = with(Shape::layered);
        const ShapeFit isotropic = with(Shape::isotropic);
        ShapeFit chosen = rotated;
        Shape shape = Shape::rotated;
        if (isotropic.error <= 1.15 * rotated.error) {
            chosen = isotropic;
            shape = Shape::isotropic;
        } else if (layered.error <= 1.1 * rotated.error) {
            chosen = layered;
            shape = Shape::layered;
        }
        // Spherical has a true range and the fastest kernel: the other must be clearly better.
        if (chosen.error >= 0.85 * best) continue;
        best = chosen.error;
        found.model = chosen.model;
        found.shape = shape;
    }
    Anisotropy& ellipsoid = found.model.structures.front().shape;
    if (found.shape != Shape::isotropic) ellipsoid = ordered(ellipsoid);
    return found;
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

/// The cells, and in front γ(0) of a few pairs: it weighs as much per pair as a lag of a quarter of the
/// shortest.
std::vector<LagCell> with_place_pairs(const std::vector<LagCell>& cells, const PlacePairs& at) {
    if (at.pairs == 0 || at.copies) return cells;
    LagCell zero;
    zero.gamma = at.gamma;
    zero.pairs = static_cast<double>(at.pairs);
    zero.weighs_as_m = std::numeric_limits<double>::infinity();
    for (const LagCell& cell : cells) zero.weighs_as_m = std::min(zero.weighs_as_m, cell.separation[0] / 4);
    std::vector<LagCell> all{zero};
    all.insert(all.end(), cells.begin(), cells.end());
    return all;
}

/// Nothing where cancelled or where there are too few pairs.
std::optional<Found> find_model(const ValueSamples& s, const Extent& extent, const PlacePairs& at_one_place,
                                base::Progress& progress) {
    const double farthest = extent.diagonal / 2;
    const double shortest = std::min(extent.spacing, farthest / 10);
    const auto overall = lag_profile(s, farthest, false, 30, fewest_pairs, progress);
    progress.report(0.2);
    if (overall.size() < 3) return std::nullopt;
    const FitBounds wide{s.variance, shortest, 2 * farthest};
    const ShapeFit omni =
        fit_with_nugget(with_place_pairs(overall, at_one_place), StructureType::spherical, wide);
    const double start = omni.model.structures.front().shape.range_major_m;

    Found found;
    double nugget = omni.model.nugget;
    // Far enough to see past the range, and between holes: short lags lie along holes only.
    const double least = std::max(10 * extent.spacing, 5 * extent.between_holes);
    const double reach = std::clamp(3 * start, std::min(least, farthest), farthest);
    const auto along_holes = lag_profile(s, reach, true, 20, fewest_pairs, progress);
    const bool downhole = along_holes.size() >= 3;
    if (downhole)
        nugget = fit_with_nugget(with_place_pairs(along_holes, at_one_place), StructureType::spherical, wide)
                     .model.nugget;
    progress.report(0.3);

    const std::optional<double> told = nugget_of(at_one_place, downhole ? along_holes : overall, s.variance);
    nugget = told.value_or(nugget);

    const auto cells = lag_map(s, reach, fewest_pairs, progress);
    progress.report(0.5);
    if (progress.cancelled()) return std::nullopt;
    if (cells.size() >= fewest_cells) {
        found = simplest(cells, nugget, start, {s.variance, shortest, 2 * reach}, progress);
    } else {
        found.model = told ? fit_shape(overall, StructureType::spherical, Shape::isotropic, nugget, start,
                                       wide, progress)
                                 .model
                           : omni.model;
    }
    if (progress.cancelled()) return std::nullopt;
    found.reach = reach;
    found.downhole = downhole;
    return found;
}

/// Rules under which the model is shown beside the data: downhole, then the model's axes.
std::vector<LagRule> shown(const Found& found, const Extent& extent) {
    std::vector<LagRule> rules;
    if (found.downhole) {
        LagRule downhole;
        downhole.lag_m = extent.spacing;
        downhole.tolerance_m = extent.spacing / 2;
        downhole.lags = static_cast<int>(std::clamp(found.reach / extent.spacing, 3.0, 60.0));
        downhole.downhole = true;
        rules.push_back(downhole);
    }
    LagRule rule;
    rule.lags = 18;
    rule.lag_m = found.reach / rule.lags;
    rule.tolerance_m = rule.lag_m / 2;
    if (found.shape == Shape::isotropic) {
        rules.push_back(rule);
        return rules;
    }
    for (const auto& axis : isotropic_frame(found.model.structures.front().shape)) {
        const double length = std::hypot(axis[0], axis[1], axis[2]);
        const double up = axis[2] > 0 ? -1 : 1;  // directions point down
        constexpr double degrees = 180 / std::numbers::pi;
        rule.direction = {std::fmod(std::atan2(up * axis[0], up * axis[1]) * degrees + 360, 360),
                          std::asin(std::clamp(-up * axis[2] / length, -1.0, 1.0)) * degrees};
        rules.push_back(rule);
    }
    return rules;
}

/// Pairs-weighted mean squared residual over variance².
double misfit(const VariogramFit& fit, double variance) {
    double sum = 0, pairs = 0;
    for (const ExperimentalVariogram& data : fit.experimental) {
        std::array<double, 3> axis{0, 0, -1};
        if (data.rule.direction) {
            constexpr double radians = std::numbers::pi / 180;
            const double azimuth = (*data.rule.direction)[0] * radians,
                         dip = (*data.rule.direction)[1] * radians;
            axis = {std::sin(azimuth) * std::cos(dip), std::cos(azimuth) * std::cos(dip), -std::sin(dip)};
        }
        for (const LagPoint& point : data.points) {
            const double h = point.distance_m;
            // At distance 0 the model jumps from 0 to the nugget, which is what pairs at one place show.
            const double model =
                h > 0 ? semivariance(fit.model, {axis[0] * h, axis[1] * h, axis[2] * h}) : fit.model.nugget;
            const double residual = point.gamma - model;
            sum += static_cast<double>(point.pairs) * residual * residual;
            pairs += static_cast<double>(point.pairs);
        }
    }
    return pairs > 0 ? sum / pairs / (variance * variance) : 0;
}

Message describe(const Found& found, const ValueSamples& s) {
    const Structure& structure = found.model.structures.front();
    const Anisotropy& e = structure.shape;
    const double share = 100.0 / static_cast<double>(head_stride(s.size()));
    const char* key = !found.downhole                   ? "geostat.fit_no_holes"
                      : found.shape == Shape::isotropic ? "geostat.fit_isotropic"
                      : found.shape == Shape::layered   ? "geostat.fit_layered"
                                                        : "geostat.fit_rotated";
    return Message(key, {{"samples", std::to_string(s.size())},
                         {"share", number(share, 3)},
                         {"nugget", number(100 * found.model.nugget / found.model.sill(), 3)},
                         {"ranges", number(e.range_major_m, 3) + " / " + number(e.range_semi_m, 3) + " / " +
                                        number(e.range_minor_m, 3)}});
}

}  // namespace

base::Expected<VariogramFit> fit_variogram(const drilling::CompositeTable& samples,
                                           const std::string& element, base::Progress& progress) {
    const auto valid = samples_with_value(samples, element, &progress);
    if (!valid) return std::unexpected(valid.error());
    const Extent extent = extent_of(*valid);
    const PlacePairs at = pairs_at_one_place(*valid, false);
    if (valid->size() < fewest_samples || !(extent.diagonal > 0))
        return default_model(*valid, extent, at, "geostat.fit_few");
    // Constant data have a variance of rounding only.
    if (valid->variance <= 1e-20 * valid->mean * valid->mean)
        return default_model(*valid, extent, at, "geostat.fit_constant");

    const std::optional<Found> found = find_model(*valid, extent, at, progress);
    if (progress.cancelled()) return base::cancelled();
    if (!found) return default_model(*valid, extent, at, "geostat.fit_few");
    VariogramFit fit;
    fit.model = found->model;
    fit.note = describe(*found, *valid);
    say(at, fit);
    const std::vector<LagRule> rules = shown(*found, extent);
    for (std::size_t r = 0; r < rules.size(); ++r) {
        base::Progress part =
            progress.part(0.7 + 0.3 * static_cast<double>(r) / static_cast<double>(rules.size()),
                          0.7 + 0.3 * static_cast<double>(r + 1) / static_cast<double>(rules.size()));
        auto data = experimental_variogram(samples, element, rules[r], part);
        if (!data) return std::unexpected(data.error());
        fit.experimental.push_back(std::move(*data));
    }
    fit.weighted_error = misfit(fit, valid->variance);
    return fit;
}

}  // namespace orelens::geostat
