// Import of a block table at scale: 10 million rows of 12 columns (x, y, z, sizes, two codes, three grades,
// density) by default, fewer with ORELENS_BENCH_ROWS. Prints rows and bytes per second and the peak memory
// that the process held beside the file. Beside it, where python3 has pandas: read_csv of the same file,
// which makes no model of it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "core/io/blocks/ModelImport.h"

namespace orelens {
namespace {

std::int64_t wanted_rows() {
    const char* text = std::getenv("ORELENS_BENCH_ROWS");
    return text != nullptr ? std::atoll(text) : 10'000'000;
}

/// A folder that goes with the program.
struct Scratch {
    std::filesystem::path path;
    std::int64_t rows = 0;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

/// z slowest, y, x fastest, as programs export; made once.
const Scratch& folder() {
    static const Scratch made = [] {
        Scratch scratch{std::filesystem::temp_directory_path() / "orelens-bench-blocks", 0};
        std::filesystem::create_directories(scratch.path);
        std::ofstream out(scratch.path / "model.csv", std::ios::binary);
        out << "XC,YC,ZC,XINC,YINC,ZINC,ROCK,CLASS,CU_PCT,AU_GPT,MO_PPM,DENSITY\n";
        std::mt19937 random(11);
        const char* rocks[] = {"QMP", "GRD", "HFL", "BX"};
        const std::int64_t rows = wanted_rows();
        const auto across = static_cast<std::int64_t>(std::ceil(std::cbrt(static_cast<double>(rows) / 0.4)));
        const std::int64_t levels = std::max<std::int64_t>(1, rows / (across * across));
        std::string text;
        for (std::int64_t k = 0; k < levels; ++k)
            for (std::int64_t j = 0; j < across; ++j) {
                for (std::int64_t i = 0; i < across; ++i, ++scratch.rows) {
                    const unsigned r = random();
                    fmt::format_to(std::back_inserter(text),
                                   "{}.5,{}.5,{}.0,5,5,5,{},{},{}.{:04},{}.{:03},{}.{},2.{:03}\n",
                                   431202 + 5 * i, 6712302 + 5 * j, 850 + 5 * k, rocks[r & 3],
                                   1 + (r >> 2) % 3, r % 3, (r >> 4) % 10000, (r >> 3) % 5, (r >> 9) % 1000,
                                   r % 400, (r >> 5) % 10, 400 + (r >> 7) % 500);
                }
                out << text;
                text.clear();
            }
        return scratch;
    }();
    return made;
}

/// Of the process so far.
double peak_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

void import_table(benchmark::State& state) {
    const Scratch& files = folder();
    blocks::ModelRule rule;
    rule.file = (files.path / "model.csv").string();
    const auto bytes = static_cast<double>(std::filesystem::file_size(rule.file));
    double model_bytes = 1;
    for (auto _ : state) {
        base::Progress progress;
        auto import = io::import_model(rule, 2.7, "", progress);
        if (!import) {
            state.SkipWithError(base::describe(import.error(), base::Language::english).c_str());
            return;
        }
        model_bytes = 0;
        const auto leaves = static_cast<double>(import->model.leaf_count());
        for (const blocks::ColumnInfo& column : import->model.columns())
            model_bytes +=
                512 * leaves *
                (column.type == blocks::ColumnType::integer && import->model.is_small(column.name) ? 1 : 4);
    }
    state.counters["rows/s"] =
        benchmark::Counter(static_cast<double>(files.rows) * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
    state.counters["MB/s"] = benchmark::Counter(bytes / 1e6 * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
    state.counters["model MB"] = model_bytes / 1e6;
    state.counters["peak/model"] = peak_bytes() / model_bytes;
}
BENCHMARK(import_table)->Unit(benchmark::kMillisecond)->Iterations(1);

void pandas_read_csv(benchmark::State& state) {
    if (std::system("/usr/bin/python3 -c 'import pandas' 2>/dev/null") != 0) {
        state.SkipWithError("python3 has no pandas");
        return;
    }
    const std::string command = fmt::format("/usr/bin/python3 -c 'import pandas; pandas.read_csv(\"{}\")'",
                                            (folder().path / "model.csv").string());
    for (auto _ : state)
        if (std::system(command.c_str()) != 0) state.SkipWithError("pandas failed");
}
BENCHMARK(pandas_read_csv)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace orelens

BENCHMARK_MAIN();
