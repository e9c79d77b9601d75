#include "core/geostat/Validation.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <optional>

#include "core/base/Parallel.h"
#include "core/geostat/CheckEstimate.h"
#include "core/geostat/OnePlace.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
/// Samples estimated in one call: neighbours in the table are mostly neighbours in a hole.
constexpr std::size_t batch = 64;

/// splitmix64.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// Samples apart from each other, with a value.
struct Apart {
    std::vector<double> x, y, z, value, secondary;
    std::vector<std::int32_t> hole, group;
    std::vector<std::size_t> row;
};

Apart apart_of(const SamplePlaces& places, const ElementSamples& element,
               std::span<const std::int32_t> groups, const base::Progress& progress) {
    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, &progress);
    const OnePerPlace one = one_per_place({places.x, places.y, places.z, places.hole, groups}, shared);
    const std::vector<double> value = value_per_place(element, shared);
    std::vector<double> secondary;
    if (!element.secondary.empty()) secondary = mean_per_place(element.secondary, shared);
    std::vector<std::size_t> first(shared.count, places.x.size());
    for (std::size_t n = 0; n < shared.of.size(); ++n) first[shared.of[n]] = std::min(first[shared.of[n]], n);
    Apart out;
    for (std::size_t p = 0; p < shared.count; ++p) {
        if (std::isnan(value[p])) continue;
        out.x.push_back(one.x[p]);
        out.y.push_back(one.y[p]);
        out.z.push_back(one.z[p]);
        out.value.push_back(value[p]);
        out.group.push_back(one.group[p]);
        out.row.push_back(first[p]);
        if (!one.hole.empty()) out.hole.push_back(one.hole[p]);
        if (!secondary.empty()) out.secondary.push_back(secondary[p]);
    }
    return out;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? missing : sum / static_cast<double>(values.size());
}

double share_within(const std::vector<double>& error, const std::vector<double>& sigma, double standard) {
    double inside = 0;
    for (std::size_t n = 0; n < error.size(); ++n) inside += std::abs(error[n]) <= standard * sigma[n];
    return error.empty() ? missing : inside / static_cast<double>(error.size());
}

/// Half width, in standard deviations, of the central interval of probability p.
double central(double p) {
    return std::numbers::sqrt2 * boost::math::erf_inv(p);
}

/// Errors with their standard deviations, where both are known.
void with_variance(const CrossValidation& v, std::vector<double>& error, std::vector<double>& sigma) {
    for (std::size_t n = 0; n < v.truth.size(); ++n) {
        if (std::isnan(v.estimate[n]) || std::isnan(v.variance[n])) continue;
        error.push_back(v.estimate[n] - v.truth[n]);
        sigma.push_back(std::sqrt(v.variance[n]));
    }
}

}  // namespace

std::vector<std::int32_t> each_alone(std::size_t samples) {
    std::vector<std::int32_t> groups(samples);
    for (std::size_t n = 0; n < samples; ++n) groups[n] = static_cast<std::int32_t>(n);
    return groups;
}

std::vector<std::int32_t> folds_of_holes(std::span<const std::int32_t> hole, int folds, std::uint64_t seed) {
    // Holes by a random number of their own, so that the rows' order does not matter.
    std::map<std::int64_t, std::int32_t> fold;
    const auto key = [&](std::size_t n) {
        return hole[n] >= 0 ? std::int64_t{hole[n]} : -1 - static_cast<std::int64_t>(n);
    };
    std::vector<std::pair<std::uint64_t, std::int64_t>> drawn;
    for (std::size_t n = 0; n < hole.size(); ++n)
        if (fold.emplace(key(n), 0).second)
            drawn.emplace_back(mixed(seed ^ mixed(static_cast<std::uint64_t>(key(n)))), key(n));
    std::ranges::sort(drawn);
    for (std::size_t k = 0; k < drawn.size(); ++k)
        fold[drawn[k].second] = static_cast<std::int32_t>(k % static_cast<std::size_t>(std::max(folds, 1)));
    std::vector<std::int32_t> groups(hole.size());
    for (std::size_t n = 0; n < hole.size(); ++n) groups[n] = fold[key(n)];
    return groups;
}

base::Expected<CrossValidation> cross_validate(const SamplePlaces& places, const ElementSamples& element,
                                               std::span<const std::int32_t> groups,
                                               const kernel::Table& kernel, base::Progress& progress) {
    ElementSamples rule = element;
    rule.how.discretisation = {1, 1, 1};
    rule.how.limits = {};
    if (auto sound = check_samples(places, {rule}); !sound) return std::unexpected(sound.error());
    if (groups.size() != places.x.size())
        return base::fail(ErrorKind::data,
                          Message("geostat.unequal_lengths", {{"element", element.how.element}}));
    const Apart apart = apart_of(places, element, groups, progress);
    if (progress.cancelled()) return base::cancelled();
    rule.values = apart.value;
    rule.secondary = apart.secondary;
    rule.how.top_cut = missing;
    const auto plan =
        plan_estimation({apart.x, apart.y, apart.z, apart.hole, apart.group}, {rule}, {}, kernel, &progress);
    if (!plan) return std::unexpected(plan.error());

    const std::size_t n = apart.value.size();
    CrossValidation out;
    out.row = apart.row;
    out.truth = apart.value;
    out.estimate.assign(n, missing);
    out.variance.assign(n, missing);
    out.samples.assign(n, 0);
    std::vector<std::array<double, 3>> centres;
    for (std::size_t i = 0; i < n; ++i) centres.push_back({apart.x[i], apart.y[i], apart.z[i]});
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for((n + batch - 1) / batch, 1, [&](std::size_t first, std::size_t last) {
        const auto scratch = make_scratch();
        std::vector<PointResults> results;
        for (std::size_t b = first; b < last && !progress.cancelled(); ++b) {
            const std::size_t begin = b * batch, count = std::min(batch, n - begin);
            PointTargets targets;
            targets.centres = std::span(centres).subspan(begin, count);
            targets.tile_ends = std::span(&count, 1);
            targets.left_out = std::span(apart.group).subspan(begin, count);
            if (!apart.secondary.empty())
                targets.secondary = {std::span(apart.secondary).subspan(begin, count)};
            if (auto run = estimate_points(**plan, targets, *scratch, results); !run) {
                const std::lock_guard lock(failing);
                failure = run.error();
                return;
            }
            std::ranges::copy(results[0].estimate, out.estimate.begin() + static_cast<std::ptrdiff_t>(begin));
            std::ranges::copy(results[0].variance, out.variance.begin() + static_cast<std::ptrdiff_t>(begin));
            std::ranges::copy(results[0].samples, out.samples.begin() + static_cast<std::ptrdiff_t>(begin));
        }
    });
    if (failure) return std::unexpected(*failure);
    if (progress.cancelled()) return base::cancelled();
    return out;
}

ValidationSummary summarise(const CrossValidation& v) {
    ValidationSummary s;
    std::vector<double> truth, estimate, error, squared, absolute;
    for (std::size_t n = 0; n < v.truth.size(); ++n) {
        if (std::isnan(v.estimate[n])) {
            ++s.not_estimated;
            continue;
        }
        truth.push_back(v.truth[n]);
        estimate.push_back(v.estimate[n]);
        error.push_back(v.estimate[n] - v.truth[n]);
        squared.push_back(error.back() * error.back());
        absolute.push_back(std::abs(error.back()));
    }
    s.count = static_cast<std::int64_t>(error.size());
    s.mean_error = mean_of(error);
    s.mean_squared = mean_of(squared);
    s.mean_absolute = mean_of(absolute);
    const double middle_truth = mean_of(truth), middle_estimate = mean_of(estimate);
    double both = 0, of_truth = 0, of_estimate = 0;
    for (std::size_t n = 0; n < error.size(); ++n) {
        const double a = truth[n] - middle_truth, b = estimate[n] - middle_estimate;
        both += a * b;
        of_truth += a * a;
        of_estimate += b * b;
    }
    s.correlation = of_truth > 0 && of_estimate > 0 ? both / std::sqrt(of_truth * of_estimate) : missing;
    s.slope = of_estimate > 0 ? both / of_estimate : missing;
    std::vector<double> known, sigma, standard, standard_squared;
    with_variance(v, known, sigma);
    for (std::size_t n = 0; n < known.size(); ++n) {
        if (!(sigma[n] > 0)) continue;
        standard.push_back(known[n] / sigma[n]);
        standard_squared.push_back(standard.back() * standard.back());
    }
    s.mean_standard = mean_of(standard);
    s.mean_squared_standard = mean_of(standard_squared);
    s.inside_50 = share_within(known, sigma, central(0.5));
    s.inside_90 = share_within(known, sigma, central(0.9));
    return s;
}

AccuracyPlot accuracy_plot(const CrossValidation& validation, int n) {
    AccuracyPlot plot;
    std::vector<double> error, sigma;
    with_variance(validation, error, sigma);
    double lost = 0;
    for (int k = 1; k < n; ++k) {
        const double p = static_cast<double>(k) / n;
        plot.probability.push_back(p);
        plot.share.push_back(share_within(error, sigma, central(p)));
        const double off = plot.share.back() - p;
        lost += off >= 0 ? off : -2 * off;
    }
    plot.goodness = n > 1 ? 1 - lost / (n - 1) : missing;
    return plot;
}

}  // namespace orelens::geostat
