#include "core/geostat/Pairs.h"

namespace orelens::geostat {

base::Expected<ValueSamples> samples_with_value(const drilling::CompositeTable& samples,
                                                const std::string& element, const base::Progress* progress) {
    const drilling::CompositeTable::Grade* grade = samples.grade(element);
    if (!grade)
        return base::fail(base::ErrorKind::data,
                          base::Message("geostat.no_such_element", {{"element", element}}));
    ValueSamples out;
    double sum = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double value = grade->values[i];
        if (!std::isfinite(value + samples.x[i] + samples.y[i] + samples.z[i])) continue;
        out.x.push_back(samples.x[i]);
        out.y.push_back(samples.y[i]);
        out.z.push_back(samples.z[i]);
        out.value.push_back(value);
        out.hole.push_back(i < samples.hole.size() ? samples.hole[i] : -1);
        sum += value;
    }
    if (out.size() == 0) return out;
    out.places = drilling::places_of(out.x, out.y, out.z, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    out.mean = sum / static_cast<double>(out.size());
    double squares = 0;
    for (const double value : out.value) squares += (value - out.mean) * (value - out.mean);
    if (out.size() > 1) out.variance = squares / static_cast<double>(out.size() - 1);
    return out;
}

std::vector<std::size_t> order_by_hole(const ValueSamples& samples) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples.hole[i] >= 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return samples.hole[a] < samples.hole[b]; });
    return order;
}

PlacePairs pairs_at_one_place(const ValueSamples& samples, bool same_hole) {
    PlacePairs found;
    double squares = 0;
    const auto hole = [&](std::size_t n) { return same_hole ? samples.hole[n] : 0; };
    for (std::vector<std::uint32_t>& members : drilling::shared_members(samples.places)) {
        // By value, so that sums do not depend on the order of rows.
        std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(hole(a), samples.value[a]) < std::pair(hole(b), samples.value[b]);
        });
        for (std::size_t begin = 0, end = 0; begin < members.size(); begin = end) {
            double mean = 0, spread = 0;
            for (end = begin; end < members.size() && hole(members[end]) == hole(members[begin]); ++end) {
                // Welford's update: Σ over pairs of (vᵢ − vⱼ)² = count · Σ (v − mean)².
                const double off = samples.value[members[end]] - mean;
                mean += off / static_cast<double>(end - begin + 1);
                spread += off * (samples.value[members[end]] - mean);
            }
            if (hole(members[begin]) < 0) continue;
            const auto count = static_cast<std::int64_t>(end - begin);
            found.pairs += count * (count - 1) / 2;
            if (samples.value[members[begin]] != samples.value[members[end - 1]])
                squares += static_cast<double>(count) * spread;
        }
    }
    if (found.pairs > 0) found.gamma = squares / (2 * static_cast<double>(found.pairs));
    found.copies = found.pairs > 0 && squares == 0;
    return found;
}

std::size_t head_stride(std::size_t samples) {
    const auto n = static_cast<double>(samples);
    const double pairs = n * (n - 1) / 2;
    if (pairs <= most_pairs) return 1;
    return static_cast<std::size_t>(std::ceil(n * n / most_pairs));
}

}  // namespace orelens::geostat
