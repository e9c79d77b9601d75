// Import of block tables at scale: 10 million rows of 12 columns (x, y, z, sizes, two codes, three grades,
// density) by default, fewer with ORELENS_BENCH_ROWS. Three tables: one cell per block; the same turned, its
// coordinates with all digits; sub-blocks (half as many rows). Prints rows and bytes per second, the model's
// size (its columns; "cells" counts a block per row, sub-blocks of the file too) and the peak of the process's
// own memory during the import: VmHWM less the pages of program and libraries (RssFile), since no file is
// mapped; what the process held before counts too. Then the longest and the middle time from a cancel at one
// of some random moments to the return. Beside it, where python3 has pandas: read_csv of the first file, which
// makes no model of it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/base/Memory.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

enum class Kind { regular, turned, sub_blocked };
constexpr int cancels = 40;

std::int64_t wanted_rows(Kind kind) {
    const char* text = std::getenv("ORELENS_BENCH_ROWS");
    const std::int64_t rows = text != nullptr ? std::atoll(text) : 10'000'000;
    return kind == Kind::sub_blocked ? rows / 2 : rows;
}

/// A file that goes with the program.
struct Scratch {
    fs::path path;
    std::int64_t rows = 0;
    ~Scratch() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

/// Writes rows as programs export them: z slowest, y, x fastest.
class Writer {
  public:
    Writer(Scratch& scratch, Kind kind) : scratch_(scratch), kind_(kind) {
        out_.open(scratch.path, std::ios::binary);
        out_ << "XC,YC,ZC,XINC,YINC,ZINC,ROCK,CLASS,CU_PCT,AU_GPT,MO_PPM,DENSITY\n";
    }
    void write() {
        // A third of the parents, 4 m, is cut into eight.
        const double blocks =
            static_cast<double>(wanted_rows(kind_)) / (kind_ == Kind::sub_blocked ? 3.3 : 1);
        const auto across = static_cast<std::int64_t>(std::ceil(std::cbrt(blocks / 0.4)));
        const auto levels = std::max<std::int64_t>(1, static_cast<std::int64_t>(blocks) / (across * across));
        for (std::int64_t k = 0; k < levels; ++k)
            for (std::int64_t j = 0; j < across; ++j) {
                for (std::int64_t i = 0; i < across; ++i) block(i, j, k);
                out_ << text_;
                text_.clear();
            }
    }

  private:
    void block(std::int64_t i, std::int64_t j, std::int64_t k) {
        if (kind_ != Kind::sub_blocked || (i + j + k) % 3 != 0)
            return row(431202.5 + 5.0 * double(i), 6712302.5 + 5.0 * double(j), 850 + 5.0 * double(k), 5);
        for (int s = 0; s < 8; ++s)
            row(431201.25 + 5.0 * double(i) + 2.5 * (s & 1),
                6712301.25 + 5.0 * double(j) + 2.5 * (s >> 1 & 1), 848.75 + 5.0 * double(k) + 2.5 * (s >> 2),
                2.5);
    }
    void row(double x, double y, double z, double size) {
        static const char* rocks[] = {"QMP", "GRD", "HFL", "BX"};
        const auto r = static_cast<unsigned>(random_());
        const auto to = std::back_inserter(text_);
        if (kind_ == Kind::turned) {
            const double angle = 30 * std::numbers::pi / 180, u = x - 431202.5, v = y - 6712302.5;
            fmt::format_to(to, "{},{}", 431202.5 + u * std::cos(angle) + v * std::sin(angle),
                           6712302.5 - u * std::sin(angle) + v * std::cos(angle));
        } else {
            fmt::format_to(to, "{},{}", x, y);
        }
        fmt::format_to(to, ",{:.2f},{},{},{},{},{},{}.{:04},{}.{:03},{}.{},2.{:03}\n", z, size, size, size,
                       rocks[r & 3], 1 + (r >> 2) % 3, r % 3, (r >> 4) % 10000, (r >> 3) % 5, (r >> 9) % 1000,
                       r % 400, (r >> 5) % 10, 400 + (r >> 7) % 500);
        ++scratch_.rows;
    }
    Scratch& scratch_;
    Kind kind_;
    std::ofstream out_;
    std::mt19937 random_{11};
    std::string text_;
};

/// Made once each.
const Scratch& table(Kind kind) {
    static std::vector<std::unique_ptr<Scratch>> made(3);
    auto& scratch = made[static_cast<std::size_t>(kind)];
    if (!scratch) {
        scratch = std::make_unique<Scratch>();
        scratch->path = fs::temp_directory_path() / fmt::format("orelens-bench-blocks-{}.csv", int(kind));
        Writer(*scratch, kind).write();
    }
    return *scratch;
}

/// A line of /proc/self/status in bytes.
double status_bytes(const std::string& key) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(key + ":")) return 1024 * std::atof(line.c_str() + key.size() + 1);
    return 0;
}

/// From here on the peak counts anew.
void reset_peak() {
    base::release_memory();
    std::ofstream("/proc/self/clear_refs") << 5;
}

/// Of `cells` cells with the model's columns.
double columns_bytes(const blocks::BlockModel& model, double cells) {
    double bytes = 0;
    for (const blocks::ColumnInfo& column : model.columns())
        bytes += cells * (column.type == blocks::ColumnType::integer && model.is_small(column.name) ? 1 : 4);
    return bytes;
}

void import_table(benchmark::State& state, Kind kind) {
    const Scratch& file = table(kind);
    blocks::ModelRule rule;
    rule.file = file.path.string();
    const auto bytes = static_cast<double>(fs::file_size(rule.file));
    const auto need = io::model_need(rule, "");
    double model_bytes = 1, cell_bytes = 1, peak = 0;
    reset_peak();
    const double before = status_bytes("RssAnon");
    for (auto _ : state) {
        base::Progress progress;
        auto import = io::import_model(rule, 2.7, "", progress);
        if (!import) {
            state.SkipWithError(base::describe(import.error(), base::Language::english).c_str());
            return;
        }
        peak = status_bytes("VmHWM") - status_bytes("RssFile") - status_bytes("RssShmem");
        model_bytes = columns_bytes(import->model, 512 * static_cast<double>(import->model.leaf_count()));
        cell_bytes = columns_bytes(import->model, static_cast<double>(file.rows));
    }
    const auto times = static_cast<double>(state.iterations());
    using benchmark::Counter;
    state.counters["rows/s"] = Counter(static_cast<double>(file.rows) * times, Counter::kIsRate);
    state.counters["MB/s"] = Counter(bytes / 1e6 * times, Counter::kIsRate);
    state.counters["file MB"] = bytes / 1e6;
    state.counters["model MB"] = model_bytes / 1e6;
    state.counters["peak MB"] = peak / 1e6;
    state.counters["before MB"] = before / 1e6;
    state.counters["peak/model"] = peak / model_bytes;
    state.counters["peak/cells"] = peak / cell_bytes;
    state.counters["told MB"] = need ? need->bytes / 1e6 : 0;
}
BENCHMARK_CAPTURE(import_table, regular, Kind::regular)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(import_table, turned, Kind::turned)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(import_table, sub_blocked, Kind::sub_blocked)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();

/// From cancel to return.
void cancel_import(benchmark::State& state, Kind kind) {
    blocks::ModelRule rule;
    rule.file = table(kind).path.string();
    using Seconds = std::chrono::duration<double>;
    const auto began = Clock::now();
    base::Progress whole;
    if (!io::import_model(rule, 2.7, "", whole)) return state.SkipWithError("the import failed");
    const Seconds total = Clock::now() - began;
    std::mt19937 random(5);
    std::uniform_real_distribution<double> moment(0, 1);
    std::vector<double> delays;
    for (auto _ : state)
        for (int n = 0; n < cancels; ++n) {
            base::Progress progress;
            Clock::time_point cancelled;
            const Seconds when = moment(random) * total;
            std::thread other([&] {
                std::this_thread::sleep_for(when);
                cancelled = Clock::now();
                progress.cancel();
            });
            const bool over = io::import_model(rule, 2.7, "", progress).has_value();
            const auto returned = Clock::now();
            other.join();
            if (!over) delays.push_back(1e3 * Seconds(returned - cancelled).count());
        }
    if (delays.empty()) return state.SkipWithError("every import was over before");
    std::ranges::sort(delays);
    state.counters["cancelled"] = static_cast<double>(delays.size());
    state.counters["median ms"] = delays[delays.size() / 2];
    state.counters["longest ms"] = delays.back();
}
BENCHMARK_CAPTURE(cancel_import, regular, Kind::regular)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(cancel_import, sub_blocked, Kind::sub_blocked)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();

void pandas_read_csv(benchmark::State& state) {
    if (std::system("/usr/bin/python3 -c 'import pandas' 2>/dev/null") != 0) {
        state.SkipWithError("python3 has no pandas");
        return;
    }
    const std::string command = fmt::format("/usr/bin/python3 -c 'import pandas; pandas.read_csv(\"{}\")'",
                                            table(Kind::regular).path.string());
    for (auto _ : state)
        if (std::system(command.c_str()) != 0) state.SkipWithError("pandas failed");
}
BENCHMARK(pandas_read_csv)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace orelens

BENCHMARK_MAIN();
