// Batches of kriging systems, and what becomes of their results.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/geostat/PointMethods.h"
#include "core/geostat/PositiveWeights.h"

namespace orelens::geostat {
namespace {

constexpr int most_lanes = 8;

/// Memory of one batch, handed to the kernel.
struct Batch {
    const std::uint32_t* neighbours[most_lanes];
    std::int32_t counts[most_lanes];
    alignas(64) double target[3][most_lanes];
    alignas(64) double external[most_lanes];
    alignas(64) double estimate[most_lanes], variance[most_lanes], distance[most_lanes], used[most_lanes];
    alignas(64) double dependent[most_lanes], lagrange[most_lanes], explained[most_lanes];
    alignas(64) double spread[most_lanes], negative[most_lanes];
};

class Kriging {
  public:
    Kriging(const PointWork& work, const PlannedSystem& system, PointResults& out)
        : w_(work), how_(work.element.how), system_(system), out_(out) {
        drift_ = system.drift;
        if (!system.external.empty()) drift_.external = system.external.data();
        const int width = w_.plan.kernel->width;
        const std::size_t needed =
            kernel::work_size(width, w_.scratch.counts[w_.order[0]], drift_.functions + 2) + most_lanes;
        if (w_.scratch.work.size() < needed) w_.scratch.work.resize(needed);
    }

    void run() {
        const auto width = static_cast<std::size_t>(w_.plan.kernel->width);
        kernel::Systems systems = prepare();
        for (std::size_t begin = 0; begin < w_.order.size(); begin += width) {
            const std::size_t lanes = std::min(width, w_.order.size() - begin);
            for (std::size_t l = 0; l < width; ++l) fill(l, w_.order[begin + std::min(l, lanes - 1)]);
            systems.n = b_.counts[0];
            w_.plan.kernel->krige(systems);
            for (std::size_t l = 0; l < lanes; ++l) write(l, w_.order[begin + l]);
        }
    }

  private:
    kernel::Systems prepare() {
        const auto address = reinterpret_cast<std::uintptr_t>(w_.scratch.work.data());
        double* memory = w_.scratch.work.data() + (64 - address % 64) % 64 / sizeof(double);
        const auto& offsets = system_.offsets;
        return {.covariance = &system_.model.table,
                .samples = system_.samples.data(),
                .neighbours = b_.neighbours,
                .counts = b_.counts,
                .n = 0,
                .target = {b_.target[0], b_.target[1], b_.target[2]},
                .offsets = {offsets[0].data(), offsets[1].data(), offsets[2].data()},
                .points = static_cast<int>(offsets[0].size()),
                .block_covariance = system_.block_covariance,
                .drift = &drift_,
                .external = b_.external,
                .mean = w_.element.mean,
                .restricted = w_.element.is_restricted ? &w_.element.restricted : nullptr,
                .work = memory,
                .estimate = b_.estimate,
                .variance = b_.variance,
                .distance = b_.distance,
                .used = b_.used,
                .dependent = b_.dependent,
                .lagrange = b_.lagrange,
                .explained = b_.explained,
                .spread = b_.spread,
                .negative = how_.quality ? b_.negative : nullptr,
                .weights = nullptr};
    }

    void fill(std::size_t lane, std::uint32_t centre) {
        b_.neighbours[lane] = w_.found.of(centre);
        b_.counts[lane] = w_.scratch.counts[centre];
        const Point p = transform(system_.model.frame, w_.plan.local(w_.centres[centre]));
        for (int a = 0; a < 3; ++a) b_.target[a][lane] = p[a];
        if (drift_.external != nullptr) b_.external[lane] = w_.secondary[centre] / w_.element.external_scale;
    }

    void write(std::size_t l, std::uint32_t i) {
        if (!std::isfinite(b_.estimate[l])) return;
        const double sill = system_.model.total_sill;
        double value = b_.estimate[l], variance = b_.variance[l] * sill;
        if (how_.method == Method::local_mean) value += w_.secondary[i];
        if (how_.method == Method::collocated_cokriging) with_secondary(i, value, variance);
        if (value < 0 && w_.element.lowest_sample >= 0 && how_.method != Method::indicator_kriging) {
            ++out_.negative;
            if (how_.negative == NegativeEstimates::zero) value = 0;
            if (how_.negative == NegativeEstimates::positive_weights) again(i, value, variance);
        }
        out_.estimate[i] = value;
        out_.variance[i] = variance;
        out_.distance[i] = b_.distance[l];
        out_.samples[i] = static_cast<std::int32_t>(b_.used[l]);
        out_.pass[i] = w_.found.pass[i];
        out_.redundant += out_.samples[i] < b_.counts[l];
        out_.reduced_trend += b_.dependent[l] > 0;
        if (how_.quality) write_quality(l, i, variance);
    }

    void write_quality(std::size_t l, std::uint32_t i, double variance) {
        const double missing = std::nan(""), block = system_.block_covariance;
        out_.slope[i] = b_.spread[l] > 0 ? b_.explained[l] / b_.spread[l] : missing;
        const double whole = block * scale();
        out_.efficiency[i] = whole > 0 ? (whole - variance) / whole : missing;
        out_.negative_weights[i] = b_.negative[l];
        out_.lagrange[i] = b_.lagrange[l] * scale();
    }

    double scale() const {
        return how_.method == Method::collocated_cokriging ? w_.element.primary_sd * w_.element.primary_sd
                                                           : system_.model.total_sill;
    }

    /// Markov model 1: given the primary, the secondary value says ρ·Z/√(block variance) with an error of
    /// variance 1 − ρ². Bayes' update of simple kriging, which is what the cokriging system solves.
    void with_secondary(std::uint32_t i, double& value, double& variance) {
        const Collocated& c = how_.collocated;
        const double sd = w_.element.primary_sd, before = variance / system_.model.total_sill;
        variance = before * sd * sd;
        const double y = w_.secondary.empty() ? std::nan("") : (w_.secondary[i] - c.mean) / c.sd;
        if (std::isnan(y)) return;
        const double rho = c.correlation / std::sqrt(system_.block_covariance);
        const double told = rho * rho * before + 1 - c.correlation * c.correlation;
        if (!(told > 0)) return;
        const double gain = before * rho / told;
        value += sd * gain * (y - rho * (value - w_.element.mean) / sd);
        variance *= 1 - gain * rho;
    }

    /// Weights that are nowhere negative, for one centre.
    void again(std::uint32_t i, double& value, double& variance) {
        const int n = w_.scratch.counts[i];
        const std::uint32_t* ids = w_.found.of(i);
        const Point target = transform(system_.model.frame, w_.plan.local(w_.centres[i]));
        std::vector<Point> places, offsets;
        std::vector<double> values;
        const double* metres = system_.model.table.metres;
        for (int k = 0; k < n; ++k) {
            const kernel::Sample& s = system_.samples[ids[k]];
            places.push_back({s.x, s.y, s.z});
            double squared = 0;
            for (int a = 0; a < 3; ++a) {
                const double d = (places.back()[a] - target[a]) * metres[a];
                squared += d * d;
            }
            values.push_back(value_seen(w_.element, s.value, squared));
        }
        for (std::size_t p = 0; p < system_.offsets[0].size(); ++p)
            offsets.push_back({system_.offsets[0][p], system_.offsets[1][p], system_.offsets[2][p]});
        const bool ordinary = how_.method == Method::ordinary_kriging;
        const PositiveKriging kriged =
            krige_positive(system_.model, places, target, offsets, system_.block_covariance, ordinary);
        const double about = ordinary ? 0 : w_.element.mean;
        value = about;
        for (int k = 0; k < n; ++k) value += kriged.weights[k] * (values[k] - about);
        value = std::max(0.0, value);
        variance = kriged.variance * system_.model.total_sill;
    }

    const PointWork& w_;
    const ElementEstimate& how_;
    const PlannedSystem& system_;
    PointResults& out_;
    kernel::Drift drift_;
    Batch b_{};
};

}  // namespace

void krige_points(const PointWork& work, const PlannedSystem& system, PointResults& out) {
    Kriging(work, system, out).run();
}

void krige_indicators(const PointWork& work, PointResults& out) {
    const IndicatorRule& rule = work.element.how.indicator;
    const auto& systems = work.element.systems;
    std::vector<PointResults>& raw = work.scratch.indicators;
    raw.resize(std::max(raw.size(), systems.size()));
    for (std::size_t k = 0; k < systems.size(); ++k) {
        clear(raw[k], work.element.how, work.centres.size());
        krige_points(work, systems[k], raw[k]);
    }
    std::vector<double>& below = work.scratch.below;
    below.resize(systems.size());
    for (const std::uint32_t i : work.order) {
        for (std::size_t k = 0; k < systems.size(); ++k) below[k] = raw[k].estimate[i];
        if (std::ranges::any_of(below, [](double p) { return !std::isfinite(p); })) continue;
        out.corrected += correct_order(below);
        const LocalMeans means = local_means(rule, below);
        out.estimate[i] = means.mean;
        out.variance[i] = std::isfinite(means.variance) ? means.variance : std::nan("");
        out.distance[i] = raw[0].distance[i];
        out.samples[i] = raw[0].samples[i];
        out.pass[i] = raw[0].pass[i];
        for (std::size_t c = 0; c < rule.cutoffs.size(); ++c) {
            const AboveCutoff above = above_cutoff(rule, below, rule.cutoffs[c]);
            out.above[c][i] = above.share;
            out.mean_above[c][i] = above.mean;
        }
        for (std::size_t k = 0; k < out.below.size(); ++k) out.below[k][i] = below[k];
    }
    out.redundant += raw[0].redundant;
}

}  // namespace orelens::geostat
