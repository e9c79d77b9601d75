// Stocks by cohort: 130 regions × 25 materials over 120 years with full tables, and 3 000 regions driven by their stock.
// numpy's way of the same stands in bench_stocks_numpy.py.
#include <benchmark/benchmark.h>

#include <cmath>

#include "core/recycling/DynamicStock.h"

namespace {

using namespace orelens::recycling;

Survivals lifetimes(std::size_t series, int years, bool by_cohort) {
    Survivals made;
    for (int n = 0; n < 25; ++n) {
        std::vector<Lifetime> cohorts;
        for (int c = 0; c < (by_cohort ? years : 1); ++c) cohorts.push_back({LifetimeKind::normal, 10.0 + n + 0.05 * c, 3.0 + 0.1 * n});
        made.tables.push_back(*SurvivalTable::make(cohorts, {}, years));
    }
    for (std::size_t s = 0; s < series; ++s) made.of_series.push_back(static_cast<std::int32_t>(s % 25));
    return made;
}

void BM_InflowDrivenFullCohorts(benchmark::State& state) {
    constexpr std::size_t series = 130 * 25;
    constexpr int years = 120;
    std::vector<double> inflow(series * years);
    for (std::size_t n = 0; n < inflow.size(); ++n) inflow[n] = 100 + 50 * std::sin(0.01 * static_cast<double>(n));
    for (auto _ : state) {
        const auto survivals = lifetimes(series, years, state.range(0) != 0);
        auto made = inflow_driven(inflow, years, survivals, {});
        benchmark::DoNotOptimize(made->stock.data());
    }
}
BENCHMARK(BM_InflowDrivenFullCohorts)->Arg(0)->Arg(1)->ArgName("cohorts_differ")->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_StockDriven(benchmark::State& state) {
    constexpr std::size_t series = 3000;
    constexpr int years = 120;
    std::vector<double> stock(series * years);
    for (std::size_t n = 0; n < stock.size(); ++n) stock[n] = 10.0 * static_cast<double>(n % years) + 40 * std::sin(0.3 * static_cast<double>(n));
    for (double& v : stock) v = std::max(0.0, v);
    const auto survivals = lifetimes(series, years, false);
    for (auto _ : state) {
        auto made = stock_driven(stock, years, survivals, {});
        benchmark::DoNotOptimize(made->inflow.data());
    }
}
BENCHMARK(BM_StockDriven)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
