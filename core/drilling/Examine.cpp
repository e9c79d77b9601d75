#include "core/drilling/Examine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "core/base/StoppableOrder.h"

namespace orelens::drilling {
namespace {

using Place = std::array<std::int64_t, 3>;

Place place_of(const CompositeTable& samples, std::size_t n) {
    return {std::llround(samples.x[n] * 1e3), std::llround(samples.y[n] * 1e3),
            std::llround(samples.z[n] * 1e3)};
}

}  // namespace

SharedPlaces shared_places(const CompositeTable& samples, const base::Progress* progress) {
    std::vector<std::pair<Place, std::size_t>> all;
    all.reserve(samples.size());
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (std::isfinite(samples.x[n]) && std::isfinite(samples.y[n]) && std::isfinite(samples.z[n]))
            all.emplace_back(place_of(samples, n), n);
    SharedPlaces shared;
    const bool sorted = base::order_unless_cancelled(
        progress, std::less<>(), [&](const auto& less) { std::sort(all.begin(), all.end(), less); });
    if (!sorted) return shared;
    for (std::size_t n = 1; n < all.size(); ++n) {
        if (all[n].first != all[n - 1].first) continue;
        const bool anew = n == 1 || all[n].first != all[n - 2].first;
        if (anew && (shared.places == 0 || all[n - 1].second < shared.first.first))
            shared.first = {all[n - 1].second, all[n].second};
        shared.places += anew ? 1 : 0;
        ++shared.samples;
    }
    return shared;
}

GradeMean mean_of(const CompositeTable& samples, const std::string& element, double top_cut) {
    GradeMean mean;
    const CompositeTable::Grade* grade = samples.grade(element);
    if (grade == nullptr) return mean;
    double sum = 0, metal = 0;
    for (std::size_t n = 0; n < grade->values.size(); ++n) {
        if (std::isnan(grade->values[n])) continue;
        const double value = std::isnan(top_cut) ? grade->values[n] : std::min(grade->values[n], top_cut);
        ++mean.samples;
        sum += value;
        mean.lowest = std::fmin(mean.lowest, value);
        mean.highest = std::fmax(mean.highest, value);
        if (n >= grade->assayed_m.size() || !(grade->assayed_m[n] > 0)) continue;
        mean.assayed_m += grade->assayed_m[n];
        metal += grade->assayed_m[n] * value;
    }
    if (mean.samples > 0) mean.plain = sum / static_cast<double>(mean.samples);
    if (mean.assayed_m > 0) mean.by_length = metal / mean.assayed_m;
    return mean;
}

}  // namespace orelens::drilling
