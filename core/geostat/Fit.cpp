#include "core/geostat/Fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/geostat/FitLevel.h"
#include "core/geostat/FitSteps.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

using base::Message;
using base::number;

constexpr std::size_t fewest_samples = 20;

/// A model for when the data cannot tell.
VariogramFit default_fit(VariogramFit fit, double variance, std::size_t samples, const char* why) {
    fit.is_default = true;
    fit.model = fit.fitted = assumed_model(variance, fit.spacing);
    fit.scale = FitScale::grade;
    fit.note = Message(why, {{"samples", std::to_string(samples)},
                             {"range", range_text(fit.model.structures.front().shape.range_major_m)}});
    return fit;
}

std::array<double, 3> axis_of(const std::array<double, 3>& row) {
    const double length = std::hypot(row[0], row[1], row[2]);
    return {row[0] / length, row[1] / length, row[2] / length};
}

/// Rules under which the model is shown beside the data: downhole, then the model's axes.
std::vector<LagRule> shown(const Found& found, const Variogram& model, const drilling::DrillSpacing& spacing) {
    std::vector<LagRule> rules;
    if (found.downhole && spacing.along_m > 0) {
        LagRule downhole;
        downhole.lag_m = spacing.along_m;
        downhole.tolerance_m = spacing.along_m / 2;
        downhole.lags = static_cast<int>(std::clamp(found.reach_m / spacing.along_m, 3.0, 60.0));
        downhole.downhole = true;
        rules.push_back(downhole);
    }
    LagRule rule;
    rule.lags = 18;
    rule.lag_m = found.reach_m / rule.lags;
    rule.tolerance_m = rule.lag_m / 2;
    if (found.directions == Directions::none) {
        rules.push_back(rule);
        return rules;
    }
    for (const auto& row : isotropic_frame(model.structures.back().shape)) {
        const std::array<double, 3> axis = axis_of(row);
        const double up = axis[2] > 0 ? -1 : 1;  // directions point down
        constexpr double degrees = 180 / std::numbers::pi;
        rule.direction = {std::fmod(std::atan2(up * axis[0], up * axis[1]) * degrees + 360, 360),
                          std::asin(std::clamp(-up * axis[2], -1.0, 1.0)) * degrees};
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
                h > 0 ? semivariance(fit.fitted, {axis[0] * h, axis[1] * h, axis[2] * h}) : fit.fitted.nugget;
            const double residual = point.gamma - model;
            sum += static_cast<double>(point.pairs) * residual * residual;
            pairs += static_cast<double>(point.pairs);
        }
    }
    return pairs > 0 ? sum / pairs / (variance * variance) : 0;
}

/// Between which ranges along the model's axes the replicates lie.
void add_bands(const Found& found, VariogramFit& fit) {
    const auto frame = isotropic_frame(fit.model.structures.back().shape);
    for (std::size_t a = 0; a < 3; ++a) {
        const std::array<double, 3> axis = axis_of(frame[a]);
        std::vector<double> ranges;
        for (std::size_t r = 0; r < found.replicate_nest.size(); ++r) {
            const Stretch& stretch =
                found.directions == Directions::none ? found.stretch : found.replicate_stretch[r];
            ranges.push_back(found.replicate_nest[r].range_m / reduced_distance(stretch, axis));
        }
        const statistics::Ordered ordered = statistics::ordered_values(ranges);
        fit.range_low_m[a] = statistics::quantile(ordered, 0.1);
        fit.range_high_m[a] = statistics::quantile(ordered, 0.9);
    }
}

const char* note_of(const Found& found, FitScale scale) {
    if (scale == FitScale::normal_scores) {
        if (found.directions == Directions::none) return "geostat.fit_scores_isotropic";
        return found.directions == Directions::data ? "geostat.fit_scores_directions" : "geostat.fit_scores_plane";
    }
    if (scale == FitScale::pairwise_relative) {
        if (found.directions == Directions::none) return "geostat.fit_relative_isotropic";
        return found.directions == Directions::data ? "geostat.fit_relative_directions" : "geostat.fit_relative_plane";
    }
    if (found.directions == Directions::none) return "geostat.fit_grade_isotropic";
    return found.directions == Directions::data ? "geostat.fit_grade_directions" : "geostat.fit_grade_plane";
}

Message describe(const Found& found, const VariogramFit& fit, std::size_t samples, double level) {
    std::string ranges;
    for (const Structure& structure : fit.model.structures) {
        const Anisotropy& e = structure.shape;
        ranges += ranges.empty() ? "" : "; ";
        ranges += range_text(e.range_major_m);
        if (found.directions != Directions::none && &structure == &fit.model.structures.back())
            ranges += " / " + range_text(e.range_semi_m) + " / " + range_text(e.range_minor_m);
    }
    return Message(note_of(found, fit.scale), {{"samples", std::to_string(samples)},
                                               {"nugget", number(100 * fit.model.nugget / fit.model.sill(), 3)},
                                               {"ranges", ranges},
                                               {"level", number(level, 2)}});
}

base::Expected<void> add_curves(const drilling::CompositeTable& samples, const std::string& element, const FitRule& rule,
                                const Found& found, VariogramFit& fit, base::Progress& progress) {
    VariogramRequest request;
    request.element = element;
    request.rules = shown(found, fit.model, fit.spacing);
    request.top_cut = rule.top_cut;
    if (fit.scale == FitScale::normal_scores) {
        request.scale = Scale::normal_scores;
        request.weights = rule.weights;
    }
    if (fit.scale == FitScale::pairwise_relative) request.measure = Measure::pairwise_relative;
    auto curves = experimental_variograms(samples, request, progress);
    if (!curves) return std::unexpected(curves.error());
    fit.experimental = std::move(*curves);
    return {};
}

void take(const NearPairs& near, VariogramFit& fit) {
    fit.pairs_ratio = near.ratio;
    fit.near_pairs = near.pairs;
}

}  // namespace

std::string range_text(double metres) {
    return std::abs(metres) < 1000 ? number(metres, 3) : number(std::round(metres), 12);
}

Variogram assumed_model(double variance, const drilling::DrillSpacing& spacing) {
    const double sill = variance > 0 ? variance : 1;
    const double range = spacing.between_m > 0 ? 2 * spacing.between_m : spacing.extent_m > 0 ? spacing.extent_m / 3 : 100;
    return {0.2 * sill, {{StructureType::spherical, 0.8 * sill, {0, 0, 0, range, range, range}}}};
}

base::Expected<VariogramFit> fit_variogram(const drilling::CompositeTable& samples, const std::string& element,
                                           const FitRule& rule, base::Progress& progress) {
    const auto valid = samples_with_value(samples, element, &progress);
    if (!valid) return std::unexpected(valid.error());
    if (!rule.weights.empty() && rule.weights.size() != samples.size())
        return base::fail(base::ErrorKind::internal, Message("geostat.unequal_lengths", {{"element", element}}));
    VariogramFit fit;
    fit.spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    fit.top_cut = rule.top_cut;
    const drilling::DrillSpacing own = drilling::drill_spacing(valid->x, valid->y, valid->z, valid->hole, &progress);
    const std::size_t count = valid->size();
    const ScaledSamples as_grade = scaled(*valid, FitScale::grade, rule.weights, rule.top_cut);
    const PlacePairs pairs = pairs_at_one_place(as_grade.samples, false);
    fit.at_one_place = {0, pairs.gamma, pairs.pairs};
    fit.copies = pairs.copies;
    if (progress.cancelled()) return base::cancelled();
    if (count < fewest_samples || !(own.extent_m > 0))
        return default_fit(std::move(fit), as_grade.grade_variance, count, "geostat.fit_few");
    // Constant data have a variance of rounding only.
    if (as_grade.samples.variance <= 1e-20 * as_grade.mean * as_grade.mean)
        return default_fit(std::move(fit), 0, count, "geostat.fit_constant");

    const ScaledSamples samples_of_fit = scaled(*valid, rule.scale, rule.weights, rule.top_cut);
    base::Progress finding = progress.part(0, 0.85);
    const std::optional<Found> found =
        find_model(samples_of_fit, samples.hole_ids, pairs_at_one_place(samples_of_fit.samples, false), rule, own, finding);
    if (progress.cancelled()) return base::cancelled();
    if (!found) return default_fit(std::move(fit), as_grade.grade_variance, count, "geostat.fit_few");
    fit.scale = samples_of_fit.scale;
    fit.fitted = variogram_of(found->nest, found->stretch);
    fit.model = variogram_of(in_grade_units(found->nest, found->stretch, samples_of_fit), found->stretch);
    double level = 1;
    if (fit.scale != FitScale::grade) {
        const Levelled held = at_level_of_pairs(as_grade.samples, fit.model, own.between_m, found->reach_m, progress);
        fit.model = held.model;
        fit.steepened = held.moved;
        level = held.level;
        take(held.near, fit);
    } else {
        take(near_pairs(as_grade.samples, fit.model, own.between_m, progress), fit);
    }
    if (progress.cancelled()) return base::cancelled();
    fit.directions = found->directions;
    fit.nearest_m = found->nearest_m;
    fit.reach_m = found->reach_m;
    fit.rises_to_reach = found->rises_to_reach;
    add_bands(*found, fit);
    fit.note = describe(*found, fit, count, level);
    base::Progress showing = progress.part(0.85, 1);
    if (auto shown_well = add_curves(samples, element, rule, *found, fit, showing); !shown_well)
        return std::unexpected(shown_well.error());
    fit.weighted_error = misfit(fit, samples_of_fit.variance);
    return fit;
}

}  // namespace orelens::geostat
