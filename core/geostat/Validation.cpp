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
#include "core/geostat/Cokriging.h"
#include "core/geostat/OnePlace.h"
#include "core/geostat/Secondary.h"
#include "core/geostat/Simd.h"
#include "core/statistics/Missing.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

using statistics::missing;
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
    [[nodiscard]] std::vector<std::size_t> chosen(std::span<const std::uint8_t> wanted) const {
        std::vector<std::size_t> some;
        for (std::size_t n = 0; n < row.size(); ++n)
            if (wanted.empty() || wanted[row[n]] != 0) some.push_back(n);
        return some;
    }
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

std::vector<std::uint8_t> some_of(std::size_t rows, std::size_t most, std::uint64_t seed) {
    std::vector<std::uint8_t> chosen(rows, 1);
    if (rows <= most) return chosen;
    std::vector<std::pair<std::uint64_t, std::size_t>> drawn;
    for (std::size_t n = 0; n < rows; ++n) drawn.emplace_back(mixed(seed ^ mixed(n)), n);
    std::ranges::nth_element(drawn, drawn.begin() + static_cast<std::ptrdiff_t>(most));
    for (std::size_t n = most; n < rows; ++n) chosen[drawn[n].second] = 0;
    return chosen;
}

namespace {

/// One batch of places estimated without their groups, its numbers put where they belong.
base::Expected<void> estimate_batch(const EstimationPlan& plan, const Apart& apart, std::span<const std::size_t> which,
                                    std::size_t begin, EstimationScratch& scratch, CrossValidation& out) {
    std::vector<std::array<double, 3>> centres;
    std::vector<std::int32_t> group;
    std::vector<double> secondary;
    for (const std::size_t n : which) {
        centres.push_back({apart.x[n], apart.y[n], apart.z[n]});
        group.push_back(apart.group[n]);
        if (!apart.secondary.empty()) secondary.push_back(apart.secondary[n]);
    }
    const std::size_t count = which.size();
    PointTargets targets;
    targets.centres = centres;
    targets.tile_ends = std::span(&count, 1);
    targets.left_out = group;
    if (!secondary.empty()) targets.secondary = {secondary};
    std::vector<PointResults> results;
    if (auto run = estimate_points(plan, targets, scratch, results); !run) return run;
    const auto at = static_cast<std::ptrdiff_t>(begin);
    std::ranges::copy(results[0].estimate, out.estimate.begin() + at);
    std::ranges::copy(results[0].variance, out.variance.begin() + at);
    std::ranges::copy(results[0].samples, out.samples.begin() + at);
    return {};
}

}  // namespace

base::Expected<CrossValidation> cross_validate(const SamplePlaces& places, const ElementSamples& element,
                                               std::span<const std::int32_t> groups,
                                               const kernel::Table& kernel, base::Progress& progress,
                                               std::span<const std::uint8_t> wanted) {
    ElementSamples rule = element;
    rule.how.discretisation = {1, 1, 1};
    rule.how.limits = {};
    if (auto sound = check_samples(places, {rule}); !sound) return std::unexpected(sound.error());
    if (groups.size() != places.x.size() || (!wanted.empty() && wanted.size() != places.x.size()))
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

    const std::vector<std::size_t> which = apart.chosen(wanted);
    const std::size_t n = which.size();
    CrossValidation out;
    for (const std::size_t one : which) {
        out.row.push_back(apart.row[one]);
        out.truth.push_back(apart.value[one]);
    }
    out.estimate.assign(n, missing);
    out.variance.assign(n, missing);
    out.samples.assign(n, 0);
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for((n + batch - 1) / batch, 1, [&](std::size_t first, std::size_t last) {
        const auto scratch = make_scratch();
        for (std::size_t b = first; b < last && !progress.cancelled(); ++b) {
            const std::size_t begin = b * batch, count = std::min(batch, n - begin);
            const auto part = std::span(which).subspan(begin, count);
            if (auto run = estimate_batch(**plan, apart, part, begin, *scratch, out); !run) {
                const std::lock_guard lock(failing);
                failure = run.error();
                return;
            }
        }
    });
    if (failure) return std::unexpected(*failure);
    if (progress.cancelled()) return base::cancelled();
    return out;
}

base::Expected<CrossValidation> cross_validate(const blocks::BlockModel& model, const drilling::CompositeTable& samples,
                                               const ElementEstimate& how, std::span<const std::int32_t> groups,
                                               base::Progress& progress, std::span<const std::uint8_t> wanted) {
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    if (how.method == Method::cokriging && how.cokriging) {
        std::vector<std::span<const double>> values;
        std::size_t number = 0;
        for (const std::string& element : how.cokriging->model.elements) {
            const drilling::CompositeTable::Grade* grade = samples.grade(element);
            if (grade == nullptr)
                return base::fail(ErrorKind::data, Message("geostat.no_such_element", {{"element", element}}));
            if (element == how.element) number = values.size();
            values.emplace_back(grade->values);
        }
        return cross_validate({samples.x, samples.y, samples.z, samples.hole, {}}, *how.cokriging, values, number, groups,
                              **kernel, progress, wanted);
    }
    const auto inputs = estimate_inputs_of(model, samples, {how});
    if (!inputs) return std::unexpected(inputs.error());
    return cross_validate({samples.x, samples.y, samples.z, samples.hole, {}}, inputs->elements.front(), groups,
                          **kernel, progress, wanted);
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

std::vector<ErrorClass> error_classes(const CrossValidation& v, int classes) {
    std::vector<std::pair<double, double>> both;
    for (std::size_t n = 0; n < v.truth.size(); ++n)
        if (!std::isnan(v.estimate[n])) both.emplace_back(v.estimate[n], v.truth[n]);
    std::ranges::sort(both);
    std::vector<ErrorClass> all;
    const std::size_t parts = std::min(both.size(), static_cast<std::size_t>(std::max(classes, 1)));
    for (std::size_t k = 0; k < parts; ++k) {
        const auto part =
            std::span(both).subspan(k * both.size() / parts, (k + 1) * both.size() / parts - k * both.size() / parts);
        ErrorClass one{static_cast<std::int64_t>(part.size()), part.front().first, part.back().first};
        const auto n = static_cast<double>(part.size());
        for (const auto& [estimate, truth] : part) {
            one.estimate += estimate / n;
            one.truth += truth / n;
        }
        double squares = 0;
        for (const auto& [estimate, truth] : part) {
            const double off = estimate - truth - (one.estimate - one.truth);
            squares += off * off;
        }
        one.error_sd = std::sqrt(squares / n);
        all.push_back(one);
    }
    return all;
}

}  // namespace orelens::geostat
