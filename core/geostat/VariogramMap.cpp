#include "core/geostat/VariogramMap.h"

#include <array>
#include <cmath>
#include <numbers>

#include "core/geostat/PairedValues.h"
#include "core/geostat/Pairs.h"

namespace orelens::geostat {
namespace {

using Axis = std::array<double, 3>;

struct Tally {
    const ValueSamples* samples = nullptr;
    Axis u{}, v{}, w{};
    double cell = 1, half_thickness = 1;
    int half = 1;
    bool relative = false;
    std::vector<double> squares;
    std::vector<std::int64_t> pairs;

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if (samples->at_one_place(h2, i, j)) return;
        const auto along = [&](const Axis& a) { return dx * a[0] + dy * a[1] + dz * a[2]; };
        if (std::abs(along(w)) > half_thickness) return;
        const long a = std::lround(along(u) / cell), b = std::lround(along(v) / cell);
        if (std::abs(a) > half || std::abs(b) > half) return;
        const double one = samples->value[i], other = samples->value[j];
        double square = (one - other) * (one - other);
        if (relative) {
            if (one + other == 0) return;
            square *= 4 / ((one + other) * (one + other));
        }
        const long side = 2L * half + 1;
        for (const long sign : {1L, -1L}) {
            const auto at = static_cast<std::size_t>((sign * b + half) * side + sign * a + half);
            squares[at] += square;
            ++pairs[at];
            if (a == 0 && b == 0) break;
        }
    }
    void merge(const Tally& other) {
        for (std::size_t n = 0; n < squares.size(); ++n) {
            squares[n] += other.squares[n];
            pairs[n] += other.pairs[n];
        }
    }
};

}  // namespace

base::Expected<VariogramMap> variogram_map(const drilling::CompositeTable& samples, const std::string& element,
                                           const MapRule& rule, base::Progress& progress) {
    VariogramRequest request;
    request.element = element;
    request.measure = rule.measure;
    request.scale = rule.scale;
    request.cutoff = rule.cutoff;
    request.top_cut = rule.top_cut;
    request.weights = rule.weights;
    const bool one_element = rule.measure == Measure::semivariogram || rule.measure == Measure::pairwise_relative;
    if (!(rule.cell_m > 0) || !(rule.thickness_m > 0) || rule.half_cells < 1 || rule.half_cells > 250 || !one_element)
        return base::fail(base::ErrorKind::usage, base::Message("geostat.bad_lag", {{"element", element}}));
    const auto valid = paired_samples(samples, request, progress);
    if (!valid) return std::unexpected(valid.error());

    constexpr double radians = std::numbers::pi / 180;
    const double azimuth = rule.azimuth_deg * radians, dip = rule.dip_deg * radians;
    Tally zero;
    zero.samples = &valid->samples;
    zero.u = {std::sin(azimuth), std::cos(azimuth), 0};
    zero.v = {std::cos(azimuth) * std::cos(dip), -std::sin(azimuth) * std::cos(dip), -std::sin(dip)};
    zero.w = {std::cos(azimuth) * std::sin(dip), -std::sin(azimuth) * std::sin(dip), std::cos(dip)};
    zero.cell = rule.cell_m;
    zero.half_thickness = rule.thickness_m / 2;
    zero.half = rule.half_cells;
    zero.relative = rule.measure == Measure::pairwise_relative;
    VariogramMap map;
    map.side = 2 * rule.half_cells + 1;
    map.cell_m = rule.cell_m;
    map.variance = valid->samples.variance;
    zero.squares.assign(static_cast<std::size_t>(map.side) * static_cast<std::size_t>(map.side), 0);
    zero.pairs.assign(zero.squares.size(), 0);
    Tally total = zero;
    const double reach = (rule.half_cells + 0.5) * rule.cell_m * std::numbers::sqrt2 + zero.half_thickness;
    if (walk_pairs(valid->samples, reach, false, zero, total, progress) < 0) return base::cancelled();
    map.pairs = std::move(total.pairs);
    for (std::size_t n = 0; n < map.pairs.size(); ++n)
        map.gamma.push_back(map.pairs[n] > 0 ? total.squares[n] / (2 * static_cast<double>(map.pairs[n]))
                                             : std::numeric_limits<double>::quiet_NaN());
    progress.report(1);
    return map;
}

}  // namespace orelens::geostat
