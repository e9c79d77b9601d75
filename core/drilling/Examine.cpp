#include "core/drilling/Examine.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/drilling/Places.h"

namespace orelens::drilling {
SharedPlaces shared_places(const CompositeTable& samples, const base::Progress* progress) {
    SharedPlaces shared;
    const Places places = places_of(samples.x, samples.y, samples.z, progress);
    if (places.of.empty() || !places.shared()) return shared;
    for (const std::vector<std::uint32_t>& place : shared_members(places)) {
        if (shared.places == 0) shared.first = {place[0], place[1]};
        ++shared.places;
        shared.samples += static_cast<std::int64_t>(place.size()) - 1;
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
