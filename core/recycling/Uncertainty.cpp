#include "core/recycling/Uncertainty.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "core/base/Parallel.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

/// Numbers of one draw: the same on every machine.
class Draw {
  public:
    Draw(std::uint64_t seed, std::uint64_t number) {
        std::seed_seq both{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32), static_cast<std::uint32_t>(number),
                           static_cast<std::uint32_t>(number >> 32)};
        engine_.seed(both);
    }
    double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }
    double normal() {  // Box and Muller
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    double of(const UncertainInput& input) {
        if (input.sd == 0) return input.mean;
        for (int attempt = 0; attempt < 1000; ++attempt) {
            const double value = once(input);
            if (!(input.low < input.high) || (value >= input.low && value <= input.high)) return value;
        }
        return std::clamp(input.mean, input.low, input.high);
    }

  private:
    double once(const UncertainInput& input) {
        if (input.spread == Spread::uniform) return input.mean + input.sd * std::sqrt(12.0) * (uniform() - 0.5);
        if (input.spread == Spread::normal) return input.mean + input.sd * normal();
        const double variance = std::log1p(input.sd * input.sd / (input.mean * input.mean));
        return std::exp(std::log(input.mean) - variance / 2 + std::sqrt(variance) * normal());
    }
    std::mt19937_64 engine_;
};

double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t next = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[next] - sorted[below]);
}

}  // namespace

Expected<Uncertainty> propagate(const std::vector<UncertainInput>& inputs, const Model& model, const MonteCarlo& rule,
                                const base::Progress& progress) {
    if (rule.draws < 2000) return fail(ErrorKind::usage, Message("recycling.uncertain.draws", {{"draws", std::to_string(rule.draws)}}));
    std::vector<double> means;
    for (const UncertainInput& input : inputs) {
        const bool good = std::isfinite(input.mean) && std::isfinite(input.sd) && input.sd >= 0 &&
                          (input.spread != Spread::lognormal || input.mean > 0) &&
                          (!(input.low < input.high) || (input.mean >= input.low && input.mean <= input.high));
        if (!good) return fail(ErrorKind::data, Message("recycling.uncertain.input", {{"input", input.id}}), {.field = input.id});
        means.push_back(input.mean);
    }
    const auto at_means = model(means);
    if (!at_means) return std::unexpected(at_means.error());
    Uncertainty result;
    result.outputs.resize(at_means->size());
    for (std::size_t n = 0; n < at_means->size(); ++n) result.outputs[n].at_means = (*at_means)[n];
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].sd == 0) continue;
        if (progress.cancelled()) return base::cancelled();
        std::vector<double> up = means, down = means;
        const double step = inputs[i].sd / 100;
        up[i] += step;
        down[i] -= step;
        if (inputs[i].low < inputs[i].high) {
            up[i] = std::min(up[i], inputs[i].high);
            down[i] = std::max(down[i], inputs[i].low);
        }
        const auto above = model(up), below = model(down);
        if (!above || !below) return std::unexpected(above ? below.error() : above.error());
        for (std::size_t n = 0; n < result.outputs.size(); ++n) {
            const double part = ((*above)[n] - (*below)[n]) / (up[i] - down[i]) * inputs[i].sd;
            result.outputs[n].first_order_sd += part * part;
        }
    }
    for (UncertainOutput& one : result.outputs) one.first_order_sd = std::sqrt(one.first_order_sd);
    const auto draws = static_cast<std::size_t>(rule.draws);
    std::vector<std::vector<double>> all(draws);  // empty = the model refused
    const auto work = [&](std::size_t begin, std::size_t end) {
        std::vector<double> drawn(inputs.size());
        for (std::size_t d = begin; d < end; ++d) {
            if (progress.cancelled()) return;
            Draw draw(rule.seed, d);
            for (std::size_t i = 0; i < inputs.size(); ++i) drawn[i] = draw.of(inputs[i]);
            if (auto made = model(drawn); made && std::ranges::all_of(*made, [](double v) { return std::isfinite(v); })) all[d] = std::move(*made);
        }
    };
    if (!base::parallel_pieces(draws, 8, progress, work)) return base::cancelled();
    for (const auto& one : all) (one.empty() && !at_means->empty() ? result.failed : result.draws) += 1;
    if (result.failed > rule.draws / 20)
        return fail(ErrorKind::data, Message("recycling.uncertain.failed", {{"failed", std::to_string(result.failed)}, {"draws", std::to_string(rule.draws)}}));
    for (std::size_t n = 0; n < result.outputs.size(); ++n) {
        std::vector<double> values;
        for (const auto& one : all)
            if (!one.empty()) values.push_back(one[n]);
        UncertainOutput& out = result.outputs[n];
        for (const double v : values) out.mean += v / static_cast<double>(values.size());
        for (const double v : values) out.sd += (v - out.mean) * (v - out.mean) / static_cast<double>(values.size() - 1);
        out.sd = std::sqrt(out.sd);
        std::ranges::sort(values);
        out.p05 = quantile(values, 0.05);
        out.p50 = quantile(values, 0.5);
        out.p95 = quantile(values, 0.95);
    }
    return result;
}

}  // namespace orelens::recycling
