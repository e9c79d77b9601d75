// Pits: ultimate pit and nested shells on generated models, with Boost.Graph's maximum flows beside them.
//   bench_pits --benchmark_filter=Ultimate
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "core/pits/Shells.h"
#include "tests/core/pits/MaxFlow.h"

namespace {

using namespace orelens;

/// Grade shells about an ellipsoid with uneven ore, cubes of 10 m: what each block is worth at a price
/// factor.
struct Model {
    pits::Precedence precedence;
    std::vector<float> revenue, moving;
    void worth(double factor, std::span<double> out) const {
        for (std::size_t n = 0; n < revenue.size(); ++n) {
            const double ore = factor * static_cast<double>(revenue[n]) - 14;
            out[n] = 2700 * (std::fmax(0.0, ore) - static_cast<double>(moving[n]));
        }
    }
};

const Model& model(std::int64_t blocks) {
    static std::map<std::int64_t, Model> made;
    if (const auto found = made.find(blocks); found != made.end()) return found->second;
    made.clear();  // large ones one at a time
    Model& model = made[blocks];
    const blocks::Index3 count = blocks == 53'240      ? blocks::Index3{55, 44, 22}
                                 : blocks == 374'400   ? blocks::Index3{120, 120, 26}
                                 : blocks == 2'800'000 ? blocks::Index3{200, 200, 70}
                                                       : blocks::Index3{500, 500, 120};
    auto pattern = pits::minimal_pattern({{0, 45}}, {10, 10, 10}, 0, 8);
    if (!pattern) std::abort();
    model.precedence = {.count = count, .patterns = {*pattern}, .pattern_of = {}, .barred = {}};
    std::uint64_t state = 7;
    for (std::int32_t k = 0; k < count[2]; ++k)
        for (std::int32_t j = 0; j < count[1]; ++j)
            for (std::int32_t i = 0; i < count[0]; ++i) {
                const double x = (i + 0.5) / count[0] - 0.5, y = (j + 0.5) / count[1] - 0.5,
                             z = (k + 0.5) / count[2] - 0.5;
                const double away = std::sqrt(x * x / 0.04 + y * y / 0.03 + (z + 0.05) * (z + 0.05) / 0.12);
                double chance = 0;  // nearly normal
                for (int n = 0; n < 4; ++n) {
                    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                    chance += static_cast<double>(state >> 40) / (1 << 24);
                }
                const double uneven =
                    0.5 * std::sin(40 * x + 11 * z) + 0.5 * std::sin(31 * y - 7 * z) + (chance - 2);
                model.revenue.push_back(static_cast<float>(
                    22 * std::exp(-(away - 0.8) * (away - 0.8) / 0.08 + 0.5 * uneven - 0.2)));
                model.moving.push_back(static_cast<float>(2 + 0.8 * (count[2] - k) / count[2]));
            }
    return model;
}

std::vector<std::int64_t> whole(const Model& model, double factor) {
    std::vector<double> worth(model.revenue.size());
    model.worth(factor, worth);
    std::vector<std::int64_t> values;
    values.reserve(worth.size());
    for (const double w : worth) values.push_back(std::llround(w * 1000));
    return values;
}

void Ultimate(benchmark::State& state) {
    const Model& ground = model(state.range(0));
    const auto values = whole(ground, 1.7);
    std::size_t in = 0;
    for (auto _ : state) {
        pits::Closure closure(ground.precedence);
        if (!closure.solve(values, base::Progress())) std::abort();
        in = 0;
        for (std::size_t n = 0; n < values.size(); ++n) in += closure.holds(n) ? 1 : 0;
    }
    state.counters["in_pit"] = static_cast<double>(in);
    // What it takes beside the values, and those.
    state.counters["MB"] =
        (pits::closure_bytes(static_cast<double>(values.size())) + static_cast<double>(values.size()) * 8) /
        1e6;
}
BENCHMARK(Ultimate)
    ->Arg(53'240)
    ->Arg(374'400)
    ->Arg(2'800'000)
    ->Arg(30'000'000)
    ->Unit(benchmark::kMillisecond);

/// Building the graph is part of the answer: it must be stored there.
void Boost(benchmark::State& state, bool push_relabel) {
    const Model& ground = model(state.range(0));
    const auto values = whole(ground, 1.7);
    const pits::Closure arcs(ground.precedence);
    std::size_t in = 0;
    for (auto _ : state) {
        const auto answer = pits::testing::ask_boost(arcs, values, push_relabel);
        in = 0;
        for (const std::uint8_t held : answer.in) in += held;
    }
    state.counters["in_pit"] = static_cast<double>(in);
}
BENCHMARK_CAPTURE(Boost, push_relabel, true)
    ->Arg(53'240)
    ->Arg(374'400)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(Boost, boykov_kolmogorov, false)
    ->Arg(53'240)
    ->Arg(374'400)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

void Ladder(benchmark::State& state) {
    const Model& ground = model(state.range(0));
    double all = 0;
    for (auto _ : state) {
        const auto shells = pits::nested_shells(
            ground.precedence, 13,
            [&](std::size_t step, std::span<double> out, const base::Progress& /*progress*/) {
                ground.worth(1 + 0.1 * static_cast<double>(step), out);
                return true;
            },
            base::Progress());
        if (!shells) std::abort();
        all = static_cast<double>(shells->blocks.back());
    }
    state.counters["in_last"] = all;
}
BENCHMARK(Ladder)->Arg(374'400)->Arg(2'800'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
