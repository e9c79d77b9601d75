#include "core/geostat/FitScale.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/Hermite.h"
#include "core/statistics/NormalScore.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

constexpr int hermite_terms = 50;
constexpr int curve_points = 40;

/// Share of the variance of grades that is left at a correlation ρ of scores.
double kept(const std::vector<double>& hermite, double rho) {
    double sum = 0, whole = 0, power = 1;
    for (std::size_t n = 1; n < hermite.size(); ++n) {
        power *= rho;
        const double square = hermite[n] * hermite[n];
        sum += square * power;
        whole += square;
    }
    return whole > 0 ? sum / whole : 0;
}

Nest times(Nest nest, double factor) {
    nest.nugget *= factor;
    nest.sill *= factor;
    return nest;
}

}  // namespace

ScaledSamples scaled(ValueSamples samples, FitScale scale, std::span<const double> weights, double top_cut) {
    ScaledSamples out;
    out.scale = scale == FitScale::automatic ? FitScale::normal_scores : scale;
    for (double& v : samples.value)
        if (v > top_cut) v = top_cut;
    std::vector<double> own;
    for (const std::uint32_t row : samples.from)
        if (!weights.empty()) own.push_back(weights[row]);
    const statistics::Moments grades = statistics::moments(samples.value, own);
    out.mean = grades.mean;
    out.grade_variance = grades.variance;
    if (out.scale == FitScale::normal_scores) {
        if (auto phi = statistics::hermite_coefficients(samples.value, own, hermite_terms)) out.hermite = std::move(*phi);
        samples.value = statistics::normal_scores(samples.value, own, statistics::Ties::shared).score;
        out.variance = statistics::moments(samples.value, own).variance;
    } else if (out.scale == FitScale::pairwise_relative) {
        // The curve has a sill of its own, near the square of the CV for pairs that are alike.
        out.variance = grades.mean > 0 ? grades.variance / (grades.mean * grades.mean) : grades.variance;
    } else {
        out.variance = grades.variance;
    }
    const statistics::Moments paired = statistics::moments(samples.value);
    samples.mean = paired.mean;
    samples.variance = paired.variance;
    out.samples = std::move(samples);
    return out;
}

Nest in_grade_units(const Nest& nest, const Stretch& stretch, const ScaledSamples& samples) {
    const double total = nest.total();
    if (samples.scale == FitScale::grade || !(total > 0)) return nest;
    if (samples.scale == FitScale::pairwise_relative) return times(nest, samples.grade_variance / total);

    const auto rest = [&](double gamma) {
        return 1 - kept(samples.hermite, std::clamp(1 - gamma / total, 0.0, 1.0));
    };
    // Along each axis of the ellipsoid: t is the distance over that axis' share of the mean range.
    std::vector<FitPoint> points;
    const Anisotropy shape = ellipsoid(stretch, 1);
    for (const double axis : {shape.range_major_m, shape.range_semi_m, shape.range_minor_m})
        for (int n = 1; n <= curve_points; ++n) {
            const double t = 1.1 * nest.range_m * n / curve_points;
            points.push_back({t * axis, t, rest(nest.at(t * axis, t)), 1});
        }
    const FitBounds bounds{1, std::min(nest.short_m, nest.range_m) * 0.2, nest.range_m * 1.5};
    Nest fitted = fit_nest(points, nest.family, rest(nest.nugget), bounds).nest;
    // The curve ends where the scores' does; what the fit is off there is shared out.
    const double scale = 1 / fitted.total();
    return times(fitted, scale * samples.grade_variance * total / samples.variance);
}

}  // namespace orelens::geostat
