#include "core/geostat/Experimental.h"

#include <algorithm>
#include <numbers>

#include "core/geostat/Pairs.h"

namespace orelens::geostat {
namespace {

struct Bin {
    std::int64_t pairs = 0;
    double distance = 0, squares = 0;
};

/// Lags centred on k·lag, k = 0 … lags; they overlap where the tolerance exceeds half the lag.
struct LagTally {
    const ValueSamples* samples = nullptr;
    LagRule rule;
    double axis[3] = {0, 0, 0};
    double least_cosine = 0;
    std::vector<Bin> bins;

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if (samples->at_one_place(h2, i, j)) return;
        const double h = std::sqrt(h2);
        if (rule.direction) {
            const double along = std::abs(dx * axis[0] + dy * axis[1] + dz * axis[2]);
            if (along < h * least_cosine) return;
            if (h2 - along * along > rule.bandwidth_m * rule.bandwidth_m) return;
        }
        const double difference = samples->value[j] - samples->value[i];
        const auto first = static_cast<std::int64_t>(std::ceil((h - rule.tolerance_m) / rule.lag_m));
        const auto last = static_cast<std::int64_t>(std::floor((h + rule.tolerance_m) / rule.lag_m));
        for (std::int64_t k = std::max<std::int64_t>(first, 0); k <= std::min<std::int64_t>(last, rule.lags);
             ++k) {
            Bin& bin = bins[static_cast<std::size_t>(k)];
            ++bin.pairs;
            bin.distance += h;
            bin.squares += difference * difference;
        }
    }
    void merge(const LagTally& other) {
        for (std::size_t k = 0; k < bins.size(); ++k) {
            bins[k].pairs += other.bins[k].pairs;
            bins[k].distance += other.bins[k].distance;
            bins[k].squares += other.bins[k].squares;
        }
    }
};

}  // namespace

base::Expected<ExperimentalVariogram> experimental_variogram(const drilling::CompositeTable& samples,
                                                             const std::string& element, const LagRule& rule,
                                                             base::Progress& progress) {
    if (!(rule.lag_m > 0) || rule.lags < 1 || rule.lags > 100000 || !(rule.tolerance_m > 0) ||
        !(rule.angle_tolerance_deg > 0) || !(rule.bandwidth_m > 0))
        return base::fail(base::ErrorKind::usage, base::Message("geostat.bad_lag", {{"element", element}}));
    const auto valid = samples_with_value(samples, element, &progress);
    if (!valid) return std::unexpected(valid.error());

    LagTally zero;
    zero.samples = &*valid;
    zero.rule = rule;
    zero.bins.resize(static_cast<std::size_t>(rule.lags) + 1);
    constexpr double radians = std::numbers::pi / 180;
    if (rule.direction) {
        const double azimuth = (*rule.direction)[0] * radians, dip = (*rule.direction)[1] * radians;
        zero.axis[0] = std::sin(azimuth) * std::cos(dip);
        zero.axis[1] = std::cos(azimuth) * std::cos(dip);
        zero.axis[2] = -std::sin(dip);
        zero.least_cosine = std::cos(std::min(rule.angle_tolerance_deg, 90.0) * radians) - 1e-12;
    }
    LagTally total = zero;
    if (!walk_pairs(*valid, rule.lag_m * rule.lags + rule.tolerance_m, rule.downhole, zero, total, progress))
        return base::cancelled();

    ExperimentalVariogram out{element,
                              rule,
                              valid->variance,
                              rule.downhole ? 1.0 : 1.0 / static_cast<double>(head_stride(valid->size())),
                              {}};
    if (const PlacePairs at = pairs_at_one_place(*valid, rule.downhole); at.pairs > 0)
        out.points.push_back({0, at.gamma, at.pairs});
    for (const Bin& bin : total.bins) {
        if (bin.pairs == 0) continue;
        const auto pairs = static_cast<double>(bin.pairs);
        out.points.push_back({bin.distance / pairs, bin.squares / (2 * pairs), bin.pairs});
    }
    progress.report(1);
    return out;
}

}  // namespace orelens::geostat
