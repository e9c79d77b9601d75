// Drillhole import at scale: one million assay rows with five grades and a rock code, through reading,
// findings, desurvey and compositing. Prints rows per second and the peak memory of the process.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"

namespace orelens {
namespace {

constexpr int holes = 4000;
constexpr int rows_per_hole = 250;

/// A folder that goes with the program.
struct Scratch {
    std::filesystem::path path;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

/// The files, made once; about 60 MB.
const std::filesystem::path& folder() {
    static const Scratch made = [] {
        const auto path = std::filesystem::temp_directory_path() / "orelens-bench-import";
        std::filesystem::create_directories(path);
        std::ofstream collar(path / "collar.csv"), survey(path / "survey.csv"), assay(path / "assay.csv");
        collar << "hole,x,y,z,depth\n";
        survey << "hole,depth,azimuth,dip\n";
        assay << "hole,from,to,Cu_pct,Au_gpt,Mo_ppm,S_pct,Fe_pct,lithology\n";
        std::mt19937 random(7);
        std::uniform_real_distribution<double> unit(0, 1);
        const char* rocks[] = {"QMP", "GRD", "HFL", "BX"};
        for (int h = 0; h < holes; ++h) {
            const std::string name = "DDH-" + std::to_string(10000 + h);
            collar << name << ',' << 500000 + 25 * (h % 64) << ',' << 4000000 + 25 * (h / 64)
                   << ",1250.5,500\n";
            for (int d = 0; d <= 500; d += 50)
                survey << name << ',' << d << ',' << 90 + 0.02 * d << ',' << -70 + 0.01 * d << '\n';
            for (int i = 0; i < rows_per_hole; ++i) {
                assay << name << ',' << 2 * i << ',' << 2 * i + 2 << ',' << unit(random) << ',';
                if (i % 10 == 0)
                    assay << "<0.01";
                else
                    assay << unit(random);
                assay << ',' << 1000 * unit(random) << ',';
                if (i % 3 != 0) assay << 5 * unit(random);
                assay << ',' << 20 * unit(random) << ',' << rocks[i / 70] << '\n';
            }
        }
        return Scratch{path};
    }();
    return made.path;
}

drilling::ImportRule rule() {
    return {.collar_file = "collar.csv", .survey_file = "survey.csv", .assay_file = "assay.csv"};
}

io::DrillholeImport read() {
    base::Progress progress;
    return io::read_drillholes(rule(), {}, folder().string(), progress).value();
}

void peak_memory(benchmark::State& state) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void read_million_rows(benchmark::State& state) {
    folder();
    for (auto _ : state) {
        auto import = read();
        if (import.holes.assays.size() != std::size_t{holes} * rows_per_hole)
            state.SkipWithError("rows are missing");
        benchmark::DoNotOptimize(import);
    }
    state.counters["rows/s"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * holes * rows_per_hole, benchmark::Counter::kIsRate);
    peak_memory(state);
}
BENCHMARK(read_million_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

void validate_million_rows(benchmark::State& state) {
    const auto import = read();
    for (auto _ : state) benchmark::DoNotOptimize(drilling::validate(import.holes, import.findings));
    peak_memory(state);
}
BENCHMARK(validate_million_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

void desurvey_and_composite_million_rows(benchmark::State& state) {
    const auto import = read();
    base::Progress progress;
    for (auto _ : state) {
        auto table =
            drilling::composite(import.holes, drilling::desurvey(import.holes), {}, {}, progress).value();
        state.counters["composites"] = static_cast<double>(table.size());
        benchmark::DoNotOptimize(table);
    }
    peak_memory(state);
}
BENCHMARK(desurvey_and_composite_million_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace orelens

BENCHMARK_MAIN();
