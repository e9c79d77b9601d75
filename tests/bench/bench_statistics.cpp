// A brush over a million composites of fifty elements: which rows it keeps, and the classes of the histogram anew.
#include <benchmark/benchmark.h>

#include <random>

#include "core/project/SolidFilter.h"
#include "core/statistics/Histogram.h"

namespace {

using namespace orelens;

const drilling::CompositeTable& composites() {
    static const drilling::CompositeTable made = [] {
        constexpr std::size_t rows = 1'000'000;
        std::mt19937_64 random(1);
        std::lognormal_distribution<double> grade(-1, 1);
        drilling::CompositeTable table;
        table.x.assign(rows, 0);
        table.y = table.z = table.from_m = table.to_m = table.x;
        table.hole.assign(rows, 0);
        table.hole_ids = {"A"};
        for (int e = 0; e < 50; ++e) {
            drilling::CompositeTable::Grade one{"E" + std::to_string(e), base::GradeUnit::percent, {}, {}};
            one.values.reserve(rows);
            for (std::size_t n = 0; n < rows; ++n) one.values.push_back(grade(random));
            table.grades.push_back(std::move(one));
        }
        return table;
    }();
    return made;
}

void brush(benchmark::State& state) {
    const drilling::CompositeTable& table = composites();
    const auto& values = table.grades[0].values;
    const auto classes = statistics::histogram(values, {}, 0, true);
    std::vector<blocks::FilterRow> rows(2);
    rows[0].column = "E0";
    rows[1].column = "E1";
    rows[1].low = 0.1;
    double low = 0.1;
    for (auto _ : state) {
        rows[0].low = low = low < 1 ? low + 0.001 : 0.1;
        rows[0].high = 2;
        const auto mask = project::filter_composites(table, nullptr, nullptr, rows);
        benchmark::DoNotOptimize(statistics::counts_in(classes, values, mask->keep));
    }
}
BENCHMARK(brush)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
