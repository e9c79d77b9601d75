// Economics of large models: evaluate, build the usable-quantity curve, ask it for a price.
//   bench_curve --benchmark_filter=Build
#include <benchmark/benchmark.h>

#include <cmath>
#include <map>

#include "core/base/Parallel.h"
#include "core/economics/ExamineGrades.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"

namespace {

using namespace orelens;

economics::PriceDeck deck() {
    economics::PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = 70000,
                         .price_includes_vat = true,
                         .recovery_percent = 88,
                         .payable_percent = 95.5,
                         .selling_cost = 2500,
                         .royalty_percent = 6},
                        {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60}};
    deck.costs = {
        .mining = 12, .mining_per_metre = 0.02, .processing = 60, .general = 8, .dilution_percent = 8};
    return deck;
}

/// n³ blocks with three grade columns from a cheap hash; kept for the process.
blocks::BlockModel& model(std::int32_t n) {
    static std::map<std::int32_t, blocks::BlockModel> made;
    if (const auto found = made.find(n); found != made.end()) return found->second;
    auto full = blocks::BlockModel::full({.count = {n, n, n}});
    blocks::BlockModel& grid = made[n] = std::move(*full);
    const char* names[] = {"Cu", "Au", "Ag"};
    const char* units[] = {"%", "g/t", "g/t"};
    for (int e = 0; e < 3; ++e) {
        grid.add_column({names[e], blocks::ColumnType::real, units[e], {}});
        const auto leaves = grid.real_leaves(names[e]);
        base::parallel_for(leaves.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t leaf = begin; leaf < end; ++leaf)
                for (int at = 0; at < 512; ++at) {
                    if (!grid.leaf(leaf).is_active(at)) continue;
                    const std::uint64_t hash = (leaf * 512 + static_cast<std::uint64_t>(at) + 1) *
                                               (0x9E3779B97F4A7C15ULL + 2 * static_cast<std::uint64_t>(e));
                    const float unit = static_cast<float>(hash >> 40) / static_cast<float>(1 << 24);
                    leaves[leaf][at] = unit * unit * (e == 0 ? 2.0F : 1.0F);
                }
        });
    }
    base::Progress progress;
    if (!economics::evaluate(grid, deck(), progress)) std::abort();
    return grid;
}

void label(benchmark::State& state) {
    const auto n = state.range(0);
    state.SetItemsProcessed(state.iterations() * n * n * n);
    state.counters["blocks"] = static_cast<double>(n * n * n);
}

void Evaluate(benchmark::State& state) {
    blocks::BlockModel& grid = model(static_cast<std::int32_t>(state.range(0)));
    for (auto _ : state) {
        base::Progress progress;
        if (!economics::evaluate(grid, deck(), progress)) state.SkipWithError("evaluate");
    }
    label(state);
}

/// One column, as a stage looks at its results.
void Examine(benchmark::State& state) {
    const blocks::BlockModel& grid = model(static_cast<std::int32_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(economics::examine_grade(grid, deck().costs, "Cu", 0.01, 1.99));
    label(state);
}

void Unassayed(benchmark::State& state) {
    const blocks::BlockModel& grid = model(static_cast<std::int32_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(economics::unassayed(grid, deck()));
    label(state);
}

void Build(benchmark::State& state) {
    const blocks::BlockModel& grid = model(static_cast<std::int32_t>(state.range(0)));
    for (auto _ : state) {
        auto curve = economics::UsableCurve::build(grid, deck(), economics::CutoffTest::full, {"Ag"});
        benchmark::DoNotOptimize(curve);
    }
    label(state);
}

void At(benchmark::State& state) {
    const blocks::BlockModel& grid = model(static_cast<std::int32_t>(state.range(0)));
    const auto curve = economics::UsableCurve::build(grid, deck(), economics::CutoffTest::full, {"Ag"});
    double price = 20000;
    for (auto _ : state) {
        price = price > 150000 ? 20000 : price * 1.0007;
        benchmark::DoNotOptimize(curve->at(price));
    }
    state.counters["blocks"] = static_cast<double>(grid.block_count());
}

}  // namespace

BENCHMARK(Evaluate)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(Examine)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(Unassayed)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(Build)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(At)->Arg(100)->Arg(200)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
