#include "core/geostat/Pairs.h"

#include <limits>

namespace orelens::geostat {
namespace {

/// Two values this close, as a share of them, are one assay that stands in two holes.
constexpr double alike = 2e-3;

}  // namespace

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
        out.from.push_back(static_cast<std::uint32_t>(i));
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
    std::int64_t equal = 0;
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
            for (std::size_t first = begin, n = begin; n <= end; ++n) {
                const double value = n < end ? samples.value[members[n]] : std::numeric_limits<double>::infinity();
                if (value - samples.value[members[first]] <= alike * std::abs(samples.value[members[first]])) continue;
                const auto run = static_cast<std::int64_t>(n - first);
                equal += run * (run - 1) / 2;
                first = n;
            }
        }
    }
    if (found.pairs > 0) found.gamma = squares / (2 * static_cast<double>(found.pairs));
    found.copies = found.pairs > 0 && 2 * equal > found.pairs;
    return found;
}

std::size_t head_stride(double pairs, double most) {
    return pairs <= most ? 1 : static_cast<std::size_t>(std::ceil(2 * pairs / most));
}

PairCubes cubes_of(const ValueSamples& samples, double reach) {
    const std::size_t n = samples.size();
    const std::array<const std::vector<double>*, 3> axes{&samples.x, &samples.y, &samples.z};
    PairCubes cubes;
    double low[3] = {0, 0, 0}, edge[3] = {1, 1, 1};
    // Cubes of half the reach, but never so many that most are empty.
    const double most = std::cbrt(static_cast<double>(std::clamp<std::size_t>(8 * n, 512, 1U << 24U)));
    for (std::size_t a = 0; a < 3 && n > 0; ++a) {
        const auto [lowest, highest] = std::minmax_element(axes[a]->begin(), axes[a]->end());
        low[a] = *lowest;
        const double extent = *highest - *lowest;
        edge[a] = std::max({reach / 2, extent / most, 1e-6});
        cubes.count[a] = static_cast<std::int32_t>(extent / edge[a]) + 1;
        cubes.reach[a] = static_cast<std::int32_t>(std::min(std::ceil(reach / edge[a]), 1e6));
    }
    std::vector<std::uint32_t> cube(n);
    for (std::size_t k = 0; k < n; ++k) {
        std::int32_t at[3];
        for (std::size_t a = 0; a < 3; ++a)
            at[a] = std::min(cubes.count[a] - 1, static_cast<std::int32_t>(((*axes[a])[k] - low[a]) / edge[a]));
        cube[k] = static_cast<std::uint32_t>((at[2] * cubes.count[1] + at[1]) * cubes.count[0] + at[0]);
    }
    const auto total = static_cast<std::size_t>(cubes.count[0]) * static_cast<std::size_t>(cubes.count[1]) *
                       static_cast<std::size_t>(cubes.count[2]);
    cubes.start.assign(total + 1, 0);
    for (const std::uint32_t c : cube) ++cubes.start[c + 1];
    for (std::size_t c = 0; c < total; ++c) cubes.start[c + 1] += cubes.start[c];
    std::vector<std::uint32_t> next(cubes.start.begin(), cubes.start.end() - 1);
    cubes.order.resize(n);
    for (std::size_t k = 0; k < n; ++k) cubes.order[next[cube[k]]++] = static_cast<std::uint32_t>(k);
    for (const std::uint32_t k : cubes.order) {
        cubes.x.push_back(samples.x[k]);
        cubes.y.push_back(samples.y[k]);
        cubes.z.push_back(samples.z[k]);
        cubes.cube.push_back(cube[k]);
    }
    cubes.near.assign(total, 0);
    for (std::size_t c = 0; c < total; ++c)
        if (cubes.start[c] < cubes.start[c + 1])
            each_near_cube(cubes, static_cast<std::uint32_t>(c), false,
                           [&](std::size_t begin, std::size_t end) { cubes.near[c] += static_cast<double>(end - begin); });

    constexpr std::size_t most_asked = 1000;
    const std::size_t step = n / most_asked + 1;
    double within = 0, asked = 0;
    for (std::size_t a = 0; a < n; a += step, ++asked)
        each_near_cube(cubes, cubes.cube[a], false, [&](std::size_t begin, std::size_t end) {
            for (std::size_t b = begin; b < end; ++b) {
                const double dx = cubes.x[b] - cubes.x[a], dy = cubes.y[b] - cubes.y[a], dz = cubes.z[b] - cubes.z[a];
                within += dx * dx + dy * dy + dz * dz <= reach * reach && b != a;
            }
        });
    if (asked > 0) cubes.pairs = within / asked * static_cast<double>(n) / 2;
    return cubes;
}

std::vector<std::size_t> pieces_of(const PairCubes& cubes, std::size_t stride) {
    constexpr double most_visits = 1e6;
    std::vector<std::size_t> ends;
    double visits = 0;
    for (std::size_t a = 0; a < cubes.order.size(); ++a) {
        visits += cubes.near[cubes.cube[a]] / static_cast<double>(stride);
        if (visits < most_visits && a + 1 < cubes.order.size()) continue;
        ends.push_back(a + 1);
        visits = 0;
    }
    return ends;
}

}  // namespace orelens::geostat
