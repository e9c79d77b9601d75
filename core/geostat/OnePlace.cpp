#include "core/geostat/OnePlace.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace orelens::geostat {
namespace {

/// Values in ascending order: the sum is then the same whatever the order of rows, and the mean of equal
/// values is that value.
double mean(const std::vector<double>& sorted) {
    double above = 0;
    for (const double value : sorted) above += value - sorted.front();
    return sorted.front() + above / static_cast<double>(sorted.size());
}

double most_frequent(const std::vector<double>& sorted) {
    double best = sorted.front();
    std::size_t most = 0;
    for (std::size_t begin = 0; begin < sorted.size();) {
        const auto end = static_cast<std::size_t>(
            std::upper_bound(sorted.begin(), sorted.end(), sorted[begin]) - sorted.begin());
        if (end - begin > most) {
            most = end - begin;
            best = sorted[begin];
        }
        begin = end;
    }
    return best;
}

}  // namespace

OnePerPlace one_per_place(const SamplePlaces& samples, const drilling::Places& places) {
    OnePerPlace out;
    for (std::size_t n = 0; n < places.of.size(); ++n) {
        const std::size_t place = places.of[n];
        if (place == out.x.size()) {
            out.x.push_back(samples.x[n]);
            out.y.push_back(samples.y[n]);
            out.z.push_back(samples.z[n]);
            if (!samples.hole.empty()) out.hole.push_back(samples.hole[n]);
            if (!samples.group.empty()) out.group.push_back(samples.group[n]);
            continue;
        }
        if (std::tie(samples.x[n], samples.y[n], samples.z[n]) <
            std::tie(out.x[place], out.y[place], out.z[place])) {
            out.x[place] = samples.x[n];
            out.y[place] = samples.y[n];
            out.z[place] = samples.z[n];
        }
        if (!samples.hole.empty()) out.hole[place] = std::min(out.hole[place], samples.hole[n]);
        if (!samples.group.empty()) out.group[place] = std::min(out.group[place], samples.group[n]);
    }
    return out;
}

std::vector<double> mean_per_place(std::span<const double> values, const drilling::Places& places) {
    ElementSamples plain;
    plain.values = values;
    return value_per_place(plain, places);
}

std::vector<double> value_per_place(const ElementSamples& element, const drilling::Places& places) {
    const double cut = element.how.top_cut;
    std::vector<double> values(places.count, std::numeric_limits<double>::quiet_NaN());
    const auto cut_value = [&](std::size_t n) {
        return std::isnan(cut) ? element.values[n] : std::min(element.values[n], cut);
    };
    for (std::size_t n = 0; n < places.of.size(); ++n)
        if (!std::isnan(element.values[n])) values[places.of[n]] = cut_value(n);
    std::vector<double> sorted;
    for (const std::vector<std::uint32_t>& members : drilling::shared_members(places)) {
        sorted.clear();
        for (const std::uint32_t n : members)
            if (!std::isnan(element.values[n])) sorted.push_back(cut_value(n));
        if (sorted.empty()) continue;
        std::sort(sorted.begin(), sorted.end());
        values[places.of[members.front()]] = element.how.codes ? most_frequent(sorted) : mean(sorted);
    }
    return values;
}

}  // namespace orelens::geostat
