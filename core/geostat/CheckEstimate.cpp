#include "core/geostat/CheckEstimate.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/geostat/EstimationPlan.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

bool sound(const SearchPass& pass) {
    return pass.factor > 0 && std::isfinite(pass.factor) && pass.min_samples >= 1 &&
           pass.max_samples >= pass.min_samples && pass.max_per_hole >= 0 && pass.max_per_octant >= 0;
}

bool sound(const IndicatorRule& rule) {
    const auto& z = rule.thresholds;
    const auto finite = [](double value) { return std::isfinite(value); };
    if (z.empty() || !std::ranges::all_of(z, finite) || !std::ranges::all_of(rule.cutoffs, finite))
        return false;
    if (std::ranges::adjacent_find(z, std::greater_equal<>()) != z.end()) return false;
    if (!rule.variograms.empty() && rule.variograms.size() != z.size()) return false;
    const Tails& tails = rule.tails;
    return tails.lowest <= z.front() && (std::isnan(tails.highest) || tails.highest >= z.back()) &&
           std::isfinite(tails.lowest) && !std::isinf(tails.highest) &&
           (tails.hyperbola == 0 || (tails.hyperbola > 1 && std::isfinite(tails.hyperbola) && z.back() > 0));
}

bool sound(const Collocated& c) {
    return std::abs(c.correlation) <= 1 && std::isfinite(c.mean) && c.sd > 0 && std::isfinite(c.sd) &&
           (std::isnan(c.primary_sd) || (c.primary_sd > 0 && std::isfinite(c.primary_sd)));
}

bool sound(const ExtrapolationLimits& limits) {
    return limits.max_distance_m > 0 && limits.hull_margin_m >= 0 && std::isfinite(limits.hull_margin_m);
}

/// What is wrong with the rule of an element; null = nothing.
const char* fault(const ElementEstimate& how) {
    const bool about_mean =
        how.method == Method::simple_kriging || how.method == Method::collocated_cokriging;
    if (how.passes.empty()) return "geostat.no_pass";
    if (how.method == Method::cokriging) return "geostat.no_coregionalisation";
    for (const SearchPass& pass : passes_in_force(how))
        if (!sound(pass)) return "geostat.bad_pass";
    for (const int points : how.discretisation)
        if (points < 1 || points > 64) return "geostat.bad_discretisation";
    if (how.method == Method::inverse_distance &&
        !(how.distance_power > 0 && std::isfinite(how.distance_power)))
        return "geostat.bad_power";
    if (about_mean && !std::isfinite(how.simple_mean)) return "geostat.bad_mean";
    if (how.method == Method::indicator_kriging && !sound(how.indicator)) return "geostat.bad_indicator";
    if (how.method == Method::collocated_cokriging && !sound(how.collocated)) return "geostat.bad_collocated";
    if (how.negative == NegativeEstimates::positive_weights && how.method != Method::ordinary_kriging &&
        how.method != Method::simple_kriging)
        return "geostat.positive_weights_method";
    if (!std::isnan(how.restrict_above) &&
        (!(how.restrict_beyond_m >= 0) || how.method == Method::local_mean ||
         how.method == Method::indicator_kriging || how.method == Method::cokriging))
        return "geostat.bad_restriction";
    if (!sound(how.limits)) return "geostat.bad_limits";
    return nullptr;
}

base::Expected<void> check(const ElementSamples& element, std::size_t places) {
    const auto refuse = [&](const char* key) {
        return base::fail(ErrorKind::data, Message(key, {{"element", element.how.element}}));
    };
    if (element.values.size() != places) return refuse("geostat.unequal_lengths");
    if (const char* wrong = fault(element.how)) return refuse(wrong);
    if (needs_secondary(element.how.method) && element.secondary.empty() && places > 0)
        return refuse("geostat.no_secondary");
    if (!element.secondary.empty() && element.secondary.size() != places)
        return refuse("geostat.unequal_lengths");
    for (const auto& values : {element.values, element.secondary})
        for (const double value : values)
            if (std::isinf(value)) return refuse("geostat.not_finite");
    return {};
}

}  // namespace

std::vector<SearchPass> passes_in_force(const ElementEstimate& how) {
    std::vector<SearchPass> passes = how.passes;
    if (how.method == Method::nearest_neighbour)
        for (SearchPass& pass : passes) {
            pass.min_samples = pass.max_samples = 1;
            pass.max_per_hole = pass.max_per_octant = 0;
        }
    return passes;
}

base::Expected<void> check_samples(const SamplePlaces& places, const std::vector<ElementSamples>& elements) {
    const std::size_t n = places.x.size();
    const auto fits = [&](std::size_t size) { return size == 0 || size == n; };
    if (places.y.size() != n || places.z.size() != n || !fits(places.hole.size()) ||
        !fits(places.group.size()))
        return base::fail(ErrorKind::data, Message("geostat.unequal_lengths", {{"element", "x, y, z"}}));
    for (std::size_t i = 0; i < n; ++i)
        if (!std::isfinite(places.x[i]) || !std::isfinite(places.y[i]) || !std::isfinite(places.z[i]))
            return base::fail(ErrorKind::data, Message("geostat.not_finite", {{"element", "x, y, z"}}));
    for (const ElementSamples& element : elements)
        if (auto right = check(element, n); !right) return right;
    return {};
}

}  // namespace orelens::geostat
