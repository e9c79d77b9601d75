// Learning costs and the price slider over orebodies: 600 mines × 2 costs × 3 learners × 5×5 nested folds × 3 repeats
// (two minutes on two cores), how long a cancel of it takes (100 ms), and a step of the slider over 100 000 orebodies (5 ms).
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <random>
#include <thread>

#include "core/costmodel/Availability.h"
#include "core/costmodel/BoostedRidge.h"
#include "core/costmodel/Network.h"
#include "core/costmodel/NestedScore.h"

namespace {

using namespace orelens;
using namespace orelens::costmodel;
using Clock = std::chrono::steady_clock;

struct Made {
    Mines mines;
    std::vector<double> operating, capital;
    std::vector<int> rows;
};

/// Mines of a power law with noise, nine numbers and four categories.
Made made_mines(int n) {
    std::mt19937_64 draw(1);
    std::uniform_real_distribution<double> u(0, 1);
    std::normal_distribution<double> e(0, 0.25);
    Made m;
    for (int f = 0; f < 9; ++f) m.mines.numbers.push_back({"number " + std::to_string(f), Scale::logarithm, f == 0 ? Monotone::falling : Monotone::free, {}});
    for (int c = 0; c < 4; ++c) m.mines.categories.push_back({"category " + std::to_string(c), {}});
    for (int i = 0; i < n; ++i) {
        double ln = 5;
        for (int f = 0; f < 9; ++f) {
            const double x = 6 * u(draw);
            m.mines.numbers[static_cast<std::size_t>(f)].values.push_back(std::exp(x));
            ln += (f == 0 ? -0.3 : 0.05 * f) * x;
        }
        for (auto& category : m.mines.categories) {
            const int kind = static_cast<int>(5 * u(draw));
            category.values.push_back("kind " + std::to_string(kind));
            ln += 0.1 * kind;
        }
        m.mines.names.push_back(std::to_string(i));
        m.operating.push_back(ln + e(draw));
        m.capital.push_back(10 + 0.7 * ln + e(draw));
        m.rows.push_back(i);
    }
    return m;
}

void nested_scores_of_600_mines(benchmark::State& state) {
    const Made m = made_mines(600);
    const std::vector<Learner> learners{ridge_learner(), boosted_learner(), network_learner()};
    std::atomic<int> reports{0};
    for (auto _ : state)
        for (const auto* target : {&m.operating, &m.capital}) {
            const base::Progress progress([&](double, const base::Message&) { ++reports; });
            const auto scores = nested_scores(m.mines, *target, m.rows, learners, {.folds = 5, .repeats = 3, .seed = 1}, progress);
            if (!scores) state.SkipWithError("refused");
            benchmark::DoNotOptimize(scores);
        }
    state.counters["reports"] = reports.load();
}
BENCHMARK(nested_scores_of_600_mines)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

/// From the cancel to the return.
void cancel_of_nested_scores(benchmark::State& state) {
    const Made m = made_mines(600);
    const std::vector<Learner> learners{ridge_learner(), boosted_learner(), network_learner()};
    for (auto _ : state) {
        const base::Progress progress;
        Clock::time_point asked;
        std::thread stop([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
            asked = Clock::now();
            progress.cancel();
        });
        const auto scores = nested_scores(m.mines, m.operating, m.rows, learners, {.folds = 5, .repeats = 3, .seed = 1}, progress);
        const auto back = Clock::now();
        stop.join();
        if (scores) state.SkipWithError("was done before the cancel");
        state.SetIterationTime(std::chrono::duration<double>(back - asked).count());
    }
}
BENCHMARK(cancel_of_nested_scores)->Unit(benchmark::kMillisecond)->Iterations(6)->UseManualTime();

void slider_over_orebodies(benchmark::State& state) {
    std::mt19937_64 draw(2);
    std::lognormal_distribution<double> price(9, 0.6), tonnes(11, 1.5);
    std::vector<AvailableOrebody> bodies;
    std::vector<AvailabilityKey> keys;
    for (int i = 0; i < state.range(0); ++i) {
        const double p = price(draw), t = tonnes(draw);
        bodies.push_back({i, p, 0.8 * p, 1.3 * p, 100 * t, t});
        keys.push_back({"commodity " + std::to_string(i % 5), "belt " + std::to_string(i % 31), "type " + std::to_string(i % 7), i % 11 == 0 ? "producing" : "undeveloped"});
    }
    const AvailabilityCurve curve(bodies, keys);
    double at = 1000;
    for (auto _ : state) {
        at = at > 30000 ? 1000 : at + 37;
        benchmark::DoNotOptimize(curve.at(at));
        benchmark::DoNotOptimize(curve.near("commodity 1", at, 0.2));
    }
    state.counters["groups"] = static_cast<double>(curve.groups().size());
}
BENCHMARK(slider_over_orebodies)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
