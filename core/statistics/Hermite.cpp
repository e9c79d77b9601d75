#include "core/statistics/Hermite.h"

#include <cmath>
#include <limits>

#include "core/statistics/Gaussian.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {
namespace {

/// Root of f in [low, high], where f(low) ≤ 0 ≤ f(high): bisection until the interval has no inside.
template <class F>
double root(double low, double high, F f) {
    for (int n = 0; n < 2000; ++n) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        (f(middle) < 0 ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

double block_value(const std::vector<double>& coefficients, double r, double score) {
    const std::vector<double> h = hermite_values(score, static_cast<int>(coefficients.size()) - 1);
    double sum = 0, power = 1;
    for (std::size_t n = 0; n < coefficients.size(); ++n, power *= r) sum += coefficients[n] * power * h[n];
    return sum;
}

}  // namespace

std::vector<double> hermite_values(double score, int terms) {
    std::vector<double> h(static_cast<std::size_t>(std::max(terms, 0)) + 1, 1.0);
    if (terms >= 1) h[1] = -score;
    for (std::size_t n = 1; n + 1 < h.size(); ++n) {
        const auto k = static_cast<double>(n);
        h[n + 1] = -score * h[n] / std::sqrt(k + 1) - std::sqrt(k / (k + 1)) * h[n - 1];
    }
    return h;
}

base::Expected<std::vector<double>> hermite_coefficients(std::span<const double> values,
                                                         std::span<const double> weights, int terms) {
    const Ordered ordered = ordered_values(values, weights);
    if (ordered.empty() || terms < 1)
        return base::fail(base::ErrorKind::usage, base::Message("statistics.no_values"));
    std::vector<double> phi(static_cast<std::size_t>(terms) + 1, 0);
    double before = 0;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        phi[0] += ordered.share[i] * ordered.value[i];
        before += ordered.share[i];
        if (i + 1 == ordered.size() || ordered.value[i] == ordered.value[i + 1]) continue;
        const double y = normal_score(std::min(before, 1.0));
        const double density = normal_density(y);
        if (!(density > 0)) continue;  // a weight below rounding at the very end
        const std::vector<double> h = hermite_values(y, terms);
        const double step = (ordered.value[i] - ordered.value[i + 1]) * density;
        for (std::size_t n = 1; n < phi.size(); ++n)
            phi[n] += step * h[n - 1] / std::sqrt(static_cast<double>(n));
    }
    return phi;
}

double hermite_variance(const std::vector<double>& coefficients, double r) {
    double sum = 0, power = 1;
    for (std::size_t n = 1; n < coefficients.size(); ++n) {
        power *= r * r;
        sum += coefficients[n] * coefficients[n] * power;
    }
    return sum;
}

base::Expected<double> support_coefficient(const std::vector<double>& coefficients, double block_variance) {
    if (!(block_variance >= 0) || !(block_variance <= hermite_variance(coefficients, 1)))
        return base::fail(base::ErrorKind::usage,
                          base::Message("statistics.bad_block_variance",
                                        {{"variance", base::number(block_variance, 6)},
                                         {"points", base::number(hermite_variance(coefficients, 1), 6)}}));
    return root(0, 1, [&](double r) { return hermite_variance(coefficients, r) - block_variance; });
}

RisingRange rising_range(const std::vector<double>& coefficients, double r) {
    constexpr int steps = 8000;
    constexpr double from = -4, step = 1e-3;
    RisingRange range;
    std::vector<double> value(steps + 1);
    for (int n = 0; n <= steps; ++n) value[static_cast<std::size_t>(n)] = block_value(coefficients, r, from + n * step);
    for (int n = 0; n < steps; ++n) {
        const auto at = static_cast<std::size_t>(n);
        const double y = from + n * step;
        if (value[at + 1] > value[at]) continue;
        if (y < 0) range.low = from + (n + 1) * step;
        if (y > 0) {
            range.high = y;
            break;
        }
    }
    return range;
}

std::vector<GradeTonnagePoint> grade_tonnage(const std::vector<double>& coefficients, double r,
                                             std::span<const double> cutoffs) {
    const RisingRange range = rising_range(coefficients, r);
    const double lowest = block_value(coefficients, r, range.low), highest = block_value(coefficients, r, range.high);
    std::vector<GradeTonnagePoint> points;
    for (const double cutoff : cutoffs) {
        GradeTonnagePoint point;
        point.cutoff = cutoff;
        if (cutoff <= lowest) {
            point.score = -std::numeric_limits<double>::infinity();
            point.tonnage = 1;
            point.metal = point.mean = coefficients[0];
        } else if (!(cutoff <= highest)) {
            point.score = std::numeric_limits<double>::infinity();
            point.mean = std::numeric_limits<double>::quiet_NaN();
        } else {
            point.score = root(range.low, range.high,
                               [&](double y) { return block_value(coefficients, r, y) - cutoff; });
            point.tonnage = normal_share(-point.score);
            point.metal = coefficients[0] * point.tonnage;
            const auto h = hermite_values(point.score, static_cast<int>(coefficients.size()) - 1);
            double power = 1, sum = 0;
            for (std::size_t n = 1; n < coefficients.size(); ++n) {
                power *= r;
                sum += coefficients[n] * power * h[n - 1] / std::sqrt(static_cast<double>(n));
            }
            point.metal -= sum * normal_density(point.score);
            point.mean = point.metal / point.tonnage;
        }
        points.push_back(point);
    }
    return points;
}

}  // namespace orelens::statistics
