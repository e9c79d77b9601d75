// Evaluation of a large model again, while an input is dragged: blocks × six elements, in place.
//   bench_value --benchmark_filter=Reevaluate
#include <benchmark/benchmark.h>

#include <map>

#include "core/base/Parallel.h"
#include "core/economics/Reevaluate.h"
#include "core/economics/Value.h"

namespace {

using namespace orelens;

const char* const names[] = {"Cu", "Au", "Ag", "Mo", "Zn", "S"};
const char* const units[] = {"%", "g/t", "g/t", "%", "%", "%"};

economics::PriceDeck deck(bool routed) {
    economics::PriceDeck deck;
    const double prices[] = {70000, 550, 7, 400000, 20000, 1000};
    const char* price_units[] = {"t", "g", "g", "t", "t", "t"};
    for (int e = 0; e < 6; ++e)
        deck.commodities.push_back({.name = names[e],
                                    .price = prices[e],
                                    .price_unit = price_units[e],
                                    .recovery_percent = 80,
                                    .payable_percent = 90,
                                    .royalty_percent = 4});
    deck.main_commodity = "Cu";
    deck.costs = {.mining = 12, .mining_per_metre = 0.02, .processing = 60, .general = 8, .dilution_percent = 8};
    if (!routed) return deck;
    deck.routes = {{.name = "leach", .processing = 25}, {.name = "mill", .processing = 60}};
    deck.products = {{.name = "cathode", .route = "leach"}, {.name = "concentrate", .route = "mill", .host = "Cu", .grade = "22"}};
    deck.payables = {{.name = "0", .product = "cathode", .commodity = "Cu", .recovery = "60"}};
    for (const char* name : names)
        deck.payables.push_back({.name = name, .product = "concentrate", .commodity = name, .recovery = "80", .payable_percent = 90});
    return deck;
}

/// About `millions` million blocks with six grade columns; kept for the process.
blocks::BlockModel& model(std::int64_t millions, bool routed) {
    static std::map<std::int64_t, blocks::BlockModel> made;
    const std::int64_t key = millions * 2 + (routed ? 1 : 0);
    if (const auto found = made.find(key); found != made.end()) return found->second;
    made.clear();
    auto full = blocks::BlockModel::full({.count = {200, 250, static_cast<std::int32_t>(20 * millions)}});
    blocks::BlockModel& grid = made[key] = std::move(*full);
    for (int e = 0; e < 6; ++e) {
        grid.add_column({names[e], blocks::ColumnType::real, units[e], {}});
        const auto leaves = grid.real_leaves(names[e]);
        base::parallel_for(leaves.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t leaf = begin; leaf < end; ++leaf)
                for (int at = 0; at < 512; ++at) {
                    if (!grid.leaf(leaf).is_active(at)) continue;
                    const std::uint64_t hash = (leaf * 512 + static_cast<std::uint64_t>(at) + 1) *
                                               (0x9E3779B97F4A7C15ULL + 2 * static_cast<std::uint64_t>(e));
                    leaves[leaf][at] = static_cast<float>(hash >> 40) / static_cast<float>(1 << 24) * 0.5F;
                }
        });
    }
    base::Progress progress;
    if (!economics::evaluate(grid, deck(routed), progress)) std::abort();
    return grid;
}

void run(benchmark::State& state, bool routed) {
    blocks::BlockModel& grid = model(state.range(0), routed);
    economics::PriceDeck dragged = deck(routed);
    for (auto _ : state) {
        dragged.commodities[1].price *= 1.001;  // not the slider's own: everything has to be worked out again
        dragged.costs.processing += 0.01;
        base::Progress progress;
        if (!economics::reevaluate(grid, dragged, progress)) state.SkipWithError("reevaluate");
    }
    state.counters["blocks"] = static_cast<double>(grid.block_count());
}

void Reevaluate(benchmark::State& state) {
    run(state, false);
}
void ReevaluateRoutes(benchmark::State& state) {
    run(state, true);
}

}  // namespace

BENCHMARK(Reevaluate)->Arg(1)->Arg(10)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(ReevaluateRoutes)->Arg(1)->Arg(10)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_MAIN();
