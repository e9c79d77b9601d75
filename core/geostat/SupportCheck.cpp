#include <algorithm>
#include <cmath>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/EstimationPlan.h"
#include "core/geostat/LeafTargets.h"
#include "core/geostat/ModelChecks.h"
#include "core/statistics/Gaussian.h"
#include "core/statistics/Hermite.h"
#include "core/statistics/Missing.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

using statistics::missing;
/// Of the anamorphosis: a truncated sum loses some of the variance, which `support_coefficient` is told of.
constexpr int terms = 60;
/// Points along each edge for the variance of a block.
constexpr int points_per_edge = 6;

/// Share of the sill that blocks keep: C̄(v,v)/C(0), nugget in C(0) alone. NaN for a model that is none.
double variance_share(const Variogram& variogram, const blocks::GridGeometry& geometry) {
    const auto model = covariance_model(variogram, Anisotropy{0, 0, 0, 1, 1, 1});
    if (!model) return missing;
    return mean_covariance(*model, discretise({points_per_edge, points_per_edge, points_per_edge},
                                              block_edges(geometry), model->frame));
}

/// The anamorphosis of the samples and the support coefficient of blocks.
struct ExpectedBlocks {
    std::vector<double> coefficients;
    double variance = 0, block_variance = 0, r = 0;
    statistics::RisingRange range;
    bool known = false;
    [[nodiscard]] double grade(double share) const {
        const double y = std::clamp(statistics::normal_score(share), range.low, range.high);
        const auto h = statistics::hermite_values(y, terms);
        double sum = 0, power = 1;
        for (std::size_t n = 0; n < coefficients.size(); ++n, power *= r) sum += coefficients[n] * power * h[n];
        return sum;
    }
};

ExpectedBlocks expected_blocks(const ReferenceData& data, const Variogram& variogram, const blocks::GridGeometry& geometry) {
    ExpectedBlocks e;
    const statistics::Moments moments = statistics::moments(data.values, data.weights);
    if (moments.count < 2 || !(moments.high > moments.low)) return e;
    const double share = variance_share(variogram, geometry);
    auto coefficients = statistics::hermite_coefficients(data.values, data.weights, terms);
    if (!coefficients || !(share >= 0 && share <= 1)) return e;
    e.coefficients = std::move(*coefficients);
    e.variance = moments.sd() * moments.sd();
    e.block_variance = share * e.variance;
    // The same share of what the terms hold.
    const auto r = statistics::support_coefficient(e.coefficients, share * statistics::hermite_variance(e.coefficients, 1));
    if (!r) return e;
    e.r = *r;
    e.range = statistics::rising_range(e.coefficients, e.r);
    e.known = true;
    return e;
}

double variance_of(std::span<const double> values) {
    const statistics::Moments moments = statistics::moments(values);
    return moments.count > 0 ? moments.sd() * moments.sd() : missing;
}

/// Blocks at or above a cutoff, as shares of all and of their metal; `sorted` ascending with sums from the top.
struct Ranked {
    std::vector<double> sorted, metal_from;
    explicit Ranked(std::span<const double> values) : sorted(values.begin(), values.end()) {
        std::ranges::sort(sorted);
        metal_from.assign(sorted.size() + 1, 0);
        for (std::size_t n = sorted.size(); n-- > 0;) metal_from[n] = metal_from[n + 1] + sorted[n];
    }
    [[nodiscard]] std::size_t first(double cutoff) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(sorted, cutoff) - sorted.begin());
    }
    [[nodiscard]] double tonnage(double cutoff) const {
        return static_cast<double>(sorted.size() - first(cutoff)) / static_cast<double>(sorted.size());
    }
    [[nodiscard]] double metal(double cutoff) const { return metal_from[first(cutoff)] / metal_from[0]; }
    [[nodiscard]] double mean(double cutoff) const {
        const std::size_t n = first(cutoff);
        return n < sorted.size() ? metal_from[n] / static_cast<double>(sorted.size() - n) : missing;
    }
};

}  // namespace

SupportCheck support_check(std::span<const double> model, const ReferenceData& data, const Variogram& variogram,
                           const blocks::GridGeometry& geometry) {
    SupportCheck check;
    const ExpectedBlocks e = expected_blocks(data, variogram, geometry);
    check.point_variance = e.variance;
    check.block_variance = e.block_variance;
    check.model_variance = variance_of(model);
    check.coefficient = e.r;
    check.most_off = check.at_cutoff = missing;
    if (!e.known || model.empty() || !(e.coefficients[0] > 0)) return check;
    const Ranked ranked(model);
    if (!(ranked.metal_from[0] > 0)) return check;
    check.known = true;
    std::vector<double> cutoffs;
    for (int k = 1; k < 20; ++k) cutoffs.push_back(e.grade(k / 20.0));
    const auto expected = statistics::grade_tonnage(e.coefficients, e.r, cutoffs);
    const double scale = e.coefficients[0] * static_cast<double>(model.size()) / ranked.metal_from[0];
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const statistics::GradeTonnagePoint& point = expected[k];
        const double cutoff = point.cutoff;
        check.points.push_back({cutoff, point.tonnage, point.mean, point.metal / e.coefficients[0],
                                ranked.tonnage(cutoff), ranked.mean(cutoff), ranked.metal(cutoff)});
        const double off = std::abs(ranked.metal(cutoff / scale) - check.points.back().metal);
        if (!(off <= check.most_off)) {
            check.most_off = off;
            check.at_cutoff = cutoff;
        }
    }
    return check;
}

std::vector<QuantilePoint> quantile_check(std::span<const double> model, const ReferenceData& data,
                                          const Variogram& variogram, const blocks::GridGeometry& geometry) {
    const ExpectedBlocks e = expected_blocks(data, variogram, geometry);
    const auto samples = statistics::ordered_values(data.values, data.weights), blocks = statistics::ordered_values(model);
    std::vector<QuantilePoint> points;
    for (int k = 0; k <= 20; ++k) {
        const double share = k == 0 ? 0.01 : k == 20 ? 0.99 : k / 20.0;
        points.push_back({share, statistics::quantile(samples, share), e.known ? e.grade(share) : missing,
                          statistics::quantile(blocks, share)});
    }
    return points;
}

}  // namespace orelens::geostat
