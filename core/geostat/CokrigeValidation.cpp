// Cross-validation of an element that is cokriged: with it, its helpers' samples of the same group are left out.
#include <cmath>
#include <mutex>
#include <optional>

#include "core/base/Parallel.h"
#include "core/geostat/Cokriging.h"
#include "core/geostat/OnePlace.h"
#include "core/geostat/Validation.h"
#include "core/statistics/Missing.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

using statistics::missing;
constexpr std::size_t batch = 64;

/// Point support, without limits; values are cut before.
CokrigingRule at_samples(CokrigingRule rule) {
    rule.discretisation = {1, 1, 1};
    for (CokrigingVariable& variable : rule.variables) {
        variable.limits = {};
        variable.quality = false;
        variable.top_cut = missing;
    }
    return rule;
}

struct Apart {
    OnePerPlace one;
    std::vector<std::vector<double>> values;  ///< per element, per place
    std::vector<std::size_t> row;             ///< the first of each place
};

Apart apart_of(const SamplePlaces& places, const CokrigingRule& rule,
               const std::vector<std::span<const double>>& values, std::span<const std::int32_t> groups,
               const base::Progress& progress) {
    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, &progress);
    Apart out{one_per_place({places.x, places.y, places.z, places.hole, groups}, shared), {}, {}};
    for (std::size_t e = 0; e < values.size(); ++e) {
        ElementSamples element;
        element.values = values[e];
        element.how.top_cut = rule.variables[e].top_cut;
        out.values.push_back(value_per_place(element, shared));
    }
    out.row.assign(shared.count, places.x.size());
    for (std::size_t n = 0; n < shared.of.size(); ++n) out.row[shared.of[n]] = std::min(out.row[shared.of[n]], n);
    return out;
}

}  // namespace

base::Expected<CrossValidation> cross_validate(const SamplePlaces& places, const CokrigingRule& rule,
                                               const std::vector<std::span<const double>>& values, std::size_t element,
                                               std::span<const std::int32_t> groups, const kernel::Table& kernel,
                                               base::Progress& progress, std::span<const std::uint8_t> wanted) {
    const std::size_t n = places.x.size();
    const auto unequal = [&] {
        return base::fail(ErrorKind::data, Message("geostat.unequal_lengths", {{"element", "groups"}}));
    };
    if (groups.size() != n || (!wanted.empty() && wanted.size() != n) || values.size() != rule.variables.size() ||
        element >= values.size())
        return unequal();
    for (const auto& one : values)
        if (one.size() != n) return unequal();
    const Apart apart = apart_of(places, rule, values, groups, progress);
    if (progress.cancelled()) return base::cancelled();
    std::vector<std::span<const double>> spans(apart.values.begin(), apart.values.end());
    const OnePerPlace& one = apart.one;
    const auto plan = plan_cokriging({one.x, one.y, one.z, one.hole, one.group}, at_samples(rule), spans, {}, kernel, &progress);
    if (!plan) return std::unexpected(plan.error());

    CrossValidation out;
    std::vector<std::size_t> which;
    for (std::size_t p = 0; p < apart.row.size(); ++p) {
        if (std::isnan(apart.values[element][p]) || (!wanted.empty() && wanted[apart.row[p]] == 0)) continue;
        which.push_back(p);
        out.row.push_back(apart.row[p]);
        out.truth.push_back(apart.values[element][p]);
    }
    out.estimate.assign(which.size(), missing);
    out.variance.assign(which.size(), missing);
    out.samples.assign(which.size(), 0);
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for((which.size() + batch - 1) / batch, 1, [&](std::size_t first, std::size_t last) {
        const auto scratch = make_cokriging_scratch();
        std::vector<PointResults> results;
        for (std::size_t b = first; b < last && !progress.cancelled(); ++b) {
            const std::size_t begin = b * batch, count = std::min(batch, which.size() - begin);
            std::vector<std::array<double, 3>> centres;
            std::vector<std::int32_t> left_out;
            for (std::size_t k = begin; k < begin + count; ++k) {
                centres.push_back({one.x[which[k]], one.y[which[k]], one.z[which[k]]});
                left_out.push_back(one.group[which[k]]);
            }
            PointTargets targets;
            targets.centres = centres;
            targets.tile_ends = std::span(&count, 1);
            targets.left_out = left_out;
            if (auto run = cokrige_points(**plan, targets, *scratch, results); !run) {
                const std::lock_guard lock(failing);
                failure = run.error();
                return;
            }
            for (std::size_t k = 0; k < count; ++k) {
                out.estimate[begin + k] = results[element].estimate[k];
                out.variance[begin + k] = results[element].variance[k];
                out.samples[begin + k] = results[element].samples[k];
            }
        }
    });
    if (failure) return std::unexpected(*failure);
    if (progress.cancelled()) return base::cancelled();
    return out;
}

}  // namespace orelens::geostat
