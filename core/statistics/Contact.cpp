#include "core/statistics/Contact.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "core/statistics/Missing.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {
namespace {

constexpr double most_bins = 10'000;

/// Calls visit(samples of one hole in order) for every hole.
template <class Visit>
void each_hole(const HoleSamples& s, Visit visit) {
    std::vector<std::size_t> order;
    for (std::size_t n = 0; n < s.size(); ++n)
        if (s.hole[n] >= 0) order.push_back(n);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (s.hole[a] != s.hole[b]) return s.hole[a] < s.hole[b];
        return !s.depth_m.empty() && s.depth_m[a] < s.depth_m[b];
    });
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && s.hole[order[end]] == s.hole[order[begin]]) ++end;
        visit(std::span(order).subspan(begin, end - begin));
    }
}

}  // namespace

std::vector<double> contact_distances(const HoleSamples& samples, std::int32_t a, std::int32_t b) {
    std::vector<double> distance(samples.size(), missing);
    each_hole(samples, [&](std::span<const std::size_t> hole) {
        std::vector<double> along(hole.size(), 0), contacts;
        for (std::size_t n = 1; n < hole.size(); ++n) {
            const std::size_t before = hole[n - 1], here = hole[n];
            along[n] = along[n - 1] + std::hypot(samples.x[here] - samples.x[before], samples.y[here] - samples.y[before],
                                                 samples.z[here] - samples.z[before]);
            const std::int32_t one = samples.domain[before], other = samples.domain[here];
            if ((one == a && other == b) || (one == b && other == a))
                contacts.push_back((along[n - 1] + along[n]) / 2);
        }
        if (contacts.empty()) return;
        for (std::size_t n = 0; n < hole.size(); ++n) {
            const std::int32_t domain = samples.domain[hole[n]];
            if (domain != a && domain != b) continue;
            const auto after = std::lower_bound(contacts.begin(), contacts.end(), along[n]);
            double nearest = std::numeric_limits<double>::infinity();
            if (after != contacts.end()) nearest = *after - along[n];
            if (after != contacts.begin()) nearest = std::min(nearest, along[n] - *std::prev(after));
            distance[hole[n]] = domain == a ? -nearest : nearest;
        }
    });
    return distance;
}

base::Expected<std::vector<ContactBin>> contact_profile(std::span<const double> distances,
                                                        std::span<const double> values, double width_m,
                                                        double reach_m) {
    const double half = std::ceil(reach_m / width_m - 1e-9);
    if (!(width_m > 0) || !(reach_m > 0) || !(half <= most_bins / 2))
        return base::fail(base::ErrorKind::usage, base::Message("statistics.bad_bins"));
    const auto bins = static_cast<std::size_t>(2 * half);
    std::vector<std::vector<double>> of(bins);
    for (std::size_t n = 0; n < distances.size(); ++n) {
        if (!std::isfinite(distances[n]) || !std::isfinite(values[n])) continue;
        const double bin = std::floor(distances[n] / width_m) + half;
        if (bin >= 0 && bin < static_cast<double>(bins)) of[static_cast<std::size_t>(bin)].push_back(values[n]);
    }
    std::vector<ContactBin> profile(bins);
    for (std::size_t k = 0; k < bins; ++k) {
        const Moments m = moments(of[k]);
        profile[k].from_m = (static_cast<double>(k) - half) * width_m;
        profile[k].to_m = (static_cast<double>(k + 1) - half) * width_m;
        profile[k].count = m.count;
        profile[k].mean = m.mean;
        profile[k].sd = m.count > 1 ? m.sd() : missing;
    }
    return profile;
}

ContactStep contact_step(std::span<const double> distances, std::span<const double> values, double within_m) {
    std::vector<double> a, b;
    for (std::size_t n = 0; n < distances.size(); ++n)
        if (std::abs(distances[n]) <= within_m) (distances[n] < 0 ? a : b).push_back(values[n]);
    const Moments ma = moments(a), mb = moments(b);
    ContactStep step{ma.count, mb.count, ma.mean, mb.mean, missing};
    if (ma.count < 2 || mb.count < 2) return step;
    const double va = ma.variance / static_cast<double>(ma.count), vb = mb.variance / static_cast<double>(mb.count);
    if (!(va + vb > 0)) {
        step.p = ma.mean == mb.mean ? 1 : 0;
        return step;
    }
    const double t2 = (ma.mean - mb.mean) * (ma.mean - mb.mean) / (va + vb);
    const double freedom = (va + vb) * (va + vb) /
                           (va * va / static_cast<double>(ma.count - 1) + vb * vb / static_cast<double>(mb.count - 1));
    step.p = boost::math::ibeta(freedom / 2, 0.5, freedom / (freedom + t2));
    return step;
}

std::vector<DomainPair> domain_contacts(const HoleSamples& samples) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> count;
    each_hole(samples, [&](std::span<const std::size_t> hole) {
        for (std::size_t n = 1; n < hole.size(); ++n) {
            const auto [a, b] = std::minmax({samples.domain[hole[n - 1]], samples.domain[hole[n]]});
            if (a >= 0 && a != b) ++count[{a, b}];
        }
    });
    std::vector<DomainPair> pairs;
    for (const auto& [pair, contacts] : count) pairs.push_back({pair.first, pair.second, contacts});
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const DomainPair& a, const DomainPair& b) { return a.contacts > b.contacts; });
    return pairs;
}

}  // namespace orelens::statistics
